"""list.sort: the adaptive merge sort of Objects/listobject.c.

If every key is an atom (or a tuple of atoms), no guest code can be called, and the host's own sort, which
makes the same comparisons, does the work. Otherwise the sort is run here, as generators, with the
comparisons in CPython's order: a program can see that order, and may be suspended in any comparison.

A *slice* to sort is a host list of (key, item) pairs and offsets into it.
"""

from __future__ import annotations

from typing import Any

from vm.objects.getargs import boolean
from vm.objects.linker import late_import
from vm.objects.methoddef import PyMethodDef
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_LT,
    Py_None,
    PyBool_Type,
    PyBytes_Type,
    PyErr,
    PyFloat_Type,
    PyLong_Type,
    PyObject,
    PyTuple_Type,
    PyUnicode_Type,
    decref_all,
    pending_finalizers,
)
from vm.objects.pyerrors import PyErr_Format, PyExc_ValueError

_MAX_MINRUN = 64
_MIN_GALLOP = 7
_ATOMS = frozenset({PyLong_Type, PyUnicode_Type, PyFloat_Type, PyBytes_Type, PyBool_Type})
_MAX_DEPTH = 5


@late_import
def _bind() -> None:
    global PyObject_RichCompareBool, PyObject_CallOneArg
    from vm.objects.call import PyObject_CallOneArg
    from vm.objects.object import PyObject_RichCompareBool


class MergeState:
    """The state of one sort.

    Attributes:
        a: the (key, item) pairs, sorted in place.
        pending: the stack of runs, each [base, length, power].
        min_gallop: how often a run must win in a row before galloping begins.
    """

    __slots__ = ("a", "min_gallop", "pending")

    def __init__(self, a: list[tuple[PyObject, PyObject]]):
        self.a = a
        self.min_gallop = _MIN_GALLOP
        self.pending: list[list[int]] = []


# -- the host's sort --------------------------------------------------------------------------------


def _host_value(key: PyObject, depth: int) -> Any:
    """What the host can compare in a key's place; LookupError if there is nothing."""
    tp = key.ob_type
    if tp in _ATOMS:
        value = key.value
        if depth and value != value:  # inside a tuple a NaN is compared by identity first
            raise LookupError
        return value
    if tp is PyTuple_Type and depth < _MAX_DEPTH:
        return tuple([_host_value(item, depth + 1) for item in key.value])
    raise LookupError


def _host_order(keys: list[PyObject], reverse: bool) -> list[int] | None:
    """The indices of the keys in sorted order by the host's sort; None if it cannot tell."""
    tp = keys[0].ob_type
    if tp in _ATOMS and all(key.ob_type is tp for key in keys):
        values = [key.value for key in keys]
    else:
        try:
            values = [_host_value(key, 0) for key in keys]
        except LookupError:
            return None
    try:
        return sorted(range(len(keys)), key=values.__getitem__, reverse=reverse)
    except TypeError:  # not comparable: the slow way finds the message
        return None


# -- the sort as generators -------------------------------------------------------------------------


def _lt(x: tuple, y: tuple) -> Any:
    return PyObject_RichCompareBool(x[0], y[0], Py_LT)


def binarysort(a: list, lo: int, n: int, ok: int) -> Any:
    """Sort ``a[lo:lo + n]``, whose first ``ok`` are sorted, by binary insertion."""
    for i in range(lo + max(ok, 1), lo + n):
        pivot = a[i]
        left, right = lo, i
        while left < right:
            m = (left + right) >> 1
            k = _lt(pivot, a[m])
            if type(k) in PENDING:
                k = yield k
            if k:
                right = m
            else:
                left = m + 1
        a.insert(left, a.pop(i))


def _reverse(a: list, lo: int, hi: int) -> None:
    a[lo:hi] = a[lo:hi][::-1]


def count_run(a: list, lo: int, nremaining: int) -> Any:
    """Length of the ascending run at ``lo``; a descending one is turned round first."""
    n = 1
    while n < nremaining:
        k = _lt(a[lo + n], a[lo + n - 1])
        if type(k) in PENDING:
            k = yield k
        if k:
            break
        n += 1
    if n == nremaining:
        return n
    if n > 1:
        k = _lt(a[lo], a[lo + n - 1])
        if type(k) in PENDING:
            k = yield k
        if k:
            return n
        _reverse(a, lo, lo + n)
    n = yield _descending_run(a, lo, nremaining, n + 1)
    _reverse(a, lo, lo + n)
    while n < nremaining:
        k = _lt(a[lo + n], a[lo + n - 1])
        if type(k) in PENDING:
            k = yield k
        if k:
            break
        n += 1
    return n


