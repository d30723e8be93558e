"""The _posixshmem module: shared memory objects. Models Modules/posixshmem.c and, below it, the C library's shm_open.

They are files of a folder, as on Linux; the guest's files in memory have it too.
"""

from __future__ import annotations

import errno
import os
from typing import Any

from vm.modules._io_util import files, from_os_error
from vm.objects.exceptions_os import PyErr_SetFromErrnoWithFilenameObjects
from vm.objects.getargs import c_int, c_string_arg
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_FromDefs
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_None, PyObject

_FOLDER = "/dev/shm/"
_MODE = 0o777


def _place(path: PyObject, function: str, bad: int) -> str:
    """The file of a shared memory object; raises OSError with the number ``bad`` for what cannot be a name."""
    name = c_string_arg(path, function, "argument 1", "").lstrip("/")
    if not name or "/" in name:
        raise PyErr_SetFromErrnoWithFilenameObjects(bad, path)
    return _FOLDER + name


def _posixshmem_shm_open(
    module: PyObject, path: PyObject, flags: PyObject, mode: PyObject | None
) -> Any:
    """``shm_open(path, flags, mode=511)``: a descriptor; a generator."""
    number: Any = c_int(flags)
    if type(number) in PENDING:
        number = yield number
    permissions: Any = _MODE if mode is None else c_int(mode)
    if type(permissions) in PENDING:
        permissions = yield permissions
    place = _place(path, "shm_open", errno.EINVAL)
    try:
        return PyLong_FromLong(
            files().open(place, number | os.O_NOFOLLOW | os.O_CLOEXEC, permissions & 0xFFF))
    except OSError as err:
        raise from_os_error(err, path) from None


def _posixshmem_shm_unlink(module: PyObject, path: PyObject) -> PyObject:
    """``shm_unlink(path)``"""
    try:
        files().unlink(_place(path, "shm_unlink", errno.ENOENT))
    except OSError as err:
        raise from_os_error(err, path) from None
    return Py_None


_methods = (
    PyMethodDef("shm_open", _posixshmem_shm_open, "($module, /, path, flags, mode=511)"),
    PyMethodDef("shm_unlink", _posixshmem_shm_unlink, "($module, /, path)"),
)


def PyInit__posixshmem() -> PyObject:
    """Make the module."""
    return PyModule_FromDefs("_posixshmem", _methods)
