"""Function pointers. From Modules/_ctypes/_ctypes.c."""

from __future__ import annotations

from typing import Any

from vm.modules._ctypes_callbacks import _ctypes_alloc_callback
from vm.modules._ctypes_callproc import PyExc_ArgError, _ctypes_callproc
from vm.modules._ctypes_ctypes import (
    CTYPES_MAX_ARGCOUNT,
    FUNCFLAG_CDECL,
    PARAMFLAG_FIN,
    PARAMFLAG_FLCID,
    PARAMFLAG_FOUT,
    POINTER_SIZE,
    TYPEFLAG_ISPOINTER,
    PyCFuncPtrObject,
    PyStgInfo_FromObject,
    PyStgInfo_FromType,
    PyStgInfo_Init,
    PyType_FromMetaclass,
    StgInfo,
    ffi_type_pointer,
    st,
    type_name,
)
from vm.modules._ctypes_data import (
    KeepRef,
    PyCData_NewGetBuffer,
    PyCData_Type,
    _free_memory,
    cdata_dealloc,
    concrete_info,
    generic_pycdata_new,
)
from vm.modules._ctypes_dl import dll_handle, find_symbol, undefined_symbol
from vm.modules._ctypes_memory import load_pointer, store_pointer
from vm.modules._ctypes_meta import as_void_ptr, metatype, stored_pointer_paramfunc
from vm.objects.abstract import PySequence_Tuple
from vm.objects.attributes import call, optional_attribute
from vm.objects.call import PyObject_CallNoArgs, PyObject_Vectorcall
from vm.objects.dictobject import PyDict_GetItemString
from vm.objects.fields import fields_clear
from vm.objects.getargs import int_unit
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyGetSetDef
from vm.objects.object import PyCallable_Check, PyObject_Str, _Py_address
from vm.objects.pyaudit import PySys_Audit
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_XDECREF,
    PyErr,
    PyObject,
    PyObject_TypeCheck,
    decref_all,
    incref_all,
)
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_Format,
    PyExc_AttributeError,
    PyExc_RuntimeError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_new import check_utf8
from vm.objects.unicodeobject import PyUnicode_FromString

_DIRECTIONS = PARAMFLAG_FIN | PARAMFLAG_FOUT | PARAMFLAG_FLCID
_PARAMFLAGS_ERROR = "paramflags must be a sequence of (int [,string [,value]]) tuples"


# ---- the metatype

def converters_from_argtypes(argtypes: PyObject) -> Any:
    """The tuple of the ``from_param`` methods of argument types (a generator)."""
    try:
        types = PySequence_Tuple(argtypes)
        if type(types) in PENDING:
            types = yield types
    except PyErr as err:
        PyErr_Clear(err)
        raise PyErr_Format(PyExc_TypeError, "_argtypes_ must be a sequence of types") from None
    converters: list[PyObject] = []
    try:
        if len(types.value) > CTYPES_MAX_ARGCOUNT:
            raise PyErr_Format(
                PyExc_ArgError,
                f"_argtypes_ has too many arguments ({len(types.value)}), maximum is {CTYPES_MAX_ARGCOUNT}")
        for i, op in enumerate(types.value):
            converter = yield optional_attribute(op, "from_param")
            if converter is None:
                raise PyErr_Format(
                    PyExc_TypeError, f"item {i + 1} in _argtypes_ has no from_param method")
            converters.append(converter)
    except PyErr:
        decref_all(converters)
        raise
    finally:
        Py_DECREF(types)
    return PyTuple_New(tuple(converters))


def _check_restype(op: PyObject, name: str) -> Any:
    """TypeError for what cannot be a result's type; else its ``_check_retval_`` or NULL (a generator)."""
    if op is not Py_None and PyStgInfo_FromType(op) is None and not PyCallable_Check(op):
        raise PyErr_Format(PyExc_TypeError, f"{name} must be a type, a callable, or None")
    return (yield optional_attribute(op, "_check_retval_"))


def make_funcptrtype_dict(attrdict: PyObject, info: StgInfo) -> Any:
    """What the attributes of a function pointer type say (a generator)."""
    info.align = info.size = POINTER_SIZE
    info.length = 1
    info.ffi_type_pointer = ffi_type_pointer
    flags = PyDict_GetItemString(attrdict, "_flags_")
    if flags is None or not flags.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "class must define _flags_ which must be an integer")
    info.flags = int(flags.value) & 0x7FFFFFFF | TYPEFLAG_ISPOINTER
    argtypes = PyDict_GetItemString(attrdict, "_argtypes_")
    if argtypes is not None:
        argtypes.ob_refcnt += 1
        try:
            info.converters = yield converters_from_argtypes(argtypes)
        except PyErr:
            Py_DECREF(argtypes)
            raise
        info.argtypes = argtypes
    restype = PyDict_GetItemString(attrdict, "_restype_")
    if restype is not None:
        restype.ob_refcnt += 1
        try:
            info.checker = yield _check_restype(restype, "_restype_")
        except PyErr:
            Py_DECREF(restype)
            raise
        info.restype = restype


