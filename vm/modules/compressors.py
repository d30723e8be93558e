"""What the types of _bz2 and _lzma share: objects of the host's that compress and decompress.

``do(work, *args)`` calls the host and translates its errors; each module has its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.objects.bridge import MAX_TEXT
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.getargs import ssize_t
from vm.objects.methoddef import PyGetSetDef, PyMethodDef
from vm.objects.pybuffer import use_buffer
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_limits import PyErr_NoMemory
from vm.objects.pycore_object import Py_False, Py_TPFLAGS_IMMUTABLETYPE, Py_True, PyObject

#: Slots of each of the types.
TYPE: dict[str, Any] = {"tp_is_leaf": True, "tp_hostkey": "identity", "tp_flags": Py_TPFLAGS_IMMUTABLETYPE}


def buffer_of(op: PyObject) -> Any:
    """The bytes of an argument (a generator)."""
    data = use_buffer(op, bytes)
    return (yield data) if type(data) in PENDING else data


def compressor_methods(do: Callable[..., Any]) -> tuple[PyMethodDef, ...]:
    """``compress(data)`` and ``flush()``."""

    def compress(self: PyObject, data: PyObject) -> Any:
        return PyBytes_FromString(do(self.value.compress, (yield buffer_of(data))))

    def flush(self: PyObject) -> PyObject:
        return PyBytes_FromString(do(self.value.flush))

    return (PyMethodDef("compress", compress, "($self, data, /)"), PyMethodDef("flush", flush, "($self, /)"))


def decompressor_methods(do: Callable[..., Any]) -> tuple[PyMethodDef, ...]:
    """``decompress(data, max_length=-1)``."""

    def decompress(self: PyObject, data: PyObject, max_length: PyObject | None) -> Any:
        text = yield buffer_of(data)
        limit: Any = -1 if max_length is None else ssize_t(max_length)
        if type(limit) in PENDING:
            limit = yield limit
        found = do(self.value.decompress, text, MAX_TEXT if limit < 0 else min(limit, MAX_TEXT))
        if limit < 0 and len(found) == MAX_TEXT and not self.value.needs_input:
            raise PyErr_NoMemory()
        return PyBytes_FromString(found)

    return (PyMethodDef("decompress", decompress, "($self, /, data, max_length=-1)"),)


def bool_field(name: str) -> PyGetSetDef:
    """An attribute of the host's object that is a bool."""
    return PyGetSetDef(name, lambda op: Py_True if getattr(op.value, name) else Py_False)


unused_data = PyGetSetDef("unused_data", lambda op: PyBytes_FromString(op.value.unused_data))
