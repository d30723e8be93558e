"""The object header, reference counts, the type structure, and the built-in types by name.

Models Include/object.h, Include/cpython/object.h, Include/internal/pycore_object.h; the functions of
Objects/object.c are in object.py.

Representation, and why
-----------------------
Every guest object is one `PyObject`: the header of C's object (``ob_refcnt``, ``ob_type``) and one
more word, ``value``, that holds what the C struct has after the header: a host int for an int, a host
str for a str, a host list of guest objects for a list, a small struct class (`PyFunctionObject`,
`PyTypeObject`, ...) for the rest. All guest objects therefore have the same host class, so the host's
own inline caches for ``op.ob_refcnt`` and ``op.ob_type`` never miss: measured, counting a reference is
four times as fast as with a host class for each type.

Immortal objects (None, small ints, static types, ...) start at `_Py_IMMORTAL_REFCNT` and are counted
like any other: increments and decrements come in pairs, so the count never strays from that
neighbourhood, and the hot path needs no test.

NULL is the host's None, wherever a C function could return or store NULL.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import GeneratorType
from typing import Any

#: Count of an immortal object in this VM; fits in one digit of a host int, so that counting is cheap.
_Py_IMMORTAL_REFCNT = 1 << 29
#: Counts from here on belong to immortal objects.
_Py_IMMORTAL_MINIMUM = 1 << 28
#: What `sys.getrefcount` shows for an immortal object on a 64-bit CPython 3.13.
PY_IMMORTAL_SHOWN = 0xFFFFFFFF

# tp_flags (Include/object.h)
_Py_TPFLAGS_STATIC_BUILTIN = 1 << 1
Py_TPFLAGS_INLINE_VALUES = 1 << 2
Py_TPFLAGS_MANAGED_WEAKREF = 1 << 3
Py_TPFLAGS_MANAGED_DICT = 1 << 4
Py_TPFLAGS_SEQUENCE = 1 << 5
Py_TPFLAGS_MAPPING = 1 << 6
Py_TPFLAGS_DISALLOW_INSTANTIATION = 1 << 7
Py_TPFLAGS_IMMUTABLETYPE = 1 << 8
Py_TPFLAGS_HEAPTYPE = 1 << 9
Py_TPFLAGS_BASETYPE = 1 << 10
Py_TPFLAGS_HAVE_VECTORCALL = 1 << 11
Py_TPFLAGS_READY = 1 << 12
Py_TPFLAGS_HAVE_GC = 1 << 14
Py_TPFLAGS_METHOD_DESCRIPTOR = 1 << 17
Py_TPFLAGS_VALID_VERSION_TAG = 1 << 19
Py_TPFLAGS_IS_ABSTRACT = 1 << 20
Py_TPFLAGS_MATCH_SELF = 1 << 22
Py_TPFLAGS_LONG_SUBCLASS = 1 << 24
Py_TPFLAGS_LIST_SUBCLASS = 1 << 25
Py_TPFLAGS_TUPLE_SUBCLASS = 1 << 26
Py_TPFLAGS_BYTES_SUBCLASS = 1 << 27
Py_TPFLAGS_UNICODE_SUBCLASS = 1 << 28
Py_TPFLAGS_DICT_SUBCLASS = 1 << 29
Py_TPFLAGS_BASE_EXC_SUBCLASS = 1 << 30
Py_TPFLAGS_TYPE_SUBCLASS = 1 << 31
Py_TPFLAGS_DEFAULT = 0

Py_LT, Py_LE, Py_EQ, Py_NE, Py_GT, Py_GE = range(6)

Gen = GeneratorType


class PyObject:
    """A guest object: header plus ``value``, the type's own struct.

    ``ob_dict`` (host dict, attribute name -> guest object) exists only on instances of types with
    ``tp_dictoffset``; ``ob_ext`` (`ObjectExtension` or None) only where the type has a dict or can be
    weakly referenced. On other objects these slots are unset: test the type first.
    """

    __slots__ = ("ob_refcnt", "ob_type", "value", "ob_dict", "ob_ext")

    def __init__(self, ob_type: Any, value: Any):
        self.ob_refcnt = 1
        self.ob_type = ob_type
        self.value = value

    ob_refcnt: int
    ob_type: PyObject
    value: Any
    ob_dict: dict[str, PyObject]
    ob_ext: ObjectExtension | None

    def __repr__(self) -> str:
        """For the VM's developers only; guest code never sees it, and it runs no guest code."""
        name = getattr(getattr(self.ob_type, "value", None), "tp_name", "?")
        return f"<PyObject {name} refcnt={getattr(self, 'ob_refcnt', '?')}>"


