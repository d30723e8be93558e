"""Sockets of the machine's own family are files: made by bind(), found by connect(), left behind by close()."""
import os
import socket
import stat
import tempfile


def attempt(call, *args):
    try:
        return call(*args)
    except OSError as e:
        return f"{type(e).__name__}: {e}".replace(folder, "FOLDER")


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "s")
    plain = os.path.join(folder, "plain")
    open(plain, "w").close()
    server = socket.socket(socket.AF_UNIX)
    print(attempt(server.bind, path), stat.S_ISSOCK(os.stat(path).st_mode), os.listdir(folder) != [])
    print(attempt(socket.socket(socket.AF_UNIX).bind, path), attempt(socket.socket(socket.AF_UNIX).bind, plain))
    print(attempt(socket.socket(socket.AF_UNIX).bind, os.path.join(folder, "no", "s")))
    print(attempt(socket.socket(socket.AF_UNIX).connect, path))
    server.listen()
    client = socket.socket(socket.AF_UNIX)
    print(attempt(client.connect, path), attempt(socket.socket(socket.AF_UNIX).connect, plain))
    connection, address = server.accept()
    client.sendall(b"through a file")
    print(connection.recv(100), repr(address), client.getpeername() == path)
    os.rename(path, path + "2")
    print(attempt(socket.socket(socket.AF_UNIX).connect, path))
    again = socket.socket(socket.AF_UNIX)
    print(attempt(again.connect, path + "2"))
    os.unlink(path + "2")
    print(attempt(socket.socket(socket.AF_UNIX).connect, path + "2"))
    other = socket.socket(socket.AF_UNIX)
    other.bind(path)
    other.close()
    print(os.path.exists(path), attempt(socket.socket(socket.AF_UNIX).connect, path))
    print(stat.S_ISSOCK(os.fstat(server.fileno()).st_mode))
    one, two = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    one.bind(path + "d")
    print(two.sendto(b"datagram", path + "d"), one.recv(100))
    print(attempt(two.sendto, b"x", path + "none"))
    name = b"\0abstract-" + os.urandom(8).hex().encode()
    hidden = socket.socket(socket.AF_UNIX)
    hidden.bind(name)
    print(hidden.getsockname() == name, attempt(socket.socket(socket.AF_UNIX).connect, name + b"x"))
    for sock in server, client, connection, again, one, two, hidden:
        sock.close()
