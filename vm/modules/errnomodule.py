"""The errno module: Linux's error numbers. Models Modules/errnomodule.c."""

from __future__ import annotations

from vm.objects.dictobject import PyDict_New, PyDict_SetItem
from vm.objects.longobject import PyLong_FromLong
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pycore_object import Py_DECREF, PyObject
from vm.objects.unicodeobject import PyUnicode_FromString

#: name -> number on x86-64 Linux; the guest's system, whatever the host is.
CODES = {
    "EPERM": 1, "ENOENT": 2, "ESRCH": 3, "EINTR": 4, "EIO": 5, "ENXIO": 6, "E2BIG": 7, "ENOEXEC": 8,
    "EBADF": 9, "ECHILD": 10, "EAGAIN": 11, "ENOMEM": 12, "EACCES": 13, "EFAULT": 14, "ENOTBLK": 15,
    "EBUSY": 16, "EEXIST": 17, "EXDEV": 18, "ENODEV": 19, "ENOTDIR": 20, "EISDIR": 21, "EINVAL": 22,
    "ENFILE": 23, "EMFILE": 24, "ENOTTY": 25, "ETXTBSY": 26, "EFBIG": 27, "ENOSPC": 28, "ESPIPE": 29,
    "EROFS": 30, "EMLINK": 31, "EPIPE": 32, "EDOM": 33, "ERANGE": 34, "EDEADLK": 35,
    "ENAMETOOLONG": 36, "ENOLCK": 37, "ENOSYS": 38, "ENOTEMPTY": 39, "ELOOP": 40, "EWOULDBLOCK": 11,
    "ENOTSOCK": 88, "EDESTADDRREQ": 89, "EMSGSIZE": 90, "EPROTOTYPE": 91, "ENOPROTOOPT": 92,
    "EPROTONOSUPPORT": 93, "ENOTSUP": 95, "EOPNOTSUPP": 95, "EAFNOSUPPORT": 97, "EADDRINUSE": 98,
    "EADDRNOTAVAIL": 99, "ENETDOWN": 100, "ENETUNREACH": 101, "ENETRESET": 102,
    "ECONNABORTED": 103, "ECONNRESET": 104, "ENOBUFS": 105, "EISCONN": 106, "ENOTCONN": 107,
    "ESHUTDOWN": 108, "ETIMEDOUT": 110, "ECONNREFUSED": 111, "EHOSTDOWN": 112, "EHOSTUNREACH": 113,
    "EALREADY": 114, "EINPROGRESS": 115, "ESTALE": 116, "EDQUOT": 122, "ECANCELED": 125,
}


def PyInit_errno() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("errno", ())
    names = PyDict_New()
    for name, number in CODES.items():
        code = PyLong_FromLong(number)
        text = PyUnicode_FromString(name)
        PyModule_AddObjectRef(module, name, code)
        PyDict_SetItem(names, code, text)
        Py_DECREF(code)
        Py_DECREF(text)
    PyModule_AddObjectRef(module, "errorcode", names)
    Py_DECREF(names)
    return module
