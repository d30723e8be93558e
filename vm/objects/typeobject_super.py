"""super. From Objects/typeobject.c."""

from __future__ import annotations

from typing import Any

from vm.objects import object as object_c
from vm.objects.call import PyObject_Vectorcall
from vm.objects.codeobject import CO_FAST_CELL
from vm.objects.methoddef import NO_KW, PyMemberDef, _PyArg_CheckPositional
from vm.objects.object import PyObject_GenericGetAttr, _Py_ID
from vm.objects.pycore_frame import PENDING, _PyInterpreterFrame
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_METHOD_DESCRIPTOR,
    Py_TPFLAGS_TYPE_SUBCLASS,
    Py_XDECREF,
    PyCell_Type,
    PyErr,
    PyObject,
    PyType_IsSubtype,
    PyUnicode_Type,
    set_slots,
    static_type,
)
from vm.objects.pycore_state import _PyThreadState_GET
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import PyErr_Format, PyExc_RuntimeError, PyExc_TypeError
from vm.objects.typeobject_subtype import PyType_GenericAlloc

PySuper_Type = static_type(
    "super", tp_basicsize=40, tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE)


class superobject:
    """The body of a super object; all references are owned, NULL where unset."""

    __slots__ = ("type", "obj", "obj_type")

    def __init__(self) -> None:
        self.type: PyObject | None = None
        self.obj: PyObject | None = None
        self.obj_type: PyObject | None = None


def _is_type(op: PyObject) -> bool:
    return bool(op.ob_type.value.tp_flags & Py_TPFLAGS_TYPE_SUBCLASS)


def super_traverse(op: PyObject) -> tuple:
    """tp_traverse."""
    body = op.value
    return (body.obj, body.type, body.obj_type)


def super_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    dealloc_container(op, super_traverse)


def super_repr(op: PyObject) -> PyObject:
    """``<super: <class 'C'>, <D object>>``."""
    body = op.value
    name = body.type.value.tp_name if body.type is not None else "NULL"
    bound = "NULL" if body.obj_type is None else f"<{body.obj_type.value.tp_name} object>"
    return PyObject(PyUnicode_Type, f"<super: <class '{name}'>, {bound}>")


def _super_lookup_descr(
    su_type: PyObject, su_obj_type: PyObject, name: str
) -> PyObject | None:
    """Find a name in the MRO after ``su_type``; borrowed, or NULL."""
    mro = su_obj_type.value.tp_mro
    if mro is None:
        return None
    found = False
    for base in mro.value:
        if found:
            res = base.value.tp_dict.value.me_value.get(name)
            if res is not None:
                return res
        elif base is su_type:
            found = True
    return None


def do_super_lookup(
    su_type: PyObject, su_obj: PyObject, su_obj_type: PyObject, name: str, method: bool
) -> Any:
    """Look a name up as super does.

    Args:
        su_type, su_obj, su_obj_type: the fields of the super object.
        name: a host str.
        method: whether a plain method may be returned unbound.

    Returns:
        NULL if nothing is found; the pair (method, self) of new references for an unbound method;
        else the attribute, a new reference, or pending.
    """
    res = _super_lookup_descr(su_type, su_obj_type, name)
    if res is None:
        return None
    tp = res.ob_type.value
    if method and tp.tp_flags & Py_TPFLAGS_METHOD_DESCRIPTOR:
        res.ob_refcnt += 1
        su_obj.ob_refcnt += 1
        return (res, su_obj)
    get = tp.tp_descr_get
    if get is None:
        res.ob_refcnt += 1
        return res
    return get(res, None if su_obj is su_obj_type else su_obj, su_obj_type)


def super_getattro(op: PyObject, name: PyObject) -> Any:
    """Attributes come from the classes after ``type`` in the MRO, else from the super object itself."""
    body = op.value
    key = name.value
    if key == "__class__" or body.obj_type is None:
        return PyObject_GenericGetAttr(op, name)
    res = do_super_lookup(body.type, body.obj, body.obj_type, key, False)
    return PyObject_GenericGetAttr(op, name) if res is None else res


def _in_mro(type_op: PyObject, cls: PyObject) -> bool:
    """Whether a class derives from a type; a custom MRO may lack even the class itself."""
    mro = cls.value.tp_mro
    return PyType_IsSubtype(cls, type_op) if mro is None else type_op in mro.value


def _supercheck_fast(type_op: PyObject, obj: PyObject) -> PyObject | None:
    """The type whose MRO is searched (borrowed), where no guest code need be asked."""
    if _is_type(obj) and _in_mro(type_op, obj):
        return obj
    if PyType_IsSubtype(obj.ob_type, type_op):
        return obj.ob_type
    return None


def supercheck(type_op: PyObject, obj: PyObject) -> Any:
    """The type whose MRO is searched: new reference, or pending (``obj.__class__`` may be computed)."""
    found = _supercheck_fast(type_op, obj)
    if found is not None:
        found.ob_refcnt += 1
        return found
    return _supercheck_slow(type_op, obj)


def _supercheck_slow(type_op: PyObject, obj: PyObject) -> Any:
    cls = object_c.PyObject_GetOptionalAttr(obj, _Py_ID("__class__"))
    if type(cls) in PENDING:
        cls = yield cls
    if cls is not None:
        if _is_type(cls) and cls is not obj.ob_type and PyType_IsSubtype(cls, type_op):
            return cls
        Py_DECREF(cls)
    if _is_type(obj):
        what, name = "type", obj.value.tp_name
    else:
        what, name = "instance of", obj.ob_type.value.tp_name
    raise PyErr_Format(
        PyExc_TypeError,
        f"super(type, obj): obj ({what} {name}) is not an instance or subtype of type "
        f"({type_op.value.tp_name}).")


