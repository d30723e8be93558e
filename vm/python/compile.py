"""From source text or a syntax tree to a guest code object. Models the entry points of Python/pythonrun.c.

The host parses; from the tree on, the work is the VM's own (compile_code.py). Warnings are collected while the
compiler runs and issued through the guest's filters when it is done or has failed, before its error is raised:
the order of what can be seen is the same.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from vm.host.parser_guard import check_source
from vm.objects.codeobject_host import code_from_host
from vm.objects.longobject import PyLong_GetMaxStrDigits, host_digits
from vm.objects.pycore_object import Py_DECREF, Py_XDECREF, PyErr, PyObject, PyObject_TypeCheck
from vm.objects.pyerrors import exception_types
from vm.objects.pywarnings import PyErr_WarnEx
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.compile_code import (
    _PyAST_Compile,
    _PyCompile_AstOptimize,
    deep_recursion,
)
from vm.python.pythonrun import syntax_error_from_host
from vm.python.source_cache import get_line
from vm.python.warnings_ import warn_explicit

#: What the host's parser and the compiler raise for a program that cannot be compiled.
_ERRORS = (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError, TypeError, SystemError)
PyCF_ONLY_AST = ast.PyCF_ONLY_AST
PyCF_OPTIMIZED_AST = ast.PyCF_OPTIMIZED_AST

type Location = tuple[int, int, int, int]


class Warned(NamedTuple):
    """A warning that was met: its host category and text, and its place, or no file for the caller's line."""

    category: type[Warning]
    text: str
    filename: str | None
    location: Location


def Py_CompileStringObject(
    source: str | bytes, filename: str, mode: str, flags: int = 0, optimize: int = -1
) -> Any:
    """Compile source text to a guest code object (a generator).

    Args:
        mode: "exec", "eval" or "single".
        flags: compiler flags as of ``compile()``.
        optimize: 0, 1 or 2.

    Raises:
        PyErr: the SyntaxError, ValueError, ... that CPython raises for it.
    """
    tree = yield _PyParser_ASTFromString(source, filename, mode, flags)
    return (yield compile_tree(tree, filename, flags, optimize, source_text(source)))


def _PyParser_ASTFromString(
    source: str | bytes, filename: str, mode: str, flags: int, feature_version: int = -1
) -> Any:
    """The host's syntax tree of a source text (a generator).

    Raises:
        PyErr: as `Py_CompileStringObject`.
    """
    text = source_text(source)
    wants_tree = flags & PyCF_ONLY_AST
    flags = flags & ~PyCF_OPTIMIZED_AST | PyCF_ONLY_AST

    def parse() -> Any:
        check_source(text, filename)
        with host_digits(PyLong_GetMaxStrDigits()):
            return compile(source, filename, mode, flags, True, _feature_version=feature_version)

    with warnings.catch_warnings(record=True) as issued:
        warnings.simplefilter("always")
        try:
            tree, error = parse(), None
        except _ERRORS as err:
            tree, error = None, err
    for warning in issued:
        if issubclass(warning.category, SyntaxWarning | DeprecationWarning):
            where = (warning.lineno, 0, 0, 0)
            warned = Warned(warning.category, str(warning.message), filename, where)
            yield _issue(warned, partial(_parse_strictly, parse, warned), text)
    if error is not None:
        if isinstance(error, RecursionError) and not wants_tree:
            error = RecursionError("maximum recursion depth exceeded during compilation")
        raise syntax_error_from_host(_own_text(error, text)) from None
    return tree


