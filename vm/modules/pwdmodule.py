"""The pwd and grp modules: users and groups. Models Modules/pwdmodule.c and grpmodule.c; the driver knows them."""

from __future__ import annotations

from typing import Any

from vm.host.users import groups, users
from vm.modules.mathmodule import integer
from vm.modules.posix_paths import files
from vm.objects.getargs import c_string_arg
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import PyObject_Repr
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import Py_DECREF, PyObject
from vm.objects.pyerrors import PyErr_Format, PyExc_KeyError, PyExc_TypeError
from vm.objects.structseq import PyStructSequence_New, PyStructSequence_NewType
from vm.objects.unicodeobject import PyUnicode_FromString

StructPwdType = PyStructSequence_NewType("pwd.struct_passwd", (
    "pw_name", "pw_passwd", "pw_uid", "pw_gid", "pw_gecos", "pw_dir", "pw_shell"))
StructGrpType = PyStructSequence_NewType("grp.struct_group", (
    "gr_name", "gr_passwd", "gr_gid", "gr_mem"))


def _guest(value: Any) -> PyObject:
    if isinstance(value, int):
        return PyLong_FromLong(value)
    if isinstance(value, (list, tuple)):
        return PyList_New([_guest(item) for item in value])
    return PyUnicode_FromString(value)


def _entry(tp: PyObject, row: Any) -> PyObject:
    return PyStructSequence_New(tp, [_guest(value) for value in row])


def _rows(tp: PyObject) -> list:
    return users(files()) if tp is StructPwdType else groups(files())


def _by_number(name: str, tp: PyObject, what: str) -> Any:
    def get(module: PyObject, number: PyObject) -> Any:
        if number.ob_type.value.nb_index is None:
            raise PyErr_Format(
                PyExc_TypeError, f"{what} should be integer, "
                f"not {number.ob_type.value.tp_name:.200}")
        wanted = integer(number)
        if type(wanted) in PENDING:
            wanted = yield wanted
        for row in _rows(tp):
            if row[2] == wanted:
                return _entry(tp, row)
        raise PyErr_Format(PyExc_KeyError, f"{name}(): {what} not found: {wanted}")

    get.__name__ = f"{name}_impl"
    return get


def _by_name(name: str, tp: PyObject, argument: str) -> Any:
    def get(module: PyObject, key: PyObject) -> Any:
        wanted = c_string_arg(key, name, argument, "")
        for row in _rows(tp):
            if row[0] == wanted:
                return _entry(tp, row)
        shown = PyObject_Repr(key)
        if type(shown) in PENDING:
            shown = yield shown
        text = f"{name}(): name not found: {shown.value}"
        Py_DECREF(shown)
        raise PyErr_Format(PyExc_KeyError, text)

    get.__name__ = f"{name}_impl"
    return get


def pwd_getpwall(module: PyObject) -> PyObject:
    """``getpwall()``"""
    return PyList_New([_entry(StructPwdType, row) for row in _rows(StructPwdType)])


def grp_getgrall(module: PyObject) -> PyObject:
    """``getgrall()``"""
    return PyList_New([_entry(StructGrpType, row) for row in _rows(StructGrpType)])


pwd_methods = (
    PyMethodDef("getpwuid", _by_number("getpwuid", StructPwdType, "uid"), "($module, uidobj, /)"),
    PyMethodDef("getpwnam", _by_name("getpwnam", StructPwdType, "argument"), "($module, name, /)"),
    PyMethodDef("getpwall", pwd_getpwall, "($module, /)"),
)
grp_methods = (
    PyMethodDef("getgrgid", _by_number("getgrgid", StructGrpType, "gid"), "($module, /, id)"),
    PyMethodDef("getgrnam", _by_name("getgrnam", StructGrpType, "argument 1"), "($module, /, name)"),
    PyMethodDef("getgrall", grp_getgrall, "($module, /)"),
)


def PyInit_pwd() -> PyObject:
    """Make the module `pwd`."""
    module = PyModule_FromDefs("pwd", pwd_methods)
    PyModule_AddObjectRef(module, "struct_passwd", StructPwdType)
    return module


def PyInit_grp() -> PyObject:
    """Make the module `grp`."""
    module = PyModule_FromDefs("grp", grp_methods)
    PyModule_AddObjectRef(module, "struct_group", StructGrpType)
    return module
