"""The _testinternalcapi module: what CPython's own tests ask of the inside. Models Modules/_testinternalcapi.c.

It has the stages of the compiler and what the library's tests need of the interpreter's state; the tests of
single C functions are not here.
"""

from __future__ import annotations

from typing import Any

from vm.objects.dictobject import (
    PyDict_Check,
    PyDict_New,
    PyDict_SetItemString,
    _PyDict_GetItem_KnownHash,
    _PyObject_HasInlineValues,
)
from vm.objects.frameobject import _get_code, _get_lasti, _get_lineno
from vm.objects.getargs import converted, optional_int, ssize_t, unicode_arg
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import PyObject_IsTrue
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_None,
    Py_True,
    PyFrame_Type,
    PyObject,
)
from vm.objects.pycore_state import _PyInterpreterState_GET, _PyThreadState_GET
from vm.objects.pyerrors import (
    PyErr_BadInternalCall,
    PyErr_Format,
    PyExc_TypeError,
    _PyErr_SetKeyError,
)
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python import compile_stages_object as stages
from vm.python.codegen_body import _PyCompile_CleanDoc
from vm.python.hamt import _PyHamt_New
from vm.python.instruction_sequence_object import _PyInstructionSequence_New
from vm.python.pythonrun import syntax_error_from_host
from vm.python.sys_info import FLAGS, guest_value

CONSTANTS = {"SIZEOF_MANAGED_PRE_HEADER": 16, "SIZEOF_PYGC_HEAD": 16, "SIZEOF_PYOBJECT": 16,
             "SIZEOF_TIME_T": 8}

#: Fields of PyConfig that have the value of a flag of sys.flags, and those that have the opposite.
_CONFIG_FLAGS = {"parser_debug": "debug", "inspect": "inspect", "interactive": "interactive",
                 "optimization_level": "optimize", "verbose": "verbose", "quiet": "quiet",
                 "bytes_warning": "bytes_warning", "isolated": "isolated", "dev_mode": "dev_mode",
                 "warn_default_encoding": "warn_default_encoding", "safe_path": "safe_path",
                 "int_max_str_digits": "int_max_str_digits"}
_CONFIG_OPPOSITES = {"write_bytecode": "dont_write_bytecode", "user_site_directory": "no_user_site",
                     "site_import": "no_site", "use_environment": "ignore_environment"}


# The stages of the compiler


def _testinternalcapi_compiler_cleandoc(module: PyObject, doc: PyObject) -> PyObject:
    """``compiler_cleandoc(doc)``"""
    text = unicode_arg(doc, "compiler_cleandoc", "argument 'doc'")
    try:
        return PyUnicode_FromString(_PyCompile_CleanDoc(text))
    except UnicodeEncodeError as err:
        raise syntax_error_from_host(err) from None


def _testinternalcapi_new_instruction_sequence(module: PyObject) -> PyObject:
    """``new_instruction_sequence()``"""
    return _PyInstructionSequence_New()


def _testinternalcapi_compiler_codegen(
    module: PyObject, ast: PyObject, filename: PyObject, optimize: PyObject,
    compile_mode: PyObject | None,
) -> Any:
    """``compiler_codegen(ast, filename, optimize, compile_mode=0)`` (native frame)."""
    level = yield optional_int(optimize, 0)
    mode = yield optional_int(compile_mode, 0)
    return (yield stages.compiler_codegen(ast, filename, level, mode))


def _testinternalcapi_optimize_cfg(
    module: PyObject, instructions: PyObject, consts: PyObject, nlocals: PyObject
) -> Any:
    """``optimize_cfg(instructions, consts, nlocals)`` (native frame)."""
    count = yield optional_int(nlocals, 0)
    return (yield stages.optimize_cfg(instructions, consts, count))


def _testinternalcapi_assemble_code_object(
    module: PyObject, filename: PyObject, instructions: PyObject, metadata: PyObject
) -> PyObject:
    """``assemble_code_object(filename, instructions, metadata)``"""
    return stages.assemble_code_object(filename, instructions, metadata)


# The interpreter's state


def _testinternalcapi_get_config(module: PyObject) -> PyObject:
    """``get_config()``: the fields of PyConfig that mean something here."""
    given = _PyInterpreterState_GET().config
    flags = {**FLAGS, "optimize": given.optimization_level, **given.flags}
    config: dict[str, Any] = {"code_debug_ranges": True, "use_frozen_modules": True}
    config.update({field: flags[flag] for field, flag in _CONFIG_FLAGS.items()})
    config.update({field: not flags[flag] for field, flag in _CONFIG_OPPOSITES.items()})
    result = PyDict_New()
    for field, value in config.items():
        op = guest_value(value)
        PyDict_SetItemString(result, field, op)
        Py_DECREF(op)
    return result


