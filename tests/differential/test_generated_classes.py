"""Random class hierarchies, and random work on them: every observable is what the host prints."""

from textwrap import indent

from hypothesis import given
from hypothesis import strategies as st

from tests.differential.oracle import assert_same, generated

PRELUDE = '''
import sys
def show(x, depth=0):
    if isinstance(x, type):
        return "<" + x.__name__ + ">"
    if type(x) in (int, str, bool, float, type(None), type(...), type(NotImplemented)):
        return repr(x)
    if type(x) in (list, tuple) and depth < 3:
        return type(x).__name__ + "(" + ", ".join(show(y, depth + 1) for y in x) + ")"
    if type(x) is dict and depth < 3:
        return "{" + ", ".join(show(k, 3) + ": " + show(v, depth + 1) for k, v in x.items()) + "}"
    return "a " + type(x).__name__
def t(f):
    try:
        print(show(f()))
    except Exception as e:
        print(type(e).__name__, e, getattr(e, "__notes__", ""))
class Data:
    def __init__(self, n): self.n = n
    def __get__(self, o, t): return ("data", self.n, o is None, show(t))
    def __set__(self, o, v): print("data set", self.n, show(v))
    def __delete__(self, o): print("data delete", self.n)
class Get:
    def __init__(self, n): self.n = n
    def __get__(self, o, t): return ("get", self.n, o is None, show(t))
class Set:
    def __init__(self, n): self.n = n
    def __set__(self, o, v): print("set only", self.n, show(v))
class Named:
    def __set_name__(self, o, n): print("named", o.__name__, n)
class Adds:
    def __set_name__(self, o, n): o.added = n
class Fails:
    def __set_name__(self, o, n): raise ValueError(n)
class M1(type):
    def __new__(m, name, bases, ns, **kw):
        print("M1.new", name, sorted(k for k in ns if not k.startswith("__")), sorted(kw))
        return super().__new__(m, name, bases, ns, **kw)
    def __getattr__(c, n):
        if n == "meta_only": return "from " + c.__name__
        raise AttributeError("M1 says no " + n)
class M2(type):
    flag = "M2.flag"
    def mro(c):
        r = super().mro()
        print("mro", c.__name__, [b.__name__ for b in r])
        return r
    def __call__(c, *a, **k):
        print("M2.call", c.__name__, len(a))
        return super().__call__(*a, **k)
class M3(M1, M2):
    def __init__(c, name, bases, ns, **kw):
        print("M3.init", name)
        super().__init__(name, bases, ns)
    @classmethod
    def __prepare__(m, name, bases, **kw):
        print("prepare", name, len(bases))
        return {"prepared": name}
    def __instancecheck__(c, i): return type(i).__name__ > "C"
class C0: pass
i0 = C0()
'''

NAMES = ("a", "b", "x", "f", "g")
BASES = ("int", "list", "dict", "object", "tuple", "Exception", "str")
OPERATORS = ("add", "sub", "mul", "eq", "lt", "ge", "and", "or")
SIMPLE = ("len", "bool", "hash", "iter", "repr", "index", "neg", "call", "getitem", "contains")

name = st.sampled_from(NAMES)
value = st.sampled_from((
    "1", "'v'", "Data('d')", "Get('g')", "Set('s')", "None", "lambda *a: len(a)",
    "classmethod(lambda c, *a: (c, len(a)))", "staticmethod(lambda *a: len(a))",
    "property(lambda s: 'prop')", "property(lambda s: s.b, lambda s, v: print('pset', show(v)))",
    "len", "list.append", "type", "Named()"))