def PyCFuncPtrType_init(self: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_init; a generator."""
    info = PyStgInfo_Init(self)
    info.paramfunc = stored_pointer_paramfunc
    info.format = "X{}"
    info.flags |= TYPEFLAG_ISPOINTER
    yield make_funcptrtype_dict(self.value.tp_dict, info)


PyCFuncPtrType_Type = st.PyCFuncPtrType_Type = metatype("PyCFuncPtrType", tp_init=PyCFuncPtrType_init)


# ---- attributes

def _info(self: PyObject) -> StgInfo:
    info = PyStgInfo_FromObject(self)
    assert info is not None
    return info


def PyCFuncPtr_set_errcheck(self: PyObject, op: PyObject | None) -> None:
    """``function.errcheck = op``"""
    if op is not None and not PyCallable_Check(op):
        raise PyErr_Format(PyExc_TypeError, "the errcheck attribute must be callable")
    old, self.value.errcheck = self.value.errcheck, None if op is None else Py_NewRef(op)
    Py_XDECREF(old)


def _own_or_types(self: PyObject, name: str, of_type: str | None = None) -> PyObject:
    """An attribute of the function, else of its type, else None; a new reference."""
    op: PyObject | None = getattr(self.value, name)
    if op is None and of_type is not None:
        op = getattr(_info(self), of_type)
    return Py_None if op is None else Py_NewRef(op)


def PyCFuncPtr_set_restype(self: PyObject, op: PyObject | None) -> Any:
    """``function.restype = op``; a generator."""
    body: PyCFuncPtrObject = self.value
    checker = None
    if op is not None:
        checker = yield _check_restype(op, "restype")
        op.ob_refcnt += 1
    old = (body.restype, body.checker)
    body.checker, body.restype = checker, op
    decref_all(old)


def PyCFuncPtr_set_argtypes(self: PyObject, op: PyObject | None) -> Any:
    """``function.argtypes = op``; a generator."""
    body: PyCFuncPtrObject = self.value
    converters = None
    if op is None or op is Py_None:
        op = None
    else:
        converters = yield converters_from_argtypes(op)
        op.ob_refcnt += 1
    old = (body.converters, body.argtypes)
    body.converters, body.argtypes = converters, op
    decref_all(old)


# ---- making function pointers

def _check_outarg_type(op: PyObject, index: int) -> None:
    """TypeError for the type of an 'out' parameter that is no pointer."""
    if (PyObject_TypeCheck(op, st.PyCPointerType_Type) or PyObject_TypeCheck(op, st.PyCArrayType_Type)):
        return
    info = PyStgInfo_FromType(op)
    proto = None if info is None else info.proto
    if (proto is not None and proto.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS
            and proto.value[0] in "PzZ"):
        return
    raise PyErr_Format(
        PyExc_TypeError, f"'out' parameter {index} must be a pointer type, not {type_name(op)}")


def _parse_paramflag(item: PyObject) -> Any:
    """The number in an item of paramflags (a generator)."""
    try:
        if not (item.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS and 1 <= len(item.value) <= 3):
            raise PyErr_Format(PyExc_TypeError, _PARAMFLAGS_ERROR)
        flag = int_unit(item.value[0])
        if type(flag) in PENDING:
            flag = yield flag
        name = item.value[1] if len(item.value) > 1 else Py_None
        if name is not Py_None and not name.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
            raise PyErr_Format(PyExc_TypeError, _PARAMFLAGS_ERROR)
    except PyErr as err:
        PyErr_Clear(err)
        raise PyErr_Format(PyExc_TypeError, _PARAMFLAGS_ERROR) from None
    return flag


def _validate_paramflags(type_op: PyObject, paramflags: PyObject | None) -> Any:
    """Raise unless paramflags fit the argument types (a generator)."""
    argtypes = concrete_info(type_op).argtypes
    if paramflags is None or argtypes is None:
        return
    if not paramflags.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "paramflags must be a tuple or None")
    types = argtypes.value
    if len(paramflags.value) != len(types):
        raise PyErr_Format(PyExc_ValueError, "paramflags must have the same length as argtypes")
    for i, item in enumerate(paramflags.value):
        flag = yield _parse_paramflag(item)
        direction = flag & _DIRECTIONS
        if direction == PARAMFLAG_FOUT:
            _check_outarg_type(types[i], i + 1)
        elif direction not in (0, PARAMFLAG_FIN, PARAMFLAG_FIN | PARAMFLAG_FLCID,
                               PARAMFLAG_FIN | PARAMFLAG_FOUT):
            raise PyErr_Format(PyExc_TypeError, f"paramflag value {flag} not supported")


def _get_name(op: PyObject) -> str:
    """The name of a function: from a str or bytes."""
    flags = op.ob_type.value.tp_flags
    if flags & Py_TPFLAGS_BYTES_SUBCLASS:
        return str(op.value.partition(b"\0")[0].decode("utf-8", "surrogateescape"))
    if flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        check_utf8(op)
        return str(op.value).partition("\0")[0]
    raise PyErr_Format(PyExc_TypeError, "function name must be string, bytes object or integer")


def _function_spec(ftuple: PyObject) -> tuple[str, PyObject]:
    """Name and library of a function; the library is borrowed."""
    if len(ftuple.value) != 2:
        raise PyErr_Format(PyExc_TypeError, "illegal func_spec argument")
    return _get_name(ftuple.value[0]), ftuple.value[1]


def _find_in_dll(ftuple: PyObject) -> Any:
    """The address of a function, and its library (borrowed; a generator)."""
    name, dll = _function_spec(ftuple)
    text = PyUnicode_FromString(name)
    try:
        pending = PySys_Audit("ctypes.dlsym", dll, text)
        if pending is not None:
            yield pending
    finally:
        Py_DECREF(text)
    handle = yield dll_handle(dll)
    address = find_symbol(handle, name)
    if not address:
        raise PyErr_Format(PyExc_AttributeError, undefined_symbol(handle, name))
    return address, dll


def PyCFuncPtr_FromDll(type_op: PyObject, args: list) -> Any:
    """``prototype((name, library)[, paramflags])`` (a generator)."""
    _check_count(args, 1, 2)
    paramflags = args[1] if len(args) > 1 and args[1] is not Py_None else None
    ftuple = PySequence_Tuple(args[0])
    if type(ftuple) in PENDING:
        ftuple = yield ftuple
    try:
        address, dll = yield _find_in_dll(ftuple)
        yield _validate_paramflags(type_op, paramflags)
        self = generic_pycdata_new(type_op)
        body: PyCFuncPtrObject = self.value
        body.paramflags = None if paramflags is None else Py_NewRef(paramflags)
        store_pointer(body.b_ptr, address)
        yield _keep(self, Py_NewRef(dll))
        body.callable = Py_NewRef(self)
        return self
    finally:
        Py_DECREF(ftuple)


def _keep(self: PyObject, keep: PyObject) -> Any:
    try:
        kept = KeepRef(self, 0, keep)
        if type(kept) in PENDING:
            yield kept
    except PyErr:
        Py_DECREF(self)
        raise


def _check_count(args: list, least: int, most: int) -> None:
    if not least <= len(args) <= most:
        word, bound = ("at least", least) if len(args) < least else ("at most", most)
        word = "exactly" if least == most else word
        raise PyErr_Format(
            PyExc_TypeError,
            f"function takes {word} {bound} argument{'' if bound == 1 else 's'} ({len(args)} given)")


def PyCFuncPtr_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_new: from an address, a callable, or a function's name and library; may be pending."""
    args = args[:len(args) - len(kwnames)]
    if not args:
        return generic_pycdata_new(type_op)
    flags = args[0].ob_type.value.tp_flags
    if flags & Py_TPFLAGS_TUPLE_SUBCLASS:
        return PyCFuncPtr_FromDll(type_op, args)
    if len(args) == 1 and flags & Py_TPFLAGS_LONG_SUBCLASS:
        address = as_void_ptr(args[0])
        self = generic_pycdata_new(type_op)
        store_pointer(self.value.b_ptr, address)
        return self
    _check_count(args, 1, 1)
    return _from_callable(type_op, args[0])


def _from_callable(type_op: PyObject, callable: PyObject) -> Any:
    """A callback (a generator)."""
    if not PyCallable_Check(callable):
        raise PyErr_Format(PyExc_TypeError, "argument must be callable or integer function address")
    info = PyStgInfo_FromType(type_op)
    if info is None or info.argtypes is None:
        raise PyErr_Format(
            PyExc_TypeError, "cannot construct instance of this class: no argtypes")
    thunk = _ctypes_alloc_callback(callable, info.argtypes, info.restype, info.flags)
    self = generic_pycdata_new(type_op)
    body: PyCFuncPtrObject = self.value
    body.callable, body.thunk = Py_NewRef(callable), thunk
    store_pointer(body.b_ptr, thunk.value.pcl_exec)
    yield _keep(self, Py_NewRef(thunk))
    return self


# ---- calling

class _Call:
    """The arguments of a call that are built: owned references, which of them are results, how many were used."""

    __slots__ = ("callargs", "outmask", "inoutmask", "used")

    def __init__(self) -> None:
        self.callargs: list[PyObject] = []
        self.outmask: set[int] = set()
        self.inoutmask: set[int] = set()
        self.used = 0


def _get_arg(built: _Call, name: PyObject | None, defval: PyObject | None, inargs: list, kwds: dict) -> Any:
    """The next argument: by position, by name, or by default; a new reference (a generator)."""
    if built.used < len(inargs):
        built.used += 1
        return Py_NewRef(inargs[built.used - 1])
    if name is not None and name is not Py_None and name.value in kwds:
        built.used += 1
        return Py_NewRef(kwds[name.value])
    if defval is not None:
        return Py_NewRef(defval)
    if name is None:
        raise PyErr_Format(PyExc_TypeError, "not enough arguments")
    text = PyObject_Str(name)
    if type(text) in PENDING:
        text = yield text
    shown = text.value
    Py_DECREF(text)
    raise PyErr_Format(PyExc_TypeError, f"required argument '{shown}' missing")


def _out_instance(op: PyObject) -> Any:
    """What an 'out' parameter of a type points to: a new instance (a generator)."""
    info = PyStgInfo_FromType(op)
    if info is None or info.proto is None:
        raise PyErr_Format(PyExc_RuntimeError, "NULL stginfo unexpected")
    if info.proto.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"{op.value.tp_name} 'out' parameter must be passed as default value")
    made = PyObject_CallNoArgs(op if PyObject_TypeCheck(op, st.PyCArrayType_Type) else info.proto)
    return (yield made) if type(made) in PENDING else made


