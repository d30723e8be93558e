"""Sockets inside the program: pairs, timeouts, partial sends, shutdown, files over sockets, servers, datagrams, errors."""

import errno
import socket
import threading

a, b = socket.socketpair()
print(a.family, a.type, a.proto, a.getblocking(), a.gettimeout(), a.getsockname(), b.getpeername())
print(a.send(b"hello"), b.recv(2), b.recv(10, socket.MSG_PEEK), b.recv(10))
buffer = bytearray(6)
a.sendall(b"0123456789ab")
print(b.recv_into(buffer, 4), buffer, b.recv_into(buffer), buffer, b.recvfrom(2))
b.settimeout(0.01)
try:
    b.recv(1)
except TimeoutError as err:
    print(repr(err), socket.timeout is TimeoutError)
b.setblocking(False)
print(b.gettimeout(), b.getblocking())
try:
    b.recv(1)
except BlockingIOError as err:
    print(err.errno == errno.EAGAIN)
a.setblocking(False)
sent = 0
try:
    while True:
        sent += a.send(bytes(10_000))
except BlockingIOError:
    print(sent > 50_000)
got = 0
while got < sent:
    got += len(b.recv(65536))
print(got == sent)
b.setblocking(True)
a.setblocking(True)
thread = threading.Thread(target=lambda: print("thread got", b.recv(10)))
thread.start()
a.send(b"wake up")
thread.join()
big = bytes(range(256)) * 4000
received = bytearray()


def drain():
    while data := b.recv(30_000):
        received.extend(data)


thread = threading.Thread(target=drain)
thread.start()
a.sendall(big)
a.shutdown(socket.SHUT_WR)
thread.join()
print(received == big, b.recv(5))
try:
    a.send(b"x")
except BrokenPipeError as err:
    print(err)
fd = a.fileno()
print(fd >= 0, a.detach() == fd, a.fileno())
c = socket.socket(fileno=fd)
print(c.family, c.type)
c.close()
for call in (c.getsockname, lambda: c.recv(1), lambda: c.send(b"")):
    try:
        call()
    except OSError as err:
        print(err)
b.close()

server = socket.create_server(("127.0.0.1", 0))
port = server.getsockname()[1]


def serve():
    conn, address = server.accept()
    with conn, conn.makefile("rw", newline="\n") as file:
        for line in file:
            file.write(line.upper())
            file.flush()
    print("server done", address[0])


thread = threading.Thread(target=serve)
thread.start()
with socket.create_connection(("localhost", port), timeout=5) as client:
    print(client.getpeername() == ("127.0.0.1", port), client.gettimeout())
    file = client.makefile("rwb")
    file.write(b"one\ntwo\n")
    file.flush()
    print(file.readline(), file.readline())
    client.shutdown(socket.SHUT_WR)
    rest = file.read()
    file.close()
thread.join()
print(rest)  # only now: the server's thread prints, too
server.close()
try:
    socket.create_connection(("127.0.0.1", port), timeout=1)
except ConnectionRefusedError as err:
    print(err.errno == errno.ECONNREFUSED)

one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
two = socket.socket(type=socket.SOCK_DGRAM)
one.bind(("127.0.0.1", 0))
print(two.sendto(b"packet", one.getsockname()), one.recvfrom(100)[0])
two.connect(one.getsockname())
two.send(b"first, cut off")
two.send(b"second")
print(one.recv(5), one.recv(50), one.type)
one.close()
two.close()
print(socket.inet_aton("1.2.3.4"), socket.inet_ntoa(b"\x7f\0\0\1"), socket.inet_aton("127.1"), socket.htons(0x1234), socket.ntohl(1))
print(socket.inet_pton(socket.AF_INET6, "::1"), socket.inet_ntop(socket.AF_INET6, bytes(15) + b"\2"))
print(socket.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM), socket.getservbyname("http"))
for call in [
    lambda: socket.socket(99), lambda: socket.socket(socket.AF_INET, 77), lambda: socket.inet_aton("1.2.3.4.5"),
    lambda: socket.inet_pton(2, "zz"), lambda: socket.inet_ntoa(b"123"), lambda: socket.htons(-1), lambda: socket.htons(1 << 20),
    lambda: socket.getaddrinfo("999.1.1.1", 80, flags=socket.AI_NUMERICHOST), lambda: socket.socket(fileno=-1),
    lambda: socket.socket().connect("x"), lambda: socket.socket().bind(("127.0.0.1", 70000)),
    lambda: socket.socket().bind(("127.0.0.1",)), lambda: socket.socket().settimeout(-1), lambda: socket.socket().settimeout("x"),
    lambda: socket.socket().getpeername(), lambda: socket.socket().shutdown(0), lambda: socket.socket().accept(),
    lambda: socket.setdefaulttimeout(-5), lambda: socket.getservbyname("nonesuch"), lambda: socket.if_nametoindex("none"),
]:
    try:
        print(call())
    except Exception as err:
        print(type(err).__name__, err)
socket.setdefaulttimeout(3)
with socket.socket() as s:
    print(s.gettimeout(), socket.getdefaulttimeout(), repr(s).split(",", 1)[1])
print(repr(s)[:30])
socket.setdefaulttimeout(None)