@st.composite
def member(draw):
    """A statement of a class body."""
    kind = draw(st.integers(0, 17))
    n = draw(name)
    if kind <= 3:
        return f"{n} = {draw(value)}"
    if kind <= 5:
        return f"def {n}(self, *a): return ('{n}', __class__.__name__, super().{n}(*a))"
    if kind == 6:
        return f"@classmethod\ndef {n}(cls, *a): return (cls, super().{n})"
    if kind == 7:
        slots = draw(st.lists(st.sampled_from(
            ("a", "b", "x", "__p", "__dict__", "__weakref__")), max_size=3))
        return f"__slots__ = {tuple(slots)!r}"
    if kind == 8:
        return "def __getattr__(self, n): return 'ga ' + n if n < 'g' else super().__getattribute__(n)"
    if kind == 9:
        return ("def __getattribute__(self, n):\n    if n == 'x': raise AttributeError('hidden')\n"
                "    return super().__getattribute__(n)")
    if kind == 10:
        return ("def __init_subclass__(cls, **kw): print('init_subclass', __class__.__name__, "
                "cls.__name__, sorted(kw)); super().__init_subclass__()")
    if kind == 11:
        return f"{n} = {draw(st.sampled_from(('Named()', 'Adds()', 'Fails()')))}"
    if kind == 12:
        op = draw(st.sampled_from(OPERATORS))
        r = draw(st.sampled_from(("", "r", "i"))) if op not in ("eq", "lt", "ge") else ""
        res = draw(st.sampled_from(("NotImplemented", "'res'", f"super().__{r}{op}__(o)")))
        return f"def __{r}{op}__(self, o): print('{r}{op}', __class__.__name__); return {res}"
    if kind == 13:
        s = draw(st.sampled_from(SIMPLE))
        res = draw(st.sampled_from(("3", "-1", "'s'", "None", "True", "iter('ab')", "2 ** 70")))
        if s == "getitem":  # must end
            return "def __getitem__(self, i): return 'ab'[i]"
        return f"def __{s}__(self, *a): return {res}"
    if kind == 14:
        return f"__{draw(st.sampled_from(SIMPLE))}__ = {draw(st.sampled_from(('None', '5', 'len')))}"
    if kind == 15:
        return "def __setattr__(self, n, v): print('setattr', n); super().__setattr__(n, v)"
    if kind == 16:
        return draw(st.sampled_from((
            "def __new__(cls, *a): print('new', cls.__name__); return super().__new__(cls)",
            "def __init__(self, *a): print('init', len(a)); super().__init__()",
            "def __class_getitem__(cls, i): return (cls, i)",
            "def __del__(self): print('del', __class__.__name__)",
            "def __eq__(self, o): return True",
            "__hash__ = object.__hash__")))
    return draw(st.sampled_from((
        "__qualname__ = 'Q'", "__module__ = 'mod'", "'doc'", "y: int", "__match_args__ = ('a',)",
        "__set_name__ = 5", "__bool__ = None", "__iter__ = None", "__contains__ = None")))


@st.composite
def definition(draw, i):
    """A class statement; what cannot be made is another name for C0."""
    pool = [f"C{j}" for j in range(i)]
    bases = draw(st.lists(st.sampled_from(pool), max_size=3, unique=draw(st.integers(0, 9)) > 0))
    if draw(st.integers(0, 3)) == 0:
        bases.insert(draw(st.integers(0, len(bases))), draw(st.sampled_from(BASES)))
    header = list(bases)
    if draw(st.integers(0, 2)) == 0:
        header.append("metaclass=" + draw(st.sampled_from(("M1", "M2", "M3", "type"))))
    if draw(st.integers(0, 9)) == 0:
        header.append("k=1")
    body = draw(st.lists(member(), min_size=1, max_size=5))
    lines = ["try:", f"  class C{i}({', '.join(header)}):"]
    lines += [indent(line, "    ") for line in body]
    lines += [f"  print('made', C{i}.__name__, show(C{i}.__mro__), show(C{i}.__base__), show(type(C{i})))",
              "except Exception as e:",
              "  print(type(e).__name__, e, getattr(e, '__notes__', ''))", f"  C{i} = C0",
              "try:", f"  i{i} = C{i}()", "except Exception as e:",
              f"  print(type(e).__name__, e)\n  i{i} = C0()"]
    return "\n".join(lines)


