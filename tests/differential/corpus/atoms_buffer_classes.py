"""Classes that define __buffer__ and __release_buffer__; every consumer of buffers."""

import gc
import sys


def t(f, *args):
    try:
        r = f(*args)
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print(type(r).__name__, r if not isinstance(r, memoryview) else r.tolist())


class X:
    def __init__(self, data=b"abc"):
        self.data = data
        self.live = 0

    def __buffer__(self, flags):
        print("get", flags)
        self.live += 1
        return memoryview(self.data)

    def __release_buffer__(self, view):
        print("release", bytes(view), view.readonly)
        self.live -= 1


class NoRelease:
    def __buffer__(self, flags):
        return memoryview(b"xyz")


class Bad:
    def __buffer__(self, flags):
        return b"no view"


class Raises:
    def __buffer__(self, flags):
        raise KeyError("k")


class RaisesType:
    def __buffer__(self, flags):
        raise TypeError("mine")


class BadRelease(X):
    def __release_buffer__(self, view):
        raise ValueError("in release")


CONSUMERS = [
    bytes, bytearray, lambda x: memoryview(x), lambda x: b"a" + x, lambda x: b"-".join([b"1", x, x]),
    lambda x: b"xabcx".find(x), lambda x: b"xabcx".rfind(x, 1), lambda x: b"abcabc".count(x), lambda x: b"abcd".index(x),
    lambda x: b"abcd".startswith(x), lambda x: b"abcd".endswith((b"q", x)), lambda x: x in b"xabc",
    lambda x: b"1abc2".split(x), lambda x: b"1abc2".rsplit(x, 1), lambda x: b"1abc2".partition(x), lambda x: b"aabcc".strip(x),
    lambda x: b"abcd".removeprefix(x), lambda x: b"abcabc".replace(x, x), lambda x: b"abcabc".replace(b"a", x),
    lambda x: bytes.maketrans(x, x)[97:100], lambda x: b"abcd".translate(None, x), lambda x: b"abcd".translate(x), lambda x: b"%b|%s" % (x, x),
    lambda x: int.from_bytes(x), lambda x: str(x, "ascii"), lambda x: bytearray(b"q").__iadd__(x), lambda x: bytearray(b"q") + x,
    lambda x: bytearray(b"abc") == x, lambda x: bytearray(b"abd") > x, lambda x: memoryview(b"abc") == x, lambda x: int(x), lambda x: float(x),
    lambda x: bytearray(b"abc").extend(x), lambda x: b"abc" == x, lambda x: int(x, 8), lambda x: bytearray(b",").join([x, b"z"]),
]


def slices(x):
    b = bytearray(b"012345")
    b[1:3] = x
    m = memoryview(b)
    m[0:3] = x
    return b


CONSUMERS.append(slices)
for make in (X, lambda: X(b"12"), NoRelease, Bad, Raises, RaisesType, BadRelease):
    for use in CONSUMERS:
        x = make()
        t(use, x)
        gc.collect()
        if getattr(x, "live", 0):
            print("LIVE", x.live)
    print("--")

x = X(bytearray(b"held"))
m = memoryview(x)
t(x.data.append, 1)
print(m.readonly, type(m.obj).__name__, sys.getrefcount(x))
n = m[1:3]
m.release()
print("half")
n.release()
x.data.append(1)
print(x.data)
with memoryview(x) as v:
    v[0] = 72
print(x.data)
del v
m = memoryview(x)
del m
print("after")