def _PySuper_Lookup(su_type: PyObject, su_obj: PyObject, name: str, method: bool) -> Any:
    """``super(su_type, su_obj).name`` without a super object, for LOAD_SUPER_ATTR.

    Returns:
        As `do_super_lookup`; what only the super object itself has is looked up there.
    """
    su_obj_type = _supercheck_fast(su_type, su_obj)
    if su_obj_type is None:
        return _super_lookup_slow(su_type, su_obj, name)
    res = do_super_lookup(su_type, su_obj, su_obj_type, name, method)
    return _super_lookup_slow(su_type, su_obj, name) if res is None else res


def _super_lookup_slow(su_type: PyObject, su_obj: PyObject, name: str) -> Any:
    su = PyObject_Vectorcall(PySuper_Type, [su_type, su_obj], NO_KW)
    if type(su) in PENDING:
        su = yield su
    try:
        res = super_getattro(su, _Py_ID(name))
        if type(res) in PENDING:
            res = yield res
        return res
    finally:
        Py_DECREF(su)


def super_descr_get(op: PyObject, obj: PyObject | None, type_op: PyObject | None) -> Any:
    """An unbound super object in a class binds like a method."""
    body = op.value
    if obj is None or obj is Py_None or body.obj is not None:
        op.ob_refcnt += 1
        return op
    return PyObject_Vectorcall(op.ob_type, [body.type, obj], NO_KW)


# ---- making one

def _find_frame() -> Any:
    """The innermost frame of a Python function."""
    frame = _PyThreadState_GET().current_frame
    while frame is not None and (type(frame) is not _PyInterpreterFrame
                                 or frame.f_funcobj is None):
        frame = frame.previous
    return frame


def _runtime_error(message: str) -> PyErr:
    return PyErr_Format(PyExc_RuntimeError, f"super(): {message}")


def super_init_without_args() -> tuple[PyObject, PyObject]:
    """``__class__`` and the first argument of the running function (borrowed)."""
    frame = _find_frame()
    if frame is None:
        raise _runtime_error("no current frame")
    code = frame.f_code
    if not code.co_argcount:
        raise _runtime_error("no arguments")
    first = frame.localsplus[0]
    if first is not None and code.co_localspluskinds[0] & CO_FAST_CELL:
        first = first.value.ob_ref
    if first is None:
        raise _runtime_error("arg[0] deleted")
    nfree = len(code.co_freevars)
    for i in range(code.co_nlocalsplus - nfree, code.co_nlocalsplus):
        if code.co_localsplusnames[i] == "__class__":
            return _class_cell(frame.localsplus[i]), first
    raise _runtime_error("__class__ cell not found")


def _class_cell(cell: PyObject | None) -> PyObject:
    if cell is None or cell.ob_type is not PyCell_Type:
        raise _runtime_error("bad __class__ cell")
    cls = cell.value.ob_ref
    if cls is None:
        raise _runtime_error("empty __class__ cell")
    if not _is_type(cls):
        raise _runtime_error(f"__class__ is not a type ({cls.ob_type.value.tp_name})")
    return cls


def super_new(type_op: PyObject, args: list, kwnames: tuple) -> PyObject:
    """tp_new: an empty super object."""
    return PyType_GenericAlloc(type_op, superobject())


def super_init(op: PyObject, args: list, kwnames: tuple) -> Any:
    """``super()``, ``super(type)``, ``super(type, obj)``."""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "super() takes no keyword arguments")
    name = "super()" if op.ob_type is PySuper_Type else "super"  # as super_vectorcall says it
    _PyArg_CheckPositional(name, len(args), 0, 2)
    if args and not _is_type(args[0]):
        raise PyErr_Format(
            PyExc_TypeError,
            f"super() argument 1 must be a type, not {args[0].ob_type.value.tp_name}")
    if args:
        type_op, obj = args[0], args[1] if len(args) > 1 else None
    else:
        type_op, obj = super_init_without_args()
    if obj is Py_None:
        obj = None
    if obj is None:
        _set(op, type_op, None, None)
        return None
    obj_type = supercheck(type_op, obj)
    if type(obj_type) in PENDING:
        return _super_init(op, type_op, obj, obj_type)
    _set(op, type_op, obj, obj_type)
    return None


def _super_init(op: PyObject, type_op: PyObject, obj: PyObject, pending: Any) -> Any:
    _set(op, type_op, obj, (yield pending))


def _set(
    op: PyObject, type_op: PyObject, obj: PyObject | None, obj_type: PyObject | None
) -> None:
    """Set the fields; steals ``obj_type``."""
    body = op.value
    old = super_traverse(op)
    type_op.ob_refcnt += 1
    if obj is not None:
        obj.ob_refcnt += 1
    body.type, body.obj, body.obj_type = type_op, obj, obj_type
    for item in old:
        Py_XDECREF(item)


set_slots(
    PySuper_Type, tp_new=super_new, tp_init=super_init, tp_dealloc=super_dealloc,
    tp_traverse=super_traverse, tp_repr=super_repr, tp_getattro=super_getattro,
    tp_descr_get=super_descr_get,
    tp_members=(
        PyMemberDef("__thisclass__", "type"),
        PyMemberDef("__self__", "obj"),
        PyMemberDef("__self_class__", "obj_type"),
    ),
)
