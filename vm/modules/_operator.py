"""The _operator module. Models Modules/_operator.c."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vm.modules._functoolsmodule import partial_type
from vm.objects import abstract
from vm.objects.bytesobject import bytes_like
from vm.objects.call import PyObject_Vectorcall, PyObject_VectorcallMethod
from vm.objects.dictobject import PyDict_New, PyDict_SetItem
from vm.objects.getargs import ssize_t
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyGetSetDef, PyMemberDef, PyMethodDef
from vm.objects.modsupport import Py_BuildValue
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import (
    Py_ReprEnter,
    Py_ReprLeave,
    PyObject_GenericGetAttr,
    PyObject_GetAttr,
    PyObject_IsTrue,
    PyObject_Repr,
    PyObject_RichCompare,
    _Py_ID,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_gc import PyObject_GC_New, _PyObject_GC_TRACK
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_False,
    Py_GE,
    Py_GT,
    Py_LE,
    Py_LT,
    Py_NE,
    Py_None,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_HAVE_VECTORCALL,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyErr,
    PyObject,
    PyUnicode_Type,
    decref_all,
    incref_all,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import PyErr_Format, PyExc_TypeError
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec

# ---- functions


def _bool_of(res: Any, negate: bool = False) -> Any:
    if type(res) in PENDING:
        return _bool_pending(res, negate)
    return Py_True if bool(res) is not negate else Py_False


def _bool_pending(pending: Any, negate: bool) -> Any:
    return Py_True if bool((yield pending)) is not negate else Py_False


def _int_pending(pending: Any) -> Any:
    return PyLong_FromLong((yield pending))


def _none_after(pending: Any) -> Any:
    yield pending
    return Py_None


def _operator_truth(module: PyObject, a: PyObject) -> Any:
    return _bool_of(PyObject_IsTrue(a))


def _operator_not_(module: PyObject, a: PyObject) -> Any:
    return _bool_of(PyObject_IsTrue(a), True)


def _operator_contains(module: PyObject, a: PyObject, b: PyObject) -> Any:
    return _bool_of(abstract.PySequence_Contains(a, b))


def _operator_countOf(module: PyObject, a: PyObject, b: PyObject) -> Any:
    return _int_pending(abstract.PySequence_Count(a, b))


def _operator_indexOf(module: PyObject, a: PyObject, b: PyObject) -> Any:
    return _int_pending(abstract.PySequence_Index(a, b))


def _operator_is_(module: PyObject, a: PyObject, b: PyObject) -> PyObject:
    return Py_True if a is b else Py_False


def _operator_is_not(module: PyObject, a: PyObject, b: PyObject) -> PyObject:
    return Py_False if a is b else Py_True


def _operator_setitem(module: PyObject, a: PyObject, b: PyObject, c: PyObject) -> Any:
    res = abstract.PyObject_SetItem(a, b, c)
    return _none_after(res) if type(res) in PENDING else Py_None


def _operator_delitem(module: PyObject, a: PyObject, b: PyObject) -> Any:
    res = abstract.PyObject_DelItem(a, b)
    return _none_after(res) if type(res) in PENDING else Py_None


def _operator_length_hint(module: PyObject, obj: PyObject, default: PyObject | None) -> Any:
    if default is None:
        return _int_pending(abstract.PyObject_LengthHint(obj, 0))
    if not default.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"'{default.ob_type.value.tp_name}' object cannot be interpreted as an integer")
    return _length_hint(obj, default)


def _length_hint(obj: PyObject, default: PyObject) -> Any:
    n = ssize_t(default)
    if type(n) in PENDING:
        n = yield n
    return PyLong_FromLong((yield abstract.PyObject_LengthHint(obj, n)))


def _operator_call(module: PyObject, args: list, kwnames: tuple) -> Any:
    if len(args) == len(kwnames):
        raise PyErr_Format(PyExc_TypeError, "call expected at least 1 argument, got 0")
    return PyObject_Vectorcall(args[0], args[1:], kwnames)


def _binary(name: str, function: Callable) -> PyMethodDef:
    def native(module: PyObject, a: PyObject, b: PyObject) -> Any:
        return function(a, b)

    native.__name__ = f"_operator_{name}"
    return PyMethodDef(name, native, "($module, a, b, /)")


def _unary(name: str, function: Callable) -> PyMethodDef:
    def native(module: PyObject, a: PyObject) -> Any:
        return function(a)

    native.__name__ = f"_operator_{name}"
    return PyMethodDef(name, native, "($module, a, /)")


def _comparison(name: str, op: int) -> PyMethodDef:
    return _binary(name, lambda a, b: PyObject_RichCompare(a, b, op))


_BINARY = {
    "add": "Add", "sub": "Subtract", "mul": "Multiply", "matmul": "MatrixMultiply",
    "floordiv": "FloorDivide", "truediv": "TrueDivide", "mod": "Remainder", "lshift": "Lshift",
    "rshift": "Rshift", "and_": "And", "xor": "Xor", "or_": "Or",
}


def _operator__compare_digest(module: PyObject, a: PyObject, b: PyObject) -> PyObject:
    if _is_str(a) and _is_str(b):
        if not a.value.isascii() or not b.value.isascii():
            raise PyErr_Format(
                PyExc_TypeError,
                "comparing strings with non-ASCII characters is not supported")
        return Py_True if a.value == b.value else Py_False
    if a.ob_type.value.bf_getbuffer is None and b.ob_type.value.bf_getbuffer is None:
        raise PyErr_Format(
            PyExc_TypeError,
            "unsupported operand types(s) or combination of types: "
            f"'{a.ob_type.value.tp_name:.100}' and '{b.ob_type.value.tp_name:.100}'")
    same = bytes(bytes_like(a)) == bytes(bytes_like(b))
    return Py_True if same else Py_False


def _is_str(op: PyObject) -> bool:
    return bool(op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS)


def _rows() -> tuple[PyMethodDef, ...]:
    """The table, in C's order."""
    binary = {name: getattr(abstract, f"PyNumber_{c_name}") for name, c_name in _BINARY.items()}
    inplace = {
        f"i{name.rstrip('_')}": getattr(abstract, f"PyNumber_InPlace{c_name}")
        for name, c_name in _BINARY.items()}
    plain = ("add", "sub", "mul", "matmul", "floordiv", "truediv", "mod")
    return (
        PyMethodDef("truth", _operator_truth, "($module, a, /)"),
        PyMethodDef("contains", _operator_contains, "($module, a, b, /)"),
        PyMethodDef("indexOf", _operator_indexOf, "($module, a, b, /)"),
        PyMethodDef("countOf", _operator_countOf, "($module, a, b, /)"),
        PyMethodDef("is_", _operator_is_, "($module, a, b, /)"),
        PyMethodDef("is_not", _operator_is_not, "($module, a, b, /)"),
        _unary("index", abstract.PyNumber_Index),
        *(_binary(name, binary[name]) for name in plain),
        _unary("neg", abstract.PyNumber_Negative),
        _unary("pos", abstract.PyNumber_Positive),
        _unary("abs", abstract.PyNumber_Absolute),
        _unary("inv", abstract.PyNumber_Invert),
        _unary("invert", abstract.PyNumber_Invert),
        _binary("lshift", binary["lshift"]),
        _binary("rshift", binary["rshift"]),
        PyMethodDef("not_", _operator_not_, "($module, a, /)"),
        *(_binary(name, binary[name]) for name in ("and_", "xor", "or_")),
        *(_binary(name, function) for name, function in inplace.items()),
        _binary("concat", abstract.PySequence_Concat),
        _binary("iconcat", abstract.PySequence_InPlaceConcat),
        _binary("getitem", abstract.PyObject_GetItem),
        PyMethodDef("setitem", _operator_setitem, "($module, a, b, c, /)"),
        PyMethodDef("delitem", _operator_delitem, "($module, a, b, /)"),
        _binary("pow", abstract._PyNumber_PowerNoMod),
        _binary("ipow", abstract._PyNumber_InPlacePowerNoMod),
        *(_comparison(name, op) for name, op in (
            ("eq", Py_EQ), ("ne", Py_NE), ("lt", Py_LT), ("le", Py_LE), ("gt", Py_GT), ("ge", Py_GE))),
        PyMethodDef("_compare_digest", _operator__compare_digest, "($module, a, b, /)"),
        PyMethodDef("length_hint", _operator_length_hint, "($module, obj, default=0, /)"),
        PyMethodDef("call", _operator_call, "($module, obj, /, *args, **kwargs)", raw=True),
    )


