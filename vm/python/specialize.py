"""Which specialised instruction suits the operands that an instruction meets. Models Python/specialize.c.

Each ``_Py_Specialize_*`` returns the name of the specialised instruction, or None where C counts a failure. The
inline caches themselves (versions, indexes, pointers) are not kept: the evaluator has shortcuts of its own. What
calls these functions, and when, is in adaptive.py.
"""

from __future__ import annotations

import dis
from typing import Any

from vm.objects.classobject import PyMethod_Type
from vm.objects.codeobject import CO_OPTIMIZED, PyCodeObject
from vm.objects.descrobject import (
    PyClassMethodDescr_Type,
    PyMemberDescr_Type,
    PyMethodDescr_Type,
    SlotMemberDef,
)
from vm.objects.dictobject import SHARED_KEYS_MAX_SIZE, _has_split_table, _PyObject_HasInlineValues
from vm.objects.funcobject import PyClassMethod_Type
from vm.objects.iter_types import PyListIter_Type, PyRangeIter_Type, PyTupleIter_Type
from vm.objects.methoddef import (
    METH_NOARGS,
    METH_O,
    METH_RAW,
    Py_T_OBJECT,
    PyMemberDef,
    PyMethodDef,
)
from vm.objects.object import PyObject_GenericGetAttr, PyObject_GenericSetAttr
from vm.objects.propertyobject import PyProperty_Type
from vm.objects.pycore_object import (
    Py_None,
    Py_TPFLAGS_HEAPTYPE,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_INLINE_VALUES,
    Py_TPFLAGS_MANAGED_DICT,
    Py_TPFLAGS_METHOD_DESCRIPTOR,
    PyBool_Type,
    PyCFunction_Type,
    PyCoro_Type,
    PyDict_Type,
    PyFloat_Type,
    PyFrozenSet_Type,
    PyFunction_Type,
    PyGen_Type,
    PyList_Type,
    PyLong_Type,
    PyModule_Type,
    PyObject,
    PySet_Type,
    PyTuple_Type,
    PyType_Type,
    PyUnicode_Type,
)
from vm.objects.pycore_state import _PyInterpreterState_GET
from vm.objects.typeobject import PyType_GenericAlloc, _PyType_Lookup, object_new
from vm.objects.typeobject_mro import PyType_Check
from vm.objects.typeobject_slots import _Py_slot_tp_getattr_hook, _Py_slot_tp_getattro
from vm.objects.typeobject_super import PySuper_Type

#: Ints of one digit: from here on they are not compact.
_COMPACT = 1 << 30

# ---- operators


def _Py_Specialize_BinaryOp(lhs: PyObject, rhs: PyObject, oparg: int, stored: PyObject | None) -> str | None:
    """BINARY_OP; ``stored`` is the local variable that the next instruction sets, if it does."""
    operation = _BINARY_OPS.get(oparg)
    kind = lhs.ob_type
    if operation is None or kind is not rhs.ob_type:
        return None
    if kind is PyUnicode_Type and operation == "ADD":
        return "BINARY_OP_INPLACE_ADD_UNICODE" if stored is lhs else "BINARY_OP_ADD_UNICODE"
    if kind is PyLong_Type:
        return f"BINARY_OP_{operation}_INT"
    if kind is PyFloat_Type:
        return f"BINARY_OP_{operation}_FLOAT"
    return None


#: The operators that can be specialised, in place or not.
_BINARY_OPS = {0: "ADD", 13: "ADD", 5: "MULTIPLY", 18: "MULTIPLY", 10: "SUBTRACT", 23: "SUBTRACT"}


def _Py_Specialize_CompareOp(lhs: PyObject, rhs: PyObject, oparg: int) -> str | None:
    """COMPARE_OP"""
    kind = lhs.ob_type
    if kind is not rhs.ob_type:
        return None
    if kind is PyFloat_Type:
        return "COMPARE_OP_FLOAT"
    if kind is PyLong_Type:
        compact = -_COMPACT < lhs.value < _COMPACT and -_COMPACT < rhs.value < _COMPACT
        return "COMPARE_OP_INT" if compact else None
    if kind is PyUnicode_Type and oparg >> 5 in (2, 3):  # == and !=
        return "COMPARE_OP_STR"
    return None


