"""From source text to a guest code object. Models the entry points of Python/pythonrun.c.

The text is compiled by the host until the VM's own compiler takes this place; the guest's code object has the
same content either way.
"""

from __future__ import annotations

import ast
import io
import tokenize
import warnings
from typing import Any

from vm.host.parser_guard import check_source
from vm.objects.codeobject import code_from_host
from vm.objects.pycore_object import PyObject, pending_finalizers
from vm.python.pythonrun import PySys_WriteStderr, syntax_error_from_host
from vm.python.source_cache import get_line


def Py_CompileStringObject(
    source: Any, filename: str, mode: str, flags: int = 0, optimize: int = -1
) -> PyObject:
    """Compile source text (host str or bytes) to a guest code object.

    Args:
        source: the text, or a syntax tree of the host's.
        mode: "exec", "eval" or "single".
        flags: compiler flags as of ``compile()``.
        optimize: as of ``compile()``.

    Raises:
        PyErr: the SyntaxError, ValueError, ... that CPython raises for it.
    """
    code = compile_on_host(source, filename, mode, flags, optimize)
    return code_from_host(code)


def compile_on_host(source: Any, filename: str, mode: str, flags: int, optimize: int) -> Any:
    """What the host's compile() makes of a source: a code object, or a tree if the flags ask for one."""
    is_tree = isinstance(source, ast.AST)
    text = "" if is_tree else source_text(source)
    with warnings.catch_warnings(record=True) as issued:
        warnings.simplefilter("always")
        try:
            if not is_tree:
                check_source(text, filename)
            code = compile(source, filename, mode, flags, True, optimize)
        except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError,
                TypeError) as err:
            raise syntax_error_from_host(_own_text(err, text)) from None
    lines = text.split("\n") if issued else []
    for warning in issued:
        if warning.category is not SyntaxWarning:
            continue  # of the host's own code, or passed over by the default filters
        line = lines[warning.lineno - 1] if 0 < warning.lineno <= len(lines) else ""
        _warn(f"{filename}:{warning.lineno}: {warning.category.__name__}: {warning.message}\n",
              "" if filename.startswith("<") else line.strip())
    return code


def source_text(source: Any) -> str:
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


def _warn(text: str, line: str) -> None:
    """Show a warning of the compiler's, and its line, before the next guest instruction."""
    pending_finalizers.append(PySys_WriteStderr(f"{text}  {line}\n" if line else text))


def _own_text(err: BaseException, text: str) -> BaseException:
    """Make sure that the line shown with a SyntaxError is the program's own.

    For what the host's compiler finds after parsing, the host looks for a file of the given name; the
    guest has no such files, but for the program that is running.
    """
    if isinstance(err, SyntaxError) and (err.text is None or err.text.rstrip("\n") not in text):
        line = get_line(err.filename or "", err.lineno or 0) if err.lineno else ""
        known = line and not str(err.filename).startswith("<")
        err.text = line + "\n" if known else None
    return err
