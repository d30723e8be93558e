"""Built-in functions and methods. Models Objects/methodobject.c."""

from __future__ import annotations

import zlib
from typing import Any

from vm.objects import docs
from vm.objects.methoddef import (
    METH_FASTCALL,
    METH_NOARGS,
    METH_O,
    METH_RAW,
    PyGetSetDef,
    PyMemberDef,
    PyMethodDef,
    parse_arguments,
)
from vm.objects.object import Py_HashPointer, _Py_address
from vm.objects.pycore_gc import (
    GEN0,
    _Py_ScheduleGC,
    gcstate,
    gen0_head,
)
from vm.objects.pycore_object import (
    Py_EQ,
    Py_False,
    Py_NE,
    Py_None,
    Py_NotImplemented,
    Py_TPFLAGS_TYPE_SUBCLASS,
    Py_True,
    PyCFunction_Type,
    PyModule_Type,
    PyObject,
    PyType_IsSubtype,
    PyUnicode_Type,
    _Py_IsImmortal,
    set_slots,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.typeobject import type_qualname
from vm.objects.weakrefobject import weakrefs_call_back


class PyCFunctionObject:
    """The body of a built-in function or method.

    Attributes:
        m_ml: the `PyMethodDef`.
        m_self: what it is bound to (for a function, its module); owned; may be NULL.
        m_module: the module's name, a guest str, or NULL; owned.
    """

    __slots__ = ("m_ml", "m_self", "m_module")

    def __init__(self, ml: PyMethodDef, self_op: PyObject | None, module: PyObject | None):
        self.m_ml = ml
        self.m_self = self_op
        self.m_module = module


def PyCFunction_New(
    ml: PyMethodDef, self_op: PyObject | None, module: PyObject | None = None
) -> PyObject:
    """A built-in function or bound method (PyCFunction_NewEx)."""
    if self_op is not None:
        self_op.ob_refcnt += 1
    if module is not None:
        module.ob_refcnt += 1
    GEN0.count = n = GEN0.count + 1
    if n > GEN0.threshold and gcstate.enabled and GEN0.threshold and not gcstate.collecting:
        _Py_ScheduleGC()
    op = PyObject(PyCFunction_Type, PyCFunctionObject(ml, self_op, module))
    op.ob_ext = None
    gen0_head[op] = None
    return op


PyCFunction_NewEx = PyCFunction_New


def PyCFunction_Check(op: PyObject) -> bool:
    """Whether the object is a built-in function or method."""
    return op.ob_type is PyCFunction_Type


def cfunction_call(op: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_call: by the kind of the method's row."""
    body = op.value
    ml = body.m_ml
    if not kwnames:
        kind = ml.kind
        if kind is METH_O:
            if len(args) == 1:
                return ml.ml_meth(body.m_self, args[0])
        elif kind is METH_NOARGS:
            if not args:
                return ml.ml_meth(body.m_self)
        elif kind is METH_FASTCALL:
            return ml.ml_meth(body.m_self, *parse_arguments(ml.spec, ml.ml_name, args, kwnames))
    if ml.kind is METH_RAW:
        return ml.ml_meth(body.m_self, args, kwnames)
    return ml.call(body.m_self, args, kwnames, function_str(op))


def _bound_type(op: PyObject) -> PyObject | None:
    """The type whose method it is, or None for a module's function."""
    self_op = op.value.m_self
    if self_op is None or PyType_IsSubtype(self_op.ob_type, PyModule_Type):
        return None
    if self_op.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS:
        return self_op
    return self_op.ob_type


def _qualname(op: PyObject) -> str:
    type_op = _bound_type(op)
    name = op.value.m_ml.ml_name
    return name if type_op is None else f"{type_qualname(type_op)}.{name}"


def function_str(op: PyObject) -> str:
    """How messages name it, without the parentheses (_PyObject_FunctionStr)."""
    module = op.value.m_module
    name = _qualname(op)
    if module is None or not isinstance(module.value, str) or module.value == "builtins":
        return name
    return f"{module.value}.{name}"


def meth_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    if op.ob_ext is not None and weakrefs_call_back(op, meth_dealloc):
        return
    dealloc_container(op, meth_traverse)


def meth_traverse(op: PyObject) -> tuple:
    """tp_traverse."""
    return (op.value.m_self, op.value.m_module)


def meth_repr(op: PyObject) -> PyObject:
    """``<built-in function len>``, ``<built-in method append of list object at 0x...>``."""
    body = op.value
    self_op = body.m_self
    if self_op is None or PyType_IsSubtype(self_op.ob_type, PyModule_Type):
        text = f"<built-in function {body.m_ml.ml_name}>"
    else:
        text = (f"<built-in method {body.m_ml.ml_name} of {self_op.ob_type.value.tp_name} "
                f"object at {_Py_address(self_op):#x}>")
    return PyObject(PyUnicode_Type, text)


def meth_richcompare(a: PyObject, b: PyObject, op: int) -> PyObject:
    """Equal if they bind the same function to the same object."""
    if (op not in (Py_EQ, Py_NE) or a.ob_type is not PyCFunction_Type
            or b.ob_type is not PyCFunction_Type):
        return Py_NotImplemented
    same = a.value.m_self is b.value.m_self and a.value.m_ml.ml_meth is b.value.m_ml.ml_meth
    return Py_True if same == (op == Py_EQ) else Py_False


def meth_hash(op: PyObject) -> int:
    """By the object's address and the function (whose address is its name's checksum here)."""
    body = op.value
    h = zlib.crc32(body.m_ml.ml_meth.__name__.encode()) << 4
    if body.m_self is not None:
        h ^= Py_HashPointer(body.m_self)
    return -2 if h == -1 else h


def _str(text: str) -> PyObject:
    return PyObject(PyUnicode_Type, text)


def meth_get__self__(op: PyObject) -> PyObject:
    """``__self__``."""
    self_op = op.value.m_self
    if self_op is None or op.value.m_ml.static:
        return Py_None
    self_op.ob_refcnt += 1
    return self_op


def _host_function(op: PyObject) -> Any:
    """The host's own function or method of the same name, or None."""
    ml, self_op = op.value.m_ml, op.value.m_self
    type_op = _bound_type(op)
    if type_op is None:
        return docs.host_function(self_op.value.md_name if self_op is not None else None, ml.ml_name)
    bases = type_op.value.tp_mro.value
    if type_op is self_op:  # a method of types, unless it is one of the type's own
        bases += type_op.ob_type.value.tp_mro.value
    for base in bases:
        found = base.value.tp_dict.value.me_value.get(ml.ml_name)
        if found is not None and _Py_IsImmortal(base) and _defined_by(found, ml):
            return docs.host_attribute(base, ml.ml_name)
    return None


def _defined_by(found: PyObject, ml: PyMethodDef) -> bool:
    """Whether what a built-in type's dict holds was made from a row; a static method must be."""
    body = found.value
    if isinstance(body, PyCFunctionObject):
        return body.m_ml is ml
    return getattr(body, "d_method", ml) is ml


def meth_get__doc__(op: PyObject) -> PyObject:
    """``__doc__``."""
    doc = docs.doc_of(_host_function(op))
    return _str(doc) if doc is not None else Py_None


def meth_get__text_signature__(op: PyObject) -> PyObject:
    """``__text_signature__``."""
    signature = docs.text_signature_of(_host_function(op))
    return _str(signature) if signature is not None else Py_None


def meth_reduce(op: PyObject) -> Any:
    """``__reduce__``: pickled by name, or as ``getattr(self, name)``."""
    from vm.objects.descrobject import _reduce_getattr  # descrobject.py imports this file

    body = op.value
    name = _str(body.m_ml.ml_name)
    if _bound_type(op) is None:
        return name
    body.m_self.ob_refcnt += 1
    return _reduce_getattr(body.m_self, name)


set_slots(
    PyCFunction_Type, tp_call=cfunction_call, tp_dealloc=meth_dealloc, tp_traverse=meth_traverse,
    tp_repr=meth_repr, tp_richcompare=meth_richcompare, tp_hash=meth_hash,
    tp_methods=(PyMethodDef("__reduce__", meth_reduce),),
    tp_members=(PyMemberDef("__module__", "m_module", readonly=False),),
    tp_getset=(
        PyGetSetDef("__doc__", meth_get__doc__),
        PyGetSetDef("__name__", lambda op: _str(op.value.m_ml.ml_name)),
        PyGetSetDef("__qualname__", lambda op: _str(_qualname(op))),
        PyGetSetDef("__self__", meth_get__self__),
        PyGetSetDef("__text_signature__", meth_get__text_signature__),
    ),
)