# ---- itemgetter, attrgetter, methodcaller

class _Getter:
    """The body of the three.

    Attributes:
        held: what it owns: the one item, or a tuple of the arguments; a dict of the keywords.
        args: the arguments, those by keyword last; borrowed.
        kwnames: the names of those, borrowed.
    """

    __slots__ = ("args", "held", "kwnames", "paths", "vectorcalloffset")

    def __init__(self, args: tuple, kwnames: tuple, held: list):
        self.args = args
        self.held = held
        self.kwnames = kwnames
        self.paths: tuple = ()
        self.vectorcalloffset = 0


def _getter_items(op: PyObject) -> list:
    return op.value.held


def _getter_clear(op: PyObject) -> None:
    held, op.value.held = op.value.held, []
    op.value.args = op.value.kwnames = ()
    decref_all(held)


def _getter_dealloc(op: PyObject) -> None:
    dealloc_container(op, _getter_items)


def _new_getter(tp: PyObject, args: list, kwnames: tuple = ()) -> PyObject:
    incref_all(args)
    if tp is itemgetter_type and len(args) == 1:
        held = list(args)
    else:
        split = len(args) - len(kwnames)
        held = [PyTuple_New(tuple(args[:split]))]
        if kwnames:
            keywords = PyDict_New()
            for name, value in zip(kwnames, args[split:], strict=True):
                PyDict_SetItem(keywords, name, value)
                Py_DECREF(value)
            held.append(keywords)
    body = _Getter(tuple(args), kwnames, held)
    body.vectorcalloffset = tp.value.tp_basicsize - 8
    op = PyObject_GC_New(tp, body)
    _PyObject_GC_TRACK(op)
    return op