def _Py_Specialize_ContainsOp(value: PyObject) -> str | None:
    """CONTAINS_OP"""
    if value.ob_type is PyDict_Type:
        return "CONTAINS_OP_DICT"
    return "CONTAINS_OP_SET" if value.ob_type in (PySet_Type, PyFrozenSet_Type) else None


def _Py_Specialize_ToBool(value: PyObject) -> str | None:
    """TO_BOOL"""
    if value is Py_None:
        return "TO_BOOL_NONE"
    name = _TO_BOOL.get(value.ob_type)
    if name is not None:
        return name
    tp = value.ob_type.value
    if not tp.tp_flags & Py_TPFLAGS_HEAPTYPE or tp.nb_bool or tp.mp_length or tp.sq_length:
        return None
    return "TO_BOOL_ALWAYS_TRUE"


_TO_BOOL = {
    PyBool_Type: "TO_BOOL_BOOL", PyLong_Type: "TO_BOOL_INT", PyList_Type: "TO_BOOL_LIST",
    PyUnicode_Type: "TO_BOOL_STR",
}


def _Py_Specialize_BinarySubscr(container: PyObject, sub: PyObject) -> str | None:
    """BINARY_SUBSCR"""
    kind = container.ob_type
    name = _SUBSCR_INT.get(kind)
    if name is not None:
        return name if sub.ob_type is PyLong_Type and 0 <= sub.value < _COMPACT else None
    if kind is PyDict_Type:
        return "BINARY_SUBSCR_DICT"
    descriptor = _PyType_Lookup(kind, "__getitem__")
    if descriptor is None or descriptor.ob_type is not PyFunction_Type:
        return None
    simple = kind.value.tp_flags & Py_TPFLAGS_HEAPTYPE and function_check_args(descriptor, 2)
    return "BINARY_SUBSCR_GETITEM" if simple else None


_SUBSCR_INT = {
    PyList_Type: "BINARY_SUBSCR_LIST_INT", PyTuple_Type: "BINARY_SUBSCR_TUPLE_INT",
    PyUnicode_Type: "BINARY_SUBSCR_STR_INT",
}


def _Py_Specialize_StoreSubscr(container: PyObject, sub: PyObject) -> str | None:
    """STORE_SUBSCR"""
    if container.ob_type is PyList_Type:
        fits = sub.ob_type is PyLong_Type and 0 <= sub.value < min(_COMPACT, len(container.value))
        return "STORE_SUBSCR_LIST_INT" if fits else None
    return "STORE_SUBSCR_DICT" if container.ob_type is PyDict_Type else None


def _Py_Specialize_UnpackSequence(seq: PyObject, oparg: int) -> str | None:
    """UNPACK_SEQUENCE"""
    if seq.ob_type not in (PyTuple_Type, PyList_Type) or len(seq.value) != oparg:
        return None
    if seq.ob_type is PyList_Type:
        return "UNPACK_SEQUENCE_LIST"
    return "UNPACK_SEQUENCE_TWO_TUPLE" if oparg == 2 else "UNPACK_SEQUENCE_TUPLE"


def _Py_Specialize_ForIter(iterator: PyObject) -> str | None:
    """FOR_ITER"""
    return _FOR_ITER.get(iterator.ob_type)


_FOR_ITER = {
    PyListIter_Type: "FOR_ITER_LIST", PyTupleIter_Type: "FOR_ITER_TUPLE",
    PyRangeIter_Type: "FOR_ITER_RANGE", PyGen_Type: "FOR_ITER_GEN",
}


