# Methods of the built-in types, called with arguments drawn by a fixed generator: results and messages.
seed = 1
def rnd(n):
    global seed
    seed = (seed * 6364136223846793005 + 1442695040888963407) & ((1 << 64) - 1)
    return (seed >> 33) % n
class U:
    def __init__(self, v=0): self.v = v
    def __repr__(self): return f"U{self.v}"
    def __eq__(self, o): return isinstance(o, U) and self.v == o.v
    def __hash__(self): return 7
    def __lt__(self, o): return self.v < (o.v if isinstance(o, U) else 3)
    def __len__(self): return 2
    def __iter__(self): return iter([1, self.v])
    def __index__(self): return 3
    def __add__(self, o): return ("add", self.v)
def values():
    return [0, 1, -3, 255, 10**20, True, None, 1.5, -0.0, float("inf"), 2j, "", "a", "Hello wOrld", "1,2", "é", b"", b"ab", bytearray(b"xyz"), [], [3, 1, 2], ["b", "a"], (), (1, 2), ((1,),), {}, {"a": 1}, {1: "x", "k": [1]}, set(), {1, 2, 3}, frozenset("ab"), range(5), range(0, -10, -3), slice(1, 3), U(), U(5), int, len, lambda x: x, Ellipsis, iter([1, 2]), (i for i in range(3)), enumerate("ab"), zip([1], [2]), map(str, [1, 2]), memoryview(b"abc"), ValueError("v"), KeyError("k", 2), type, object(), property(), classmethod(len), staticmethod(len), NotImplemented]
def show(v):
    t = type(v).__name__
    if t in ("object", "function", "builtin_function_or_method", "method", "method-wrapper", "generator", "list_iterator", "map", "zip", "enumerate", "property", "classmethod", "staticmethod", "memoryview", "cell", "weakref", "code", "frame", "getset_descriptor","wrapper_descriptor","member_descriptor") or "iterator" in t: return f"<{t}>"
    if isinstance(v, (list, tuple, set, frozenset)) and not isinstance(v, str): return t + "[" + ",".join(sorted(show(x) for x in v) if isinstance(v, (set, frozenset)) else [show(x) for x in v]) + "]"
    if isinstance(v, dict): return "{" + ",".join(show(k) + ":" + show(x) for k, x in v.items()) + "}"
    r = repr(v)
    return r if " at 0x" not in r else f"<{t}>"
SKIP = {"__class__", "__init_subclass__", "__subclasshook__", "__reduce__", "__reduce_ex__", "__sizeof__", "__dir__", "__doc__", "__getstate__", "__subclasses__", "__hash__", "__builtins__", "__globals__", "__code__", "__getnewargs__", "__setstate__", "__del__", "__delattr__", "__setattr__", "__new__", "__init__","__buffer__","__release_buffer__", "__getattribute__", "mro", "__repr__", "__str__","__dict__","__annotations__", "__text_signature__","__weakrefoffset__", "__basicsize__", "__dictoffset__", "__flags__","__type_params__", "__call__", "__module__", "__length_hint__"}
for i in range(250):
    vs = values()
    o = vs[rnd(len(vs))]
    names = [n for n in dir(type(o)) if n not in SKIP]
    n = names[rnd(len(names))]
    args = [vs[rnd(len(vs))] for _ in range(rnd(4))]
    try:
        a = getattr(o, n)
        before = show(o)
        r = a(*args) if callable(a) else a
        out = show(r)
    except BaseException as e:
        out = type(e).__name__ + ": " + str(e)
        if " at 0x" in out: out = type(e).__name__
    print(i, type(o).__name__, n, [show(x) for x in args], "->", out[:300])
