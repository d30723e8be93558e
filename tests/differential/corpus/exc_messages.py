class A: pass
a = A()
def attempt(f):
    try: print("ok", f())
    except Exception as e: print(type(e).__name__, "|", e)
for f in (lambda: undefined, lambda: a.missing, lambda: A.missing, lambda: [1, 2, 3][5], lambda: {"a": 1}["b"], lambda: "abc".foo(), lambda: a(), lambda: a + a, lambda: a[0], lambda: a < a, lambda: len(a), lambda: iter(a), lambda: next(a), lambda: -a, lambda: a @ a, lambda: 5 in a, lambda: int(a), lambda: float(a), lambda: abs(a), lambda: hash([]), lambda: [] < {}, lambda: (1, 2) + [3], lambda: "x" % 5, lambda: "x" in 5, lambda: 5 in "x", lambda: [].sort(5), lambda: int("x", 10), lambda: ord("ab"), lambda: ord(5), lambda: chr(-1), lambda: chr("a"), lambda: isinstance(1, 5), lambda: issubclass(1, int), lambda: getattr(a, 5), lambda: round("x"), lambda: sum("ab"), lambda: min(1), lambda: sorted(5), lambda: list.append([], 1, 2), lambda: str.upper(5), lambda: dict.fromkeys(5), lambda: type(), lambda: type(1, 2), lambda: object.foo, lambda: super(5), lambda: (lambda x: x)(y=1), lambda: print(sep=5), lambda: divmod(1, "a"), lambda: pow("a", 2), lambda: bytes(1, 2), lambda: slice(), lambda: zip([1], 5), lambda: a.__class__.__name__.foo, lambda: __import__("no_such_module_x"), lambda: callable(), lambda: id(), lambda: hash(), lambda: vars(5), lambda: input.x, lambda: {}.fromkeys(), lambda: {1, 2} & [1], lambda: [1] * "a", lambda: [1, 2].index(5), lambda: "abc".index("z"), lambda: (1).__getitem__, lambda: complex("z")):
    if f is None: continue
    try: r = f()
    except Exception as e: print(type(e).__name__, "|", e)
    else: print("ok")
