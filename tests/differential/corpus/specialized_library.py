# More of what is specialised: operands that change, branches, loops, methods of the library's types.
import collections
import dis
import functools
import itertools
import json
import operator
import re


class Plain:
    limit = 10

    def __init__(self, x):
        self.x = x

    def method(self, y):
        return self.x + y


def exact(a):
    return a


plain = Plain(1)


def show(name, function):
    found = [i.opname for i in dis.get_instructions(function, adaptive=True)]
    plain_names = [i.opname for i in dis.get_instructions(function)]
    changed = [f"{i}:{a}" for i, (a, b) in enumerate(zip(found, plain_names)) if a != b]
    print(name, *changed)


def fresh(function):
    copy = type(function)(function.__code__.replace(), function.__globals__, function.__name__,
                          function.__defaults__)
    return copy


def late(a, b):
    return a + b
# polymorphic
def study2(name, f, argss):
    copy = fresh(f)
    for a in argss: 
        try: copy(*a)
        except Exception as e: pass
    show(name, copy)
study2("mixed1", late, [(1,2),(1,2.5),(1,2)])
study2("mixed2", late, [(1,2),(1,2.5),(1,2),(1,2),(1,2),(1,2)])
study2("mixed3", late, [(1,2.5),(1,2.5)]+[(1,2)]*10)
study2("mixed4", late, [(1,2.5)]*4+[(1,2)]*3)
study2("mixed5", late, [(1,2.5)]*7+[(1,2)]*3)
def branch(a):
    if a > 3:
        return a * 2
    return a - 1
study2("branch", branch, [(1,),(5,)])
study2("branch2", branch, [(1,),(5,),(5,)])
study2("branch3", branch, [(1,),(1,),(5,),(5,)])
def gen(n):
    i = 0
    while i < n:
        yield i
        i += 1
    return len([])
def loopy(n):
    t = 0
    for i in range(n):
        if i % 2:
            t += i
        else:
            t -= i
    return t
for n in (0,1,2,3,4,5,10):
    c = fresh(gen); list(c(n)); show(f"gen {n}", c)
    c = fresh(loopy); c(n); show(f"loopy {n}", c)
def lib():
    d = collections.OrderedDict(); d.update(a=1); d.move_to_end('a')
    q = collections.deque([1]); q.append(2); q.popleft(); q.extend([1]); q.rotate(1)
    c = collections.Counter("abc"); c.most_common(1); c['x']
    dd = collections.defaultdict(list); dd['a'].append(1)
    m = re.match("a", "abc"); m.group(); m.span(); re.compile("b").sub("c", "b")
    p = functools.partial(int, "1"); p()
    functools.reduce(operator.add, [1, 2])
    s = {1}; s.add(2); s.update([3]); s.union([1]); s.discard(1); s.pop()
    b = bytearray(b"a"); b.append(1); b.extend(b"x"); b.decode(); bytes(3); b.hex()
    t = (1, 2); t.index(1); t.count(1)
    x = 5; x.bit_length(); x.to_bytes(1, "big"); int.from_bytes(b"a", "big")
    f = 1.5; f.hex(); f.is_integer(); float.fromhex("0x1p0")
    st = " a "; st.strip(); st.startswith(" "); st.find("a"); st.encode(); st.isdigit(); st.zfill(3); st.center(9); st.translate({}); st.partition("a"); st.lstrip(); st.title()
    l = [3, 1]; l.sort(); l.sort(key=None); l.reverse(); l.insert(0, 1); l.index(1); l.copy(); l.clear(); l.count(1)
    dct = {}; dct.setdefault("a", 1); dct.pop("a"); dct.keys(); dct.values(); dct.get("b"); dct.copy(); dct.fromkeys("ab"); dct.clear()
    it = iter([1]); next(it, None); any([]); all([]); sum([1]); min([1]); map(str, []); filter(None, []); zip([], []); enumerate([]); reversed([]); repr(1); hash(1); id(1); chr(65); ord("A"); hex(1); bin(1); divmod(3, 2); pow(2, 3); round(1.5); callable(1); hasattr(1, "a"); setattr(dctobj, "a", 1); format(1); iter([]); issubclass(int, object); vars(dctobj); dir(1); slice(1); memoryview(b"a"); complex(1); bool(1); frozenset(); property(); super; open; globals(); locals(); ascii("a"); print(end="")
    itertools.count(); itertools.chain([]); itertools.islice([], 1)
    json.dumps(1); json.loads("1")
class _O: pass
dctobj = _O()
for n in (2, 5):
    c = fresh(lib)
    for _ in range(n): c()
    show(f"lib {n}", c)
def exc():
    try:
        int("x")
    except ValueError as e:
        e.args
        str(e)
    with open("/dev/null") as f:
        f.read()
c = fresh(exc)
for _ in range(3): c()
show("exc", c)
def compr(n):
    return [i * 2 for i in range(n) if i > 1], {i: i for i in range(n)}, sum(i for i in range(n))
c = fresh(compr); c(5); show("compr", c); c(5); show("compr", c)
class D(dict):
    def __missing__(self, k): return k
class L(list): pass
class E2(Exception):
    def __init__(self, a): self.a = a
class P2(Plain):
    def __init__(self, x, y=1): super().__init__(x); self.y = y
class Meta(type):
    def m(cls): return 1
    attr = 5
class WithMeta(metaclass=Meta):
    z = 1
def objs():
    d = D(); d["a"]; d["b"] = 1; d.x = 1; d.x
    l = L([1]); l[0]; l.append(1); l.y = 1; l.y
    e = E2(1); e.a; e.args
    p = P2(1); p.y; p.method(1)
    WithMeta.m(); WithMeta.attr; WithMeta.z
    for k in d: pass
    for k in l: pass
    "a" in d; 1 in l
    a, b = d, l
    if d: pass
    if e: pass
    exact.attr = 1; exact.attr
    objs.__name__; objs.__doc__; objs.__code__.co_name; objs.__defaults__
    plain.__class__.__name__
    Plain.__dict__; Plain.__mro__
for n in (2,4):
    c = fresh(objs)
    for _ in range(n): c()
    show(f"objs {n}", c)
