"""The abstract protocols on plain values: results and messages are the host's."""

import operator

import pytest

from tests.unit.drive import boot, drive, drop, guest, outcome

boot()

from vm.objects import abstract  # noqa: E402
from vm.objects import object as object_  # noqa: E402
from vm.objects.pycore_object import Py_EQ, Py_None, _Py_IMMORTAL_MINIMUM  # noqa: E402

VALUES = [0, 3, -7, True, 2.5, -0.0, "", "ab", b"xy", None, (), (1, 2), [], [1, "b"], {}, {1: 2}, 10**30]
BINARY = {
    "PyNumber_Add": operator.add, "PyNumber_Subtract": operator.sub,
    "PyNumber_Multiply": operator.mul, "PyNumber_TrueDivide": operator.truediv,
    "PyNumber_FloorDivide": operator.floordiv, "PyNumber_Remainder": operator.mod,
    "PyNumber_And": operator.and_, "PyNumber_Or": operator.or_, "PyNumber_Xor": operator.xor,
    "PyNumber_MatrixMultiply": operator.matmul, "PyNumber_Divmod": divmod,
    "PyObject_GetItem": operator.getitem,
}
INPLACE = {
    "PyNumber_InPlaceAdd": operator.iadd, "PyNumber_InPlaceSubtract": operator.isub,
    "PyNumber_InPlaceMultiply": operator.imul, "PyNumber_InPlaceOr": operator.ior,
    "PyNumber_InPlaceTrueDivide": operator.itruediv,
}
UNARY = {
    "PyNumber_Negative": operator.neg, "PyNumber_Positive": operator.pos,
    "PyNumber_Invert": operator.invert, "PyNumber_Absolute": abs, "PyNumber_Index": operator.index,
}
COMPARE = [operator.lt, operator.le, operator.eq, operator.ne, operator.gt, operator.ge]


def expected(function, *args):
    """The host's result as `outcome` shows it."""
    try:
        return repr(function(*args))
    except Exception as err:
        message = err.args[0] if err.args else ""
        return f"{type(err).__name__}: {message}"


def counts(*ops):
    """Reference counts of the mortal ones."""
    return [op.ob_refcnt for op in ops if op.ob_refcnt < _Py_IMMORTAL_MINIMUM]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", BINARY)
def test_binary(name):
    """Every pair of values: result, message, and no reference gained or lost."""
    for a in VALUES:
        for b in VALUES:
            ga, gb = guest(a), guest(b)
            before = counts(ga, gb)
            assert outcome(getattr(abstract, name), ga, gb) == expected(BINARY[name], a, b), (a, b)
            assert counts(ga, gb) == before, (name, a, b)
            drop(ga, gb)


@pytest.mark.parametrize("name", INPLACE)
def test_inplace(name):
    """In-place operators, on fresh operands."""
    for a in VALUES:
        for b in VALUES:
            ga, gb = guest(a), guest(b)
            mine = a.copy() if isinstance(a, (list, dict)) else a
            assert outcome(getattr(abstract, name), ga, gb) == expected(INPLACE[name], mine, b), (a, b)
            drop(ga, gb)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", UNARY)
def test_unary(name):
    """Unary operators."""
    for a in VALUES:
        op = guest(a)
        assert outcome(getattr(abstract, name), op) == expected(UNARY[name], a), a
        drop(op)


@pytest.mark.parametrize("op", range(6))
def test_richcompare(op):
    """All six comparisons of every pair."""
    for a in VALUES:
        for b in VALUES:
            ga, gb = guest(a), guest(b)
            before = counts(ga, gb)
            got = outcome(object_.PyObject_RichCompare, ga, gb, op)
            assert got == expected(COMPARE[op], a, b), (a, b)
            assert counts(ga, gb) == before
            drop(ga, gb)


def test_power():
    """Two and three operands."""
    for a in (2, 2.0, "x", None):
        for b in (3, 0.5, []):
            for c in (None, 5, "m"):
                ops = [guest(v) for v in (a, b, c)]
                assert outcome(abstract.PyNumber_Power, *ops) == expected(pow, a, b, c), (a, b, c)
                drop(*ops)


@pytest.mark.parametrize("function, host", [
    (abstract.PySequence_Tuple, tuple), (abstract.PySequence_List, list),
    (object_.PyObject_IsTrue, bool), (abstract.PyObject_Size, len), (object_.PyObject_Str, None),
    (abstract.PyNumber_Long, int), (abstract.PyNumber_Float, float),
    (object_.PyObject_ASCII, None),
])
def test_conversions(function, host):
    """Conversions of one value."""
    host = host or {"PyObject_Str": str, "PyObject_ASCII": ascii}[function.__name__]
    for a in [*VALUES, "12", "é", " 7 ", "1e3"]:
        op = guest(a)
        assert outcome(function, op) == expected(host, a), a
        drop(op)


def test_contains_and_counts():
    """Membership by slot and by iteration."""
    for seq in ([1, 2, 2], (2,), "abca", {1: 2}, b"ab", 5):
        for item in (1, 2, "a", 97, None):
            gs, gi = guest(seq), guest(item)
            want = expected(lambda s, i: i in s, seq, item)
            assert outcome(abstract.PySequence_Contains, gs, gi) == want, (seq, item)
            drop(gs, gi)
    seq, item = guest([1, 2, 2]), guest(2)
    assert drive(abstract.PySequence_Count(seq, item)) == 2
    assert drive(abstract.PySequence_Index(seq, item)) == 1
    assert outcome(abstract.PySequence_Index, seq, Py_None).startswith("ValueError")
    drop(seq, item)


def test_identity_implies_equality():
    """RichCompareBool looks at identity first."""
    nan = guest(float("nan"))
    assert drive(object_.PyObject_RichCompareBool(nan, nan, Py_EQ)) is True
    assert outcome(object_.PyObject_RichCompare, nan, nan, Py_EQ) == "False"
    drop(nan)


def test_set_and_delete_items():
    """Item assignment and deletion, and their messages."""
    for a in VALUES:
        for key in (0, "k", 1.5):
            ga, gk, gv = guest(a), guest(key), guest("v")

            def store(target, k):
                target = target.copy() if isinstance(target, (list, dict)) else target
                target[k] = "v"

            def remove(target, k):
                target = target.copy() if isinstance(target, (list, dict)) else target
                del target[k]

            got = outcome(abstract.PyObject_SetItem, ga, gk, gv)
            assert got == expected(store, a, key), (a, key)
            drop(ga)
            ga = guest(a)
            got = outcome(abstract.PyObject_DelItem, ga, gk)
            want = expected(remove, a, key)
            if not want.startswith("KeyError"):
                assert got == want, (a, key)
            drop(ga, gk, gv)


def test_addresses_are_given_again():
    """An address goes to the next object of the size once its owner is dead."""
    a = guest([1])
    first = object_._Py_address(a)
    assert object_._Py_address(a) == first
    drop(a)
    b = guest([2])
    assert object_._Py_address(b) == first
    c = guest([3])
    assert object_._Py_address(c) != first
    drop(b, c)