def _Py_Specialize_Send(receiver: PyObject) -> str | None:
    """SEND"""
    return "SEND_GEN" if receiver.ob_type in (PyGen_Type, PyCoro_Type) else None


# ---- names


def _Py_Specialize_LoadGlobal(globals_op: PyObject, builtins_op: PyObject, name: str) -> str | None:
    """LOAD_GLOBAL"""
    if globals_op.ob_type is not PyDict_Type or globals_op.value.ma_index is not None:
        return None
    if name in globals_op.value.me_value:
        return "LOAD_GLOBAL_MODULE"
    if builtins_op.ob_type is not PyDict_Type or name not in builtins_op.value.me_value:
        return None
    return "LOAD_GLOBAL_BUILTIN"


def _Py_Specialize_LoadSuperAttr(global_super: PyObject, cls: PyObject, load_method: int) -> str | None:
    """LOAD_SUPER_ATTR"""
    if global_super is not PySuper_Type or not PyType_Check(cls):
        return None
    return "LOAD_SUPER_ATTR_METHOD" if load_method else "LOAD_SUPER_ATTR_ATTR"


# ---- attributes

OVERRIDING = "overriding descriptor"
METHOD = "method"
PROPERTY = "property"
OBJECT_SLOT = "slot of an object"
OTHER_SLOT = "slot of something else"
NON_OVERRIDING = "non-overriding descriptor"
BUILTIN_CLASSMETHOD = "class method of C"
PYTHON_CLASSMETHOD = "classmethod object"
NON_DESCRIPTOR = "no descriptor"
MUTABLE = "instance of a class that can change"
ABSENT = "not in the class"
DUNDER_CLASS = "__class__"
GETSET_OVERRIDDEN = "attribute access is overridden"
GETATTRIBUTE_IS_PYTHON_FUNCTION = "__getattribute__ is a Python function"


def analyze_descriptor(type_op: PyObject, name: str, store: bool) -> tuple[str, PyObject | None]:
    """What a class has under a name, and how it takes part in attribute access; the object is borrowed."""
    has_getattr = False
    if store:
        if type_op.value.tp_setattro is not PyObject_GenericSetAttr:
            return GETSET_OVERRIDDEN, None
    elif type_op.value.tp_getattro is not PyObject_GenericGetAttr:
        if type_op.value.tp_getattro not in (_Py_slot_tp_getattr_hook, _Py_slot_tp_getattro):
            return GETSET_OVERRIDDEN, None
        has_getattr = _PyType_Lookup(type_op, "__getattr__") is not None
        getattribute = _PyType_Lookup(type_op, "__getattribute__")
        usual = _PyInterpreterState_GET().callable_cache["object__getattribute__"]
        if getattribute is not None and getattribute is not usual:
            simple = type_op.value.tp_getattro is _Py_slot_tp_getattro and not has_getattr
            if simple and getattribute.ob_type is PyFunction_Type:
                return GETATTRIBUTE_IS_PYTHON_FUNCTION, getattribute
            return GETSET_OVERRIDDEN, None
    descriptor = _PyType_Lookup(type_op, name)
    if descriptor is None:
        return ABSENT, None
    return _classify(descriptor, name, store, has_getattr), descriptor


def _classify(descriptor: PyObject, name: str, store: bool, has_getattr: bool) -> str:
    kind = descriptor.ob_type
    cls = kind.value
    if not cls.tp_flags & Py_TPFLAGS_IMMUTABLETYPE:
        return MUTABLE
    if cls.tp_descr_set is not None:
        if kind is PyMemberDescr_Type:
            return OBJECT_SLOT if _holds_object(descriptor.value.d_member) else OTHER_SLOT
        if kind is PyProperty_Type:
            return GETSET_OVERRIDDEN if has_getattr else PROPERTY
        if name == "__class__":
            return DUNDER_CLASS
        if store:
            return OVERRIDING
    if cls.tp_descr_get is None:
        return NON_DESCRIPTOR
    if cls.tp_flags & Py_TPFLAGS_METHOD_DESCRIPTOR:
        return METHOD
    if kind is PyClassMethodDescr_Type:
        return BUILTIN_CLASSMETHOD
    return PYTHON_CLASSMETHOD if kind is PyClassMethod_Type else NON_OVERRIDING