def _build_one(built: _Call, i: int, item: PyObject, argtype: PyObject, inargs: list, kwds: dict) -> Any:
    """Add one argument (a generator)."""
    flag = int(item.value[0].value) & 0xFFFFFFFF
    name = item.value[1] if len(item.value) > 1 else None
    defval = item.value[2] if len(item.value) > 2 else None
    direction = flag & _DIRECTIONS
    if direction == PARAMFLAG_FIN | PARAMFLAG_FLCID:
        op = PyLong_FromLong(0) if defval is None else Py_NewRef(defval)
    elif direction == PARAMFLAG_FOUT:
        op = (yield _out_instance(argtype)) if defval is None else Py_NewRef(defval)
        built.outmask.add(i)
    elif direction in (0, PARAMFLAG_FIN, PARAMFLAG_FIN | PARAMFLAG_FOUT):
        op = yield _get_arg(built, name, defval, inargs, kwds)
        if direction == PARAMFLAG_FIN | PARAMFLAG_FOUT:
            built.inoutmask.add(i)
    else:
        raise PyErr_Format(PyExc_ValueError, f"paramflag {flag} not yet implemented")
    built.callargs.append(op)


def _build_callargs(
    paramflags: PyObject | None, argtypes: PyObject | None, inargs: list, kwds: dict
) -> Any:
    """The arguments of a call as paramflags want them (a generator)."""
    built = _Call()
    if argtypes is None or paramflags is None or not argtypes.value:
        incref_all(inargs)
        built.callargs = list(inargs)
        return built
    try:
        for i, argtype in enumerate(argtypes.value):
            yield _build_one(built, i, paramflags.value[i], argtype, inargs, kwds)
        actual = len(inargs) + len(kwds)
        if actual != built.used:
            raise PyErr_Format(
                PyExc_TypeError, f"call takes exactly {built.used} arguments ({actual} given)")
    except PyErr:
        decref_all(built.callargs)
        raise
    return built


