"""Containers against the host's own: order of sets, comparisons of a sort, hashes, bounds, deep nests.

The host is CPython 3.13, so its containers are the oracle; nothing here needs the evaluator.
"""

from __future__ import annotations

import random

import pytest

from tests.unit.drive import boot, drive, drop, guest, outcome
from vm.objects import listsort, setmethods, setobject, settable
from vm.objects.dictobject import PyDict_DelItem, PyDict_SetItem, _PyDict_HostItems
from vm.objects.listobject import PyList_New, list_repeat
from vm.objects.pycore_hostkey import GENERAL, hostkey
from vm.objects.pycore_object import (
    PyList_Type,
    PyObject,
    PySet_Type,
    PyTuple_Type,
    pending_finalizers,
    static_type,
)
from vm.objects.pycore_trashcan import trash
from vm.objects.rangeobject import range_from_array
from vm.objects.tupleobject import PyTuple_New, combine_hashes, tuple_hash


@pytest.fixture(autouse=True, scope="module")
def _booted():
    boot()


def plain(op):
    """A host value of a guest atom or tuple."""
    return tuple(plain(item) for item in op.value) if op.ob_type is PyTuple_Type else op.value


def in_table_order(op):
    """The elements of a guest set as a loop over it would give them."""
    return [plain(op.value.me_key[hk]) for hk in settable.set_hostkeys(op.value)]


def some_value(rnd, limit):
    n = rnd.randrange(limit) * rnd.choice([1, -1, 8])
    return rnd.choice([n, n, n, str(n), n + 0.5, (n, str(n))])


def host_set(items):
    """A host set made by adding one by one (a set display may be built otherwise)."""
    made = set()
    for item in items:
        made.add(item)
    return made


def guest_set(items):
    op = setobject.new_set(PySet_Type)
    for item in items:
        item_op = guest(item)
        drive(setobject.PySet_Add(op, item_op))
        drop(item_op)
    return op