def _descending_run(a: list, lo: int, nremaining: int, n: int) -> Any:
    """Extend a descending run of n elements; equal neighbours in it are reversed on the way."""
    neq = 0
    while n < nremaining:
        k = _lt(a[lo + n], a[lo + n - 1])
        if type(k) in PENDING:
            k = yield k
        if k:
            if neq:
                _reverse(a, lo + n - neq - 1, lo + n)
                neq = 0
        else:
            k = _lt(a[lo + n - 1], a[lo + n])
            if type(k) in PENDING:
                k = yield k
            if k:
                break
            neq += 1
        n += 1
    if neq:
        _reverse(a, lo + n - neq - 1, lo + n)
    return n


def gallop_left(key: tuple, a: list, base: int, n: int, hint: int) -> Any:
    """How many of ``a[base:base + n]`` are less than the key; the search begins at ``hint``."""
    lastofs, ofs = 0, 1
    at = base + hint
    k = _lt(a[at], key)
    if type(k) in PENDING:
        k = yield k
    if k:
        maxofs = n - hint
        while ofs < maxofs:
            k = _lt(a[at + ofs], key)
            if type(k) in PENDING:
                k = yield k
            if not k:
                break
            lastofs, ofs = ofs, (ofs << 1) + 1
        lastofs, ofs = lastofs + hint, min(ofs, maxofs) + hint
    else:
        maxofs = hint + 1
        while ofs < maxofs:
            k = _lt(a[at - ofs], key)
            if type(k) in PENDING:
                k = yield k
            if k:
                break
            lastofs, ofs = ofs, (ofs << 1) + 1
        lastofs, ofs = hint - min(ofs, maxofs), hint - lastofs
    lastofs += 1
    while lastofs < ofs:
        m = lastofs + ((ofs - lastofs) >> 1)
        k = _lt(a[base + m], key)
        if type(k) in PENDING:
            k = yield k
        if k:
            lastofs = m + 1
        else:
            ofs = m
    return ofs


def gallop_right(key: tuple, a: list, base: int, n: int, hint: int) -> Any:
    """How many of ``a[base:base + n]`` are not greater than the key; begins at ``hint``."""
    lastofs, ofs = 0, 1
    at = base + hint
    k = _lt(key, a[at])
    if type(k) in PENDING:
        k = yield k
    if k:
        maxofs = hint + 1
        while ofs < maxofs:
            k = _lt(key, a[at - ofs])
            if type(k) in PENDING:
                k = yield k
            if not k:
                break
            lastofs, ofs = ofs, (ofs << 1) + 1
        lastofs, ofs = hint - min(ofs, maxofs), hint - lastofs
    else:
        maxofs = n - hint
        while ofs < maxofs:
            k = _lt(key, a[at + ofs])
            if type(k) in PENDING:
                k = yield k
            if k:
                break
            lastofs, ofs = ofs, (ofs << 1) + 1
        lastofs, ofs = lastofs + hint, min(ofs, maxofs) + hint
    lastofs += 1
    while lastofs < ofs:
        m = lastofs + ((ofs - lastofs) >> 1)
        k = _lt(key, a[base + m])
        if type(k) in PENDING:
            k = yield k
        if k:
            ofs = m
        else:
            lastofs = m + 1
    return ofs


def merge_lo(ms: MergeState, pa: int, na: int, nb: int) -> Any:
    """Merge the adjacent runs ``a[pa:pa + na]`` and the nb after it, the first being the shorter."""
    a = ms.a
    tmp = a[pa:pa + na]
    dest, ia, pb = pa, 0, pa + na
    a[dest] = a[pb]
    dest, pb, nb = dest + 1, pb + 1, nb - 1
    min_gallop = ms.min_gallop
    try:
        while nb and na > 1:
            acount = bcount = 0
            while True:
                k = _lt(a[pb], tmp[ia])
                if type(k) in PENDING:
                    k = yield k
                if k:
                    a[dest] = a[pb]
                    dest, pb, nb = dest + 1, pb + 1, nb - 1
                    bcount, acount = bcount + 1, 0
                    if not nb or bcount >= min_gallop:
                        break
                else:
                    a[dest] = tmp[ia]
                    dest, ia, na = dest + 1, ia + 1, na - 1
                    acount, bcount = acount + 1, 0
                    if na == 1 or acount >= min_gallop:
                        break
            if not nb or na <= 1:
                break
            min_gallop += 1
            while True:
                min_gallop -= min_gallop > 1
                ms.min_gallop = min_gallop
                acount = k = yield gallop_right(a[pb], tmp, ia, na, 0)
                a[dest:dest + k] = tmp[ia:ia + k]
                dest, ia, na = dest + k, ia + k, na - k
                if na <= 1:
                    break
                a[dest] = a[pb]
                dest, pb, nb = dest + 1, pb + 1, nb - 1
                if not nb:
                    break
                bcount = k = yield gallop_left(tmp[ia], a, pb, nb, 0)
                a[dest:dest + k] = a[pb:pb + k]
                dest, pb, nb = dest + k, pb + k, nb - k
                if not nb:
                    break
                a[dest] = tmp[ia]
                dest, ia, na = dest + 1, ia + 1, na - 1
                if na == 1 or (acount < _MIN_GALLOP and bcount < _MIN_GALLOP):
                    break
            if nb and na > 1:
                min_gallop += 1
                ms.min_gallop = min_gallop
        if nb and na == 1:  # the last of the first run belongs at the end
            a[dest:dest + nb] = a[pb:pb + nb]
            dest += nb
    finally:
        a[dest:dest + na] = tmp[ia:ia + na]


