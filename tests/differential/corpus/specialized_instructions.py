# Which instructions are specialised for what they meet, after two runs and after many, as dis shows them.
import dis
import math


class Plain:
    limit = 10

    def __init__(self, x):
        self.x = x

    def method(self, y):
        return self.x + y

    def many(self, *args):
        return args

    @property
    def double(self):
        return self.x * 2

    @classmethod
    def make(cls):
        return cls

    @staticmethod
    def free(z):
        return z


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self):
        self.a = 1

    def method(self):
        return self.a


class Keyed:
    def __getitem__(self, key):
        return key

    def __len__(self):
        return 3


class Getter:
    def __getattribute__(self, name):
        return name


class Fallback:
    def __getattr__(self, name):
        return name

    there = 1


class Heir(Plain):
    def method(self, y):
        return super().method(y)

    def other(self):
        return super().limit


class Mutable:
    pass


class Holder:
    value = Mutable()


class Error(Exception):
    def method(self):
        return 1


def simple(a, b=2):
    return a


def exact(a):
    return a


def star(*args, **kwargs):
    return args


def generator():
    yield 1
    yield 2


def delegating():
    yield from generator()


async def coroutine():
    return 1


async def awaiting():
    return await coroutine()


plain, slotted, heir = Plain(1), Slotted(), Heir(2)
unusual = Plain(3)
unusual.__dict__ = {"x": 4}
error = Error()


def add(a, b):
    return a + b


def operators(a, b):
    return a - b, a * b, a / b, a // b, a % b, a & b, a | b, a ^ b, a ** 2


def in_place(a, b):
    a += b
    c = a
    c -= b
    return c


def compare(a, b):
    return a < b, a == b, a != b, a is b


def truth(a):
    if a:
        return 1
    return not a


def contains(a, b):
    return a in b, a not in b


def subscript(a, b):
    return a[b]


def store(a, b):
    a[b] = 1


def unpack(seq):
    a, b = seq
    return a


def unpack3(seq):
    a, b, c = seq
    return a


def loop(seq):
    for item in seq:
        pass


def nested(seq):
    for a in seq:
        for b in range(2):
            a + b


def attribute(o):
    return o.x


def names():
    return len, plain, print, dis


def calls():
    exact(1)
    simple(1)
    star(1)
    len("ab")
    isinstance(1, int)
    str(1)
    type(1)
    tuple([])
    int("1")
    list(())
    dict()
    set()
    object()
    Plain(1)
    Slotted()
    Mutable()
    math.floor(1.5)
    math.hypot(1, 2)
    abs(-1)
    sorted([1])
    max(1, 2)
    getattr(plain, "x")
    (lambda: 0)()
    plain.method
    zip()
    range(3)
    ValueError()
    Keyed()


def methods():
    text, items, table = "a b", [], {}
    text.upper()
    text.split(" ")
    text.join(items)
    text.replace("a", "b")
    text.format(1)
    items.append(1)
    last = items.append(2)
    items.pop()
    items.extend(items)
    items.sort()
    table.get(1)
    table.update(a=1)
    table.items()
    plain.method(1)
    plain.many(1)
    plain.make()
    plain.free(1)
    Plain.free(1)
    Plain.make()
    slotted.method()
    heir.method(1)
    heir.other()
    error.method()
    bound = plain.method
    bound(1)
    every = plain.many
    every(1)
    append = items.append
    append(1)


def attributes():
    plain.x
    plain.limit
    plain.double
    plain.__class__
    plain.__dict__
    unusual.x
    slotted.a
    Plain.limit
    Plain.method
    Plain.__name__
    math.pi
    Getter().anything
    Fallback().there
    Fallback().missing
    Holder.value
    Holder().value
    error.args
    exact.__name__
    exact.__code__
    (1).real
    "a".__class__


def stores(o, s):
    o.x = 1
    s.a = 2
    unusual.x = 5
    Plain.limit = 10


class Wide:
    def __init__(self, n):
        self.first = n
        for i in range(n):
            setattr(self, f"_{i}", i)
        self.last = n


def instances(n):
    for _ in range(4):
        o = Wide(n)
        o.first
        o.last
        o.last = 1
        o.later = 2
        o.__dict__[None] = 3
        o.first
        o.first = 4


def with_generators():
    for x in generator():
        pass
    for x in delegating():
        pass
    c = awaiting()
    try:
        c.send(None)
    except StopIteration:
        pass


def show(name, function):
    found = [i.opname for i in dis.get_instructions(function, adaptive=True)]
    plain_names = [i.opname for i in dis.get_instructions(function)]
    changed = [f"{i}:{a}" for i, (a, b) in enumerate(zip(found, plain_names)) if a != b]
    print(name, *changed)


def fresh(function):
    copy = type(function)(function.__code__.replace(), function.__globals__, function.__name__,
                          function.__defaults__)
    return copy


def study(name, function, *arguments):
    for times in (1, 2, 3, 20):
        copy = fresh(function)
        for _ in range(times):
            copy(*arguments)
        show(f"{name} x{times}", copy)


for a, b in [(1, 2), (1.5, 2.5), ("a", "b"), (1, 2.5), ([1], [2]), (2**40, 1), (True, False)]:
    study(f"add {type(a).__name__} {type(b).__name__}", add, a, b)
    study("in place", in_place, a, b) if not isinstance(a, (str, list)) else None
    study("compare", compare, a, b) if type(a) is type(b) else None
study("operators", operators, 7, 2)
for value in (True, 1, [], None, "", 1.5, (), {}, Mutable(), Keyed()):
    study(f"truth {type(value).__name__}", truth, value)
for b in ({1: 2}, {1}, frozenset([1]), [1], (1,)):
    study(f"contains {type(b).__name__}", contains, 1, b)
for a, b in [([1], 0), ((1,), 0), ("a", 0), ({0: 1}, 0), (Keyed(), 0), ([1], -1), ([1], slice(0, 1)), (b"a", 0)]:
    study(f"subscript {type(a).__name__} {b}", subscript, a, b)
for a, b in [([1], 0), ({}, 0), ([1], -1), (bytearray(1), 0)]:
    study(f"store {type(a).__name__} {b}", store, a, b)
for seq in ((1, 2), [1, 2], "ab", {1: 2, 3: 4}):
    study(f"unpack {type(seq).__name__}", unpack, seq)
study("unpack3", unpack3, (1, 2, 3))
for seq in ([1, 2, 3], (1, 2, 3), range(3), "abc", {1: 2, 3: 4, 5: 6}, [1], []):
    study(f"loop {type(seq).__name__} {len(seq)}", loop, seq)
study("nested", nested, [1, 2, 3])
for owner in (plain, unusual, heir):
    study(f"attribute {type(owner).__name__}", attribute, owner)
study("names", names)
study("calls", calls)
study("methods", methods)
study("attributes", attributes)
study("stores", stores, plain, slotted)
study("with generators", with_generators)
for n in (1, 26, 27, 28, 29, 30, 31, 40):
    class Wide(Wide):
        __init__ = fresh(Wide.__init__)
    copy = fresh(instances)
    copy(n)
    show(f"instances {n}", copy)
    show(f"__init__ {n}", Wide.__init__)
show("generator", generator)
show("delegating", delegating)
show("coroutine", coroutine)
show("awaiting", awaiting)
show("method", Plain.method)
show("double", Plain.double.fget)
show("super", Heir.method)
show("super attribute", Heir.other)
dis.dis(fresh(add), adaptive=True, show_caches=True)
copy = fresh(add)
copy(1, 2), copy(1, 2)
dis.dis(copy, adaptive=True, show_caches=True)
