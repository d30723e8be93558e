"""Methods and operators of int, float, complex, str, bytes, bytearray against the host's.

Every case is run on both sides; results, result types and error messages must be equal.
"""

from __future__ import annotations

import itertools
import operator
import random

import pytest

from tests.unit.textlib import call_method, drive, guest, host, methods_of, outcome
from vm.objects.pycore_object import (
    Py_None,
    Py_NotImplemented,
    PyBool_Type,
    PyByteArray_Type,
    PyBytes_Type,
    PyComplex_Type,
    PyFloat_Type,
    PyLong_Type,
    PyUnicode_Type,
)
from vm.objects.pycore_state import _PyRuntime


@pytest.fixture(autouse=True)
def no_interpreter(monkeypatch):
    """Natives are called without an evaluator: a program that an earlier test has left behind has no part in it."""
    monkeypatch.setattr(_PyRuntime, "tstate_current", None)


TYPES = {
    int: PyLong_Type, bool: PyBool_Type, float: PyFloat_Type, complex: PyComplex_Type,
    str: PyUnicode_Type, bytes: PyBytes_Type, bytearray: PyByteArray_Type,
}
STRINGS = [
    "", "a", "abc", "Hello World", "  pad\t\n", "ÄÖü ß", "ﬁ ǆ İ", "12", "١٢", "½", "x,y,,z", "tab\tin\t",
    "line\nnext\r\nlast\x85end", "😀 b😀", "__id", "if", "-12", "+0007", "\ud800", "a\x00b", "aaaa",
]
INTS = [0, 1, -1, 2, 3, 7, -8, 255, 256, -256, 10**6, 2**31, 2**63, 2**64 - 1, -2**70, 10**40]
FLOATS = [0.0, -0.0, 1.0, -1.5, 2.5, 0.1, 1e16, 1e300, -1e-300, 5e-324, 123456.789, float("inf"),
          float("-inf"), float("nan")]
COMPLEXES = [0j, 1 + 2j, -1.5j, complex(0.0, -0.0), 1e200 + 1e200j]
BYTES = [b"", b"a", b"abc", b"Hello World", b"  pad\t\n", b"x,y,,z", b"-12", b"\x00\xff", b"a\tb"]
ODD_ARGUMENTS = [None, 3, -1, "a", "ab", b"a", 1.5, (), ("a", "x"), ["a"], True, 10**30]


def check(guest_side, host_side, what):
    """Both sides' outcomes must be equal."""
    assert guest_side == host_side, what


def compare_method(value, name, *args):
    type_op = TYPES[type(value)]
    got = outcome(lambda: call_method(type_op, guest(value), name, *args))
    target = bytearray(value) if type(value) is bytearray else value
    expected = outcome(lambda: getattr(target, name)(*args))
    check(got, expected, f"{value!r}.{name}{args!r}")


def values_of(kind):
    return {
        int: INTS, float: FLOATS, complex: COMPLEXES, str: STRINGS, bytes: BYTES,
        bytearray: [bytearray(b) for b in BYTES], bool: [True, False],
    }[kind]


SKIP = {"__reduce__", "__reduce_ex__", "__getformat__", "__alloc__", "__sizeof__", "format_map",
        "from_bytes", "fromhex", "maketrans"}


@pytest.mark.parametrize("kind", [int, float, complex, str, bytes, bytearray])
def test_methods_without_arguments(kind):
    for name in methods_of(TYPES[kind]):
        if name not in SKIP:
            for value in values_of(kind):
                compare_method(value, name)


@pytest.mark.parametrize("kind", [int, float, complex, str, bytes, bytearray])
def test_methods_with_one_argument(kind):
    for name in methods_of(TYPES[kind]):
        if name in SKIP or name == "__format__":
            continue
        arguments = list(ODD_ARGUMENTS)
        if kind in (bytes, bytearray):
            arguments += BYTES
        if kind is str:
            arguments += STRINGS[:12]
        for value in values_of(kind)[:14]:
            for arg in arguments:
                if kind is int and name == "to_bytes" and arg == 10**30:
                    continue
                compare_method(value, name, arg)


@pytest.mark.parametrize("kind", [str, bytes, bytearray])
def test_methods_with_more_arguments(kind):
    rng = random.Random(7)
    texts = values_of(kind)[:10]
    pool = [*texts, None, 0, 1, -1, 3, 100, *ODD_ARGUMENTS]
    for name in methods_of(TYPES[kind]):
        if name in SKIP or name in ("format", "__format__"):
            continue
        for _ in range(60):
            args = [rng.choice(pool) for _ in range(rng.choice([2, 3, 3, 4]))]
            if kind is not str and name == "decode":
                continue
            compare_method(rng.choice(texts), name, *args)


BINARY = {
    "nb_add": operator.add, "nb_subtract": operator.sub, "nb_multiply": operator.mul,
    "nb_remainder": operator.mod, "nb_divmod": divmod, "nb_floor_divide": operator.floordiv,
    "nb_true_divide": operator.truediv, "nb_lshift": operator.lshift, "nb_rshift": operator.rshift,
    "nb_and": operator.and_, "nb_or": operator.or_, "nb_xor": operator.xor,
}
NUMBERS = [*INTS[:13], *FLOATS, *COMPLEXES[:3], True, False]


