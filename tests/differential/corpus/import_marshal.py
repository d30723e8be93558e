import marshal


def f(a, b=2, *c, d, **e):
    x = [1, 2.5, 'h\xe9llo', b'x', (1, 2), None, ..., True, 10**30, -5, 1j, "not an identifier"]
    y = x in {1, 2, "three"}
    def g(): return x, a, y, "not an identifier"
    return g


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


code = compile("def g(x, y):\n    '''doc'''\n    return [x + i for i in y if i > 2.5]\nclass A:\n    z = ('a b', 'c', 1, (2, b'x'))\n"
               "import os.path as p\nfrom x import a, b\nq = {'k': lambda *a, k=1, **m: (a, k, m)}\n", "<file>", "exec")
for what in (f.__code__, code):
    data = marshal.dumps(what)
    again = marshal.loads(data)
    print(again == what, len(data) > 100, again.co_name, again.co_varnames, again.co_consts[:3] == what.co_consts[:3])
    print(marshal.dumps(marshal.loads(marshal.dumps(again))) == marshal.dumps(marshal.loads(marshal.dumps(again))))
print(marshal.loads(marshal.dumps(f.__code__)).co_consts[:3])
namespace = {}
exec(marshal.loads(marshal.dumps(compile("z = [i * i for i in range(5)]", "<s>", "exec"))), namespace)
print(namespace["z"])
values = [1, {2: 3, 'a': (1, [2])}, {1, 2}, frozenset([3]), 'a' * 300, '\xfc', 1.5, 2j, 10**50, -10**50, True,
          None, ..., StopIteration, -2**31, 2**31, 2**31 - 1, 0.0, -0.0, b"", "", (), [], {}, float("inf"), '\ud800',
          bytearray(b"abc"), memoryview(b"xyz")]
print(marshal.loads(marshal.dumps(values)))
shared = ["x y", (1, 2)]
for v in range(-1, 6):
    print(v, marshal.dumps([1, 1.5, 2j, 'a', 'b' * 3, '\xfc', 10**20, (1, 2), {1: 2}, b'ab', shared, shared, shared[0]], v))
for bad in (b'', b'x', b'i', b'?', b's\xff\xff\xff\xff', b'r\0\0\0\0', b'(\x02\0\0\0N', b'l\2\0\0\0\1\0\0\0', b'c',
            b'[\1\0\0\x000', b'0', b'l\1\0\0\0\xff\xff', b'f\x03abc', b'f\x031.5', b'f\x01 ', b'z\x05ab', b'a\xff\xff\xff\xff', b'u\x01\0\0\0\xff',
            b'{N0', b'{[\0\0\0\0N0', b'<\1\0\0\0[\0\0\0\0', b'[\xff\xff\xff\xff', b'I\1\0\0\0\0\0\0\0', b'g\0\0', b')\2NT', b'>\0\0\0\0'):
    print(bad, attempt(marshal.loads, bad))
deep = []
for i in range(3000):
    deep = [deep]
for x in (deep, object(), [object()], int, print, {1: object()}, {1, f}):
    print(attempt(marshal.dumps, x))
print(attempt(marshal.loads, b")\1" * 3000 + b"N"))
print(attempt(marshal.dumps, f.__code__, allow_code=False), attempt(marshal.loads, marshal.dumps(code), allow_code=False))
print(attempt(marshal.dumps), attempt(marshal.dumps, 1, 2, 3), attempt(marshal.loads, 5), attempt(marshal.dumps, 1, "4"), marshal.version)


class Reader:
    def __init__(self, data):
        self.data, self.pos, self.reads = data, 0, []

    def read(self, n):
        return self.data[self.pos:self.pos + n]

    def readinto(self, view):
        n = len(view)
        chunk = self.data[self.pos:self.pos + n]
        view[:len(chunk)] = chunk
        self.pos += len(chunk)
        self.reads.append(n)
        return len(chunk)

    def write(self, data):
        self.data += data
        return len(data)


file = Reader(b"")
print(marshal.dump([1, "a", {"x": (1.5, None)}, 10**30, {3}], file), marshal.dump("end", file))
print(marshal.load(file), marshal.load(file), file.reads, attempt(marshal.load, file))
file = Reader(marshal.dumps(code))
print(marshal.load(file) == code, file.reads[:12], attempt(marshal.load, object()))
