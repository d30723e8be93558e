import errno
for name in sorted(vars(errno)):
    n = getattr(errno, name)
    if isinstance(n, int):
        e = OSError(n, "text", "file")
        print(name, type(e).__name__, e.errno == n, str(e) == f"[Errno {n}] text: 'file'")
class Sub(PermissionError): pass
print(type(PermissionError(2, "x")), type(Sub(2, "x")), type(OSError(2)), type(OSError("2", "x")), type(OSError(True, "x")))
for args in ((1,), (1, "a"), (1, "a", "f"), (1, "a", "f", None), (1, "a", "f", None, "g"), (1, "a", None), (1, "a", b"f"), (1, "a", 5, None, 6), (1, 2, 3, 4, 5, 6)):
    e = OSError(*args); print(args, e, repr(e), e.args, e.errno, e.strerror, e.filename, e.filename2, e.__reduce__()[1])
import sys
e = OSError(2, "m", "a", None, "b"); cls, a = e.__reduce__()[:2]; f = cls(*a); print(f, f.filename2)
class Kw(OSError):
    def __init__(self, *a, extra=None): super().__init__(*a); self.extra = extra
k = Kw(2, "m", "f", extra=5); print(k, k.extra, k.filename, k.args)
class New(OSError):
    def __new__(cls, a, b): return super().__new__(cls, a, b, "from new")
print(New(1, "x").filename, New(1, "x").args, str(New(1, "x")))
class Both(OSError):
    def __new__(cls, *a): return super().__new__(cls, *a)
    def __init__(self, *a): super().__init__(*a)
print(Both(2, "m", "f"), Both(2, "m", "f").filename, Both().args)
b = BlockingIOError(11, "m", 3); print(b.characters_written, b.filename, b.args); b2 = BlockingIOError(11, "m", "name"); print(b2.filename, hasattr(b2, "characters_written"))
for E in (TimeoutError, ConnectionResetError, FileExistsError): print(E("only"), E(5, "five"), E.__mro__[1].__name__)
print(EnvironmentError is OSError, IOError is OSError)