class ObjectExtension:
    """What few objects have: a materialised ``__dict__``, weak references."""

    __slots__ = ("detached", "dict_object", "weaklist", "slots")

    def __init__(self) -> None:
        self.detached = False  # the dict is not the instance's own: __dict__ was assigned
        self.dict_object: PyObject | None = None  # guest dict that shares ob_dict; owned
        self.weaklist: list[PyObject] | None = None  # weakref objects, newest first; not owned
        #: values of __slots__ where `value` is taken by a built-in base (class A(list): __slots__ = ...)
        self.slots: list[PyObject | None] | None = None


class PyTypeObject:
    """The body of a type object (PyTypeObject and, for heap types, PyHeapTypeObject)."""

    __slots__ = (
        "tp_name", "tp_basicsize", "tp_itemsize", "tp_flags", "tp_doc", "tp_base", "tp_bases",
        "tp_mro", "tp_dict", "tp_subclasses", "tp_weaklist", "tp_version_tag",
        "tp_versions_used", "tp_dictoffset",
        "tp_weaklistoffset", "tp_methods", "tp_members", "tp_getset", "ht_name", "ht_qualname",
        "ht_module", "ht_slots", "ht_nslots", "ht_static_base", "ht_data", "tp_cache", "tp_self",
        "tp_is_leaf", "tp_hostkey", "tp_from_spec", "tp_body",
        # slots
        "tp_dealloc", "tp_repr", "tp_hash", "tp_call", "tp_vectorcall", "tp_str", "tp_getattro",
        "tp_setattro", "tp_traverse", "tp_clear", "tp_richcompare", "tp_iter", "tp_iternext",
        "tp_descr_get", "tp_descr_set", "tp_init", "tp_alloc", "tp_new", "tp_free", "tp_finalize",
        "nb_add", "nb_subtract", "nb_multiply", "nb_remainder", "nb_divmod", "nb_power",
        "nb_negative", "nb_positive", "nb_absolute", "nb_bool", "nb_invert", "nb_lshift",
        "nb_rshift", "nb_and", "nb_xor", "nb_or", "nb_int", "nb_float", "nb_inplace_add",
        "nb_inplace_subtract", "nb_inplace_multiply", "nb_inplace_remainder", "nb_inplace_power",
        "nb_inplace_lshift", "nb_inplace_rshift", "nb_inplace_and", "nb_inplace_xor",
        "nb_inplace_or", "nb_floor_divide", "nb_true_divide", "nb_inplace_floor_divide",
        "nb_inplace_true_divide", "nb_index", "nb_matrix_multiply", "nb_inplace_matrix_multiply",
        "sq_length", "sq_concat", "sq_repeat", "sq_item", "sq_ass_item", "sq_contains",
        "sq_inplace_concat", "sq_inplace_repeat", "mp_length", "mp_subscript", "mp_ass_subscript",
        "am_await", "am_aiter", "am_anext", "am_send", "bf_getbuffer",
        "bf_releasebuffer",
    )

    def __init__(self, name: str, **slots: Any):
        for slot in PyTypeObject.__slots__:
            setattr(self, slot, None)
        self.tp_name = name
        self.tp_basicsize = 16
        self.tp_itemsize = 0
        self.tp_flags = Py_TPFLAGS_DEFAULT
        self.tp_dictoffset = 0
        self.tp_weaklistoffset = 0
        self.tp_version_tag = 0
        self.tp_versions_used = 0
        self.tp_methods = ()
        self.tp_members = ()
        self.tp_getset = ()
        self.tp_subclasses: dict[PyObject, None] = {}
        self.tp_cache: dict[str, PyObject | None] = {}
        self.ht_nslots = 0
        for slot, val in slots.items():
            setattr(self, slot, val)

    @property
    def shown_flags(self) -> int:
        """``__flags__``: a type that C makes from a spec is a heap type there."""
        return self.tp_flags | Py_TPFLAGS_HEAPTYPE if self.tp_from_spec else self.tp_flags

    def __getattr__(self, name: str) -> Any:  # only for mypy: every slot is Any
        raise AttributeError(name)


