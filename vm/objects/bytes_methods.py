"""The methods that bytes and bytearray share: Objects/bytes_methods.c and both types' own.

The host's method of the same name does the work, on host bytes or a host bytearray; the result is of the
same guest type.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects.abstract import PySequence_Fast
from vm.objects.bridge import (
    PY_SSIZE_T_MAX,
    check_backward_search,
    check_parts,
    check_text_size,
    host_error,
    strip_set,
)
from vm.objects.bytesobject import (
    PyBytes_Check,
    PyBytes_FromString,
    byte_of,
    bytes_result,
)
from vm.objects.getargs import (
    _PyArg_BadArgument,
    boolean,
    c_int,
    c_string_arg,
    clamped_ssize_t,
    converted,
    slice_index,
    ssize_t,
)
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef, in_order
from vm.objects.pybuffer import (
    Py_buffer,
    PyBUF_FULL_RO,
    PyBUF_SIMPLE,
    PyObject_GetBuffer,
    buffer_arg,
    no_buffer,
    release_all,
    simple_buffer,
    use_buffer,
    with_buffer,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_None,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyBytes_Type,
    PyErr,
    PyList_Type,
    PyObject,
    PyTuple_Type,
    set_slots,
)
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicode_codecs import PyUnicode_Decode
from vm.objects.unicodeobject import PyUnicode_FromHost


def _host_count(n: int) -> int:
    """A count within what a 32-bit host takes."""
    return min(n, 0x7FFFFFFF) if n >= 0 else -1


def _predicate(name: str) -> Callable:
    def predicate(self: PyObject) -> PyObject:
        return Py_True if getattr(self.value, name)() else Py_False

    predicate.__name__ = predicate.__qualname__ = f"stringlib_{name}"
    return predicate


def _change(name: str) -> Callable:
    def changed(self: PyObject) -> PyObject:
        return bytes_result(self, getattr(self.value, name)())

    changed.__name__ = changed.__qualname__ = f"stringlib_{name}"
    return changed


_PREDICATES = (
    "isalnum", "isalpha", "isascii", "isdigit", "islower", "isspace", "istitle", "isupper",
)
_CHANGES = (
    "capitalize", "lower", "swapcase", "title", "upper",
)


# search


def subsequence(op: PyObject) -> Any:
    """Converter: a bytes-like object's buffer, or a byte (parse_args_finds_byte)."""
    data = simple_buffer(op)
    if data is not None:
        return data
    tp = op.ob_type.value
    if tp.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        return byte_of(int(op.value))
    if tp.nb_index is None:
        raise PyErr_Format(
            PyExc_TypeError,
            f"argument should be integer or bytes-like object, not '{tp.tp_name:.200}'")
    return _byte_pending(op)


def _byte_pending(op: PyObject) -> Any:
    n = yield clamped_ssize_t(op)
    return byte_of(n)


def _search(name: str) -> PyMethodDef:
    @converted(None, slice_index, slice_index)
    @converted(subsequence, None, None)  # after the bounds, as in C
    def search(self: PyObject, sub: Any, start: int | None, end: int | None) -> PyObject:
        start = 0 if start is None else start
        end = PY_SSIZE_T_MAX if end is None else end
        if name[0] == "r" and type(sub) is not int:
            check_backward_search(self.value, sub)
        try:
            return PyLong_FromLong(getattr(self.value, name)(sub, start, end))
        except ValueError as err:
            raise host_error(err) from None

    search.__name__ = f"_Py_bytes_{name}"
    return PyMethodDef(name, search, "($self, sub[, start[, end]], /)")


def _tail_match(name: str, argument: str) -> PyMethodDef:
    @converted(None, slice_index, slice_index)
    def tail_match(self: PyObject, sub: PyObject, start: int | None, end: int | None) -> Any:
        start = 0 if start is None else start
        end = PY_SSIZE_T_MAX if end is None else end

        def test(data: Any) -> bool:
            return getattr(self.value, name)(bytes(data), start, end)

        if sub.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
            return _match_any(sub.value, test)
        return _match_one(name, sub, test)

    tail_match.__name__ = f"_Py_bytes_{name}"
    return PyMethodDef(name, tail_match, f"($self, {argument}[, start[, end]], /)")


