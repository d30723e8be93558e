"""Code objects made by programs: ``types.CodeType(...)`` and ``replace``. A part of Objects/codeobject.c.

Any bytecode may be put into a code object, as in CPython; before it runs it is verified
(vm/python/verify.py).
"""

from __future__ import annotations

import dis
from typing import Any

from vm.objects.getargs import _PyArg_BadArgument, c_int
from vm.objects.linker import late_import
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import ArgSpec, PyMethodDef, _PyArg_CheckPositional, parse_arguments
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyObject,
    PyUnicode_Type,
    decref_all,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_SystemError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.tupleobject import PyTuple_New

_KINDS = {
    "bytes": Py_TPFLAGS_BYTES_SUBCLASS, "tuple": Py_TPFLAGS_TUPLE_SUBCLASS,
    "str": Py_TPFLAGS_UNICODE_SUBCLASS,
}
#: The parameters of code() in order, with the type of each.
_PARAMETERS = {
    "co_argcount": "int", "co_posonlyargcount": "int", "co_kwonlyargcount": "int", "co_nlocals": "int",
    "co_stacksize": "int", "co_flags": "int", "co_code": "bytes", "co_consts": "tuple",
    "co_names": "tuple", "co_varnames": "tuple", "co_filename": "str", "co_name": "str",
    "co_qualname": "str", "co_firstlineno": "int", "co_linetable": "bytes",
    "co_exceptiontable": "bytes", "co_freevars": "tuple", "co_cellvars": "tuple",
}
#: The parameters of replace() in order.
_REPLACED = (
    "co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_nlocals", "co_stacksize", "co_flags",
    "co_firstlineno", "co_code", "co_consts", "co_names", "co_varnames", "co_freevars", "co_cellvars",
    "co_filename", "co_name", "co_qualname", "co_linetable", "co_exceptiontable",
)
_replace_spec = ArgSpec("($self, /, *, " + "=0, ".join(_REPLACED) + "=0)")
#: The opcode that each specialised one stands for (_PyOpcode_Deopt).
_DEOPT = bytearray(range(256))
for _name, _base in dis.deoptmap.items():
    _DEOPT[dis._all_opmap[_name]] = dis.opmap[_base]


def code_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """``code(argcount, ...)`` (native frame)."""
    if kwnames:
        raise PyErr_Format(PyExc_TypeError, "code() takes no keyword arguments")
    _PyArg_CheckPositional("code", len(args), 16, 18)
    return _code_new(args)


def _code_new(args: list) -> Any:
    given: dict[str, Any] = {"co_freevars": PyTuple_New(()), "co_cellvars": PyTuple_New(())}
    for i, (name, arg) in enumerate(zip(_PARAMETERS, args, strict=False)):
        value = _argument("code", f"argument {i + 1}", name, arg)
        if type(value) in PENDING:
            value = yield value
        given[name] = value
    for name in ("argcount", "posonlyargcount", "kwonlyargcount", "nlocals"):
        if given["co_" + name] < 0:
            raise PyErr_Format(PyExc_ValueError, f"code: {name} must not be negative")
    copies: list[PyObject] = []
    if should_audit():
        yield _audit_new(given)
    try:
        for name in ("co_names", "co_varnames", "co_freevars", "co_cellvars"):
            given[name] = validate_and_copy_tuple(given[name])
            copies.append(given[name])
        return PyCode_NewWithPosOnlyArgs(given)
    finally:
        decref_all(copies)


def _argument(function: str, where: str, name: str, arg: PyObject) -> Any:
    """An argument's host int, or the guest object itself after its type was checked; may be pending."""
    kind = _PARAMETERS[name]
    if kind == "int":
        return c_int(arg)
    if not arg.ob_type.value.tp_flags & _KINDS[kind]:
        raise _PyArg_BadArgument(function, where, kind, arg)
    return arg


def validate_and_copy_tuple(tup: PyObject) -> PyObject:
    """A copy of a tuple of names with exact strings in it."""
    names: list[PyObject] = []
    for item in tup.value:
        if not item.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
            decref_all(names)
            raise PyErr_Format(
                PyExc_TypeError,
                f"name tuples must contain only strings, not '{item.ob_type.value.tp_name:.500}'")
        names.append(PyUnicode_InternFromString(str(item.value)))
    return PyTuple_New(tuple(names))


