"""_operator: every function on many operands, getters, methodcaller, their states, length_hint, compare_digest."""
import _operator as O


class V:
    def __init__(self, *names):
        self.names = names

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return V(*self.names, name)

    def __getitem__(self, key):
        return ("item", self.names, key)

    def call(self, *a, **k):
        return self.names, a, k

    def __repr__(self):
        return f"V{self.names}"


def attempt(label, f):
    try:
        print(label, f())
    except Exception as e:
        print(label, type(e).__name__, e)


operands = (3, 2.5, "ab", [1], (1, 2), {1: 2}, {1}, None, -1, b"x", True, 1j)
for name in ("add", "sub", "mul", "matmul", "floordiv", "truediv", "mod", "lshift", "rshift", "and_", "or_", "xor", "pow", "concat", "getitem", "contains", "countOf", "indexOf", "is_", "is_not", "eq", "lt", "iadd", "imul", "iconcat", "ipow", "ior", "iand", "isub", "ixor"):
    f = getattr(O, name)
    for a in operands[:8]:
        for b in (2, "b", [1], None):
            if name in ("lshift", "pow", "ipow", "mul", "imul") and isinstance(b, int) and isinstance(a, str):
                continue
            attempt((name, a, b), lambda: f(a if not isinstance(a, (list, dict, set)) else a.copy(), b))
for name in ("truth", "not_", "neg", "pos", "abs", "inv", "invert", "index", "length_hint"):
    for a in operands:
        attempt((name, a), lambda: getattr(O, name)(a))
for args in ((), (1,), (1, 2, 3)):
    for name in ("add", "neg", "setitem", "call", "length_hint", "attrgetter", "itemgetter", "methodcaller", "_compare_digest"):
        attempt((name, args), lambda: getattr(O, name)(*args))


class H:
    def __init__(self, hint):
        self.hint = hint

    def __length_hint__(self):
        if isinstance(self.hint, Exception):
            raise self.hint
        return self.hint


for hint in (5, -1, "a", NotImplemented, 2**70, TypeError("t"), ValueError("v")):
    for default in ((), (7,), ("x",), (True,), (2.0,)):
        attempt(("hint", str(hint), default), lambda: O.length_hint(H(hint), *default))
for g in (O.attrgetter("a"), O.attrgetter("a.b.c"), O.attrgetter("a", "b.c"), O.itemgetter(1), O.itemgetter("x", 2), O.itemgetter(slice(1)), O.itemgetter([1]), O.methodcaller("call"), O.methodcaller("call", 1, k=2), O.methodcaller("call", x=1)):
    print(g, type(g).__module__, g.__text_signature__)
    attempt("call", lambda: g(V("v")))
    attempt("none", lambda: g())
    attempt("two", lambda: g(1, 2))
    attempt("kw", lambda: g(obj=1))
    attempt("kw2", lambda: g(V("v"), x=1))
    r = g.__reduce__()
    attempt("again", lambda: r[0](*r[1])(V("w")))
    attempt("state", lambda: (getattr(r[0], "__name__", "partial"), r[1]))
for f in (lambda: O.attrgetter(1), lambda: O.attrgetter("a", 2), lambda: O.attrgetter("a")(5), lambda: O.attrgetter("real.imag")(5), lambda: O.attrgetter("")(5), lambda: O.attrgetter(".")(5), lambda: O.itemgetter(1)([5]), lambda: O.itemgetter(0, 1)((7, 8)), lambda: O.itemgetter(-1)((7, 8)), lambda: O.itemgetter(2**70)((7,)), lambda: O.itemgetter(0)(5), lambda: O.methodcaller(5), lambda: O.methodcaller(), lambda: O.methodcaller("nope")(5), lambda: O.methodcaller("upper")("a"), lambda: O.methodcaller("split", "a", maxsplit=1)("babab"), lambda: O.itemgetter(x=1), lambda: O.attrgetter("a", x=1), lambda: setattr(O.itemgetter(1), "x", 1), lambda: type("T", (O.itemgetter,), {}), lambda: O.call(dict, a=1), lambda: O.call(5), lambda: O.setitem({}, 1, 2), lambda: O.setitem((), 1, 2), lambda: O.delitem([1], 0), lambda: O.delitem({}, 1)):
    attempt("f", f)
for a, b in ((b"ab", b"ab"), (b"ab", b"ac"), ("ab", "ab"), ("ab", "abc"), ("\xe9", "e"), (b"a", "a"), (bytearray(b"x"), b"x"), (1, 2), (b"a", 1), (memoryview(b"ab"), b"ab"), ("", "")):
    attempt(("digest", a if not isinstance(a, memoryview) else "mv", b), lambda: O._compare_digest(a, b))
i = O.itemgetter(0)
loop = [None]
g = O.itemgetter(loop)
loop[0] = g
print(g)