def _holds_object(member: Any) -> bool:
    """Whether a member is a reference in C (Py_T_OBJECT_EX, _Py_T_OBJECT)."""
    return isinstance(member, SlotMemberDef) or (
        isinstance(member, PyMemberDef) and member.kind == Py_T_OBJECT)


def specialize_dict_access(owner: PyObject, name: str, base: str) -> str | None:
    """An attribute of the instance itself."""
    if not owner.ob_type.value.tp_flags & Py_TPFLAGS_MANAGED_DICT:
        return None
    if _PyObject_HasInlineValues(owner):
        # The keys are the class's: an instruction that has stored this attribute before has entered it there.
        entered = base == "STORE_ATTR" and len(owner.ob_dict) < SHARED_KEYS_MAX_SIZE
        return base + "_INSTANCE_VALUE" if entered or name in owner.ob_dict else None
    if name not in owner.ob_dict:
        return None
    ext: Any = owner.ob_ext
    dict_op = None if ext is None else ext.dict_object
    if dict_op is None:
        return base + "_WITH_HINT" if len(owner.ob_dict) > SHARED_KEYS_MAX_SIZE else None
    split = not ext.detached and _has_split_table(dict_op.value)
    return base + "_WITH_HINT" if dict_op.ob_type is PyDict_Type and not split else None


def _Py_Specialize_LoadAttr(owner: PyObject, name: str, oparg: int) -> str | None:
    """LOAD_ATTR"""
    if owner.ob_type is PyModule_Type:
        return specialize_module_load_attr(owner, name)
    if PyType_Check(owner):
        return specialize_class_load_attr(owner, name)
    kind, descr = analyze_descriptor(owner.ob_type, name, False)
    method = oparg & 1
    if kind is METHOD:
        return specialize_attr_loadclassattr(owner, name, "METHOD") if method else None
    if kind is NON_DESCRIPTOR:
        return None if method else specialize_attr_loadclassattr(owner, name, "NONDESCRIPTOR")
    if kind is ABSENT:
        return specialize_dict_access(owner, name, "LOAD_ATTR")
    if kind in (OBJECT_SLOT, DUNDER_CLASS):
        return "LOAD_ATTR_SLOT"
    if method or descr is None:
        return None
    if kind is PROPERTY:
        getter = descr.value.prop_get
        simple = getter is not None and getter.ob_type is PyFunction_Type and function_check_args(getter, 1)
        return "LOAD_ATTR_PROPERTY" if simple else None
    if kind is GETATTRIBUTE_IS_PYTHON_FUNCTION and function_check_args(descr, 2):
        return "LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN"
    return None


def specialize_module_load_attr(owner: PyObject, name: str) -> str | None:
    """An attribute of a module."""
    found = name in owner.ob_dict and "__getattr__" not in owner.ob_dict
    return "LOAD_ATTR_MODULE" if found else None


def specialize_class_load_attr(owner: PyObject, name: str) -> str | None:
    """An attribute of a class."""
    if owner.ob_type is not PyType_Type or _PyType_Lookup(owner.ob_type, name) is not None:
        return None
    kind, _ = analyze_descriptor(owner, name, False)
    return "LOAD_ATTR_CLASS" if kind in (METHOD, NON_DESCRIPTOR) else None


def specialize_attr_loadclassattr(owner: PyObject, name: str, what: str) -> str | None:
    """A method or a plain value that an instance has from its class."""
    tp = owner.ob_type.value
    if tp.tp_flags & Py_TPFLAGS_INLINE_VALUES:
        return None if name in owner.ob_dict else f"LOAD_ATTR_{what}_WITH_VALUES"
    if not tp.tp_dictoffset:
        return f"LOAD_ATTR_{what}_NO_DICT"
    has_dict = owner.ob_dict or (owner.ob_ext is not None and owner.ob_ext.dict_object is not None)
    return None if has_dict or what != "METHOD" or tp.tp_dictoffset < -1 else "LOAD_ATTR_METHOD_LAZY_DICT"