@pytest.mark.parametrize("seed", range(40))
def test_set_table_is_cpythons(seed):
    """Order of iteration, pop order and table size after any history equal the host's."""
    rnd = random.Random(seed)
    limit = rnd.choice([20, 300, 10**6, 2**62])
    host, op = set(), setobject.new_set(PySet_Type)
    for _ in range(rnd.choice([10, 100, 600])):
        step = rnd.random()
        value = some_value(rnd, limit)
        value_op = guest(value)
        if step < 0.6:
            host.add(value)
            drive(setobject.PySet_Add(op, value_op))
        elif step < 0.75:
            value = rnd.choice(list(host)) if host and rnd.random() < 0.8 else value
            host.discard(value)
            drive(setmethods.set_discard(op, guest(value)))
        elif step < 0.85 and host:
            assert plain(setmethods.set_pop(op)) == host.pop()
        else:
            items = [some_value(rnd, limit) for _ in range(rnd.randrange(40))]
            other, other_op = host_set(items), guest_set(items)
            name, method = rnd.choice([
                ("__or__", setmethods.set_or), ("__and__", setmethods.set_and),
                ("__sub__", setmethods.set_sub), ("__xor__", setmethods.set_xor),
                ("__ior__", setmethods.set_ior), ("__isub__", setmethods.set_isub),
                ("__iand__", setmethods.set_iand), ("__ixor__", setmethods.set_ixor),
            ])
            host, op = getattr(host, name)(other), drive(method(op, other_op))
        assert len(host) == len(op.value.me_key)
    assert in_table_order(op) == list(host)
    table_bytes = host.__sizeof__() - set().__sizeof__()
    assert op.value.mask + 1 == (table_bytes // 16 or 8)


class Logged:
    """A host object that notes which pairs are compared."""

    def __init__(self, value, index, log):
        self.value, self.index, self.log = value, index, log

    def __lt__(self, other):
        self.log.append((self.index, other.index))
        return self.value < other.value


ORDERED = static_type("Ordered")


@pytest.mark.parametrize("seed", range(60))
def test_sort_compares_as_cpython(seed, monkeypatch):
    """The same pairs are compared in the same order, and the result is stable."""
    rnd = random.Random(seed)
    n = rnd.choice([2, 3, 10, 63, 64, 65, 130, 500])
    values = rnd.choice([
        lambda: [rnd.randrange(2 * n) for _ in range(n)],
        lambda: [rnd.randrange(3) for _ in range(n)],
        lambda: sorted(rnd.randrange(n) for _ in range(n)),
        lambda: sorted((rnd.randrange(n) for _ in range(n)), reverse=True),
        lambda: [i % 17 * (1 if i < n // 2 else -1) + i // 10 for i in range(n)],
    ])()
    reverse = rnd.random() < 0.4
    host_log, guest_log = [], []
    host = [Logged(value, i, host_log) for i, value in enumerate(values)]
    host.sort(reverse=reverse)

    def compare(x, y, op):
        guest_log.append((x.value[1], y.value[1]))
        return x.value[0] < y.value[0]

    monkeypatch.setattr(listsort, "PyObject_RichCompareBool", compare)
    op = PyList_New([PyObject(ORDERED, (value, i)) for i, value in enumerate(values)])
    drive(listsort.list_sort_impl(op, None, reverse))
    assert [item.value[1] for item in op.value] == [item.index for item in host]
    assert guest_log == host_log


def test_sort_keeps_every_item_when_a_comparison_fails(monkeypatch):
    """An error in the middle of a merge leaves some permutation, nothing lost and nothing twice."""
    for limit in range(1, 400, 7):
        left = [limit]

        def compare(x, y, op, left=left):
            left[0] -= 1
            if left[0] < 0:
                drive(PyDict_DelItem(guest({}), x))  # raises
            return x.value < y.value

        monkeypatch.setattr(listsort, "PyObject_RichCompareBool", compare)
        values = [i * 7919 % 101 for i in range(101)]
        op = PyList_New([PyObject(ORDERED, value) for value in values])
        outcome(listsort.list_sort_impl, op, None, False)
        assert sorted(item.value for item in op.value) == sorted(values)


@pytest.mark.parametrize("value", [
    (), (1,), (1, 2), ("a", 2.5, (3,)), ((((1,),),),), ("x",) * 50, (-1, -2, 2**61 - 1, 2**64), (b"z", 0.1),
])
def test_tuple_hash(value):
    op = guest(value)
    assert drive(tuple_hash(op)) == hash(value)
    drop(op)


def test_hash_of_deep_tuple_does_not_recurse():
    op, expected = guest(()), hash(())
    for _ in range(20000):
        op = PyTuple_New((op,))
        expected = combine_hashes([expected])
    assert drive(tuple_hash(op)) == expected
    drop(op)


@pytest.mark.parametrize("items", [[], [1, 2, 3], list("spam"), list(range(1000))])
def test_frozenset_hash(items):
    assert setobject.frozenset_hash(guest_set(items)) == hash(frozenset(items))


def test_dict_order_equals_the_hosts():
    rnd = random.Random(7)
    host, op = {}, guest({})
    for _ in range(3000):
        key = some_value(rnd, 60)
        key_op = guest(key)
        if key in host and rnd.random() < 0.4:
            del host[key]
            drive(PyDict_DelItem(op, key_op))
        else:
            host[key] = len(host)
            value_op = guest(host[key])
            drive(PyDict_SetItem(op, key_op, value_op))
            drop(value_op)
        drop(key_op)
    assert [(plain(k), v.value) for k, v in _PyDict_HostItems(op)] == list(host.items())


def test_host_keys():
    """Equal guest keys have equal host keys, others have not; lists and their like have none."""
    assert hostkey(guest(1)) == hostkey(guest(1.0)) == hostkey(guest(True))
    assert hostkey(guest("a")) != hostkey(guest(b"a"))
    nan = guest(float("nan"))
    assert hostkey(nan) is nan
    assert hostkey(guest((1, "a", (2.5,)))) == (1, "a", (2.5,))
    assert hostkey(guest([])) is GENERAL
    assert hostkey(guest((1, []))) is GENERAL
    deep = guest(1)
    for _ in range(5000):
        deep = PyTuple_New((deep,))
    assert hostkey(deep) is GENERAL
    drop(deep)


def test_sizes_are_guarded():
    one = guest([0])
    assert outcome(list_repeat, one, 10**12) == "MemoryError: "
    huge = guest(10**12)
    many = drive(range_from_array(None, [huge], ()))
    assert outcome(PyList_Type.value.tp_vectorcall, PyList_Type, [many], ()) == "MemoryError: "
    assert one.value[0].ob_refcnt > 0
    drop(one, huge, many)


@pytest.mark.parametrize("wrap", [
    lambda op: PyList_New([op]), lambda op: PyTuple_New((op,)), lambda op: _in_dict(op),
], ids=["list", "tuple", "dict"])
def test_deep_nest_is_freed(wrap):
    """A million containers, each holding the next, are freed without deep recursion."""
    op = PyList_New([])
    bottom = op
    bottom.ob_refcnt += 1
    for _ in range(1_000_000 if wrap(guest(0)).ob_type is PyList_Type else 100_000):
        op = wrap(op)
    drop(op)
    assert bottom.ob_refcnt == 1
    assert trash.delete_nesting == 0
    assert not pending_finalizers
    drop(bottom)


def _in_dict(op):
    made = guest({})
    key = guest("next")
    drive(PyDict_SetItem(made, key, op))
    drop(op, key)
    return made
