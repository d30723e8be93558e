"""os.scandir and its entries. Part of Modules/posixmodule.c."""

from __future__ import annotations

import os
import stat
from typing import Any

from vm.modules.posix_paths import files, os_error, path_t, with_path
from vm.modules.posix_stat import _pystat_fromstructstat
from vm.objects.genericaliasobject import Py_GenericAlias
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyGetSetDef, PyMethodDef
from vm.objects.object import PyObject_IsTrue, PyObject_Repr, PyObject_SelfIter
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_DISALLOW_INSTANTIATION,
    Py_True,
    PyObject,
    PyUnicode_Type,
)
from vm.objects.typeobject_ready import PyType_FromSpec


class DirEntry:
    """The body of a DirEntry: its name and path (owned), what is known of it."""

    __slots__ = ("name", "path", "text", "stat", "lstat")

    def __init__(self, name: PyObject, path: PyObject, text: str):
        self.name = name
        self.path = path
        self.text = text
        self.stat: PyObject | None = None
        self.lstat: PyObject | None = None


class ScandirIterator:
    """The body of a ScandirIterator: names not yet given, and the folder."""

    __slots__ = ("names", "folder", "is_bytes", "prefix")

    def __init__(self, names: list[str], folder: path_t):
        self.names = names[::-1]
        self.folder = "." if folder.text is None else folder.text
        self.is_bytes = folder.is_bytes
        self.prefix = self.folder != "." or isinstance(folder.op.value, (str, bytes))


def DirEntry_fetch_stat(entry: PyObject, follow: bool) -> PyObject:
    """stat or lstat of an entry, kept; borrowed."""
    body = entry.value
    kept = body.stat if follow else body.lstat
    if kept is None:
        try:
            kept = _pystat_fromstructstat(files().stat(body.text, follow))
        except OSError as err:
            raise os_error(err, body.path) from None
        if follow:
            body.stat = kept
        else:
            body.lstat = kept
    return kept


def _mode(entry: PyObject, follow: bool) -> int:
    try:
        return files().stat(entry.value.text, follow).mode
    except OSError:
        return 0


def _follow(op: PyObject | None) -> Any:
    truth: Any = True
    if op is not None:
        truth = PyObject_IsTrue(op)
        if type(truth) in PENDING:
            truth = yield truth
    return truth


def os_DirEntry_is_dir(entry: PyObject, follow_symlinks: PyObject | None) -> Any:
    """``is_dir(*, follow_symlinks=True)``; a generator."""
    follow = yield _follow(follow_symlinks)
    return Py_True if stat.S_ISDIR(_mode(entry, follow)) else Py_False


def os_DirEntry_is_file(entry: PyObject, follow_symlinks: PyObject | None) -> Any:
    """``is_file(*, follow_symlinks=True)``; a generator."""
    follow = yield _follow(follow_symlinks)
    return Py_True if stat.S_ISREG(_mode(entry, follow)) else Py_False


def os_DirEntry_is_symlink(entry: PyObject) -> PyObject:
    """``is_symlink()``"""
    return Py_True if stat.S_ISLNK(_mode(entry, False)) else Py_False


def os_DirEntry_is_junction(entry: PyObject) -> PyObject:
    """``is_junction()``: there are none."""
    return Py_False


def os_DirEntry_stat(entry: PyObject, follow_symlinks: PyObject | None) -> Any:
    """``stat(*, follow_symlinks=True)``; a generator."""
    follow = yield _follow(follow_symlinks)
    return Py_NewRef(DirEntry_fetch_stat(entry, follow))


def os_DirEntry_inode(entry: PyObject) -> PyObject:
    """``inode()``"""
    try:
        return PyLong_FromLong(files().stat(entry.value.text, False).ino)
    except OSError as err:
        raise os_error(err, entry.value.path) from None


def os_DirEntry___fspath__(entry: PyObject) -> PyObject:
    """``__fspath__()``"""
    return Py_NewRef(entry.value.path)


