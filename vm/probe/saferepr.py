"""A guest value in few characters, written by the host: no guest code runs, and the cost is bounded.

What a panel shows must not change what it shows. So instances are described from their attributes,
whatever their class says in ``__repr__``, and containers are cut after a few items and levels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain, islice
from typing import Any

from vm.objects.pycore_object import (
    Py_Ellipsis,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_BASE_EXC_SUBCLASS,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_LIST_SUBCLASS,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_TYPE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyByteArray_Type,
    PyCell_Type,
    PyCFunction_Type,
    PyCode_Type,
    PyComplex_Type,
    PyFloat_Type,
    PyFrozenSet_Type,
    PyFunction_Type,
    PyMethod_Type,
    PyModule_Type,
    PyObject,
    PyRange_Type,
    PySet_Type,
    PySlice_Type,
)
from vm.objects.settable import DUMMY

MAX_LENGTH = 120
MAX_ITEMS = 12
MAX_DEPTH = 4
#: An int with more bits than this is named by its size: writing it takes quadratic time.
MAX_BITS = 400
ELLIPSIS = "…"

Writer = Callable[[PyObject, int], str]


def saferepr(op: PyObject | None, limit: int = MAX_LENGTH) -> str:
    """Describe a guest value in at most ``limit`` characters."""
    return _cut(_write(op, 0), limit)


def type_name(op: PyObject) -> str:
    """Return the name of a guest object's type, without its module."""
    return op.ob_type.value.tp_name.rpartition(".")[2]


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + ELLIPSIS


def _write(op: PyObject | None, depth: int) -> str:
    if op is None:
        return "NULL"
    constant = _CONSTANTS.get(op)
    if constant is not None:
        return constant
    writer = _BY_TYPE.get(op.ob_type)
    if writer is None:
        writer = _by_flags(op.ob_type.value.tp_flags)
    return writer(op, depth)


def _by_flags(flags: int) -> Writer:
    for flag, writer in _BY_FLAG:
        if flags & flag:
            return writer
    return _write_instance


def _write_int(op: PyObject, _depth: int) -> str:
    value = op.value
    if value.bit_length() > MAX_BITS:
        return f"<int of {value.bit_length()} bits>"
    return str(value) if op.ob_type.value.tp_name != "bool" else repr(bool(value))


def _write_atom(op: PyObject, _depth: int) -> str:
    value = op.value
    if isinstance(value, (str, bytes, bytearray)) and len(value) > MAX_LENGTH:
        return repr(value[:MAX_LENGTH]) + ELLIPSIS
    return repr(value)


def _items(ops: Iterable[PyObject | None], size: int, depth: int) -> str:
    if depth >= MAX_DEPTH:
        return ELLIPSIS if size else ""
    parts: list[str] = []
    length = 0
    for op in ops:
        if len(parts) >= MAX_ITEMS or length > MAX_LENGTH:
            parts.append(ELLIPSIS)
            break
        parts.append(_write(op, depth + 1))
        length += len(parts[-1])
    return ", ".join(parts)


def _write_list(op: PyObject, depth: int) -> str:
    return f"[{_items(op.value, len(op.value), depth)}]"


def _write_tuple(op: PyObject, depth: int) -> str:
    comma = "," if len(op.value) == 1 else ""
    return f"({_items(op.value, len(op.value), depth)}{comma})"


def _write_dict(op: PyObject, depth: int) -> str:
    body = op.value
    if depth >= MAX_DEPTH and body.me_value:
        return f"{{{ELLIPSIS}}}"
    # The dict of an instance may have values whose keys exist as host strings only.
    pairs = ((body.me_key.get(key, key), value) for key, value in body.me_value.items())
    return f"{{{_pairs(pairs, depth)}}}"


def _pairs(pairs: Iterable[tuple[Any, PyObject]], depth: int) -> str:
    parts: list[str] = []
    length = 0
    for key, value in pairs:
        if len(parts) >= MAX_ITEMS or length > MAX_LENGTH:
            parts.append(ELLIPSIS)
            break
        name = _write(key, depth + 1) if isinstance(key, PyObject) else repr(key)
        parts.append(f"{name}: {_write(value, depth + 1)}")
        length += len(parts[-1])
    return ", ".join(parts)


def _write_function(op: PyObject, _depth: int) -> str:
    return f"<function {_text(op.value.func_qualname)}>"


def _write_cfunction(op: PyObject, _depth: int) -> str:
    return f"<built-in function {op.value.m_ml.ml_name}>"