def _one_argument(op: PyObject, args: list, kwnames: tuple) -> PyObject:
    name = op.ob_type.value.tp_name.rpartition(".")[2]
    nargs = len(args) - len(kwnames)
    if kwnames and (nargs == 1 or op.ob_type is not methodcaller_type):
        raise PyErr_Format(PyExc_TypeError, f"{name}() takes no keyword arguments")
    if nargs != 1:
        raise PyErr_Format(
            PyExc_TypeError, f"{name} expected 1 argument, got {nargs}")
    return args[0]


def itemgetter_new(tp: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``itemgetter(item, *items)``."""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "itemgetter() takes no keyword arguments")
    if not args:
        raise PyErr_Format(PyExc_TypeError, "itemgetter expected 1 argument, got 0")
    return _new_getter(tp, args)


def itemgetter_call(op: PyObject, args: list, kwnames: tuple) -> Any:
    """``getter(obj)``: the item, or a tuple of several."""
    obj = _one_argument(op, args, kwnames)
    keys = op.value.args
    if len(keys) == 1:
        return abstract.PyObject_GetItem(obj, keys[0])
    return _collect([(abstract.PyObject_GetItem, obj, key) for key in keys])


def _collect(calls: list) -> Any:
    """A tuple of the results of several calls; a generator."""
    out: list[PyObject] = []
    try:
        for function, *operands in calls:
            res = function(*operands)
            if type(res) in PENDING:
                res = yield res
            out.append(res)
    except PyErr:
        decref_all(out)
        raise
    return PyTuple_New(tuple(out))


def attrgetter_new(tp: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``attrgetter(attr, *attrs)``."""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "attrgetter() takes no keyword arguments")
    if not args:
        raise PyErr_Format(PyExc_TypeError, "attrgetter expected 1 argument, got 0")
    for arg in args:
        if not arg.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
            raise PyErr_Format(PyExc_TypeError, "attribute name must be a string")
    op = _new_getter(tp, args)
    op.value.paths = tuple(tuple(_Py_ID(part) for part in arg.value.split(".")) for arg in args)
    return op


def attrgetter_call(op: PyObject, args: list, kwnames: tuple) -> Any:
    """``getter(obj)``: the attribute, or a tuple of several."""
    obj = _one_argument(op, args, kwnames)
    paths = op.value.paths
    if len(paths) == 1:
        return PyObject_GetAttr(obj, paths[0][0]) if len(paths[0]) == 1 else _dotted(obj, paths[0])
    return _collect([(_dotted, obj, path) for path in paths])