def _Py_Specialize_StoreAttr(owner: PyObject, name: str) -> str | None:
    """STORE_ATTR"""
    if owner.ob_type is PyModule_Type:
        return None
    kind, descr = analyze_descriptor(owner.ob_type, name, True)
    if kind is ABSENT:
        return specialize_dict_access(owner, name, "STORE_ATTR")
    if kind is OBJECT_SLOT and descr is not None:
        readonly = getattr(descr.value.d_member, "readonly", False)
        return None if readonly else "STORE_ATTR_SLOT"
    return None


# ---- calls


def _Py_Specialize_Call(callable: PyObject, nargs: int, oparg: int, pops: bool) -> str | None:
    """CALL

    Args:
        nargs: the number of arguments, self included if there is one.
        oparg: the same without self.
        pops: whether the next instruction drops the result.
    """
    kind = callable.ob_type
    if kind is PyCFunction_Type:
        return specialize_c_call(callable, nargs)
    if kind is PyFunction_Type:
        return specialize_py_call(callable, nargs, False)
    if PyType_Check(callable):
        return specialize_class_call(callable, nargs, oparg)
    if kind is PyMethodDescr_Type:
        return specialize_method_descriptor(callable, nargs, oparg, pops)
    if kind is PyMethod_Type:
        func = callable.value.im_func
        return specialize_py_call(func, nargs, True) if func.ob_type is PyFunction_Type else None
    return "CALL_NON_PY_GENERAL"


def specialize_py_call(func: PyObject, nargs: int, bound_method: bool) -> str | None:
    """A call of a Python function."""
    code: PyCodeObject = func.value.code
    if code.simple_argcount >= 0 and not code.co_flags & CO_OPTIMIZED:
        return None
    exact = code.simple_argcount == nargs + bound_method
    return f"CALL_{'BOUND_METHOD' if bound_method else 'PY'}_{'EXACT_ARGS' if exact else 'GENERAL'}"


def specialize_class_call(callable: PyObject, nargs: int, oparg: int) -> str | None:
    """A call of a class."""
    tp = callable.value
    if tp.tp_flags & Py_TPFLAGS_IMMUTABLETYPE:
        if nargs == oparg == 1 and callable in _CALL_1:
            return _CALL_1[callable]
        return "CALL_BUILTIN_CLASS" if tp.tp_name in _WITH_VECTORCALL else None
    if callable.ob_type is not PyType_Type or tp.tp_new is not object_new:
        return "CALL_NON_PY_GENERAL"
    if tp.tp_alloc is not PyType_GenericAlloc or not tp.tp_flags & Py_TPFLAGS_INLINE_VALUES:
        return "CALL_NON_PY_GENERAL"
    init = _PyType_Lookup(callable, "__init__")
    if init is None or init.ob_type is not PyFunction_Type or not _is_function(init):
        return "CALL_NON_PY_GENERAL"
    return "CALL_ALLOC_AND_ENTER_INIT" if init.value.code.co_argcount == nargs + 1 else None


_CALL_1 = {PyUnicode_Type: "CALL_STR_1", PyType_Type: "CALL_TYPE_1", PyTuple_Type: "CALL_TUPLE_1"}
#: The built-in classes with a tp_vectorcall of their own in C.
_WITH_VECTORCALL = frozenset((
    "bool", "dict", "enumerate", "reversed", "float", "list", "int", "range", "set", "frozenset", "tuple", "type",
    "super", "str", "filter", "map"))


