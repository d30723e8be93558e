"""A cycle through an object of each container type is collected: what hangs on it dies, and the count agrees."""
import contextvars
import gc
import functools
import io
import operator
import re
import types
import weakref
from _collections import OrderedDict, _tuplegetter, defaultdict, deque
from typing import ParamSpec, TypeVar, TypeVarTuple


class Node:
    pass


def through(make):
    """Build node -> object -> node, drop it, collect."""
    node = Node()
    dead = []
    weakref.finalize(node, dead.append, 1)
    node.held = make(node)
    del node
    found = gc.collect()
    return found, dead


def generator(node):
    yield node


def started(node):
    gen = generator(node)
    next(gen)
    return gen


def into(container, put):
    def make(node):
        held = container()
        put(held, node)
        return held
    return make


class Sub(dict):
    pass


class Slots:
    __slots__ = ("node",)


def slots(node):
    held = Slots()
    held.node = node
    return held


def exception(node):
    try:
        raise ValueError(node)
    except ValueError as error:
        return error.with_traceback(None)


def cached(node):
    call = functools.lru_cache(lambda x: x)
    call(node)
    return call


def text(node):
    stream = io.StringIO()
    stream.node = node
    return stream


def buffered(node):
    raw = io.BytesIO()
    raw.node = node
    return io.BufferedReader(raw)


def wrapped(node):
    raw = io.BytesIO()
    raw.node = node
    return io.TextIOWrapper(raw, encoding="utf-8")


def param(kind):
    def make(node):
        made = kind("T")
        made.node = node
        return made
    return make


def args_of(node):
    made = ParamSpec("P")
    made.node = node
    return made.args


def variable(node):
    var = contextvars.ContextVar("var", default=node)
    return var


def token(node):
    var = contextvars.ContextVar("var")
    return contextvars.Context().run(var.set, node)


def match(node):
    class Text(str):
        pass
    subject = Text("abc")
    subject.node = node
    return re.match("b?", subject)


def key(node):
    return functools.cmp_to_key(lambda a, b: 0)(node)


gc.collect()
for name, make in {
    "list": lambda n: [n],
    "dict": lambda n: {1: n},
    "dict subclass": lambda n: Sub(a=n),
    "set": lambda n: {n},
    "frozenset": lambda n: frozenset([n]),
    "tuple": lambda n: (n,),
    "deque": lambda n: deque([n]),
    "deque iterator": lambda n: iter(deque([n])),
    "deque reversed": lambda n: reversed(deque([n])),
    "defaultdict value": lambda n: defaultdict(None, {1: n}),
    "defaultdict factory": lambda n: defaultdict(lambda: n),
    "OrderedDict": lambda n: OrderedDict(a=n),
    "namespace": lambda n: types.SimpleNamespace(a=n),
    "module": into(lambda: types.ModuleType("m"), lambda m, n: setattr(m, "n", n)),
    "slots": slots,
    "cell and function": lambda n: lambda: n,
    "method": lambda n: types.MethodType(print, n),
    "partial": lambda n: functools.partial(print, n),
    "partial keyword": lambda n: functools.partial(print, end=n),
    "lru_cache": cached,
    "cmp_to_key": key,
    "property": lambda n: property(lambda self: n),
    "property doc": lambda n: property(doc=n),
    "classmethod": lambda n: classmethod(n),
    "staticmethod": lambda n: staticmethod(n),
    "super": lambda n: super(Node, n),
    "generator": started,
    "exception": exception,
    "iterator": lambda n: iter([n]),
    "dict view": lambda n: {1: n}.values(),
    "dict view iterator": lambda n: iter({1: n}.items()),
    "map": lambda n: map(print, [n]),
    "zip": lambda n: zip([n]),
    "filter": lambda n: filter(None, [n]),
    "enumerate": lambda n: enumerate([n]),
    "reversed": lambda n: reversed([n]),
    "slice": lambda n: slice(n),
    "mappingproxy": lambda n: types.MappingProxyType({1: n}),
    "alias": lambda n: types.GenericAlias(list, (n,)),
    "itemgetter": lambda n: operator.itemgetter(n),
    "methodcaller": lambda n: operator.methodcaller("m", n),
    "tuplegetter": lambda n: _tuplegetter(0, n),
    "type": lambda n: type("T", (), {"n": n}),
    "TypeVar": param(TypeVar),
    "ParamSpec": param(ParamSpec),
    "ParamSpec.args": args_of,
    "TypeVarTuple": param(TypeVarTuple),
    "ContextVar": variable,
    "Token": token,
    "re.Match": match,
    "StringIO": text,
    "BufferedReader": buffered,
    "TextIOWrapper": wrapped,
    "weakref callback": lambda n: weakref.ref(Node, lambda r: n),
}.items():
    found, dead = through(make)
    print(name, dead, *[found] * (name not in {"Token", "TextIOWrapper"}))  # see tests/differences
