"""From source text to a guest code object. Models the entry points of Python/pythonrun.c.

The text is compiled by the host until the VM's own compiler takes this place; the guest's code object has the
same content either way.
"""

from __future__ import annotations

import warnings
from typing import Any

from vm.host.parser_guard import check_source
from vm.objects.codeobject import code_from_host
from vm.objects.pycore_object import PyObject
from vm.python.pythonrun import syntax_error_from_host
from vm.python.source_cache import register_source


def Py_CompileStringObject(
    source: Any, filename: str, mode: str, flags: int = 0, optimize: int = -1
) -> PyObject:
    """Compile source text (host str or bytes) to a guest code object.

    Args:
        mode: "exec", "eval" or "single".
        flags: compiler flags as of ``compile()``.
        optimize: as of ``compile()``.

    Raises:
        PyErr: the SyntaxError, ValueError, ... that CPython raises for it.
    """
    try:
        text = source if isinstance(source, str) else source.decode("utf-8", "surrogateescape")
        check_source(text, filename)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            code = compile(source, filename, mode, flags, True, optimize)
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError) as err:
        raise syntax_error_from_host(err) from None
    register_source(filename, text)
    return code_from_host(code)
