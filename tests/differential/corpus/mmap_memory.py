"""mmap without a file: items, slices, positions, searches, buffers, weak references, subclasses."""
import array
import gc
import io
import mmap
import re
import struct
import sys
import weakref
import zlib

m = mmap.mmap(-1, 20)
print(m, len(m), m[:], m[3], m[-1])
m[0:5] = b"hello"
m[5] = 33
m[-1] = 255
m[10:20:3] = b"abcd"
print(m[:], m[::-1], m[::3], m[15:2:-4], m[100:], m[5:1])
m[::-2] = bytes(range(10))
print(m[:])
m[2:2] = b""
m[5:3] = memoryview(b"")
print(list(m[:4]), [b for b in m][:3], b"\0" in m, 0 in m, list(reversed(m))[:2])

m = mmap.mmap(-1, 40)
print(m.write(b"one\ntwo\nthree, no end"), m.tell(), m.seek(0), m.readline(), m.readline(), m.readline())
print(m.tell(), m.readline(), m.read(), m.seek(-40, 2), m.read(3), m.read_byte(), m.tell(), m.seek(2, 1))
print(m.read(None)[:4], m.seek(5), m.read(-3)[:4], m.seekable())
m.seek(38)
m.write_byte(200)
m.write_byte(201)
print(m.find(b"t"), m.find(b"t", 0), m.find(b"t", 5), m.find(b"t", -40, -39), m.rfind(b"t", 0), m.rfind(b"e"))
m.seek(0)
print(m.find(b"three"), m.rfind(b"t", 0, 8), m.find(memoryview(b"two")), m.find(b"nowhere"), m.find(m))
m.move(0, 4, 10)
print(m[:12])
m.move(3, 0, 20)
print(m[:24], m.flush(), m.flush(0, 40), m.madvise(mmap.MADV_NORMAL), m.madvise(mmap.MADV_WILLNEED, 0, 99))

# the buffer
v = memoryview(m)
print(v.readonly, v.format, v.nbytes, v.shape, bytes(v[:3]), v[3:6].tolist())
for use in (m.close, lambda: m.resize(100), lambda: m.resize(-1)):
    try:
        use()
    except (BufferError, ValueError) as e:
        print(type(e).__name__, e)
v[0] = 65
v[1:3] = b"BC"
w = v[::5]
w[1] = 120
i = v[:40].cast("i")
i[2] = -3
i[3] = 7
print(m[:16], w.tolist(), i.tolist()[:5], struct.unpack_from("<2i", m, 8))
struct.pack_into("<h", m, 1, 0x4243)
print(io.BytesIO(b"read into").readinto(m), m[:12], zlib.crc32(m) == zlib.crc32(m[:]), bytearray(m) == m[:])
print(re.search(b"in.o", m).span(), b"x".join([m, m])[38:44], m[:] == v, v == m, array.array("B", m[:3]))
del i, w
v.release()
print(m.resize(10), len(m), m[:], m.tell(), m.read(), m.resize(4000), len(m), m[:12])
try:
    m.size()
except OSError as e:
    print(e)
m.close()
print(m, m.closed, m.close())

# pages of a private map are given up
p = mmap.mmap(-1, 2 * mmap.PAGESIZE, flags=mmap.MAP_PRIVATE)
p[:] = b"x" * len(p)
p.madvise(mmap.MADV_DONTNEED, mmap.PAGESIZE)
print(p[mmap.PAGESIZE - 2:mmap.PAGESIZE + 2], p.madvise(mmap.MADV_FREE))
s = mmap.mmap(-1, 2 * mmap.PAGESIZE)
s[:] = b"x" * len(s)
s.madvise(mmap.MADV_DONTNEED)
print(s[mmap.PAGESIZE - 2:mmap.PAGESIZE + 2])
s.resize(100)
s.resize(2 * mmap.PAGESIZE)
print(s[99:101], s[-1:])
s.madvise(mmap.MADV_REMOVE, mmap.PAGESIZE)
print(s[mmap.PAGESIZE - 2:mmap.PAGESIZE + 2])
for q, advice in ((p, mmap.MADV_REMOVE), (s, mmap.MADV_FREE)):
    try:
        q.madvise(advice)
    except OSError as e:
        print(e)


class Anonymous(mmap.mmap):
    def __new__(cls, *args, **kwargs):
        return super().__new__(cls, -1, *args, **kwargs)

    def __len__(self):
        return 3


a = Anonymous(5, access=mmap.ACCESS_COPY)
a.extra = a
print(a, len(a), a[:], a.__dict__.keys(), sys.getsizeof(mmap.mmap(-1, 1)) - mmap.mmap.__basicsize__)
r = weakref.ref(a, lambda r: print("gone", r() is None))
del a
gc.collect()
m = mmap.mmap(-1, 1)
r = weakref.ref(m, lambda r: print("dead"))
print(gc.is_tracked(m), r() is m)
del m
print(r())
with mmap.mmap(-1, 10) as m:
    print(m.closed)
print(m.closed)
try:
    with mmap.mmap(-1, 10) as m:
        raise KeyError(1)
except KeyError as e:
    print(repr(e), m.closed)
print([mmap.mmap(-1, 3, access=k) for k in range(4)])
print(mmap.mmap(-1, 3, prot=2), mmap.mmap(-1, 3, prot=0), mmap.mmap(-1, 3, flags=2))

heard = []
sys.addaudithook(lambda event, args: event.startswith("mmap.") and heard.append((event, args)))
mmap.mmap(-1, 3, access=2)
mmap.mmap(-1, 4096, mmap.MAP_PRIVATE, mmap.PROT_READ)
print(heard)