def _write_method(op: PyObject, depth: int) -> str:
    name = getattr(op.value.im_func.value, "func_qualname", None)
    return f"<bound method {_text(name)} of {_write(op.value.im_self, depth + 1)}>"


def _write_type(op: PyObject, _depth: int) -> str:
    return f"<class '{op.value.tp_name}'>"


def _write_module(op: PyObject, _depth: int) -> str:
    attributes = getattr(op, "ob_dict", None) or {}
    return f"<module {_text(attributes.get('__name__'))!r}>"


def _write_code(op: PyObject, _depth: int) -> str:
    return f"<code object {_text(op.value.co_name)}>"


def _write_cell(op: PyObject, depth: int) -> str:
    inside = op.value.ob_ref
    return "<empty cell>" if inside is None else f"<cell: {_write(inside, depth + 1)}>"


def _write_exception(op: PyObject, depth: int) -> str:
    args = op.value.args
    inside = "" if args is None else _items(args.value, len(args.value), depth)
    return f"{type_name(op)}({inside})"


def _write_instance(op: PyObject, depth: int) -> str:
    """Any other object: its type, and its attributes if it has a dict of them."""
    name = type_name(op)
    attributes = getattr(op, "ob_dict", None)
    if not attributes or depth >= 2:
        return f"<{name}>" if attributes else f"<{name} object>"
    parts: list[str] = []
    for key, value in attributes.items():
        if len(parts) >= MAX_ITEMS:
            parts.append(ELLIPSIS)
            break
        parts.append(f"{key}={_write(value, depth + 1)}")
    return f"<{name} {' '.join(parts)}>"


def _text(op: Any) -> str:
    """Return the host string of a guest str that a struct holds; some structs hold host strings."""
    value = getattr(op, "value", op)
    return value if isinstance(value, str) else "?"


def _write_range(op: PyObject, _depth: int) -> str:
    body = op.value
    step = "" if body.step.value == 1 else f", {body.step.value}"
    return _cut(f"range({body.start.value}, {body.stop.value}{step})", MAX_LENGTH)


def _write_slice(op: PyObject, depth: int) -> str:
    body = op.value
    return f"slice({', '.join(_write(part, depth + 1) for part in (body.start, body.stop, body.step))})"


def _write_set(op: PyObject, depth: int) -> str:
    body = op.value
    # In the order of the table, as the guest sees it; then what has not been put there yet.
    placed = (key for key in body.table if key is not None and key is not DUMMY)
    keys = [body.me_key.get(key) for key in islice(chain(placed, body.todo), MAX_ITEMS + 1)]
    if not body.me_key:
        return f"{type_name(op)}()"
    inside = _items(keys, len(keys), depth)
    return f"{{{inside}}}" if op.ob_type is PySet_Type else f"{type_name(op)}({{{inside}}})"


_CONSTANTS = {
    Py_None: "None", Py_Ellipsis: "Ellipsis", Py_NotImplemented: "NotImplemented",
}
_BY_TYPE: dict[PyObject, Writer] = {
    PyByteArray_Type: _write_atom,
    PyCFunction_Type: _write_cfunction,
    PyCell_Type: _write_cell,
    PyCode_Type: _write_code,
    PyComplex_Type: _write_atom,
    PyFloat_Type: _write_atom,
    PyFrozenSet_Type: _write_set,
    PyFunction_Type: _write_function,
    PyMethod_Type: _write_method,
    PyModule_Type: _write_module,
    PyRange_Type: _write_range,
    PySet_Type: _write_set,
    PySlice_Type: _write_slice,
}

# A subclass of a built-in type has the body of that type: it is shown as such.
_BY_FLAG: tuple[tuple[int, Writer], ...] = (
    (Py_TPFLAGS_LONG_SUBCLASS, _write_int),
    (Py_TPFLAGS_UNICODE_SUBCLASS, _write_atom),
    (Py_TPFLAGS_BYTES_SUBCLASS, _write_atom),
    (Py_TPFLAGS_LIST_SUBCLASS, _write_list),
    (Py_TPFLAGS_TUPLE_SUBCLASS, _write_tuple),
    (Py_TPFLAGS_DICT_SUBCLASS, _write_dict),
    (Py_TPFLAGS_TYPE_SUBCLASS, _write_type),
    (Py_TPFLAGS_BASE_EXC_SUBCLASS, _write_exception),
)
