"""mmap: what each call says when it is given something else."""
import mmap

M = mmap.mmap


def say(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


print({k: v for k, v in vars(mmap).items() if isinstance(v, int)})
print(M.__basicsize__, M.__weakrefoffset__, M.__flags__, list(M.__dict__), mmap.error)
for args, kwargs in [
    ((), {}), ((-1,), {}), (("a", 1), {}), (("a",), {}), ((-1, "a"), {}), ((-1, 1, 1, 1, 1, 0, True), {}),
    ((-1, 1), {"foo": 1}), ((-1, 1), {"fileno": 1}), ((-1, 1, 1, 3, 0, 0, 1, 1, 1), {}),
    ((-1, 1), {"prt": 1}), ((1 << 40, 1), {}), ((1 << 70, 1), {}), ((-1 << 40, 1), {}),
    ((-1, 1 << 70), {}), ((-1, 1), {"offset": 1 << 70}), ((-1, 1), {"offset": "a"}),
    ((-1, 1), {"offset": 1.5}), ((-1, 0), {}), ((-1, 1.5), {}), ((1.5, 1), {}), ((-1, -1), {}),
    ((-1, 1), {"offset": -1}), ((-1, 1), {"offset": 1}), ((-1, 1), {"access": 7}),
    ((-1, 1), {"flags": 1, "prot": 1, "access": 1}), ((-1, 1), {"flags": 0}), ((-1, 1 << 50), {}),
    ((-1, 1), {"flags": 3}), ((-1, 1), {"prot": 1 << 20}), ((-2, 1), {}), ((-1, 4096), {"offset": 4096}),
    ((), {"length": 1}), ((), {c: 1 for c in "abcdefghi"}), ((1,), {"length": 5, "fileno": 3}),
]:
    say(lambda: M(*args, **kwargs))

m = M(-1, 10)
for name in ("close find rfind flush madvise move read read_byte readline resize seek seekable size tell "
             "write write_byte __enter__ __exit__ __sizeof__").split():
    method = getattr(m, name)
    print(name)
    say(lambda: method(*[1] * 9))
    say(lambda: method(x=1))
    if name not in ("close", "__exit__"):
        say(method)
say(lambda: m.__exit__(1, 2, 3))
say(m.__sizeof__)
print(m, m.closed)
for use in (len, bytes, list, memoryview, M.__enter__, M.read, M.tell, M.size, M.read_byte, M.readline,
            lambda m: m[0], lambda m: m[1:], lambda m: m["a"], lambda m: m.read("a", 2),
            lambda m: m.__setitem__("a", 1), lambda m: m.find(1, 2, 3, 4), lambda m: m.close(), M.seekable):
    say(lambda: use(m))

m = M(-1, 10)
for use in (
    lambda: m["a"], lambda: m.__setitem__("a", 1), lambda: m.__delitem__(0),
    lambda: m.__delitem__(slice(0, 1)), lambda: m.__setitem__(0, "a"), lambda: m.__setitem__(0, 300),
    lambda: m.__setitem__(slice(0, 2), b"a"), lambda: m.__setitem__(slice(0, 2), "aa"),
    lambda: m.write_byte(300), lambda: m.write_byte(-1), lambda: m.write_byte("a"),
    lambda: m.write_byte(1 << 70), lambda: m.write("a"), lambda: m.write(bytes(11)), lambda: m.seek("a"),
    lambda: m.seek(1, 9), lambda: m.seek(1 << 70), lambda: m.seek(1, 1 << 40), lambda: m.seek(1, -1 << 40),
    lambda: m.seek(-1), lambda: m.seek(11), lambda: m.seek((1 << 63) - 1, 2), lambda: m.read("a"),
    lambda: m.read(1.5), lambda: m.read(1 << 80), lambda: m.find("a"), lambda: m.find(b"a", None),
    lambda: m.find(b"", 3), lambda: m.find(b"", 30), lambda: m.rfind(b""), lambda: m.find(b"", 3, 1),
    lambda: m.resize(0), lambda: m.resize(-1), lambda: m.resize(1 << 62), lambda: m.madvise(999),
    lambda: m.madvise(0, 1), lambda: m.flush(1), lambda: m.flush(11), lambda: m.flush(0, -1),
    lambda: m[1 << 80], lambda: m.__setitem__(0, 1 << 80), lambda: m.__setitem__(1 << 80, 1),
    lambda: m[::0], lambda: m[10], lambda: m[-11], lambda: m.move(-1, 0, 0), lambda: m.move(0, 0, 11),
    lambda: m.move(0, "a", 1), lambda: hash(m) == 0, lambda: m == m, lambda: m + b"", lambda: m * 2,
    lambda: m.x, lambda: setattr(m, "x", 1), lambda: setattr(M, "x", 1), lambda: m.__reduce_ex__(2),
):
    say(use)

r = M(-1, 10, prot=mmap.PROT_READ)
for use in (lambda: r.write(b""), lambda: r.write_byte(0), lambda: r.__setitem__(0, 0), lambda: r.move(0, 0, 0),
            lambda: r.__setitem__("a", 0), lambda: r.resize(5), lambda: memoryview(r).__setitem__(0, 0)):
    say(use)


class Closes:
    def __init__(self, m):
        self.m = m

    def __index__(self):
        self.m.close()
        return 2


for use in (lambda m, x: m[x], lambda m, x: m[x:5], lambda m, x: m.read(x), lambda m, x: m.find(b"1", 1, x),
            lambda m, x: m.__setitem__(x, 1), lambda m, x: m.__setitem__(1, x),
            lambda m, x: m.__setitem__(slice(x, 4), b"ab"), lambda m, x: m.move(1, 2, x),
            lambda m, x: m.write_byte(x), lambda m, x: m.madvise(0, 0, x), lambda m, x: m.read("", x)):
    m = M(-1, 10)
    say(lambda: use(m, Closes(m)))
