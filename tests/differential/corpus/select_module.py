"""select, poll, epoll and the selectors module on socket pairs: readiness, timeouts, modification, errors."""

import select
import selectors
import socket
import threading
import time

a, b = socket.socketpair()
print(select.select([a, b], [a, b], [a], 0) == ([], [a, b], []))
a.send(b"x")
print(select.select([a, b], [], [], 1) == ([b], [], []), select.select([b.fileno()], [], []) == ([b.fileno()], [], []))
b.recv(1)
start = time.monotonic()
print(select.select([a, b], [], [], 0.02), 0.015 < time.monotonic() - start < 1)
threading.Timer(0.01, a.send, args=[b"late"]).start()
print(select.select([b], [], [], 5)[0] == [b], b.recv(10))
for make in select.poll, select.epoll:
    p = make()
    p.register(a, select.POLLOUT)
    p.register(b.fileno())
    a.send(b"y")
    names = {a.fileno(): "a", b.fileno(): "b"}
    print(sorted((names[fd], event) for fd, event in p.poll(1)))
    p.modify(b, select.POLLIN)
    p.unregister(a)
    print([(names[fd], event) for fd, event in p.poll()], b.recv(5), p.poll(0.01))
    for call in (lambda: p.unregister(a), lambda: p.modify(a, 1), lambda: p.register("x"), lambda: p.register(-1),
                 lambda: p.poll("x"), lambda: p.register(a, 1.5), lambda: p.poll(float("nan"))):
        try:
            print(call())
        except Exception as err:
            print(type(err).__name__, "" if isinstance(err, KeyError) else err)
with select.epoll() as ep:
    print(ep.closed, ep.fileno() >= 0)
    ep.register(b, select.EPOLLIN | select.EPOLLONESHOT)
    a.send(b"once")
    print(len(ep.poll(1)), ep.poll(0))
    for call in (lambda: ep.register(b), lambda: ep.poll(maxevents=0), lambda: ep.register(10**6), lambda: select.epoll(0),
                 lambda: select.epoll(flags=7)):
        try:
            print(call())
        except Exception as err:
            print(type(err).__name__, err)
print(ep.closed)
for call in (ep.fileno, lambda: ep.poll(0), lambda: select.select(5, [], []), lambda: select.select([], [], [], -1),
             lambda: select.select([], [], [], "x"), lambda: select.select([9999], [], []), lambda: select.select(["x"], [], []),
             lambda: select.select([], []), lambda: select.poll(1), lambda: type(select.poll())()):
    try:
        print(call())
    except Exception as err:
        print(type(err).__name__, err)
b.recv(10)
for cls in (selectors.SelectSelector, selectors.PollSelector, selectors.EpollSelector):
    with cls() as selector:
        key = selector.register(b, selectors.EVENT_READ, data="b")
        selector.register(a, selectors.EVENT_WRITE)
        print(cls.__name__, len(selector.get_map()), [(k.data, e) for k, e in selector.select(0)])
        selector.modify(a, selectors.EVENT_READ, "now reading")
        a.send(b"z")
        print([(k.data, e) for k, e in selector.select()], selector.get_key(b) == key, b.recv(1))
        print(selector.unregister(a).data, selector.select(0.001))
a.close()
poll = select.poll()
poll.register(b, select.POLLIN | select.POLLOUT)
print(poll.poll()[0][1] & select.POLLIN, b.recv(1), select.select([b], [], [], 0)[0] == [b])
b.close()
print(poll.poll()[0][1] == select.POLLNVAL, selectors.DefaultSelector.__name__)