def specialize_method_descriptor(descr: PyObject, nargs: int, oparg: int, pops: bool) -> str | None:
    """A call of a method of a built-in type."""
    if descr.value.d_type.value.tp_name in _WITH_METH_METHOD:
        return "CALL_NON_PY_GENERAL"
    flags = ml_flags(descr.value.d_method)
    if flags == "METH_NOARGS":
        return "CALL_METHOD_DESCRIPTOR_NOARGS" if nargs == 1 else None
    if flags == "METH_O":
        if nargs != 2:
            return None
        append = descr is _PyInterpreterState_GET().callable_cache["list_append"]
        return "CALL_LIST_APPEND" if append and oparg == 1 and pops else "CALL_METHOD_DESCRIPTOR_O"
    return _METHOD_DESCRIPTOR.get(flags, "CALL_NON_PY_GENERAL")


#: The types whose methods are given their class in C.
_WITH_METH_METHOD = frozenset(("re.Pattern",))
_METHOD_DESCRIPTOR = {
    "METH_FASTCALL": "CALL_METHOD_DESCRIPTOR_FAST",
    "METH_FASTCALL | METH_KEYWORDS": "CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS",
}


def specialize_c_call(callable: PyObject, nargs: int) -> str | None:
    """A call of a built-in function or of a bound method of a built-in type."""
    flags = ml_flags(callable.value.m_ml)
    cache = _PyInterpreterState_GET().callable_cache
    if flags == "METH_O":
        if nargs != 1:
            return None
        return "CALL_LEN" if callable is cache["len"] else "CALL_BUILTIN_O"
    if flags == "METH_FASTCALL":
        return "CALL_ISINSTANCE" if callable is cache["isinstance"] and nargs == 2 else "CALL_BUILTIN_FAST"
    if flags == "METH_FASTCALL | METH_KEYWORDS":
        return "CALL_BUILTIN_FAST_WITH_KEYWORDS"
    return "CALL_NON_PY_GENERAL"


def ml_flags(row: PyMethodDef) -> str:
    """The flags of a method in C. They follow from its parameters, but for those that the tables name."""
    if row.ml_name in _METH_VARARGS or (row.kind is METH_RAW and row.ml_name in ("format", "update")):
        return "METH_VARARGS"
    if row.kind is METH_NOARGS:
        return "METH_NOARGS"
    if row.kind is METH_O:
        return "METH_O"
    if row.kind is METH_RAW:
        keywords = row.ml_name in _METH_KEYWORDS
    else:
        spec = row.spec
        assert spec is not None
        positional = spec.posonly + bool(spec.vararg)
        keywords = bool(spec.kwarg) or positional < len(spec.names) + bool(spec.vararg)
    return "METH_FASTCALL | METH_KEYWORDS" if keywords else "METH_FASTCALL"


_METH_VARARGS = frozenset((
    "dir", "vars", "__exit__", "__enter__", "athrow", "group", "getsizeof", "gmtime", "localtime",
    "strftime", "asctime", "ctime", "strptime", "get_clock_info", "reduce", "start_new_thread",
    "start_joinable_thread", "acquire", "set_asyncgen_hooks", "seek", "readlines", "__set_name__",
    "__new__", "__class_getitem__", "__init_subclass__", "stack_size", "interrupt_main"))
_METH_KEYWORDS = frozenset((
    "replace", "max", "min", "sort", "sorted", "breakpoint", "__build_class__", "print", "breakpointhook"))


def _is_function(func: PyObject) -> bool:
    """function_kind is SIMPLE_FUNCTION: positional parameters only, and a function's own code."""
    code: PyCodeObject = func.value.code
    return code.simple_argcount >= 0 and bool(code.co_flags & CO_OPTIMIZED)


def function_check_args(func: PyObject, expected_argcount: int) -> bool:
    """Whether a Python function takes just this number of positional arguments."""
    return _is_function(func) and func.value.code.co_argcount == expected_argcount


#: The number of each specialised instruction.
SPECIALIZED: dict[str, int] = {name: dis._all_opmap[name] for name in dis.deoptmap}