def _match_any(items: tuple, test: Callable[[Any], bool]) -> Any:
    for i, op in enumerate(items):
        found = use_buffer(op, test)
        if type(found) in PENDING:
            return _match_pending(found, items[i + 1:], test)
        if found:
            return Py_True
    return Py_False


def _match_pending(pending: Any, rest: tuple, test: Callable[[Any], bool]) -> Any:
    if (yield pending):
        return Py_True
    for op in rest:
        found = use_buffer(op, test)
        if type(found) in PENDING:
            found = yield found
        if found:
            return Py_True
    return Py_False


def _match_one(name: str, sub: PyObject, test: Callable[[Any], bool]) -> Any:
    try:
        found = use_buffer(sub, test)
    except PyErr as err:
        raise _tail_error(name, sub, err) from None
    if type(found) in PENDING:
        return _match_one_pending(name, sub, found)
    return Py_True if found else Py_False


def _match_one_pending(name: str, sub: PyObject, pending: Any) -> Any:
    try:
        return Py_True if (yield pending) else Py_False
    except PyErr as err:
        raise _tail_error(name, sub, err) from None


def _tail_error(name: str, sub: PyObject, err: PyErr) -> PyErr:
    """A TypeError says what may be given; any other error stays."""
    if not PyErr_ExceptionMatches(err, PyExc_TypeError):
        return err
    PyErr_Clear(err)
    return PyErr_Format(
        PyExc_TypeError,
        f"{name} first arg must be bytes or a tuple of bytes, not {sub.ob_type.value.tp_name}")


# parts


def _list(self: PyObject, parts: list) -> PyObject:
    for i, part in enumerate(parts):
        parts[i] = bytes_result(self, part)
    return PyList_New(parts)


def buffer_or_none(op: PyObject) -> Any:
    """Converter: a bytes-like object's bytes; NULL for None."""
    return None if op is Py_None else buffer_arg(op)


@converted(None, ssize_t)
@converted(buffer_or_none, None)
def bytes_split(self: PyObject, sep: Any, maxsplit: int | None) -> PyObject:
    """The parts between separators."""
    count = -1 if maxsplit is None else _host_count(maxsplit)
    separator = None if sep is None else bytes(sep)
    check_parts(self.value, [separator] if separator else b" \t\n\r\f\v")
    try:
        return _list(self, self.value.split(separator, count))
    except ValueError as err:
        raise host_error(err) from None


@converted(None, ssize_t)
@converted(buffer_or_none, None)
def bytes_rsplit(self: PyObject, sep: Any, maxsplit: int | None) -> PyObject:
    """The parts between separators, splitting from the right."""
    count = -1 if maxsplit is None else _host_count(maxsplit)
    separator = None if sep is None else bytes(sep)
    check_parts(self.value, [separator] if separator else b" \t\n\r\f\v")
    if separator:
        check_backward_search(self.value, separator)
    try:
        return _list(self, self.value.rsplit(separator, count))
    except ValueError as err:
        raise host_error(err) from None


@converted(boolean)
def bytes_splitlines(self: PyObject, keepends: bool | None) -> PyObject:
    """The lines."""
    check_parts(self.value, b"\r\n")
    return _list(self, self.value.splitlines(bool(keepends)))


def _partition(self: PyObject, sep: PyObject, name: str) -> Any:
    """The parts; may be pending.

    bytes gives back the object that was found, bytearray a new one.
    """
    if type(self.value) is bytes:
        data = simple_buffer(sep)
        if type(data) in PENDING:
            data.close()
            return with_buffer(
                sep, PyBUF_SIMPLE,
                lambda view: _parts(self, bytes(view.flat()), name, view.obj))
        if data is None:
            raise no_buffer(sep)
        return _parts(self, bytes(data), name, sep)
    return use_buffer(sep, lambda data: _parts(self, bytes(data), name, None), PyBUF_FULL_RO)


def _parts(self: PyObject, sep: bytes, name: str, found: PyObject | None) -> PyObject:
    check_backward_search(self.value, sep)
    try:
        parts = getattr(self.value, name)(sep)
    except ValueError as err:
        raise host_error(err) from None
    results = []
    for i, part in enumerate(parts):
        whole = found if i == 1 and part else self if type(part) is bytes and part is self.value else None
        if whole is None:
            results.append(bytes_result(self, part))
        else:
            whole.ob_refcnt += 1
            results.append(whole)
    return PyTuple_New(tuple(results))