def _build_result(result: PyObject, built: _Call) -> Any:
    """What the call returns: the result, or the values of the 'out' parameters; takes over the result (a generator)."""
    wanted = sorted(built.outmask | built.inoutmask)
    if not wanted:
        return result
    Py_DECREF(result)
    values: list[PyObject] = []
    try:
        for i in wanted:
            op = built.callargs[i]
            if i in built.inoutmask:
                values.append(Py_NewRef(op))
            else:
                values.append((yield call(op, "__ctypes_from_outparam__")))
    except PyErr:
        decref_all(values)
        raise
    return values[0] if len(values) == 1 else PyTuple_New(tuple(values))


def _check_arguments(info: StgInfo, converters: PyObject | None, actual: int) -> None:
    """TypeError for a wrong number of arguments."""
    if converters is None:
        return
    required = len(converters.value)
    plural = "" if required == 1 else "s"
    if info.flags & FUNCFLAG_CDECL:
        if required > actual:
            raise PyErr_Format(
                PyExc_TypeError, f"this function takes at least {required} argument{plural} ({actual} given)")
    elif required != actual:
        raise PyErr_Format(
            PyExc_TypeError, f"this function takes {required} argument{plural} ({actual} given)")


def _errcheck(errcheck: PyObject, result: PyObject, self: PyObject, built: _Call) -> Any:
    """What ``errcheck`` makes of a result, which is taken over; NULL to go on with it (a generator)."""
    incref_all(built.callargs)
    callargs = PyTuple_New(tuple(built.callargs))
    try:
        found = PyObject_Vectorcall(errcheck, [result, self, callargs])
        if type(found) in PENDING:
            found = yield found
        if found is callargs:
            Py_DECREF(found)
            return None
    except PyErr:
        Py_DECREF(result)
        raise
    finally:
        Py_DECREF(callargs)
    Py_DECREF(result)
    return found


