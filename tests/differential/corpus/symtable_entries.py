"""Symbol tables: the entries of _symtable and the classes of symtable over them."""

import _symtable
import re
import symtable

SOURCE = """
def f(x):
    y = [a for a in x]
    def g():
        return y
    return g
class C[T]:
    z: int = 1
    def m(self, *, __p): return __class__, __p
type A[*Ts, **P] = int
def h[T: int = str](x: T = (k := 3)) -> T:
    global k, w
    async def inner():
        nonlocal x
        return [await i async for i in x if (j := i)]
    return lambda q, *a, **k: (yield)
import os.path as p, sys
from a import b
"""


def show(entry, indent=""):
    print(
        indent,
        entry.name,
        entry.type,
        entry.nested,
        entry.lineno,
        entry.symbols,
        entry.varnames,
        entry.id > 0,
    )
    for child in entry.children:
        show(child, indent + "  ")


top = _symtable.symtable(SOURCE, "a", "exec")
Entry = type(top)
print(
    Entry,
    Entry.__flags__ & ~0x1000000,
    Entry.__basicsize__,
    Entry.__module__,
    sorted(vars(Entry)),
    Entry.__mro__,
)
show(top)
print(re.sub(r"\d{6,}", "N", repr(top)))
print(len({entry.id for entry in (top, *top.children)}) == 1 + len(top.children))

for arguments in (
    (1, "a", "exec"),
    ("x", "a", "exe"),
    ("x", "a", 3),
    ("x\0", "a", "exec"),
    ("x", "a", "ex\0"),
    ("x =", "a", "exec"),
    ("return 1; nonlocal x", "a", "exec"),
    ("x",),
    ("def f(a,a): pass", "a", "exec"),
    ("\ud800", "f", "exec"),
    (b'# coding: latin-1\nx="\xe9"', b"a", "exec"),
    ("x := 3", "a", "eval"),
    ("(x := 3)", "a", "eval"),
    ("x = 1\n", 3, "single"),
    ("x = 1\n", "a", "single"),
    ("from __future__ import braces", "a", "exec"),
    (bytearray(b"x"), "a", "eval"),
    ("def f():\n  x = 1\n  global x", "a", "exec"),
    ("class A: [x := 1 for y in z]", "a", "exec"),
):
    try:
        print(_symtable.symtable(*arguments).symbols)
    except Exception as exc:
        place = [
            getattr(exc, name, "")
            for name in ("filename", "lineno", "offset", "end_lineno", "end_offset", "text")
        ]
        print(type(exc).__name__, exc, exc.args, place)

for action in (Entry, lambda: setattr(top, "name", "x"), lambda: top.other):
    try:
        action()
    except (TypeError, AttributeError) as exc:
        print(exc)
print({name: value for name, value in vars(_symtable).items() if isinstance(value, int)})

table = symtable.symtable(SOURCE, "file.py", "exec")
print(table, table.get_type(), table.is_optimized(), table.has_children(), sorted(table.get_identifiers()))


def describe(table):
    for symbol in table.get_symbols():
        print(
            "  ",
            symbol,
            symbol.is_referenced(),
            symbol.is_parameter(),
            symbol.is_global(),
            symbol.is_nonlocal(),
            symbol.is_declared_global(),
            symbol.is_local(),
            symbol.is_annotated(),
            symbol.is_free(),
            symbol.is_imported(),
            symbol.is_assigned(),
            symbol.is_namespace(),
        )
    for child in table.get_children():
        print(child, child.get_type(), child.get_lineno(), child.is_nested())
        if isinstance(child, symtable.Function):
            print(
                child.get_parameters(),
                child.get_locals(),
                child.get_globals(),
                child.get_nonlocals(),
                child.get_frees(),
            )
        elif isinstance(child, symtable.Class):
            print(child.get_methods())
        describe(child)


describe(table)