def bytes_partition(self: PyObject, sep: PyObject) -> Any:
    """What is before the first separator, the separator, what is behind it."""
    return _partition(self, sep, "partition")


def bytes_rpartition(self: PyObject, sep: PyObject) -> Any:
    """What is before the last separator, the separator, what is behind it."""
    return _partition(self, sep, "rpartition")


def bytes_join(self: PyObject, iterable: PyObject) -> Any:
    """Join bytes-like objects with this one between them."""
    if iterable.ob_type is PyList_Type or iterable.ob_type is PyTuple_Type:
        res = stringlib_bytes_join(self, iterable.value)
    else:
        res = _join_pending(self, iterable)
    return _while_exported(self, res) if type(res) in PENDING else res


def _while_exported(self: PyObject, pending: Any) -> Any:
    """A bytearray keeps its size while guest code gives it what to join (a generator)."""
    with memoryview(self.value):
        return (yield pending)


def _join_pending(self: PyObject, iterable: PyObject) -> Any:
    seq = PySequence_Fast(iterable, "can only join an iterable")
    if type(seq) in PENDING:
        seq = yield seq
    try:
        res = stringlib_bytes_join(self, seq.value)
        if type(res) in PENDING:
            res = yield res
        return res
    finally:
        Py_DECREF(seq)


def stringlib_bytes_join(self: PyObject, items: Any) -> Any:
    """Join the items of a host list or tuple; may be pending."""
    if len(items) == 1 and items[0].ob_type is PyBytes_Type and type(self.value) is bytes:
        items[0].ob_refcnt += 1
        return items[0]
    parts = []
    for i, op in enumerate(items):
        try:
            data = simple_buffer(op)
        except PyErr as err:
            PyErr_Clear(err)
            data = None
        if type(data) in PENDING:
            data.close()
            return _join_buffers(self, items)
        if data is None:
            raise _not_joinable(i, op)
        parts.append(data)
    return _joined(self, parts)


def _joined(self: PyObject, parts: list) -> PyObject:
    check_text_size(sum(map(len, parts)) + len(self.value) * len(parts))
    return bytes_result(self, self.value.join(parts))


def _not_joinable(i: int, op: PyObject) -> PyErr:
    return PyErr_Format(
        PyExc_TypeError,
        f"sequence item {i}: expected a bytes-like object, {op.ob_type.value.tp_name:.80} found")


def _join_buffers(self: PyObject, items: Any) -> Any:
    """Join when items have buffers of guest classes: all are held at once (a generator)."""
    held: list[Py_buffer] = []
    try:
        for i in range(len(items)):
            op = items[i]
            try:
                view = PyObject_GetBuffer(op, PyBUF_SIMPLE)
                if type(view) in PENDING:
                    view = yield view
            except PyErr as err:
                PyErr_Clear(err)
                raise _not_joinable(i, op) from None
            held.append(view)
        res = _joined(self, [bytes(view.flat()) for view in held])
    except PyErr:
        yield release_all(held)
        raise
    yield release_all(held)
    return res


# changes


@converted(buffer_arg, buffer_arg, ssize_t)
def bytes_replace(self: PyObject, old: Any, new: Any, count: int | None) -> PyObject:
    """A copy with a subsequence replaced."""
    a, b = bytes(old), bytes(new)
    limit = -1 if count is None else _host_count(count)
    s = self.value
    if len(b) > len(a) and len(s) * len(b) > 100000:
        found = s.count(a)
        check_text_size(len(s) + (min(found, limit) if limit >= 0 else found) * (len(b) - len(a)))
    return bytes_result(self, s.replace(a, b, limit))


def _strip(name: str) -> PyMethodDef:
    @converted(buffer_or_none)
    def strip(self: PyObject, chars: Any) -> PyObject:
        gone = None if chars is None else strip_set(bytes(chars))
        return bytes_result(self, getattr(self.value, name)(gone))

    strip.__name__ = f"bytes_{name}"
    return PyMethodDef(name, strip, "($self, bytes=None, /)")