def PyCode_NewWithPosOnlyArgs(given: dict[str, Any]) -> PyObject:
    """Make a code object of host ints and guest objects (borrowed), by name."""
    varnames, cellvars, freevars = (
        _host_names(given[name]) for name in ("co_varnames", "co_cellvars", "co_freevars"))
    code = _own_code(given["co_code"].value)
    names, kinds = localsplus_info(varnames, cellvars, freevars, given["co_flags"], code)
    con = code_fields(
        given["co_argcount"], given["co_posonlyargcount"], given["co_kwonlyargcount"],
        given["co_stacksize"], given["co_flags"], code, given["co_consts"],
        _host_names(given["co_names"]), names, kinds, str(given["co_filename"].value),
        str(given["co_name"].value), str(given["co_qualname"].value), given["co_firstlineno"],
        bytes(given["co_linetable"].value), bytes(given["co_exceptiontable"].value))
    _PyCode_Validate(con)
    if given["co_nlocals"] != len(varnames):
        raise PyErr_Format(PyExc_ValueError, "code: co_nlocals != len(co_varnames)")
    given["co_consts"].ob_refcnt += 1
    return _PyCode_New(con, {name: given[name] for name in _KEPT})


#: The fields whose guest objects are kept.
_KEPT = ("co_names", "co_filename", "co_name", "co_qualname", "co_linetable", "co_exceptiontable")


def _host_names(tup: PyObject) -> tuple[str, ...]:
    for item in tup.value:
        if item.ob_type is not PyUnicode_Type:
            raise PyErr_Format(PyExc_SystemError, "non-string found in code slot")
    return tuple([item.value for item in tup.value])


def _own_code(code: bytes) -> bytes:
    """The code units as ``co_code`` shows them: no specialised instructions, nothing in the caches."""
    out = bytearray(code)
    i = 0
    while i + 1 < len(out):
        out[i] = op = _DEOPT[out[i]]
        end = min(i + 2 + 2 * INLINE_CACHES.get(op, 0), len(out))
        out[i + 2:end] = bytes(end - i - 2)
        i = end
    return bytes(out)


def code_replace(self: PyObject, args: list, kwnames: tuple) -> Any:
    """``replace(**changes)`` (native frame)."""
    changes = dict(zip(
        _REPLACED, parse_arguments(_replace_spec, "replace", args, kwnames), strict=True))
    given: dict[str, Any] = {}
    for name, arg in changes.items():
        if arg is None:
            continue
        value = _argument("replace", f"argument '{name}'", name, arg)
        if type(value) in PENDING:
            value = yield value
        given[name] = value
    for name, kind in _PARAMETERS.items():
        if name not in given:
            given[name] = getattr(self.value, name) if kind == "int" else _own_object(self, name)
    for name in _REPLACED[:7]:
        if given[name] < 0:
            raise PyErr_Format(PyExc_ValueError, f"{name} must be a positive integer")
    if should_audit():
        yield _audit_new(given)
    return PyCode_NewWithPosOnlyArgs(given)


def _audit_new(given: dict[str, Any]) -> Any:
    """The audit event of a new code object (native frame)."""
    args = [given[name] for name in ("co_code", "co_filename", "co_name")]
    for op in args:
        op.ob_refcnt += 1
    args += [PyLong_FromLong(given[name]) for name in (
        "co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_nlocals", "co_stacksize",
        "co_flags")]
    try:
        yield sys_audit_tuple("code.__new__", args)
    finally:
        decref_all(args)


def _own_object(self: PyObject, name: str) -> PyObject:
    body = self.value
    if name == "co_consts":
        return body.co_consts
    if _PARAMETERS[name] == "str":
        return getattr(body, name[3:] + "_op")
    return code_object(self, name)


code_new_methods = tuple(
    PyMethodDef(name, code_replace, "($self, /, **changes)", raw=True)
    for name in ("replace", "__replace__"))


@late_import
def _bind() -> None:
    global INLINE_CACHES, _PyCode_New, _PyCode_Validate, code_fields, code_object, localsplus_info
    global PyUnicode_InternFromString, should_audit, sys_audit_tuple
    from vm.objects.codeobject import (
        INLINE_CACHES,
        _PyCode_New,
        _PyCode_Validate,
        code_fields,
        code_object,
        localsplus_info,
    )
    from vm.objects.pyaudit import should_audit, sys_audit_tuple
    from vm.objects.unicodeobject import PyUnicode_InternFromString


INLINE_CACHES: dict[int, int]
_PyCode_New: Any
_PyCode_Validate: Any
code_fields: Any
code_object: Any
localsplus_info: Any
PyUnicode_InternFromString: Any
should_audit: Any
sys_audit_tuple: Any
