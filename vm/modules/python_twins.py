"""C modules whose work is done by the library's own twin in Python: _decimal.

The twin's code runs with globals of its own, and what the C module has under a public name goes into the module:
the module `_pydecimal` itself is not imported, and may even be blocked, as CPython's tests of both twins do.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from vm.objects.call import PyObject_CallMethod
from vm.objects.dictobject import PyDict_GetItemString, PyDict_New, PyDict_SetItemString
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_GetDict, PyModule_New
from vm.objects.object import PyObject_GetAttrString
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_DECREF, Py_None, PyErr, PyObject
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.ceval import PyEval_EvalCode
from vm.python.import_ import PyImport_ImportModule, set_import_error

_DECIMAL = (
    "BasicContext", "Clamped", "Context", "ConversionSyntax", "Decimal", "DecimalException", "DecimalTuple",
    "DefaultContext", "DivisionByZero", "DivisionImpossible", "DivisionUndefined", "ExtendedContext",
    "FloatOperation", "HAVE_CONTEXTVAR", "HAVE_THREADS", "Inexact", "InvalidContext", "InvalidOperation",
    "MAX_EMAX", "MAX_PREC", "MIN_EMIN", "MIN_ETINY", "Overflow", "ROUND_05UP", "ROUND_CEILING", "ROUND_DOWN",
    "ROUND_FLOOR", "ROUND_HALF_DOWN", "ROUND_HALF_EVEN", "ROUND_HALF_UP", "ROUND_UP", "Rounded", "Subnormal",
    "Underflow", "__libmpdec_version__", "__version__", "getcontext", "localcontext", "setcontext",
)


def PyInit__decimal() -> Any:
    """Make the module (a generator)."""
    return _module_of_twin("_decimal", "_pydecimal", _DECIMAL)


def _module_of_twin(name: str, twin: str, names: Iterable[str]) -> Any:
    namespace = yield twin_namespace(twin, {"__name__": name.removeprefix("_")})  # C's types say so, too
    try:
        module = PyModule_New(name)
        add_from_namespace(module, namespace, names)
        return module
    finally:
        Py_DECREF(namespace)


def add_from_namespace(module: PyObject, namespace: PyObject, names: Iterable[str]) -> None:
    """Put what a twin has under these names into the module."""
    for name in names:
        value = PyDict_GetItemString(namespace, name)
        assert value is not None
        PyModule_AddObjectRef(module, name, value)


def twin_namespace(twin: str, names: dict[str, str]) -> Any:
    """Run the code of one of the library's modules (a generator): its globals, a new reference.

    Args:
        twin: the module's name.
        names: what is in the globals from the start, ``__name__`` for example.
    """
    namespace = PyDict_New()
    try:
        for name, text in names.items():
            value = PyUnicode_FromString(text)
            PyDict_SetItemString(namespace, name, value)
            Py_DECREF(value)
        code = yield _code_of(twin)
        try:
            Py_DECREF((yield PyEval_EvalCode(code, namespace, namespace)))
        finally:
            Py_DECREF(code)
    except PyErr:
        Py_DECREF(namespace)
        raise
    return namespace


def _code_of(name: str) -> Any:
    """The code of one of the library's modules, which is not imported (a generator); a new reference."""
    text = PyUnicode_FromString(name)
    held = [text]
    where = [text]
    steps = (
        lambda op: PyObject_GetAttrString(op, "PathFinder"),
        lambda op: PyObject_CallMethod(op, "find_spec", where),
        lambda op: PyObject_GetAttrString(_found(op, text), "loader"),
        lambda op: PyObject_CallMethod(op, "get_code", [text]),
    )
    package, dot, _ = name.rpartition(".")
    try:
        if dot:
            held.append((yield PyImport_ImportModule(package)))
            path = PyDict_GetItemString(PyModule_GetDict(held[-1]), "__path__")
            where += [path] if path is not None else []
        code = yield PyImport_ImportModule("importlib.machinery")
        for step in steps:
            held.append(code)
            code = step(code)
            if type(code) in PENDING:
                code = yield code
        return code
    finally:
        for op in held:
            Py_DECREF(op)


def _found(spec: PyObject, name: PyObject) -> PyObject:
    if spec is Py_None:
        raise set_import_error(f"No module named {name.value!r}", name, None)
    return spec