def _remove(name: str, argument: str) -> PyMethodDef:
    @converted(buffer_arg)
    def remove(self: PyObject, affix: Any) -> PyObject:
        return bytes_result(self, getattr(self.value, name)(bytes(affix)))

    remove.__name__ = f"bytes_{name}"
    return PyMethodDef(name, remove, f"($self, {argument}, /)")


def _justify(name: str) -> PyMethodDef:
    @converted(ssize_t, None)
    def justify(self: PyObject, width: int, fill: PyObject | None) -> PyObject:
        c = b" "
        if fill is not None:
            data = fill.value
            if type(data) not in (bytes, bytearray) or len(data) != 1:
                raise _PyArg_BadArgument(
                    name, "argument 2", "a byte string of length 1", fill)
            c = bytes(data)
        check_text_size(width)
        return bytes_result(self, getattr(self.value, name)(max(width, 0), c))

    justify.__name__ = f"stringlib_{name}"
    return PyMethodDef(name, justify, "($self, width, fillchar=b' ', /)")


@converted(ssize_t)
def bytes_zfill(self: PyObject, width: int) -> PyObject:
    """A copy with zeros between its sign and its digits."""
    check_text_size(width)
    return bytes_result(self, self.value.zfill(max(width, 0)))


@converted(c_int)
def bytes_expandtabs(self: PyObject, tabsize: int | None) -> PyObject:
    """A copy with tabs replaced by blanks."""
    size = 8 if tabsize is None else tabsize
    if size > 0:
        check_text_size(len(self.value) + self.value.count(b"\t") * (size - 1))
    return bytes_result(self, self.value.expandtabs(size))


@converted(buffer_or_none, None)
def bytes_translate(self: PyObject, table: Any, delete: PyObject | None) -> Any:
    """A copy with each byte replaced by a table's entry, some left out."""
    if table is not None and len(table) != 256:
        raise PyErr_Format(
            PyExc_ValueError, "translation table must be 256 characters long")
    return _translate(self, None if table is None else bytes(table), delete)


@converted(None, buffer_arg)
def _translate(self: PyObject, table: bytes | None, delete: Any) -> PyObject:
    res = self.value.translate(table, b"" if delete is None else bytes(delete))
    return bytes_result(self, self.value if res == self.value else res)


@converted(buffer_arg, buffer_arg)
def bytes_maketrans(_: None, frm: Any, to: Any) -> PyObject:
    """A table of 256 bytes for translate."""
    try:
        return PyBytes_FromString(bytes.maketrans(bytes(frm), bytes(to)))
    except ValueError as err:
        raise host_error(err) from None


# text


def bytes_decode(self: PyObject, encoding: PyObject | None, errors: PyObject | None) -> Any:
    """The text that the bytes stand for."""
    return PyUnicode_Decode(
        self.value,
        c_string_arg(encoding, "decode", "argument 'encoding'", "utf-8"),
        c_string_arg(errors, "decode", "argument 'errors'", "strict"),
        self)


@converted(None, c_int)
def bytes_hex(self: PyObject, sep: PyObject | None, bytes_per_sep: int | None) -> PyObject:
    """Two hexadecimal digits for each byte."""
    return PyUnicode_FromHost(hex_of(self.value, sep, bytes_per_sep))


def hex_of(data: Any, sep: PyObject | None, bytes_per_sep: int | None) -> str:
    """The hexadecimal digits of a host buffer (_Py_strhex_with_sep)."""
    if sep is None:
        return data.hex()
    is_text = sep.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS
    if not is_text and not PyBytes_Check(sep):
        tp = sep.ob_type.value
        length = tp.sq_length or tp.mp_length
        if length is None:
            raise PyErr_Format(PyExc_TypeError, f"object of type '{tp.tp_name:.200}' has no len()")
        size = length(sep)
        if type(size) is int and size != 1:
            raise PyErr_Format(PyExc_ValueError, "sep must be length 1.")
        raise PyErr_Format(PyExc_TypeError, "sep must be str or bytes.")
    group = 1 if bytes_per_sep is None else bytes_per_sep
    try:
        return data.hex(sep.value, group)
    except ValueError as err:
        raise host_error(err) from None


def parse_hex(string: PyObject) -> bytearray:
    """The bytes of a text of hexadecimal digits (_PyBytes_FromHex)."""
    if not string.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise _PyArg_BadArgument("fromhex", "argument", "str", string)
    try:
        return bytearray.fromhex(string.value)
    except ValueError as err:
        raise host_error(err) from None