def merge_hi(ms: MergeState, pa: int, na: int, nb: int) -> Any:
    """As `merge_lo` when the second run is the shorter: from the end backwards."""
    a = ms.a
    basea = pa
    tmp = a[pa + na:pa + na + nb]
    dest = pa + na + nb - 1
    ia, ib = pa + na - 1, nb - 1
    a[dest] = a[ia]
    dest, ia, na = dest - 1, ia - 1, na - 1
    min_gallop = ms.min_gallop
    try:
        while na and nb > 1:
            acount = bcount = 0
            while True:
                k = _lt(tmp[ib], a[ia])
                if type(k) in PENDING:
                    k = yield k
                if k:
                    a[dest] = a[ia]
                    dest, ia, na = dest - 1, ia - 1, na - 1
                    acount, bcount = acount + 1, 0
                    if not na or acount >= min_gallop:
                        break
                else:
                    a[dest] = tmp[ib]
                    dest, ib, nb = dest - 1, ib - 1, nb - 1
                    bcount, acount = bcount + 1, 0
                    if nb == 1 or bcount >= min_gallop:
                        break
            if not na or nb <= 1:
                break
            min_gallop += 1
            while True:
                min_gallop -= min_gallop > 1
                ms.min_gallop = min_gallop
                k = yield gallop_right(tmp[ib], a, basea, na, na - 1)
                acount = k = na - k
                a[dest - k + 1:dest + 1] = a[ia - k + 1:ia + 1]
                dest, ia, na = dest - k, ia - k, na - k
                if not na:
                    break
                a[dest] = tmp[ib]
                dest, ib, nb = dest - 1, ib - 1, nb - 1
                if nb == 1:
                    break
                k = yield gallop_left(a[ia], tmp, 0, nb, nb - 1)
                bcount = k = nb - k
                a[dest - k + 1:dest + 1] = tmp[ib - k + 1:ib + 1]
                dest, ib, nb = dest - k, ib - k, nb - k
                if nb <= 1:
                    break
                a[dest] = a[ia]
                dest, ia, na = dest - 1, ia - 1, na - 1
                if not na or (acount < _MIN_GALLOP and bcount < _MIN_GALLOP):
                    break
            if na and nb > 1:
                min_gallop += 1
                ms.min_gallop = min_gallop
        if na and nb == 1:  # the first of the second run belongs in front
            a[dest - na + 1:dest + 1] = a[ia - na + 1:ia + 1]
            dest -= na
    finally:
        a[dest - nb + 1:dest + 1] = tmp[0:nb]


def merge_at(ms: MergeState, i: int) -> Any:
    """Merge the runs i and i + 1 of the stack."""
    pending = ms.pending
    pa, na = pending[i][0], pending[i][1]
    pb, nb = pending[i + 1][0], pending[i + 1][1]
    pending[i][1] = na + nb
    del pending[i + 1]
    a = ms.a
    k = yield gallop_right(a[pb], a, pa, na, 0)
    pa, na = pa + k, na - k
    if not na:
        return
    nb = yield gallop_left(a[pa + na - 1], a, pb, nb, nb - 1)
    if nb:
        yield (merge_lo if na <= nb else merge_hi)(ms, pa, na, nb)


def powerloop(s1: int, n1: int, n2: int, n: int) -> int:
    """The power of the boundary between two adjacent runs: how deep it lies in the merge tree."""
    result = 0
    a = 2 * s1 + n1
    b = a + n1 + n2
    while True:
        result += 1
        if a >= n:
            a -= n
            b -= n
        elif b >= n:
            return result
        a <<= 1
        b <<= 1


def found_new_run(ms: MergeState, n2: int) -> Any:
    """Merge what the next run, of length n2, makes due."""
    p = ms.pending
    if p:
        power = powerloop(p[-1][0], p[-1][1], n2, len(ms.a))
        while len(p) > 1 and p[-2][2] > power:
            yield merge_at(ms, len(p) - 2)
        p[-1][2] = power


