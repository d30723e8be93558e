"""The _posixsubprocess module. Models Modules/_posixsubprocess.c: a guest cannot start processes."""

from __future__ import annotations

import errno
from typing import Any

from vm.objects.exceptions_os import PyErr_SetFromErrno
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_FromDefs
from vm.objects.pycore_object import PyObject


def subprocess_fork_exec(module: PyObject, *args: Any) -> PyObject:
    """``fork_exec(...)``: there are no other processes."""
    raise PyErr_SetFromErrno(errno.ENOSYS)


module_methods = (
    PyMethodDef("fork_exec", subprocess_fork_exec,
                "($module, args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, "
                "c2pread, c2pwrite, errread, errwrite, errpipe_read, errpipe_write, "
                "restore_signals, call_setsid, pgid_to_set, gid, extra_groups, uid, child_umask, "
                "preexec_fn, allow_vfork, /)"),
)


def PyInit__posixsubprocess() -> PyObject:
    """Make the module."""
    return PyModule_FromDefs("_posixsubprocess", module_methods)
