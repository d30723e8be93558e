"""The struct sequences of posix. Part of Modules/posixmodule.c."""

from __future__ import annotations

from typing import Any

from vm.objects.longobject import PyLong_FromLong
from vm.objects.pycore_object import PyFloat_Type, PyObject
from vm.objects.structseq import PyStructSequence_New, PyStructSequence_NewType
from vm.objects.unicodeobject import PyUnicode_FromString

StatResultType = PyStructSequence_NewType("os.stat_result", (
    "st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "", "", "",
    "st_atime", "st_mtime", "st_ctime", "st_atime_ns", "st_mtime_ns", "st_ctime_ns", "st_blksize",
    "st_blocks", "st_rdev"), 10)
StatVFSResultType = PyStructSequence_NewType("os.statvfs_result", (
    "f_bsize", "f_frsize", "f_blocks", "f_bfree", "f_bavail", "f_files", "f_ffree", "f_favail",
    "f_flag", "f_namemax", "f_fsid"), 10)
TerminalSizeType = PyStructSequence_NewType("os.terminal_size", ("columns", "lines"))
TimesResultType = PyStructSequence_NewType(
    "posix.times_result", ("user", "system", "children_user", "children_system", "elapsed"))
UnameResultType = PyStructSequence_NewType(
    "posix.uname_result", ("sysname", "nodename", "release", "version", "machine"))


def _pystat_fromstructstat(st: Any) -> PyObject:
    """``os.stat_result`` for what a driver tells of a file."""
    values = [PyLong_FromLong(n) for n in (
        st.mode, st.ino, st.dev, st.nlink, st.uid, st.gid, st.size)]
    times = (st.atime_ns, st.mtime_ns, st.ctime_ns)
    values += [PyLong_FromLong(ns // 10**9) for ns in times]
    values += [PyObject(PyFloat_Type, ns // 10**9 + 1e-9 * (ns % 10**9)) for ns in times]
    values += [PyLong_FromLong(n) for n in (*times, st.blksize, st.blocks, st.rdev)]
    return PyStructSequence_New(StatResultType, values)


class posix_types:
    """The types by name, and what the system is called."""

    table = (
        ("stat_result", StatResultType), ("statvfs_result", StatVFSResultType),
        ("terminal_size", TerminalSizeType), ("times_result", TimesResultType),
        ("uname_result", UnameResultType))

    @staticmethod
    def uname() -> PyObject:
        """``os.uname_result`` of the model's system."""
        return PyStructSequence_New(UnameResultType, [
            PyUnicode_FromString(text) for text in ("Linux", "pyorrery", "6.1.0", "#1 SMP", "x86_64")])
