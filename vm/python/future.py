"""Future statements at the head of a module. Models Python/future.c."""

from __future__ import annotations

import ast

from vm.python.ast_validate import _PyAST_GetDocString
from vm.python.pycore_symtable import _PyFutureFeatures

CO_FUTURE_BARRY_AS_BDFL = 0x400000
CO_FUTURE_ANNOTATIONS = 0x1000000

_FEATURES = {
    "nested_scopes": 0,
    "generators": 0,
    "division": 0,
    "absolute_import": 0,
    "with_statement": 0,
    "print_function": 0,
    "unicode_literals": 0,
    "barry_as_FLUFL": CO_FUTURE_BARRY_AS_BDFL,
    "generator_stop": 0,
    "annotations": CO_FUTURE_ANNOTATIONS,
}


def future_check_features(ff: _PyFutureFeatures, s: ast.ImportFrom, filename: str) -> None:
    """Take the features that one future statement names into account.

    Raises:
        SyntaxError: there is no such feature.
    """
    for alias in s.names:
        flag = _FEATURES.get(alias.name)
        if flag is not None:
            ff.ff_features |= flag
        elif alias.name == "braces":
            raise _syntax_error("not a chance", filename, s)
        else:
            cut = alias.name.encode("utf-8", "surrogatepass")[:100].decode("utf-8", "replace")
            raise _syntax_error(f"future feature {cut} is not defined", filename, s)


def _syntax_error(message: str, filename: str, s: ast.stmt) -> SyntaxError:
    """PyErr_SyntaxLocationObject: an error whose end column is not known."""
    err = SyntaxError(message)
    err.filename = filename
    err.lineno = err.end_lineno = s.lineno
    err.offset = s.col_offset + 1
    return err


def _PyFuture_FromAST(mod: ast.mod, filename: str) -> _PyFutureFeatures:
    """The features that the future statements of a module ask for.

    Raises:
        SyntaxError: one of them is unknown.
    """
    ff = _PyFutureFeatures()
    if not isinstance(mod, ast.Module | ast.Interactive):
        return ff
    start = 1 if _PyAST_GetDocString(mod.body) is not None else 0
    for i in range(start, len(mod.body)):
        s = mod.body[i]
        if not (type(s) is ast.ImportFrom and not s.level and s.module == "__future__"):
            break
        future_check_features(ff, s, filename)
        ff.ff_location = (
            s.lineno, s.end_lineno or s.lineno, s.col_offset, s.end_col_offset or 0)
    return ff
