"""Streams over the loopback device: a server, clients, lines, exact reads, limits, end of file, closing."""

import asyncio


async def serve(reader, writer):
    while line := await reader.readline():
        if line == b"quit\n":
            break
        writer.write(b"echo " + line)
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def client(port, *lines):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    out = []
    for line in lines:
        writer.write(line)
        out.append(await reader.readline())
    writer.write_eof()
    out.append(await reader.read())
    writer.close()
    await writer.wait_closed()
    return out


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        print(await asyncio.gather(client(port, b"one\n", b"two\n"), client(port, b"three\n")))
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=64)
        writer.writelines([b"a" * 10, b"b\n"])
        print(await reader.readexactly(5), await reader.readuntil(b"a"), await reader.readline())
        writer.write(b"z" * 200 + b"\n")
        try:
            await reader.readline()
        except ValueError as err:
            print(err)
        writer.write(b"quit\n")
        try:
            await reader.readexactly(1000)
        except asyncio.IncompleteReadError as err:
            print(len(err.partial) < 1000, err.expected)
        print(reader.at_eof())
        writer.close()
    print(server.is_serving())
    try:
        await asyncio.open_connection("127.0.0.1", port)
    except ConnectionRefusedError as err:
        print(type(err).__name__, err.errno)
    reader = asyncio.StreamReader()
    reader.feed_data(b"fed\nrest")
    reader.feed_eof()
    print([line async for line in reader])


asyncio.run(main())
