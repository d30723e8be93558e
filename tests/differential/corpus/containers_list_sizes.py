"""How much lists allocate: sys.getsizeof after every way of making and changing them."""
import sys


class H:
    def __init__(self, n, hint):
        self.n, self.hint = n, hint

    def __iter__(self):
        return iter(range(self.n)) if self.hint is None else I(self.n, self.hint)


class I:
    def __init__(self, n, hint):
        self.n, self.hint = n, hint

    def __iter__(self):
        return self

    def __next__(self):
        if not self.n:
            raise StopIteration
        self.n -= 1
        return self.n

    def __length_hint__(self):
        return self.hint


def sizes(make):
    print([sys.getsizeof(make(n)) for n in (0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33, 64, 100)])


def gen(n):
    for i in range(n):
        yield i


sizes(lambda n: [0] * n)
sizes(lambda n: list(range(n)))
sizes(lambda n: list(gen(n)))
sizes(lambda n: list(tuple(range(n))))
sizes(lambda n: list([0] * n))
sizes(lambda n: [i for i in range(n)])
sizes(lambda n: [*range(n)])
sizes(lambda n: [1, *range(n), 2])
sizes(lambda n: list("x" * n))
sizes(lambda n: list(b"x" * n))
sizes(lambda n: list(dict.fromkeys(range(n), 1)))
sizes(lambda n: list(dict.fromkeys(range(n), 1).values()))
sizes(lambda n: list(dict.fromkeys(range(n), 1).items()))
sizes(lambda n: list(set(range(n))))
sizes(lambda n: list(zip(range(n), range(n))))
sizes(lambda n: list(map(abs, range(n))))
sizes(lambda n: list(filter(None, range(n))))
sizes(lambda n: list(enumerate(range(n))))
sizes(lambda n: list(reversed(range(n))))
sizes(lambda n: list(reversed([0] * n)))
sizes(lambda n: sorted(range(n)))
sizes(lambda n: sorted(gen(n)))
sizes(lambda n: list(I(n, 3)))
sizes(lambda n: list(I(n, n)))
sizes(lambda n: list(I(n, 50)))
sizes(lambda n: list(range(n))[:n // 2])
sizes(lambda n: list(range(n))[::2])
sizes(lambda n: list(range(n)).copy())
sizes(lambda n: list(range(n)) + [1])
sizes(lambda n: list(range(n)) * 2)
sizes(lambda n: list({1: 2}.keys() | set(range(n))))
sizes(lambda n: dir(str)[:n])
sizes(lambda n: bytes(n).split(b"\0"))
print(sys.getsizeof([]), sys.getsizeof([1]), sys.getsizeof([1, 2, 3]), sys.getsizeof([1, 2, 3, 4, 5]))


def fun(*args):
    return sys.getsizeof(list(args)), sys.getsizeof(args)


print(fun(), fun(1), fun(1, 2, 3))
grow = []
trace = []
for i in range(70):
    grow.append(i)
    trace.append(sys.getsizeof(grow))
print(trace)
trace = []
while grow:
    grow.pop()
    trace.append(sys.getsizeof(grow))
print(trace)
trace = []
for i in range(40):
    grow.insert(0, i)
    trace.append(sys.getsizeof(grow))
while grow:
    del grow[0]
    trace.append(sys.getsizeof(grow))
print(trace)
for n in (1, 2, 3, 5, 8, 13):
    x = list(range(10))
    x.extend(range(n))
    y = list(range(10))
    y.extend([0] * n)
    z = list(range(10))
    z += (0,) * n
    w = list(range(10))
    w.extend(gen(n))
    v = []
    v.extend(gen(n))
    u = []
    u.extend((1,) * n)
    t = list(range(10))
    t.extend(I(n, 2))
    s = [1]
    s *= n
    print(n, [sys.getsizeof(q) for q in (x, y, z, w, v, u, t, s)])
x = list(range(20))
for key, val in ((slice(0, 5), [1]), (slice(3, 3), [7] * 9), (slice(None, None, 2), [0] * 12), (slice(5, 12), []), (slice(0, 2), gen(9))):
    try:
        x[key] = val
        print(key, len(x), sys.getsizeof(x))
    except ValueError as e:
        print(e)
x[5:5] = x
print(len(x), sys.getsizeof(x))
del x[::3]
print(len(x), sys.getsizeof(x))
del x[10:]
print(len(x), sys.getsizeof(x))
x.remove(x[3])
print(len(x), sys.getsizeof(x))
x[:] = []
print(sys.getsizeof(x))
x = list(range(9))
x.clear()
print(sys.getsizeof(x))
x = list(gen(9))
x.sort()
print(sys.getsizeof(x))
x.reverse()
print(sys.getsizeof(x))
x.__init__(gen(3))
print(x, sys.getsizeof(x))
x.__init__()
print(x, sys.getsizeof(x))
x = [3, 2, 1] * 5
x.append(1)
x.sort(key=lambda v: v)
print(sys.getsizeof(x))
x = [1, 2]
x *= 0
print(sys.getsizeof(x))


class L(list):
    pass


class S(list):
    __slots__ = ("a",)


print([sys.getsizeof(L(range(n))) for n in (0, 1, 5, 9)], [sys.getsizeof(S(range(n))) for n in (0, 1, 5, 9)])
print([[].__sizeof__(), [1].__sizeof__(), L([1]).__sizeof__()])
print([sys.getsizeof(tuple(range(n))) for n in range(5)], sys.getsizeof(range(5)), sys.getsizeof(slice(1)))
print([sys.getsizeof(q) for q in (iter([]), reversed([]), iter(()), iter(range(3)), iter(range(2**70)), enumerate([]), zip(), map(abs, []), filter(None, []))])
