"""A BytesIO shares the bytes that it is made of, until it is written to; how its buffer grows."""

import gc
import io
import sys


def told(f):
    try:
        return f()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


data = bytes(range(200)) * 5
count = sys.getrefcount(data)
base = sys.getsizeof(io.BytesIO())


def state(stream):
    return sys.getrefcount(data) - count, sys.getsizeof(stream) - base


print(base, io.BytesIO().__sizeof__() - object.__sizeof__(io.BytesIO()))
for change in (
    lambda s: None, lambda s: s.write(b"x"), lambda s: s.write(b""), lambda s: s.truncate(), lambda s: s.truncate(600),
    lambda s: s.truncate(2000), lambda s: s.read(), lambda s: s.read(10), lambda s: s.getvalue(), lambda s: s.close(),
    lambda s: s.getbuffer().release(), lambda s: s.__setstate__((b"abc", 1, None)), lambda s: s.__init__(),
    lambda s: s.__init__(b"other"), lambda s: s.__init__(bytearray(b"other")), lambda s: (s.seek(0, 2), s.write(b"y")),
    lambda s: (s.seek(2000), s.write(b"y")), lambda s: s.readline(), lambda s: s.readlines(), lambda s: next(s),
    lambda s: (s.truncate(700), s.getvalue() is data), lambda s: (s.truncate(700), s.write(b"z"), s.getvalue()[:3]),
    lambda s: (s.write(b"a"), s.getvalue() is s.getvalue(), s.getvalue() is s.read()),
    lambda s: (s.write(b"a"), len(s.getvalue()), s.write(b"b"), s.getvalue()[:4], s.seek(0), s.read() is s.getvalue()),
):
    stream = io.BytesIO(data)
    before = state(stream)
    res = change(stream)
    print(before, state(stream), len(res) if isinstance(res, bytes | list) else res)
    del res
    print(state(stream), None if stream.closed else (stream.tell(), len(stream.getvalue()), state(stream)))
del stream
print(io.BytesIO(data).read() is data, io.BytesIO(data).getvalue() is data, sys.getrefcount(data) - count)

stream = io.BytesIO()
sizes = []
for i in range(400):
    stream.write(b"ab" if i % 7 else b"abcdefghijklmnopqrstuvwxyz" * 3)
    sizes.append(sys.getsizeof(stream) - base)
print(sorted(set(sizes)))
stream.truncate(100)
print(sys.getsizeof(stream) - base, stream.tell(), len(stream.getvalue()), sys.getsizeof(stream) - base)

stream = io.BytesIO(b"abc\ndef\n\nlast")
view = stream.getbuffer()
view[0:2] = b"XY"
for action in (
    lambda: stream.write(b""), lambda: stream.write(b"1"), lambda: stream.truncate(1), stream.close,
    lambda: stream.__init__(b"q"), stream.getvalue, lambda: stream.seek(0), stream.readlines,
    lambda: stream.__setstate__((b"", 0, None)), lambda: bytes(view), lambda: (view.release(), stream.getvalue()),
    lambda: stream.writelines([b"1", b"2", 3]), stream.getvalue, stream.tell, lambda: stream.seek(0, 3),
    lambda: stream.seek(sys.maxsize), lambda: stream.seek(1, 1), lambda: stream.seek(-1), lambda: stream.seek(0, "a"),
    lambda: stream.seek(0, None), lambda: stream.seek(0, 1 << 40), lambda: stream.seek(-100, 1), stream.readlines,
    lambda: stream.readlines(1 << 80), lambda: stream.readlines("1"), lambda: stream.truncate(-1),
    lambda: stream.__setstate__((b"q", 1 << 80, None)), lambda: stream.__setstate__((b"qrs", -1, None)),
    lambda: stream.__setstate__((b"qrs", 7, {"a": 1})), lambda: (stream.a, stream.tell(), stream.__getstate__()),
    lambda: stream.write(b"!"), stream.getvalue, lambda: stream.__setstate__(("text", 0, None)), stream.getvalue,
    stream.close, stream.getvalue, lambda: iter(stream) is stream, lambda: next(stream), lambda: stream.write(b""),
    lambda: stream.__setstate__((b"", 0, None)), lambda: stream.__init__(b"again"), stream.getvalue,
):
    print(told(action))

stream = io.BytesIO(data)
print(gc.get_referents(stream)[-1] is data, gc.is_tracked(stream))