def _dotted(obj: PyObject, path: tuple) -> Any:
    obj.ob_refcnt += 1
    for name in path:
        try:
            res = PyObject_GetAttr(obj, name)
            if type(res) in PENDING:
                res = yield res
        finally:
            Py_DECREF(obj)
        obj = res
    return obj


def methodcaller_new(tp: PyObject, args: list, kwnames: tuple) -> PyObject:
    """``methodcaller(name, /, *args, **kwargs)``."""
    if len(args) == len(kwnames):
        raise PyErr_Format(
            PyExc_TypeError, "methodcaller needs at least one argument, the method name")
    if not args[0].ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "method name must be a string")
    return _new_getter(tp, args, kwnames)


def methodcaller_call(op: PyObject, args: list, kwnames: tuple) -> Any:
    """``caller(obj)``."""
    obj = _one_argument(op, args, kwnames)
    body = op.value
    name = body.args[0]
    if name.ob_type is not PyUnicode_Type:
        name = _Py_ID(name.value)
    return PyObject_VectorcallMethod(name, [obj, *body.args[1:]], body.kwnames)


def _getter_repr(op: PyObject) -> Any:
    """``operator.itemgetter(1, 2)``; a generator."""
    body = op.value
    name = op.ob_type.value.tp_name
    if Py_ReprEnter(op):
        return PyObject(PyUnicode_Type, f"{name}(...)")
    parts = []
    split = len(body.args) - len(body.kwnames)
    try:
        for i, arg in enumerate(body.args):
            res = PyObject_Repr(arg)
            if type(res) in PENDING:
                res = yield res
            prefix = f"{body.kwnames[i - split].value}=" if i >= split else ""
            parts.append(prefix + res.value)
            Py_DECREF(res)
    finally:
        Py_ReprLeave(op)
    return PyObject(PyUnicode_Type, f"{name}({', '.join(parts)})")


def _getter_reduce(self: PyObject) -> PyObject:
    """__reduce__: the type and its arguments."""
    return Py_BuildValue((self.ob_type, self.value.args))


def methodcaller_reduce(self: PyObject) -> Any:
    """__reduce__: with keywords, a partial of the type that has them."""
    body = self.value
    if not body.kwnames:
        return _getter_reduce(self)
    split = len(body.args) - len(body.kwnames)
    args = [self.ob_type, body.args[0], *body.args[split:]]
    constructor = PyObject_Vectorcall(partial_type, args, body.kwnames)
    res = Py_BuildValue((constructor, body.args[1:split]))
    Py_DECREF(constructor)
    return res


def _getter_type(
    name: str, size: int, new: Callable, call: Callable, reduce: Callable = _getter_reduce
) -> PyObject:
    return PyType_FromSpec(
        f"operator.{name}",
        tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_VECTORCALL,
        tp_basicsize=size, tp_hostkey="identity",
        tp_new=new, tp_call=call, tp_repr=_getter_repr, tp_dealloc=_getter_dealloc,
        tp_traverse=_getter_items, tp_clear=_getter_clear, tp_getattro=PyObject_GenericGetAttr,
        tp_methods=(PyMethodDef("__reduce__", reduce, "($self, /)"),),
        tp_members=(PyMemberDef("__vectorcalloffset__", "vectorcalloffset"),),
        tp_getset=(PyGetSetDef(
            "__text_signature__", lambda op: PyObject(PyUnicode_Type, "(obj, /)")),))


itemgetter_type = _getter_type("itemgetter", 48, itemgetter_new, itemgetter_call)
attrgetter_type = _getter_type("attrgetter", 40, attrgetter_new, attrgetter_call)
methodcaller_type = _getter_type(
    "methodcaller", 64, methodcaller_new, methodcaller_call, methodcaller_reduce)
operator_methods = _rows()


def PyInit__operator() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_operator", operator_methods)
    for name, tp in (("attrgetter", attrgetter_type), ("itemgetter", itemgetter_type),
                     ("methodcaller", methodcaller_type)):
        PyModule_AddObjectRef(module, name, tp)
    return module