def guest_binary(slot, a, b):
    """binary_op of the two operands' slots, for built-in numbers."""
    x, y = guest(a), guest(b)
    functions = [getattr(x.ob_type.value, slot), getattr(y.ob_type.value, slot)]
    if functions[0] is None and x.ob_type is PyBool_Type:
        functions[0] = getattr(PyLong_Type.value, slot)
    if functions[1] is None and y.ob_type is PyBool_Type:
        functions[1] = getattr(PyLong_Type.value, slot)
    for function in functions:
        if function is not None:
            res = drive(function(x, y))
            if res is not Py_NotImplemented:
                return res
    return Py_NotImplemented


@pytest.mark.parametrize("slot", sorted(BINARY))
def test_binary_operators(slot):
    for a, b in itertools.product(NUMBERS, NUMBERS):
        if slot == "nb_lshift" and type(b) is int and b > 10**5:
            continue
        got = outcome(guest_binary, slot, a, b)
        if got == ("value", "NotImplementedType", "NotImplemented"):
            with pytest.raises(TypeError):
                BINARY[slot](a, b)
            continue
        check(got, outcome(BINARY[slot], a, b), (slot, a, b))


def test_power():
    small = [0, 1, -1, 2, -3, 10, 63, 1000, 0.0, -0.0, 0.5, -2.5, 1e308, float("inf"), float("nan"),
             1j, 2 - 1j, True]
    for a, b in itertools.product(small, small):
        x, y = guest(a), guest(b)

        def power(x=x, y=y):
            for op in (x, y):
                slot = op.ob_type.value.nb_power or PyLong_Type.value.nb_power
                res = drive(slot(x, y, Py_None))
                if res is not Py_NotImplemented:
                    return res
            return Py_NotImplemented

        check(outcome(power), outcome(operator.pow, a, b), (a, b))
    for a, b, c in itertools.product([0, 1, -1, 5, 12, 10**20], [0, 1, 2, 77, -1, -3, 10**20],
                                     [0, 1, -1, 7, 12, -9, 10**21]):
        got = outcome(PyLong_Type.value.nb_power, guest(a), guest(b), guest(c))
        check(got, outcome(pow, a, b, c), (a, b, c))


def test_comparisons_and_hashes():
    orders = [operator.lt, operator.le, operator.eq, operator.ne, operator.gt, operator.ge]
    for values in (NUMBERS, STRINGS, BYTES):
        for a, b in itertools.product(values, values):
            for op, order in enumerate(orders):
                x, y = guest(a), guest(b)
                compare = x.ob_type.value.tp_richcompare or PyLong_Type.value.tp_richcompare
                res = compare(x, y, op)
                if res is Py_NotImplemented:
                    compare = y.ob_type.value.tp_richcompare or PyLong_Type.value.tp_richcompare
                    res = compare(y, x, (4, 5, 2, 3, 0, 1)[op])
                if res is Py_NotImplemented:
                    with pytest.raises(TypeError):
                        order(a, b)
                else:
                    assert host(res) is order(a, b), (a, b, order)
    for a in [*INTS, *(x for x in FLOATS if x == x), *COMPLEXES]:
        assert guest(a).ob_type.value.tp_hash(guest(a)) == hash(a)


def test_indexing_and_repeating():
    keys = [0, 1, -1, 5, -6, 100, 10**30, True, None, "a", 1.5, slice(None), slice(1, 3),
            slice(None, None, -1), slice(None, None, 0), slice(5, 1, -2), slice(-3, None),
            slice(10**30, None, -(10**30)), slice("a"), slice(None, 1.5)]
    for value in ["", "hello wörld", b"", b"bytes here", bytearray(b"array")]:
        for key in keys:
            slot = TYPES[type(value)].value.mp_subscript
            check(outcome(slot, guest(value), guest(key)), outcome(operator.getitem, value, key),
                  (value, key))
        for n in (-1, 0, 1, 3):
            slot = TYPES[type(value)].value.sq_repeat
            check(outcome(slot, guest(value), n), outcome(operator.mul, value, n), (value, n))
        for other in ["x", b"x", bytearray(b"y"), 1, None]:
            slot = TYPES[type(value)].value.sq_concat
            check(outcome(slot, guest(value), guest(other)), outcome(operator.add, value, other),
                  (value, other))
            slot = TYPES[type(value)].value.sq_contains
            check(outcome(slot, guest(value), guest(other)),
                  outcome(operator.contains, value, other), (value, other))


def test_repr():
    for value in [*INTS, *FLOATS, *COMPLEXES, *STRINGS, *BYTES, bytearray(b"it's"), True]:
        assert host(TYPES[type(value)].value.tp_repr(guest(value))) == repr(value)