@st.composite
def action(draw, count):
    """Something done to the classes and their instances."""
    c, d = (f"C{draw(st.integers(0, count))}" for _ in range(2))
    o, p = (f"i{draw(st.integers(0, count))}" for _ in range(2))
    n = draw(name)
    kind = draw(st.integers(0, 24))
    subject = draw(st.sampled_from((c, o)))
    if kind <= 3:
        return f"t(lambda: {subject}.{n})"
    if kind == 4:
        return f"t(lambda: {o}.{n}(1))"
    if kind <= 6:
        return f"t(lambda: setattr({subject}, {n!r}, {draw(value)}))"
    if kind == 7:
        return f"t(lambda: delattr({subject}, {n!r}))"
    if kind == 8:
        special = draw(st.sampled_from(OPERATORS + SIMPLE))
        new = draw(st.sampled_from(("lambda *a: 7", "None", "lambda *a: NotImplemented", "list.__len__")))
        if special == "getitem":
            new = draw(st.sampled_from(("lambda s, i: (1, 2)[i]", "None")))
        return f"t(lambda: setattr({c}, '__{special}__', {new}))"
    if kind == 9:
        return f"t(lambda: delattr({c}, '__{draw(st.sampled_from(OPERATORS + SIMPLE))}__'))"
    if kind <= 11:
        bases = draw(st.lists(st.sampled_from([f"C{j}" for j in range(count + 1)] + ["object", "int"]),
                              min_size=1, max_size=3))
        return f"t(lambda: setattr({c}, '__bases__', ({', '.join(bases)},)))\nt(lambda: {c}.__mro__)"
    if kind == 12:
        return f"t(lambda: setattr({o}, '__class__', {d}))\nt(lambda: type({o}))"
    if kind == 13:
        return (f"t(lambda: (isinstance({o}, {c}), issubclass({c}, {d}), isinstance({o}, ({d}, int)),"
                f" {c} in {d}.__subclasses__()))")
    if kind == 14:
        return f"t(lambda: super({c}, {subject}).{n})"
    if kind == 15:
        op = draw(st.sampled_from(("+", "-", "*", "==", "<", ">=", "&", "|", "!=", "is", "in")))
        return f"t(lambda: {o} {op} {draw(st.sampled_from((p, '1')))})"
    if kind == 16:
        return (f"def _():\n  global {o}\n  {o} {draw(st.sampled_from(('+', '-', '*', '&', '|')))}= {p}\n"
                f"t(_)")
    if kind <= 18:
        f = draw(st.sampled_from(("len", "bool", "list", "sorted", "iter", "callable", "-", "range",
                                  "[1, 2, 3].__getitem__", "reversed", "int", "float", "dir", "next")))
        return f"t(lambda: {f}({o}))" if f != "dir" else f"t(lambda: [n for n in dir({subject}) if n[:1] != '_'])"
    if kind == 19:
        return f"t(lambda: isinstance(hash({o}), int))\nt(lambda: {{{o}: 1}}[{o}])"
    if kind == 20:
        return (f"t(lambda: ({c}.__basicsize__, {c}.__itemsize__, {c}.__dictoffset__, "
                f"{c}.__weakrefoffset__, {c}.__flags__))")
    if kind == 21:
        return f"t(lambda: sorted(k for k in vars({c}) if k != '__static_attributes__'))\nt(lambda: {c}.meta_only)"
    if kind == 22:
        return f"t(lambda: [show(s) for s in {c}.__subclasses__()])\nt(lambda: {o}(1))\nt(lambda: {o}['k'])"
    if kind == 23:
        return (f"t(lambda: (sys.getrefcount({c}), type({o}) is str or sys.getrefcount({o})))\n"
                f"t(lambda: {c}[5])\nt(lambda: {o}.__dict__)")
    return (f"t(lambda: type('T', ({c}, {d}), {{'__slots__': {draw(st.sampled_from(('()', repr(n))))}}}).__mro__)\n"
            f"t(lambda: type({o}).__call__)")


@st.composite
def programs(draw):
    count = draw(st.integers(2, 5))
    parts = [PRELUDE]
    parts += [draw(definition(i)) for i in range(1, count + 1)]
    parts += draw(st.lists(action(count), min_size=6, max_size=25))
    parts.append("print('end')\n")
    return "\n".join(parts)


@given(programs())
@generated(150)
def test_class_hierarchies(source):
    assert_same(source)
