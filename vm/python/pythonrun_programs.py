"""Running a program's text or file in ``__main__``. Part of Python/pythonrun.c.

Where C's functions return 0 or -1, so do these; where C ends the process at once (a SystemExit that is shown), they
return an `Exit` instead, and whoever gets one passes it on.
"""

from __future__ import annotations

from importlib.util import MAGIC_NUMBER
from typing import Any, NamedTuple

from vm.objects.attributes import call_object
from vm.objects.dictobject import PyDict_DelItemString, PyDict_GetItemString, PyDict_SetItemString
from vm.objects.fileobject import _PyFile_Flush
from vm.objects.moduleobject import PyModule_GetDict
from vm.objects.object import PyCallable_Check, PyObject_GetAttrString
from vm.objects.pyaudit import PySys_Audit
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_DECREF, Py_None, PyCode_Type, PyErr, PyObject, decref_all
from vm.objects.pycore_state import _PyInterpreterState_GET, _PyRuntime
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_KeyboardInterrupt,
    PyExc_RuntimeError,
    PyExc_ValueError,
)
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.ceval import PyEval_EvalCode
from vm.python.compile import (
    _PyParser_ASTFromString,
    check_file_text,
    compile_tree,
    source_text,
)
from vm.python.compile_unit import PyCF_MASK
from vm.python.import_ import PyImport_ImportModule
from vm.python.marshal import read_object
from vm.python.pyarena import _PyArena_Free, _PyArena_New
from vm.python.pythonrun import PyErr_PrintEx
from vm.python.source_cache import register_source

#: The bytes of a .pyc before its code object.
PYC_HEADER = 16


class Exit(NamedTuple):
    """A program has asked for its end."""

    status: int


class PyCompilerFlags:
    """The future statements that are in force, from one piece of text to the next."""

    __slots__ = ("cf_flags",)

    def __init__(self) -> None:
        self.cf_flags = 0


def main_namespace() -> PyObject:
    """The dict of ``__main__`` (borrowed)."""
    modules = _PyInterpreterState_GET().modules
    module = PyDict_GetItemString(modules, "__main__")
    assert module is not None
    return PyModule_GetDict(module)


def PyErr_Print(err: PyErr) -> Any:
    """Show an exception and let go of it: -1, or an `Exit` (a generator)."""
    try:
        status = yield PyErr_PrintEx(err.exc)
    finally:
        PyErr_Clear(err)
    return -1 if status is None else Exit(status)


def flush_io() -> Any:
    """Flush sys.stderr, then sys.stdout, whatever comes of it (a generator)."""
    for name in ("stderr", "stdout"):
        stream = PyDict_GetItemString(_PyInterpreterState_GET().sysdict, name)
        if stream is None:
            continue
        stream.ob_refcnt += 1
        try:
            res = _PyFile_Flush(stream)
            if type(res) in PENDING:
                yield res
        except PyErr as err:
            PyErr_Clear(err)
        finally:
            Py_DECREF(stream)


def run_eval_code_obj(code: PyObject, namespace: PyObject) -> Any:
    """Run a code object; notes whether it ends by a KeyboardInterrupt (a generator)."""
    _PyRuntime.unhandled_keyboard_interrupt = False
    try:
        return (yield PyEval_EvalCode(code, namespace, namespace))
    except PyErr as err:
        _PyRuntime.unhandled_keyboard_interrupt = PyErr_ExceptionMatches(
            err, PyExc_KeyboardInterrupt)
        raise


def run_mod(
    tree: Any, filename: str, namespace: PyObject, flags: PyCompilerFlags, text: str,
    interactive_src: str | None = None, generate_new_source: bool = False,
) -> Any:
    """Compile a syntax tree and run it; its result, a new reference (a generator).

    Args:
        text: the source.
        interactive_src: the source, if linecache is to know it.
        generate_new_source: whether the text gets a name of its own.
    """
    own_name = filename
    if interactive_src is not None and generate_new_source:
        interp = _PyInterpreterState_GET()
        own_name = f"{filename}-{interp._interactive_src_count}"
        interp._interactive_src_count += 1
    level = _PyInterpreterState_GET().config.optimization_level
    code = yield compile_tree(tree, own_name, flags.cf_flags, level, text)
    arena = _PyArena_New(code)
    try:
        flags.cf_flags |= code.value.co_flags & PyCF_MASK
        if interactive_src is not None:
            register_source(own_name, text)
            yield _register_code(own_name, interactive_src, filename)
        res = PySys_Audit("exec", code)
        if type(res) in PENDING:
            yield res
        return (yield run_eval_code_obj(code, namespace))
    finally:
        Py_DECREF(code)
        _PyArena_Free(arena)


