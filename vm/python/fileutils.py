"""Reading and writing where the thread may have to wait. Models a part of Python/fileutils.c."""

from __future__ import annotations

from typing import Any

from vm.objects.exceptions_os import PyErr_SetFromErrnoWithFilenameObjects
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import EINTR, Park
from vm.objects.pycore_state import _PyRuntime
from vm.python.signals import PyErr_CheckSignals, wait_or_signal

STDIN = 0


def _Py_read(driver: Any, fd: int, size: int) -> Any:
    """At most ``size`` bytes from a descriptor; pending while the terminal or the pipe has none.

    Raises:
        OSError: the host's, of the driver; a caller translates it.
    """
    try:
        data = driver.read(fd, size)
    except InterruptedError:
        return _read_after_signal(driver, fd, size)
    return _wait_and_read(driver, fd, size) if data is None else data


def _read_after_signal(driver: Any, fd: int, size: int) -> Any:
    yield PyErr_CheckSignals()
    data = _Py_read(driver, fd, size)
    return (yield data) if type(data) in PENDING else data


def _wait_and_read(driver: Any, fd: int, size: int) -> Any:
    while True:
        yield wait_or_signal(_wait_for(driver, fd))
        try:
            data = driver.read(fd, size)
        except InterruptedError:
            data = None
            yield PyErr_CheckSignals()
        except OSError as err:  # another thread has closed the descriptor
            raise PyErr_SetFromErrnoWithFilenameObjects(err.errno or 5, None) from None
        if data is not None:
            return data


def _Py_write(driver: Any, fd: int, data: bytes) -> Any:
    """How many bytes were written to a descriptor; pending while a pipe takes none.

    A pipe whose writer is to wait takes all of them, unless there is a signal.

    Raises:
        OSError: the host's, of the driver; a caller translates it.
    """
    try:
        written: int = driver.write(fd, data)
    except BlockingIOError:
        if not driver.get_blocking(fd):
            raise
        written = 0
    if written < len(data) and driver.is_pipe(fd) and driver.get_blocking(fd):
        return _wait_and_write(driver, fd, data, written)
    return written


def _wait_and_write(driver: Any, fd: int, data: bytes, written: int) -> Any:
    while written < len(data):
        try:
            written += driver.write(fd, data[written:])
        except BlockingIOError:
            if (yield wait_or_signal(_wait_for_pipe(driver))) is EINTR and written:
                return written
        except OSError as err:
            raise PyErr_SetFromErrnoWithFilenameObjects(err.errno or 5, None) from None
    return written


def _wait_for(driver: Any, fd: int) -> Park:
    """What wakes the reader of a descriptor: a line of input, or whoever writes to the other end of a pipe."""
    if fd == STDIN or driver.isatty(fd):
        return Park("input", driver)
    return _wait_for_pipe(driver)


def _wait_for_pipe(driver: Any) -> Park:
    driver.network.waiters.append(_PyRuntime.tstate_current)
    return Park("pipe", driver.network)