def PyCFuncPtr_call(self: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_call; a generator."""
    body, info = self.value, _info(self)
    nargs = len(args) - len(kwnames)
    kwds = {name.value: op for name, op in zip(kwnames, args[nargs:], strict=True)}
    restype = body.restype or info.restype
    converters = body.converters or info.converters
    checker = body.checker or info.checker
    held = [op for op in (restype, converters, checker, body.errcheck) if op is not None]
    errcheck = body.errcheck
    address = load_pointer(body.b_ptr)
    built = yield _build_callargs(body.paramflags, body.argtypes or info.argtypes, args[:nargs], kwds)
    incref_all(held)
    try:
        _check_arguments(info, converters, len(built.callargs))
        result = yield _ctypes_callproc(
            address, built.callargs, info.flags, converters, restype, checker)
        if errcheck is not None:
            found = yield _errcheck(errcheck, result, self, built)
            if found is not None:
                return found
        return (yield _build_result(result, built))
    finally:
        decref_all(built.callargs)
        decref_all(held)


# ---- the life of a function pointer

_FIELDS = ("callable", "restype", "checker", "errcheck", "argtypes", "converters", "paramflags", "thunk",
           "b_objects", "b_base")


def PyCFuncPtr_traverse(self: PyObject) -> tuple:
    """tp_traverse"""
    body = self.value
    return tuple([getattr(body, field) for field in _FIELDS])


_clear_fields = fields_clear(*_FIELDS)


def PyCFuncPtr_clear(self: PyObject) -> None:
    """tp_clear"""
    _clear_fields(self)
    _free_memory(self.value)


def PyCFuncPtr_dealloc(self: PyObject) -> None:
    """tp_dealloc"""
    cdata_dealloc(self, PyCFuncPtr_traverse)


def PyCFuncPtr_repr(self: PyObject) -> PyObject:
    """tp_repr"""
    return PyUnicode_FromString(f"<{self.ob_type.value.tp_name} object at {_Py_address(self):#x}>")


def PyCFuncPtr_bool(self: PyObject) -> bool:
    """nb_bool"""
    return load_pointer(self.value.b_ptr) != 0


PyCFuncPtr_Type = st.PyCFuncPtr_Type = PyType_FromMetaclass(
    PyCFuncPtrType_Type, "_ctypes.CFuncPtr", PyCData_Type,
    tp_flags=Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, tp_basicsize=160,
    tp_dealloc=PyCFuncPtr_dealloc, tp_traverse=PyCFuncPtr_traverse, tp_clear=PyCFuncPtr_clear,
    tp_repr=PyCFuncPtr_repr, tp_call=PyCFuncPtr_call, tp_new=PyCFuncPtr_new, nb_bool=PyCFuncPtr_bool,
    bf_getbuffer=PyCData_NewGetBuffer,
    tp_getset=(
        PyGetSetDef("errcheck", lambda self: _own_or_types(self, "errcheck"), PyCFuncPtr_set_errcheck),
        PyGetSetDef("restype", lambda self: _own_or_types(self, "restype", "restype"),
                    PyCFuncPtr_set_restype),
        PyGetSetDef("argtypes", lambda self: _own_or_types(self, "argtypes", "argtypes"),
                    PyCFuncPtr_set_argtypes),
    ))
