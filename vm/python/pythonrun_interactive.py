"""The interactive prompt. Part of Python/pythonrun.c, with the reading of one statement (Parser/pegen.c).

C's tokenizer fetches lines as the parser asks for tokens. Here the host's parser says after each line whether the
statement is complete; where a block ends (an empty line) is decided as the tokenizer decides it.
"""

from __future__ import annotations

import ast
import re
import warnings
from typing import Any

from vm.host.parser_guard import check_source
from vm.objects.attributes import getattribute, set_attribute
from vm.objects.dictobject import PyDict_GetItemString, PyDict_SetItemString
from vm.objects.longobject import PyLong_GetMaxStrDigits, host_digits
from vm.objects.object import PyObject_Str
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyErr,
    PyType_IsSubtype,
)
from vm.objects.pycore_state import _PyInterpreterState_GET
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyExc_MemoryError,
    PyExc_SyntaxError,
)
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.compile import _PyParser_ASTFromString
from vm.python.myreadline import PyOS_Readline, StandardInput
from vm.python.pythonrun import PySys_WriteStderr, syntax_error_from_host
from vm.python.pythonrun_programs import (
    Exit,
    PyCompilerFlags,
    PyErr_Print,
    flush_io,
    main_namespace,
    run_mod,
)
from vm.python.signals import PyErr_CheckSignals

E_EOF = object()
_ALLOW_INCOMPLETE_INPUT = 0x4000
_MAX_MEMORY_ERRORS = 16
#: Nothing but spaces and perhaps a comment.
_BLANK = re.compile(r"[ \t\f]*(#[^\n]*)?\r?\n?")
#: What the parser says of text that an empty line cannot end.
_OPEN = re.compile(r"was never closed|unterminated triple-quoted|unexpected EOF while parsing")
_COMPOUND = (
    ast.If, ast.For, ast.While, ast.Try, ast.TryStar, ast.With, ast.FunctionDef, ast.ClassDef,
    ast.Match, ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith)


def PyRun_InteractiveLoop(stdin: StandardInput, filename: str) -> Any:
    """Read statements and run them until the input ends: 0, -1 or an `Exit` (a generator)."""
    flags = PyCompilerFlags()
    for name, prompt in (("ps1", ">>> "), ("ps2", "... ")):
        if _sys_attribute(name) is None:
            op = PyUnicode_FromString(prompt)
            PyDict_SetItemString(_PyInterpreterState_GET().sysdict, name, op)
            Py_DECREF(op)
    nomem_count = 0
    while True:
        try:
            ret = yield PyRun_InteractiveOneObjectEx(stdin, filename, flags)
        except PyErr as err:
            if PyErr_ExceptionMatches(err, PyExc_MemoryError):
                nomem_count += 1
                if nomem_count > _MAX_MEMORY_ERRORS:
                    PyErr_Clear(err)
                    return -1
            else:
                nomem_count = 0
            shown = yield PyErr_Print(err)
            if type(shown) is Exit:
                return shown
            yield flush_io()
        else:
            nomem_count = 0
            if ret is E_EOF:
                return 0


def PyRun_InteractiveOneObjectEx(
    stdin: StandardInput, filename: str, flags: PyCompilerFlags
) -> Any:
    """Read one statement and run it; `E_EOF` at the end of the input (a generator)."""
    parsed = yield pyrun_one_parse_ast(stdin, filename, flags)
    if parsed is E_EOF:
        return E_EOF
    tree, text = parsed
    try:
        res = yield run_mod(tree, filename, main_namespace(), flags, text, text, True)
    except PyErr as err:
        if PyType_IsSubtype(err.exc.ob_type, PyExc_SyntaxError):
            yield _fix_text(err, text)
        raise
    Py_DECREF(res)
    yield flush_io()
    return None


def _fix_text(err: PyErr, text: str) -> Any:
    """Give a SyntaxError the line of the statement that it is about (a generator)."""
    try:
        lineno = yield getattribute(err.exc, "lineno")
        number = lineno.value if lineno.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS else 0
        Py_DECREF(lineno)
        lines = text.splitlines(keepends=True)
        if 0 < number <= len(lines):
            line = PyUnicode_FromString(lines[number - 1])
            try:
                yield set_attribute(err.exc, "text", line)
            finally:
                Py_DECREF(line)
    except PyErr as failed:
        PyErr_Clear(failed)


