"""Transports and protocols: socket pairs, readers and writers of a loop, datagrams, flow of a large message."""

import asyncio
import socket


class Collect(asyncio.Protocol):
    def __init__(self, done):
        self.data, self.done = bytearray(), done

    def connection_made(self, transport):
        print("made", type(transport).__name__)

    def data_received(self, data):
        self.data += data

    def eof_received(self):
        print("eof", len(self.data))

    def connection_lost(self, exc):
        print("lost", exc)
        self.done.set_result(bytes(self.data))


class Datagrams(asyncio.DatagramProtocol):
    def __init__(self, got):
        self.got = got

    def datagram_received(self, data, addr):
        self.got.set_result((data, addr[0]))


async def main():
    loop = asyncio.get_running_loop()
    a, b = socket.socketpair()
    done = loop.create_future()
    transport, protocol = await loop.create_connection(lambda: Collect(done), sock=a)
    b.setblocking(False)
    await loop.sock_sendall(b, b"x" * 500_000)
    b.shutdown(socket.SHUT_WR)
    print(len(await done), transport.is_closing())
    b.close()

    a, b = socket.socketpair()
    a.setblocking(False)
    b.setblocking(False)
    seen = loop.create_future()
    loop.add_reader(a, lambda: seen.done() or seen.set_result(a.recv(10)))
    loop.add_writer(b, lambda: (b.send(b"ready"), loop.remove_writer(b)))
    print(await seen, loop.remove_reader(a), loop.remove_reader(a))
    pending = asyncio.create_task(loop.sock_recv(a, 10))
    await asyncio.sleep(0)
    await loop.sock_sendall(b, b"later")
    print(await pending)
    buffer = bytearray(4)
    await loop.sock_sendall(b, b"12345678")
    print(await loop.sock_recv_into(a, buffer), buffer)
    a.close()
    b.close()

    got = loop.create_future()
    receiver, _ = await loop.create_datagram_endpoint(
        lambda: Datagrams(got), local_addr=("127.0.0.1", 0))
    sender, _ = await loop.create_datagram_endpoint(
        asyncio.DatagramProtocol, remote_addr=receiver.get_extra_info("sockname"))
    sender.sendto(b"packet")
    print(await got)
    sender.close()
    receiver.close()
    await asyncio.sleep(0)


asyncio.run(main())