def _register_code(own_name: str, source: str, filename: str) -> Any:
    """Tell linecache of a text that is in no file (a generator)."""
    module = yield PyImport_ImportModule("linecache")
    try:
        function = PyObject_GetAttrString(module, "_register_code")
        if type(function) in PENDING:
            function = yield function
    finally:
        Py_DECREF(module)
    args = [PyUnicode_FromString(text) for text in (own_name, source, filename)]
    try:
        if not PyCallable_Check(function):
            raise PyErr_Format(PyExc_ValueError, "linecache._register_code is not callable")
        Py_DECREF((yield call_object(function, *args)))
    finally:
        decref_all(args)
        Py_DECREF(function)


def _PyRun_SimpleStringFlagsWithName(source: str, name: str) -> Any:
    """Run text in ``__main__`` (a generator)."""
    try:
        tree = yield _PyParser_ASTFromString(source, name, "exec", 0)
        res = yield run_mod(tree, name, main_namespace(), PyCompilerFlags(), source, source)
    except PyErr as err:
        return (yield PyErr_Print(err))
    Py_DECREF(res)
    return 0


def _PyRun_SimpleFileObject(source: str | bytes, filename: str) -> Any:
    """Run the contents of a file, source or compiled, in ``__main__`` (a generator)."""
    namespace = main_namespace()
    set_file_name = PyDict_GetItemString(namespace, "__file__") is None
    if set_file_name:
        name = PyUnicode_FromString(filename)
        PyDict_SetItemString(namespace, "__file__", name)
        PyDict_SetItemString(namespace, "__cached__", Py_None)
        Py_DECREF(name)
    namespace.ob_refcnt += 1
    result: int | Exit = 0
    try:
        try:
            res = yield _run_contents(source, filename, namespace)
            yield flush_io()
            Py_DECREF(res)
        except PyErr as err:
            yield flush_io()
            result = yield PyErr_Print(err)
        if set_file_name and type(result) is not Exit:
            for attribute in ("__file__", "__cached__"):
                if PyDict_GetItemString(namespace, attribute) is not None:
                    PyDict_DelItemString(namespace, attribute)
    finally:
        Py_DECREF(namespace)
    return result


def _run_contents(source: str | bytes, filename: str, namespace: PyObject) -> Any:
    """The function, under way, that runs a file of this kind; ``__main__`` has the loader for it."""
    if maybe_pyc_file(source, filename):
        set_main_loader(namespace, filename, "SourcelessFileLoader")
        assert isinstance(source, bytes)
        return run_pyc_file(source, namespace)
    if filename != "<stdin>":
        set_main_loader(namespace, filename, "SourceFileLoader")
    return pyrun_file(source, filename, namespace)


def pyrun_file(source: str | bytes, filename: str, namespace: PyObject) -> Any:
    """Run a file's text; its result, a new reference (a generator)."""
    text = source_text(source)
    if filename != "<stdin>":
        register_source(filename, text)
    check_file_text(text, filename)
    tree = yield _PyParser_ASTFromString(source, filename, "exec", 0)
    return (yield run_mod(tree, filename, namespace, PyCompilerFlags(), text))


def maybe_pyc_file(source: str | bytes, filename: str) -> bool:
    """Whether a file is taken for a compiled one: by its name, or by its first two bytes."""
    return isinstance(source, bytes) and (
        filename.endswith(".pyc") or source[:2] == MAGIC_NUMBER[:2])


def run_pyc_file(data: bytes, namespace: PyObject) -> Any:
    """Run the code object of a .pyc; its result, a new reference (a generator)."""
    if data[:4] != MAGIC_NUMBER:
        raise PyErr_Format(PyExc_RuntimeError, "Bad magic number in .pyc file")
    try:
        code = read_object(data[PYC_HEADER:])
    except PyErr as err:
        PyErr_Clear(err)
        code = Py_None
    if code.ob_type is not PyCode_Type:
        Py_DECREF(code)
        raise PyErr_Format(PyExc_RuntimeError, "Bad code object in .pyc file")
    try:
        return (yield run_eval_code_obj(code, namespace))
    finally:
        Py_DECREF(code)


def set_main_loader(namespace: PyObject, filename: str, loader_name: str) -> None:
    """Give ``__main__`` a loader of importlib's.

    Its ``__init__`` only stores its arguments; that is done here, so that a program's first instruction is its own.
    """
    modules = _PyInterpreterState_GET().modules.value.me_value
    external = PyModule_GetDict(modules["_frozen_importlib_external"])
    loader_type = external.value.me_value[loader_name]
    loader = PyType_GenericAlloc(loader_type, None)
    for name, text in (("name", "__main__"), ("path", filename)):
        loader.ob_dict[name] = PyUnicode_FromString(text)
    PyDict_SetItemString(namespace, "__loader__", loader)
    Py_DECREF(loader)