def get_recursion_depth(module: PyObject) -> PyObject:
    """``get_recursion_depth()``: how many Python frames there are."""
    tstate = _PyThreadState_GET()
    return PyLong_FromLong(tstate.interp.recursion_limit - tstate.py_recursion_remaining)


def pymem_getallocatorsname(module: PyObject) -> PyObject:
    """``pymem_getallocatorsname()``"""
    return PyUnicode_FromString("pymalloc")


def get_c_recursion_remaining(module: PyObject) -> PyObject:
    """``get_c_recursion_remaining()``"""
    return PyLong_FromLong(_PyThreadState_GET().c_recursion_remaining)


def get_immortalize_deferred(module: PyObject) -> PyObject:
    """``get_immortalize_deferred()``: objects are immortalized so in free-threaded builds only."""
    return Py_False


def suppress_immortalization(module: PyObject, value: PyObject) -> Any:
    """``suppress_immortalization(value)``: does nothing, as there is nothing to suppress; a generator."""
    truth = PyObject_IsTrue(value)
    if type(truth) in PENDING:
        yield truth
    return Py_None


def _of_frame(get: Any) -> Any:
    """A function that asks something of a frame object."""

    def method(module: PyObject, frame: PyObject) -> PyObject:
        if frame.ob_type is not PyFrame_Type:
            raise PyErr_Format(PyExc_TypeError, "argument must be a frame")
        return get(frame)

    return method


@converted(None, None, ssize_t)
def dict_getitem_knownhash(module: PyObject, mp: PyObject, key: PyObject, h: int) -> Any:
    """``dict_getitem_knownhash(dict, key, hash)``: the value, the hash not being computed; a generator."""
    if not PyDict_Check(mp):
        raise PyErr_BadInternalCall("_PyDict_GetItem_KnownHash")
    found = _PyDict_GetItem_KnownHash(mp, key, h)
    if type(found) in PENDING:
        found = yield found
    if found is None:
        raise _PyErr_SetKeyError(key)
    return found


def has_inline_values(module: PyObject, op: PyObject) -> PyObject:
    """``has_inline_values(object)``: whether its attributes are still in the instance itself."""
    return Py_True if _PyObject_HasInlineValues(op) else Py_False


def _PyContext_NewHamtForTests(module: PyObject) -> PyObject:
    """``hamt()``: the empty tree, of the kind that holds a context's values."""
    return _PyHamt_New()


testinternalcapi_methods = (
    PyMethodDef("get_config", _testinternalcapi_get_config, "($self, /)"),
    PyMethodDef("get_recursion_depth", get_recursion_depth, "($self, /)"),
    PyMethodDef("pymem_getallocatorsname", pymem_getallocatorsname, "($self, /)"),
    PyMethodDef("get_c_recursion_remaining", get_c_recursion_remaining, "($self, /)"),
    PyMethodDef("get_immortalize_deferred", get_immortalize_deferred, "($self, /)"),
    PyMethodDef("suppress_immortalization", suppress_immortalization, "($self, object, /)"),
    PyMethodDef("compiler_cleandoc", _testinternalcapi_compiler_cleandoc, "($module, /, doc)"),
    PyMethodDef("new_instruction_sequence", _testinternalcapi_new_instruction_sequence, "($module, /)"),
    PyMethodDef("compiler_codegen", _testinternalcapi_compiler_codegen,
                "($module, /, ast, filename, optimize, compile_mode=0)"),
    PyMethodDef("optimize_cfg", _testinternalcapi_optimize_cfg,
                "($module, /, instructions, consts, nlocals)"),
    PyMethodDef("assemble_code_object", _testinternalcapi_assemble_code_object,
                "($module, /, filename, instructions, metadata)"),
    PyMethodDef("dict_getitem_knownhash", dict_getitem_knownhash, "($module, mp, key, hash, /)"),
    PyMethodDef("hamt", _PyContext_NewHamtForTests, "($self, /)"),
    PyMethodDef("has_inline_values", has_inline_values, "($self, object, /)"),
    PyMethodDef("iframe_getcode", _of_frame(_get_code), "($self, object, /)"),
    PyMethodDef("iframe_getline", _of_frame(_get_lineno), "($self, object, /)"),
    PyMethodDef("iframe_getlasti", _of_frame(_get_lasti), "($self, object, /)"),
)


def PyInit__testinternalcapi() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_testinternalcapi", testinternalcapi_methods)
    for name, value in CONSTANTS.items():
        number = PyLong_FromLong(value)
        PyModule_AddObjectRef(module, name, number)
        Py_DECREF(number)
    return module
