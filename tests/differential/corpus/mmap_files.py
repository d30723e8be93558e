"""mmap of files: what others see of a map, what it sees of others, and what may be mapped at all."""
import mmap
import os
import tempfile

P = mmap.PAGESIZE
folder = tempfile.mkdtemp()
path = os.path.join(folder, "file")


def put(data):
    with open(path, "wb") as f:
        f.write(data)


def get():
    with open(path, "rb") as f:
        return f.read()


def say(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


put(b"0123456789")
with open(path, "r+b") as f:
    m = mmap.mmap(f.fileno(), 0)
    again = mmap.mmap(f.fileno(), 5)
    copy = mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_COPY)
    private = mmap.mmap(f.fileno(), 0, mmap.MAP_PRIVATE)
    look = mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ)
    print(m, again, copy, private, look)
    m[0] = 65
    m.seek(2)
    m.write(b"BC")
    print(get(), again[:], copy[:], private[:], look[:])
    f.seek(4)
    f.write(b"DE")
    f.flush()
    print(m[:], again[:], copy[:])
copy[0:2] = b"zz"
private.write_byte(33)
print(copy[:], private[:], m[:], get())
m[5] = 120  # a page that was written to is no longer the file's
print(copy[:], m[:])
copy.flush()
m.flush()
print(get(), m.size(), m.readline(), m.find(b"C", 0), m.rfind(b"9"), m[::-3])
v, w = memoryview(m), memoryview(again)
v[1] = 49
w[0:1] = b"!"
print(bytes(w), v[:3].tolist(), v.readonly, memoryview(look).readonly, get(), v[::2].tobytes())
say(m.close)
say(again.resize, 3)
say(look.resize, 3)
say(copy.resize, 3)
say(look.write, b"a")
v.release()
w.release()
copy.madvise(mmap.MADV_DONTNEED)
print(copy[:])
say(copy.madvise, mmap.MADV_REMOVE)
say(private.madvise, mmap.MADV_FREE)
os.unlink(path)
m[9] = 57
print(m[:], look[-1:], m.size())
m.resize(3)
print(m[:], m.size(), look.size(), len(look))
for x in (m, again, copy, private, look):
    x.close()

# offsets, lengths, and sizes
put(b"a" * P + b"b" * P + b"c")
with open(path, "r+b") as f:
    n = f.fileno()
    m = mmap.mmap(n, 0, offset=P)
    print(m, m[0:1], m[-2:], m.size())
    m[P - 1:P + 1] = b"xy"
    print(get()[2 * P - 2:])
    m.resize(P - 10)
    print(len(get()), m[-1:], len(m))
    m.resize(P + 100)
    print(len(get()), m[P - 12:P - 8], m[-1:])
    private = mmap.mmap(n, 0, access=mmap.ACCESS_COPY)
    private[P - 1:P + 1] = b"11"
    private[2 * P] = 50
    f.seek(0)
    f.write(b"#" * 2 * P + b"###")
    f.flush()
    print(private[P - 2:P + 2], private[0:2], private[2 * P:2 * P + 4])
    for size, offset in ((0, 3 * P), (0, 1 << 40), (10, 3 * P), (10 * P, 0), (10, 5), (1, 1 << 62)):
        say(mmap.mmap, n, size, offset=offset)
    f.truncate(2 * P - 5)
    print(m[P - 8:P], private[P:P + 2], m.size())
    f.truncate(0)
    say(mmap.mmap, n, 0)
    say(mmap.mmap, n, 1)
m.close()
private.close()

# how the file was opened
put(b"abc")
for mode in ("rb", "r+b", "wb", "ab", "a+b"):
    with open(path, mode) as f:
        if mode == "wb":
            f.write(b"abc")
            f.flush()
        for kwargs in ({}, {"access": 1}, {"access": 2}, {"access": 3}, {"prot": 1}, {"flags": 2}, {"prot": 2}):
            print(mode, kwargs, end=" ")
            say(mmap.mmap, f.fileno(), 3, **kwargs)
with open(path, "a+b") as f, mmap.mmap(f.fileno(), 3) as m:
    m[0:2] = b"XY"
    f.write(b"more")
    f.flush()
    m[2] = 90
print(get())

# descriptors: the map has one of its own, or none
with open(path, "r+b") as f:
    n = f.fileno()
    m = mmap.mmap(n, 3)
    after = os.dup(n)
    print(after - n)
    os.close(after)
    free = mmap.mmap(n, 3, trackfd=False)
    after = os.dup(n)
    print(after - n)
    os.close(after)
say(free.size)
say(free.resize, 2)
free[0] = 48
print(m[:], m.size(), free[:], free.closed)
m.close()
free.close()
say(mmap.mmap, n, 3)

fd = os.open(folder, os.O_RDONLY)
say(mmap.mmap, fd, 3)
say(mmap.mmap, fd, 3, access=1)
os.close(fd)
r, w = os.pipe()
say(mmap.mmap, r, 3, access=1)
os.close(r)
os.close(w)
with open("/dev/zero", "r+b", 0) as f:
    m = mmap.mmap(f.fileno(), 5)
    m[1] = 65
    print(m[:])
    m.close()
with open("/dev/null", "r+b", 0) as f:
    say(mmap.mmap, f.fileno(), 5)
os.unlink(path)
os.rmdir(folder)