_SPLIT_SIGNATURE = "($self, /, sep=None, maxsplit=-1)"

SHARED_METHODS = (
    _justify("center"),
    _search("count"),
    PyMethodDef("decode", bytes_decode, "($self, /, encoding='utf-8', errors='strict')"),
    _tail_match("endswith", "suffix"),
    PyMethodDef("expandtabs", bytes_expandtabs, "($self, /, tabsize=8)"),
    _search("find"),
    PyMethodDef("hex", bytes_hex, "($self, /, sep=<unrepresentable>, bytes_per_sep=1)"),
    _search("index"),
    PyMethodDef("join", bytes_join, "($self, iterable_of_bytes, /)"),
    _justify("ljust"),
    _strip("lstrip"),
    PyMethodDef("maketrans", bytes_maketrans, "(frm, to, /)",
                static=True),
    PyMethodDef("partition", bytes_partition, "($self, sep, /)"),
    PyMethodDef("replace", bytes_replace, "($self, old, new, count=-1, /)"),
    _remove("removeprefix", "prefix"),
    _remove("removesuffix", "suffix"),
    _search("rfind"),
    _search("rindex"),
    _justify("rjust"),
    PyMethodDef("rpartition", bytes_rpartition, "($self, sep, /)"),
    PyMethodDef("rsplit", bytes_rsplit, _SPLIT_SIGNATURE),
    _strip("rstrip"),
    PyMethodDef("split", bytes_split, _SPLIT_SIGNATURE),
    PyMethodDef("splitlines", bytes_splitlines, "($self, /, keepends=False)"),
    _tail_match("startswith", "prefix"),
    _strip("strip"),
    PyMethodDef("translate", bytes_translate, "($self, table, /, delete=b'')"),
    PyMethodDef("zfill", bytes_zfill, "($self, width, /)"),
    *(PyMethodDef(name, _predicate(name), "($self, /)") for name in _PREDICATES),
    *(PyMethodDef(name, _change(name), "($self, /)") for name in _CHANGES),
)


# what only bytes has


def bytes_getnewargs(self: PyObject) -> PyObject:
    """The bytes, for copying and pickling."""
    return PyTuple_New((PyBytes_FromString(self.value),))


def bytes___bytes__(self: PyObject) -> PyObject:
    """The bytes as an exact bytes object."""
    return bytes_result(self, self.value)


def bytes_fromhex(type_op: PyObject, string: PyObject) -> Any:
    """bytes.fromhex(string)."""
    res = PyBytes_FromString(bytes(parse_hex(string)))
    return res if type_op is PyBytes_Type else call_subtype(type_op, res)


def call_subtype(type_op: PyObject, arg: PyObject) -> Any:
    """Call a subclass with the exact object, whose reference is taken over (a generator)."""
    from vm.objects.call import PyObject_CallOneArg

    try:
        res = PyObject_CallOneArg(type_op, arg)
        if type(res) in PENDING:
            res = yield res
        return res
    finally:
        Py_DECREF(arg)


_ORDER = """
    capitalize center %s count decode endswith expandtabs %s find fromhex hex index %s
    isalnum isalpha isascii isdigit islower isspace istitle isupper join ljust lower lstrip maketrans
    partition %s replace removeprefix removesuffix %s rfind rindex rjust rpartition rsplit
    rstrip split splitlines startswith strip swapcase title translate upper zfill
"""


def byte_rows(own: tuple[PyMethodDef, ...], first: str, *between: str) -> tuple[PyMethodDef, ...]:
    """The method table of bytes or bytearray, in C's order.

    Args:
        own: rows of the type alone.
        first: names in front.
        between: five groups of names that stand among the shared ones.
    """
    return in_order((*own, *SHARED_METHODS), first + _ORDER % between)


set_slots(
    PyBytes_Type,
    tp_methods=byte_rows((
        PyMethodDef("__getnewargs__", bytes_getnewargs),
        PyMethodDef("__bytes__", bytes___bytes__, "($self, /)"),
        PyMethodDef("fromhex", bytes_fromhex, "($type, string, /)", classmethod=True),
    ), "__getnewargs__ __bytes__", "", "", "", "", ""),
)
