"""The % operator where its values are the program's own objects."""


class Thing:
    def __init__(self, n):
        self.n = n

    def __str__(self):
        return f"str{self.n}"

    def __repr__(self):
        return f"<Thing {self.n}>"

    def __index__(self):
        return self.n

    def __int__(self):
        return self.n + 1

    def __float__(self):
        return self.n / 4


class Bad:
    def __str__(self):
        return 5

    def __repr__(self):
        raise RuntimeError("no repr")

    def __float__(self):
        return "x"

    def __index__(self):
        raise KeyError("index")


class Mapping:
    def __getitem__(self, key):
        if key == "missing":
            raise LookupError(key)
        return key.upper()


t = Thing(65)
print("%s|%r|%a" % (t, t, t))
print("%d %i %u" % (t, t, t))
print("%x %o %X %#x" % (t, t, t, t))
print("%c%c" % (t, 66))
print("%f %.2e %g" % (t, t, t))
print("%10s|%-10s|%.3s" % (t, t, t))
print("%*d|%-*d|%.*f" % (6, t, 6, t, 1, t))
print("%(a)s %(b)s" % Mapping())
print("%(a)s %(c)05d" % {"a": t, "c": t})
print("%(x(y)z)s" % {"x(y)z": "nested"})
print("%s" % [t, t], "%s" % {"k": t}, "%s" % (t,), "%r" % ((t, 1),))
print("100%%" % (), "%%|%s" % 5)
for text, args in [
    ("%s", Bad()), ("%r", Bad()), ("%f", Bad()), ("%x", Bad()), ("%d", Bad()), ("%(missing)s", Mapping()),
    ("%d", "5"), ("%d", None), ("%x", 1.5), ("%c", "ab"), ("%c", -1), ("%c", 1.5), ("%s %s", 1), ("%s", (1, 2)),
    ("%(a)s", 1), ("%(a", {}), ("%", 1), ("%y", 1), ("%*d", ("a", 1)), ("%.*f", (None, 1.0)), ("abc", 1),
    ("abc", ()), ("abc", {}), ("abc", [1]), ("abc", "x"), ("%(a)s %s", {"a": 1}), ("%*s", (10**30, "")),
]:
    try:
        print(repr(text), "->", text % args)
    except Exception as error:
        print(repr(text), type(error).__name__, error)
print(b"%s %b %d %c %a %r" % (b"x", bytearray(b"y"), t, t, t, "é"))


class HasBytes:
    def __bytes__(self):
        return b"hb"


print(b"<%b>" % HasBytes(), b"%(k)s" % {b"k": b"v"}, bytearray(b"%5d|") % 42)
for fmt, args in [(b"%s", "text"), (b"%s", 5), (b"%d", "x"), (b"%c", 256), (b"%c", "a"), (b"%f", "x"), (b"%y", 1)]:
    try:
        print(fmt % args)
    except Exception as error:
        print(type(error).__name__, error)
