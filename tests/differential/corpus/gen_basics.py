def g():
    print("start")
    x = yield 1
    print("got", x)
    y = yield 2
    print("got", y)
    return "result"
it = g(); print(next(it)); print(it.send("a"))
try:
    it.send("b")
except StopIteration as e:
    print("stop", e.value)
print(next(it, "over"), list(g()), type(it).__name__, it.gi_frame, it.gi_running)
def squares(n):
    for i in range(n): yield i * i
print(list(squares(5)), sum(squares(4)), max(squares(3)), [*squares(3)], tuple(x + 1 for x in squares(3)), dict((i, s) for i, s in enumerate(squares(3))))
ge = (x * 2 for x in range(3)); print(next(ge), list(ge), list(ge))
def inf():
    n = 0
    while True: yield n; n += 1
print([x for x, _ in zip(inf(), range(4))])
try:
    g().send(1)
except TypeError as e:
    print(e)
def empty():
    return
    yield
print(list(empty()), any(x > 2 for x in range(5)), all(x < 2 for x in range(5)))