def type_header(tp: PyTypeObject, metatype: PyObject | None) -> PyObject:
    """The guest object of a static type's body, immortal.

    ``ob_dict`` is what `object.__getattribute__` would find on it: nothing, as the dict of a built-in type
    is the interpreter's.
    """
    op = PyObject(metatype, tp)
    op.ob_refcnt = _Py_IMMORTAL_REFCNT
    op.ob_dict = {}
    tp.tp_self = op
    return op


PyType_Type = type_header(
    PyTypeObject(
        "type",
        tp_basicsize=928,
        tp_itemsize=40,
        tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_TYPE_SUBCLASS
        | Py_TPFLAGS_HAVE_VECTORCALL,
        tp_dictoffset=264,
        tp_weaklistoffset=368,
        tp_hostkey="identity",
    ),
    None,
)
PyType_Type.ob_type = PyType_Type
PyBaseObject_Type = type_header(
    PyTypeObject("object", tp_flags=Py_TPFLAGS_BASETYPE, tp_hostkey="identity"), PyType_Type
)
#: Every static type in order of definition; `_PyTypes_InitTypes` readies them.
static_types: list[PyObject] = [PyType_Type, PyBaseObject_Type]


def static_type(name: str, base: PyObject | None = None, **slots: Any) -> PyObject:
    """Define a built-in type: what a C file does with a static PyTypeObject.

    Args:
        name: tp_name; with a dot, the part before it is ``__module__``.
        base: the single base, `object` unless given.
        slots: tp_*, nb_*, ... by name. ``tp_methods``, ``tp_members``, ``tp_getset`` are tuples of
            `PyMethodDef`, `PyMemberDef`, `PyGetSetDef` rows.

    Returns:
        The guest type object, immortal, not yet readied.
    """
    tp = PyTypeObject(name, **slots)
    tp.tp_base = base or PyBaseObject_Type
    op = type_header(tp, PyType_Type)
    static_types.append(op)
    return op


def set_slots(type_op: PyObject, **slots: Any) -> None:
    """Fill slots of a static type whose functions are defined after the type (before PyType_Ready)."""
    for slot, val in slots.items():
        setattr(type_op.value, slot, val)


class PyErr(Exception):
    """The one host exception that carries guest exceptions.

    ``exc`` is an owned reference to the guest exception object; whoever catches a PyErr and does
    not raise it again owns it and must drop it.
    """

    __slots__ = ("exc",)

    def __init__(self, exc: PyObject):
        self.exc = exc


class PyReraise(PyErr):
    """A PyErr that goes on from where it was caught: the frame adds no traceback entry of its own."""

    __slots__ = ()


class PendingFinalizers(list):
    """What deallocations have left to do because guest code must run in between, or to spare the host's stack.

    Items are host generators in the manner of a native frame (``__del__``, weakref callbacks) and tuples
    ``(function, *args)`` (the rest of a deallocation). Whoever drops the last reference goes on at once; the
    evaluator runs the items, in order and before anything else, at the end of the current instruction, or
    before it resumes a native frame. See pycore_trashcan.py.
    """

    __slots__ = ()


pending_finalizers = PendingFinalizers()


def Py_INCREF(op: PyObject) -> None:
    """Take one more reference."""
    op.ob_refcnt += 1


def Py_NewRef(op: PyObject) -> PyObject:
    """Take one more reference and return the object."""
    op.ob_refcnt += 1
    return op


def Py_DECREF(op: PyObject) -> None:
    """Drop a reference; at zero the object is deallocated at once."""
    op.ob_refcnt = n = op.ob_refcnt - 1
    if not n:
        dealloc = op.ob_type.value.tp_dealloc
        if dealloc is not None:
            dealloc(op)


def Py_XDECREF(op: PyObject | None) -> None:
    """`Py_DECREF` unless NULL."""
    if op is not None:
        op.ob_refcnt = n = op.ob_refcnt - 1
        if not n:
            dealloc = op.ob_type.value.tp_dealloc
            if dealloc is not None:
                dealloc(op)


