"""str.format and f-strings with the program's own __format__, attributes and items."""


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __format__(self, spec):
        return f"[{spec or 'empty'}:{self.x},{self.y}]"

    def __getitem__(self, key):
        return f"item {key!r}"

    def __str__(self):
        return "str-point"

    def __repr__(self):
        return "repr-point"


class Lazy:
    def __getattr__(self, name):
        if name.startswith("no"):
            raise AttributeError(f"nothing called {name}")
        return name * 2


class Counting(dict):
    def __missing__(self, key):
        self.setdefault("asked", []).append(key)
        return f"<{key}>"


class BadFormat:
    def __format__(self, spec):
        return 5


p = Point(1, 2)
print("{} {:>5} {!s} {!r} {!s:>12}".format(p, p, p, p, p))
print("{0.x} {0.y:03d} {0[3]} {0[key]} {0[a b]}".format(p))
print("{a.ab} {a.cd.upper}".format(a=Lazy())[:20])
print("{x} {y} {x}".format_map(Counting()), Counting().__class__.__name__)
mapping = Counting(z=1)
print("{z} {q} {w!r:>8}".format_map(mapping), mapping["asked"])
print(f"{p} {p:abc} {p!r} {p!s:*^15} {p.x + p.y:{p.x}{p.y}d}")
print(f"{p=} {p.x=:>4} {p!r=}" if False else f"{p=} {p.x=:>4}")
print("{:{}{}}".format("mid", "^", 9), "{:{w}.{p}f}".format(3.14159, w=8, p=2))
print("{0[0][1]} {0[1].real}".format([["a", "b"], 5]))
print("{d[a][b]}".format(d={"a": {"b": "deep"}}), "{0[-1]}".format({"-1": "text key"}))
print(format(p, "spec"), format(3.5, ">8"), format("s", "^5") + "|", format(True, "d"), format(None))
nan = float("nan")
print(f"{nan:+} {float('-inf'):08.2f} {1e6:,} {123456789:_} {255:#010b} {-7:=+5d}")
for attempt in [
    lambda: "{}".format(BadFormat()), lambda: "{a.nothing}".format(a=Lazy()), lambda: "{0.zz}".format(1),
    lambda: "{0[9]}".format([1]), lambda: "{0[k]}".format({}), lambda: "{0[k]}".format([1]),
    lambda: "{0[1]}".format(5), lambda: "{} {1}".format(1, 2), lambda: "{0} {}".format(1, 2),
    lambda: "{".format(), lambda: "}".format(), lambda: "{0".format(1), lambda: "{!x}".format(1),
    lambda: "{:{:{}}}".format(1, 2, 3), lambda: "{:d}".format("a"), lambda: "{:s}".format(1),
    lambda: "{:q}".format(p), lambda: "{:>>5}".format([1]), lambda: "{}".format_map([1]),
    lambda: "{k}".format_map({}), lambda: format(1, 2), lambda: format([], "x"), lambda: "{:.2d}".format(5),
    lambda: "{:,s}".format("a"), lambda: "{:c}".format(1114112), lambda: f"{1:{'x' * 3}}",
]:
    try:
        print(attempt())
    except Exception as error:
        print(type(error).__name__, error)