def _parse_strictly(parse: Callable[[], Any], warned: Warned) -> SyntaxError | None:
    """The error that the parser makes of a warning where the filters ask for errors."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.filterwarnings(
            "error", re.escape(warned.text), warned.category, lineno=warned.location[0])
        try:
            parse()
        except SyntaxError as err:
            return err
    return None


def compile_tree(tree: Any, filename: str, flags: int, optimize: int, text: str = "") -> Any:
    """The guest code object of a syntax tree of the host's, which is changed (a generator).

    Args:
        text: the source text, if there is one.

    Raises:
        PyErr: as `Py_CompileStringObject`.
    """
    def work(warn: Any) -> PyObject:
        return code_from_host(_PyAST_Compile(tree, filename, flags, optimize, warn))

    return _with_warnings(work, text)


def optimize_tree(tree: Any, filename: str, flags: int, optimize: int) -> Any:
    """Fold the constants of a tree in place (a generator)."""
    return _with_warnings(
        lambda warn: _PyCompile_AstOptimize(tree, filename, flags, optimize, warn))


def validate_tree(tree: Any) -> None:
    """Raise the error of a tree made by hand that breaks a rule."""
    from vm.python.ast_validate import _PyAST_Validate  # only for trees that programs make

    try:
        with deep_recursion():
            _PyAST_Validate(tree)
    except _ERRORS as err:
        raise syntax_error_from_host(err) from None


def _with_warnings(work: Callable[[Any], Any], text: str = "") -> Any:
    """Run a stage of the compiler, issue its warnings, then deliver its result or raise its error."""
    issued: list[Warned] = []
    error = result = None
    try:
        result = work(lambda *warned: issued.append(Warned(*warned)))
    except _ERRORS as err:
        error = err
    try:
        for warned in issued:
            yield _issue(warned, partial(_syntax_error, warned))
    except PyErr:
        if isinstance(result, PyObject):
            Py_DECREF(result)
        raise
    if error is not None:
        raise syntax_error_from_host(_own_text(error, text)) from None
    return result


def _syntax_error(warned: Warned) -> SyntaxError:
    lineno, end_lineno, column, end_column = warned.location
    return SyntaxError(
        warned.text, (warned.filename, lineno, column + 1, None, end_lineno, end_column + 1))


def _issue(
    warned: Warned, as_error: Callable[[], SyntaxError | None], text: str = ""
) -> Any:
    """Issue a warning by the guest's filters; one that they make an error is a SyntaxError (a generator)."""
    category = exception_types[warned.category.__name__]
    if warned.filename is None:
        try:
            yield PyErr_WarnEx(category, warned.text)
        except PyErr as err:
            Py_DECREF(err.exc)  # C does not fold the operation then
        return
    message = PyUnicode_FromString(warned.text)
    filename = PyUnicode_FromString(warned.filename)
    # C looks for the line in a file: there is none for "<string>".
    line = PyUnicode_FromString("") if warned.filename.startswith("<") else None
    try:
        yield warn_explicit(
            category, message, filename, warned.location[0], None, None, line, None)
    except PyErr as err:
        error = as_error() if PyObject_TypeCheck(err.exc, category) else None
        if error is None:
            raise
        Py_DECREF(err.exc)
        raise syntax_error_from_host(_own_text(error, text)) from None
    finally:
        Py_DECREF(message)
        Py_DECREF(filename)
        Py_XDECREF(line)


def source_text(source: str | bytes) -> str:
    """Source text from what a program is given as: host str, or bytes that may name their encoding."""
    if isinstance(source, str):
        return source
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
        return source.decode(encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError):
        return source.decode("utf-8", "replace")


def check_file_text(text: str, filename: str) -> None:
    """Raise what the reader of a program's file finds and the reader of a string words otherwise."""
    at = text.find("\0")
    if at >= 0:
        line = text[text.rfind("\n", 0, at) + 1 : at]
        err = SyntaxError("source code cannot contain null bytes")
        err.filename, err.lineno, err.text = filename, text.count("\n", 0, at) + 1, line
        raise syntax_error_from_host(err)


def _own_text(err: BaseException, text: str) -> BaseException:
    """Make sure that the line shown with a SyntaxError is the program's own.

    For what is found after parsing C looks for a file of the given name; the guest has no such files, but for
    the program that is running.
    """
    if isinstance(err, SyntaxError) and (err.text is None or err.text.rstrip("\n") not in text):
        line = get_line(err.filename or "", err.lineno or 0) if err.lineno else ""
        known = line and not str(err.filename).startswith("<")
        err.text = line + "\n" if known else None
    return err