def decref_all(items: Iterable[PyObject | None]) -> None:
    """Drop one reference of each guest object of an iterable, in order; NULLs are passed over.

    The iterable must be the caller's own: when a death has queued work, the rest is queued behind it.
    """
    items = iter(items)
    for op in items:
        if op is not None:
            op.ob_refcnt = n = op.ob_refcnt - 1
            if not n:
                dealloc = op.ob_type.value.tp_dealloc
                if dealloc is not None:
                    dealloc(op)
                    if pending_finalizers:
                        pending_finalizers.append((decref_all, items))
                        return


def incref_all(items: Any) -> None:
    """Take one reference of each guest object of an iterable."""
    for op in items:
        op.ob_refcnt += 1


def _Py_SetImmortal(op: PyObject) -> PyObject:
    """Make an object immortal; returns it."""
    op.ob_refcnt = _Py_IMMORTAL_REFCNT
    return op


def _Py_IsImmortal(op: PyObject) -> bool:
    """Whether the object is immortal."""
    return op.ob_refcnt >= _Py_IMMORTAL_MINIMUM


def PyType_IsSubtype(a: PyObject, b: PyObject) -> bool:
    """Whether type ``a`` is ``b`` or derives from it (by MRO)."""
    if a is b:
        return True
    mro = a.value.tp_mro
    if mro is None:
        base = a.value.tp_base
        while base is not None:
            if base is b:
                return True
            base = base.value.tp_base
        return b is PyBaseObject_Type
    return b in mro.value


def PyObject_TypeCheck(op: PyObject, type_op: PyObject) -> bool:
    """Whether ``op`` is an instance of ``type_op`` by its real type."""
    return op.ob_type is type_op or PyType_IsSubtype(op.ob_type, type_op)


def PyType_HasFeature(type_op: PyObject, flag: int) -> bool:
    """Whether a tp_flags bit is set."""
    return bool(type_op.value.tp_flags & flag)


_PyNone_Type = static_type("NoneType", tp_flags=Py_TPFLAGS_DEFAULT, tp_hostkey="identity")
Py_None = _Py_SetImmortal(PyObject(_PyNone_Type, None))
_PyNotImplemented_Type = static_type("NotImplementedType", tp_hostkey="identity")
Py_NotImplemented = _Py_SetImmortal(PyObject(_PyNotImplemented_Type, None))


class Park:
    """What a native frame yields to block its thread: the scheduler resumes it when ``ready`` says so.

    Attributes:
        reason: one word for the threads panel ("lock", "sleep", "join", "input").
        on: what is waited for (a host object of the scheduler's), for panels and deadlock reports.
        deadline: virtual time in microseconds at which the wait ends with False, or None.
    """

    __slots__ = ("reason", "on", "deadline")

    def __init__(self, reason: str, on: Any = None, deadline: int | None = None):
        self.reason = reason
        self.on = on
        self.deadline = deadline


class Interrupted:
    """The type of EINTR."""

    __slots__ = ()


#: What a wait ends with when its thread has received a signal.
EINTR = Interrupted()


# The types that everything needs, declared here as C's headers declare them, so that any module can name
# them without importing the module that fills their slots (`set_slots`) and holds their functions.
_GC = Py_TPFLAGS_HAVE_GC
_BASE = Py_TPFLAGS_BASETYPE
PyLong_Type = static_type(
    "int", tp_flags=_BASE | Py_TPFLAGS_LONG_SUBCLASS | Py_TPFLAGS_MATCH_SELF,
    tp_basicsize=24, tp_itemsize=4, tp_is_leaf=True, tp_hostkey="value")
PyBool_Type = static_type(
    "bool", PyLong_Type, tp_flags=Py_TPFLAGS_LONG_SUBCLASS | Py_TPFLAGS_MATCH_SELF,
    tp_basicsize=24, tp_itemsize=4, tp_is_leaf=True, tp_hostkey="value")
PyFloat_Type = static_type(
    "float", tp_flags=_BASE | Py_TPFLAGS_MATCH_SELF, tp_basicsize=24, tp_is_leaf=True,
    tp_hostkey="value")
PyComplex_Type = static_type(
    "complex", tp_flags=_BASE, tp_basicsize=32, tp_is_leaf=True, tp_hostkey="value")
PyUnicode_Type = static_type(
    "str", tp_flags=_BASE | Py_TPFLAGS_UNICODE_SUBCLASS | Py_TPFLAGS_MATCH_SELF,
    tp_basicsize=64, tp_is_leaf=True, tp_hostkey="value")