def merge_force_collapse(ms: MergeState) -> Any:
    """Merge all runs that are left."""
    p = ms.pending
    while len(p) > 1:
        n = len(p) - 2
        if n > 0 and p[n - 1][1] < p[n + 1][1]:
            n -= 1
        yield merge_at(ms, n)


def merge_compute_minrun(n: int) -> int:
    """Below this length a run is extended by `binarysort`."""
    r = 0
    while n >= _MAX_MINRUN:
        r |= n & 1
        n >>= 1
    return n + r


def timsort(pairs: list[tuple[PyObject, PyObject]]) -> Any:
    """Sort (key, item) pairs in place (a generator). On an error they are some permutation."""
    ms = MergeState(pairs)
    nremaining = len(pairs)
    lo = 0
    minrun = merge_compute_minrun(nremaining)
    while nremaining:
        n = yield count_run(pairs, lo, nremaining)
        if n < minrun:
            force = min(nremaining, minrun)
            yield binarysort(pairs, lo, force, n)
            n = force
        yield found_new_run(ms, n)
        ms.pending.append([lo, n, 0])
        lo += n
        nremaining -= n
        yield None
    yield merge_force_collapse(ms)


# -- the method -------------------------------------------------------------------------------------


def sort_list(self: PyObject) -> Any:
    """``self.sort()``; None or pending."""
    items = self.value
    if len(items) < 2:
        return None
    order = _host_order(items, False)
    if order is None:
        return list_sort_impl(self, None, False)
    self.value[:] = [items[i] for i in order]
    return None


def list_sort(self: PyObject, key: PyObject | None, reverse: PyObject | None) -> Any:
    """list.sort"""
    if key is Py_None:
        key = None
    if reverse is None or reverse.ob_type is PyBool_Type:
        descending = reverse is not None and reverse.value
        items = self.value
        if key is None:
            if len(items) < 2:
                return Py_None
            order = _host_order(items, descending)
            if order is not None:
                items[:] = [items[i] for i in order]
                return Py_None
        return list_sort_impl(self, key, descending)
    return _list_sort(self, key, reverse)


def _list_sort(self: PyObject, key: PyObject | None, reverse: PyObject) -> Any:
    truth = boolean(reverse)
    if type(truth) in PENDING:
        truth = yield truth
    return (yield list_sort_impl(self, key, truth))


class BeingSorted(list):
    """What a list holds while it is sorted: nothing; it knows whether anything was ever put in.

    Attributes:
        touched: what C finds out by an allocated size that is no more -1.
    """

    touched = False

    def append(self, item: Any) -> None:
        super().append(item)
        self.touched = True

    def extend(self, items: Any) -> None:
        super().extend(items)
        self.touched = self.touched or bool(self)

    def insert(self, index: Any, item: Any) -> None:
        super().insert(index, item)
        self.touched = True

    def __setitem__(self, index: Any, items: Any) -> None:
        super().__setitem__(index, items)
        self.touched = self.touched or bool(self)


def list_sort_impl(self: PyObject, keyfunc: PyObject | None, reverse: bool) -> Any:
    """Sort a list (a generator): it is empty while guest code may look at it."""
    saved = self.value
    stand_in = BeingSorted()
    self.value = stand_in
    keys: list[PyObject] = []
    result = saved
    try:
        if keyfunc is None:
            keys_of = saved
        else:
            for item in saved:
                key = PyObject_CallOneArg(keyfunc, item)
                if type(key) in PENDING:
                    key = yield key
                keys.append(key)
            keys_of = keys
        if len(saved) > 1:
            order = _host_order(keys_of, reverse)
            if order is not None:
                result = [saved[i] for i in order]
            else:
                result, error = yield _sort_pairs(saved, keys_of, reverse)
                if error is not None:
                    raise error
        done, keys = keys, []
        decref_all(done)
        if pending_finalizers:
            yield None
        if self.value is not stand_in or stand_in.touched:
            raise PyErr_Format(PyExc_ValueError, "list modified during sort")
    finally:
        decref_all(keys)
        saved[:] = result
        meddled, self.value = self.value, saved
        if meddled:
            decref_all(meddled[::-1])
    return Py_None


def _sort_pairs(saved: list, keys: list, reverse: bool) -> Any:
    """(the items in their new order, the guest error that ended the sort or None); a generator."""
    pairs = list(zip(keys, saved, strict=True))
    if reverse:
        pairs.reverse()
    error = None
    try:
        yield timsort(pairs)
    except PyErr as err:
        error = err
    if reverse:
        pairs.reverse()
    return [item for _, item in pairs], error


SORT_METHOD = PyMethodDef(
    "sort", list_sort, "($self, /, *, key=None, reverse=False)")