def pyrun_one_parse_ast(stdin: StandardInput, filename: str, flags: PyCompilerFlags) -> Any:
    """The next statement's tree and text, or `E_EOF` (a generator)."""
    encoding = yield _stdin_encoding()
    ps1 = yield _prompt("ps1")
    ps2 = yield _prompt("ps2")
    text, prompt, ended = "", ps1, False
    while not ended:
        line = _decoded((yield _tok_readline(stdin, prompt)), encoding, filename)
        prompt = ps2
        ended = not line
        text += line
        if ended:
            yield PySys_WriteStderr("\n")
            if _is_blank(text):
                return E_EOF
        elif _is_blank(text) and line.endswith("\n"):
            return ast.parse("pass\n", filename, "single"), text
        elif _is_complete(text, filename, flags.cf_flags):
            break
    tree = yield _PyParser_ASTFromString(text, filename, "single", flags.cf_flags)
    return tree, text


def _is_blank(text: str) -> bool:
    return text.count("\n") <= 1 and _BLANK.fullmatch(text) is not None


def _tok_readline(stdin: StandardInput, prompt: str) -> Any:
    """A line of input, nothing at the end (a generator); a signal's handler may end it by an exception."""
    while True:
        line = yield PyOS_Readline(stdin, prompt)
        if line is not None:
            return line
        try:
            yield PyErr_CheckSignals()
        except PyErr:
            yield PySys_WriteStderr("\n")
            raise


def _decoded(line: bytes, encoding: str, filename: str) -> str:
    """The text of a line, with the line ends that a tokenizer sees."""
    try:
        try:
            text = line.decode(encoding)
        except LookupError:
            text = line.decode()
    except UnicodeError as err:
        error = SyntaxError(f"(unicode error) {err}", (filename, 0, 0, "", 0, 0))
        raise syntax_error_from_host(error) from None
    return text.replace("\r\n", "\n")


def _is_complete(text: str, filename: str, flags: int) -> bool:
    """Whether no more lines are needed: the statement has ended, or it has an error."""
    if not text.endswith("\n"):
        return False
    after_block = text.endswith("\n\n")
    with warnings.catch_warnings(), host_digits(PyLong_GetMaxStrDigits()):
        warnings.simplefilter("ignore")
        try:
            check_source(text, filename)
            tree: Any = compile(
                text, filename, "single", flags | ast.PyCF_ONLY_AST | _ALLOW_INCOMPLETE_INPUT, True)
            return after_block or not isinstance(tree.body[0], _COMPOUND)
        except SyntaxError as err:
            if type(err).__name__ != "_IncompleteInputError":
                return True
        except (ValueError, OverflowError, RecursionError, MemoryError):
            return True
        return after_block and not _is_open(text, filename, flags)


def _is_open(text: str, filename: str, flags: int) -> bool:
    """Whether an incomplete statement is inside brackets, a string or a continued line."""
    try:
        compile(text, filename, "single", flags | ast.PyCF_ONLY_AST, True)
    except SyntaxError as err:
        return _OPEN.search(str(err.msg)) is not None
    return False


def _sys_attribute(name: str) -> Any:
    return PyDict_GetItemString(_PyInterpreterState_GET().sysdict, name)


def _prompt(name: str) -> Any:
    """``str(sys.ps1)``, or nothing if that fails (a generator)."""
    attr = _sys_attribute(name)
    if attr is None:
        return ""
    attr.ob_refcnt += 1
    try:
        text = PyObject_Str(attr)
        if type(text) in PENDING:
            text = yield text
    except PyErr as err:
        PyErr_Clear(err)
        return ""
    finally:
        Py_DECREF(attr)
    value = str(text.value)
    Py_DECREF(text)
    return value


def _stdin_encoding() -> Any:
    """``sys.stdin.encoding`` (a generator)."""
    stream = _sys_attribute("stdin")
    if stream is None or stream is Py_None:
        return "utf-8"
    stream.ob_refcnt += 1
    try:
        op = yield getattribute(stream, "encoding")
    except PyErr as err:
        PyErr_Clear(err)
        return "utf-8"
    finally:
        Py_DECREF(stream)
    is_text = op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS
    encoding = str(op.value) if is_text else "utf-8"
    Py_DECREF(op)
    return encoding