PyBytes_Type = static_type(
    "bytes", tp_flags=_BASE | Py_TPFLAGS_BYTES_SUBCLASS | Py_TPFLAGS_MATCH_SELF,
    tp_basicsize=33, tp_itemsize=1, tp_is_leaf=True, tp_hostkey="value")
PyByteArray_Type = static_type(
    "bytearray", tp_flags=_BASE | Py_TPFLAGS_MATCH_SELF, tp_basicsize=56, tp_is_leaf=True)
PyTuple_Type = static_type(
    "tuple", tp_flags=_GC | _BASE | Py_TPFLAGS_TUPLE_SUBCLASS | Py_TPFLAGS_MATCH_SELF
    | Py_TPFLAGS_SEQUENCE, tp_basicsize=24, tp_itemsize=8, tp_hostkey="tuple")
PyList_Type = static_type(
    "list", tp_flags=_GC | _BASE | Py_TPFLAGS_LIST_SUBCLASS | Py_TPFLAGS_MATCH_SELF
    | Py_TPFLAGS_SEQUENCE, tp_basicsize=40)
PyDict_Type = static_type(
    "dict", tp_flags=_GC | _BASE | Py_TPFLAGS_DICT_SUBCLASS | Py_TPFLAGS_MATCH_SELF
    | Py_TPFLAGS_MAPPING, tp_basicsize=48)
PySet_Type = static_type("set", tp_flags=_GC | _BASE | Py_TPFLAGS_MATCH_SELF, tp_basicsize=200,
                         tp_weaklistoffset=192)
PyFrozenSet_Type = static_type(
    "frozenset", tp_flags=_GC | _BASE | Py_TPFLAGS_MATCH_SELF, tp_basicsize=200,
    tp_weaklistoffset=192)
PyRange_Type = static_type("range", tp_flags=Py_TPFLAGS_SEQUENCE, tp_basicsize=48)
PySlice_Type = static_type("slice", tp_flags=_GC, tp_basicsize=40)
PyFunction_Type = static_type(
    "function", tp_flags=_GC | Py_TPFLAGS_METHOD_DESCRIPTOR | Py_TPFLAGS_HAVE_VECTORCALL,
    tp_basicsize=144, tp_dictoffset=88, tp_weaklistoffset=96, tp_hostkey="identity")
PyMethod_Type = static_type(
    "method", tp_flags=_GC | Py_TPFLAGS_HAVE_VECTORCALL, tp_basicsize=48, tp_weaklistoffset=32)
PyCFunction_Type = static_type(
    "builtin_function_or_method", tp_flags=_GC | Py_TPFLAGS_HAVE_VECTORCALL, tp_basicsize=56,
    tp_weaklistoffset=40)
PyCode_Type = static_type("code", tp_basicsize=200, tp_itemsize=2, tp_weaklistoffset=144)
PyModule_Type = static_type(
    "module", tp_flags=_GC | _BASE, tp_basicsize=56, tp_dictoffset=16, tp_weaklistoffset=40,
    tp_hostkey="identity")
PyCell_Type = static_type("cell", tp_flags=_GC, tp_basicsize=24)
PyFrame_Type = static_type("frame", tp_flags=_GC, tp_basicsize=136, tp_itemsize=8, tp_hostkey="identity")
PyTraceBack_Type = static_type("traceback", tp_flags=_GC, tp_basicsize=40, tp_hostkey="identity")
PyGen_Type = static_type(
    "generator", tp_flags=_GC, tp_basicsize=144, tp_itemsize=8, tp_weaklistoffset=16, tp_hostkey="identity")
PyCoro_Type = static_type(
    "coroutine", tp_flags=_GC, tp_basicsize=144, tp_itemsize=8, tp_weaklistoffset=16, tp_hostkey="identity")
PyAsyncGen_Type = static_type(
    "async_generator", tp_flags=_GC, tp_basicsize=144, tp_itemsize=8, tp_weaklistoffset=16, tp_hostkey="identity")

Py_Ellipsis = _Py_SetImmortal(PyObject(static_type("ellipsis", tp_hostkey="identity"), None))
PyEllipsis_Type = Py_Ellipsis.ob_type
Py_True = _Py_SetImmortal(PyObject(PyBool_Type, True))
Py_False = _Py_SetImmortal(PyObject(PyBool_Type, False))