def DirEntry_repr(entry: PyObject) -> Any:
    """``<DirEntry 'name'>``"""
    text = PyObject_Repr(entry.value.name)  # an exact str or bytes: never pending
    shown = text.value
    Py_DECREF(text)
    return PyObject(PyUnicode_Type, f"<DirEntry {shown}>")


def DirEntry_dealloc(entry: PyObject) -> None:
    """Free an entry."""
    body = entry.value
    for op in (body.name, body.path, body.stat, body.lstat):
        if op is not None:
            Py_DECREF(op)


DirEntryType = PyType_FromSpec(
    "posix.DirEntry", tp_basicsize=88, tp_flags=Py_TPFLAGS_DISALLOW_INSTANTIATION,
    tp_hostkey="identity", tp_repr=DirEntry_repr, tp_dealloc=DirEntry_dealloc,
    tp_traverse=lambda op: (op.value.name, op.value.path, op.value.stat, op.value.lstat),
    tp_methods=(
        PyMethodDef("is_dir", os_DirEntry_is_dir, "($self, /, *, follow_symlinks=True)"),
        PyMethodDef("is_file", os_DirEntry_is_file, "($self, /, *, follow_symlinks=True)"),
        PyMethodDef("is_symlink", os_DirEntry_is_symlink, "($self, /)"),
        PyMethodDef("is_junction", os_DirEntry_is_junction, "($self, /)"),
        PyMethodDef("stat", os_DirEntry_stat, "($self, /, *, follow_symlinks=True)"),
        PyMethodDef("inode", os_DirEntry_inode, "($self, /)"),
        PyMethodDef("__fspath__", os_DirEntry___fspath__, "($self, /)"),
        PyMethodDef("__class_getitem__", Py_GenericAlias, "($type, object, /)", classmethod=True),
    ),
    tp_getset=(
        PyGetSetDef("name", lambda op: Py_NewRef(op.value.name)),
        PyGetSetDef("path", lambda op: Py_NewRef(op.value.path)),
    ),
)


def os_scandir(module: PyObject, path: PyObject | None) -> Any:
    """``scandir(path=None)``; a generator."""
    return (yield with_path("scandir", _scandir, path, allow_fd=True, nullable=True))


def _scandir(path: path_t) -> PyObject:
    names = files().listdir(path.fd if path.text is None else path.text)
    return PyObject(ScandirIteratorType, ScandirIterator(names, path))


def ScandirIterator_iternext(iterator: PyObject) -> PyObject | None:
    """The next entry."""
    body = iterator.value
    if not body.names:
        return None
    name = body.names.pop()
    full = os.path.join(body.folder, name) if body.prefix else name
    make = path_t(Py_None, "", -1, body.is_bytes).result
    return PyObject(DirEntryType, DirEntry(
        make(name), make(full if body.prefix else "./" + name), full))


def ScandirIterator_close(iterator: PyObject) -> PyObject:
    """``close()``"""
    iterator.value.names.clear()
    return Py_None


def ScandirIterator_enter(iterator: PyObject) -> PyObject:
    """``__enter__()``"""
    return Py_NewRef(iterator)


def ScandirIterator_exit(iterator: PyObject, args: list) -> PyObject:
    """``__exit__()``"""
    return ScandirIterator_close(iterator)


ScandirIteratorType = PyType_FromSpec(
    "posix.ScandirIterator", tp_basicsize=64, tp_flags=Py_TPFLAGS_DISALLOW_INSTANTIATION,
    tp_hostkey="identity", tp_iter=PyObject_SelfIter, tp_iternext=ScandirIterator_iternext,
    tp_is_leaf=True,
    tp_methods=(
        PyMethodDef("__enter__", ScandirIterator_enter, "($self, /)"),
        PyMethodDef("__exit__", ScandirIterator_exit, "($self, /, *args)"),
        PyMethodDef("close", ScandirIterator_close, "($self, /)"),
    ),
)
__all__ = ["DirEntryType", "ScandirIteratorType", "os_scandir"]