CONSTRUCTORS = {
    int: [(), ("12",), (" -0x1F ", 16), ("z", 36), ("0b101", 0), ("010", 0), ("1_000",), ("1__0",),
          ("",), ("x" * 300,), (b"42",), (b"4x",), (bytearray(b"7"), 8), (3.9,), (float("nan"),),
          (float("inf"),), ("1", 1), ("1", 37), ("1", -1), (1, 10), ("9" * 5000,), ("9" * 4300,),
          ("f" * 5000, 16), (True,), ("١٢٣",), ("12", 10**30), ("1" * 5000 + "x",), ("5", "6"),
          ("1", 2, 3)],
    float: [(), ("1.5",), (" nan ",), ("1_0.5",), ("1__0",), ("",), ("x",), (b"2.5",), (b"z",),
            (10**400,), (7,), ("infinity",), ("-inf",), (1, 2), (True,), ("١.٥",)],
    complex: [(), ("1+2j",), ("1 + 2j",), (1, 2), (1.5,), ("1", 2), (1, "2"), (1j, 1j), (10**400,),
              (True,), ("nanj",), ("",)],
    bytes: [(), (3,), (-1,), ([1, 2, 255],), ([256],), ((1, "a"),), ("abc",), ("é", "utf-8"),
            ("é", "ascii"), ("é", "ascii", "replace"), (b"x",), (bytearray(b"yy"),), (None,),
            (1.5,), ("a", "nope"), (b"a", "utf-8"), (10**30,), ([10**30],), ("a", "utf-8", "nope"),
            (3, "ascii"), ({1: 2},)],
    bytearray: [(), (3,), (-1,), ([1, 2, 255],), ([256],), ((1, "a"),), ("abc",), ("é", "utf-8"),
                (b"x",), (bytearray(b"yy"),), (None,), (1.5,), (b"a", "utf-8")],
    bool: [(), (0,), ("a",), ([],), (None,), (1, 2)],
}


@pytest.mark.parametrize("kind", list(CONSTRUCTORS))
def test_constructors(kind):
    for args in CONSTRUCTORS[kind]:
        type_op = TYPES[kind]
        call = type_op.value.tp_vectorcall
        got = outcome(call, type_op, list(map(guest, args)), ())
        check(got, outcome(kind, *args), (kind, args))


def test_size_guards():
    """What would take the host's memory or time is a MemoryError at once."""
    big = guest(3**100000)
    power = PyLong_Type.value.nb_power
    cases = [
        lambda: power(guest(3), guest(10**12), Py_None),
        lambda: power(big, guest(10**6), Py_None),
        lambda: PyLong_Type.value.nb_lshift(guest(1), guest(10**15)),
        lambda: PyUnicode_Type.value.sq_repeat(guest("ab"), 10**12),
        lambda: PyBytes_Type.value.sq_repeat(guest(b"ab"), 10**12),
        lambda: call_method(PyUnicode_Type, guest("a"), "ljust", 10**12),
        lambda: call_method(PyUnicode_Type, guest("a" * 1000), "replace", "", "b" * 10**6),
        lambda: call_method(PyUnicode_Type, guest("\t" * 1000), "expandtabs", 2**30),
        lambda: call_method(PyLong_Type, guest(1), "__format__", "999999999999d"),
        lambda: call_method(PyLong_Type, guest(1), "to_bytes", 10**12),
        lambda: call_method(PyUnicode_Type, guest("{:{}}"), "format", 1, 10**12),
        lambda: PyUnicode_Type.value.nb_remainder(guest("%*d"), guest((10**12, 5))),
        lambda: call_method(PyUnicode_Type, guest("a" * 10**7), "rfind", "b" + "a" * 10**6),
        lambda: call_method(PyBytes_Type, guest(b"a" * 10**7), "rpartition", b"b" + b"a" * 10**6),
        lambda: call_method(PyUnicode_Type, guest("\n" * 10**7), "splitlines"),
        lambda: call_method(PyUnicode_Type, guest("a " * 10**7), "split"),
        lambda: call_method(PyUnicode_Type, guest("{}" * 2 * 10**6), "format"),
        lambda: call_method(PyUnicode_Type, guest("\t" * 10**8), "expandtabs"),
        lambda: PyUnicode_Type.value.nb_remainder(guest("%999999999999d"), guest(5)),
    ]
    for case in cases:
        assert outcome(case) == ("error", "MemoryError", "()")
    assert host(power(guest(1), guest(10**30), Py_None)) == 1
    assert outcome(PyUnicode_Type.value.sq_repeat, guest("ab"), 2**62) == (
        "error", "OverflowError", "('repeated string is too long',)")


def test_large_modular_power_runs_in_steps():
    b, c = 3**6000, 7**1000 + 1
    pending = PyLong_Type.value.nb_power(guest(12345), guest(b), guest(c))
    steps = list(pending)  # what the generator yields before its end
    assert len(steps) > 1
    assert set(steps) == {None}
    again = PyLong_Type.value.nb_power(guest(12345), guest(b), guest(c))
    assert host(drive_steps(again)) == pow(12345, b, c)


def drive_steps(pending):
    """The result of a generator that yields only None."""
    while True:
        try:
            pending.send(None)
        except StopIteration as stop:
            return stop.value
