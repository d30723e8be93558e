"""Reading where the thread may have to wait. Models a part of Python/fileutils.c."""

from __future__ import annotations

from typing import Any

from vm.objects.exceptions_os import PyErr_SetFromErrnoWithFilenameObjects
from vm.objects.pycore_object import Park
from vm.python.signals import PyErr_CheckSignals, wait_or_signal


def _Py_read(driver: Any, fd: int, size: int) -> Any:
    """At most ``size`` bytes from a descriptor; pending while the terminal has none.

    Raises:
        OSError: the host's, of the driver; a caller translates it.
    """
    try:
        data = driver.read(fd, size)
    except InterruptedError:
        return _wait_for_input(driver, fd, size, None)
    return _wait_for_input(driver, fd, size, Park("input", driver)) if data is None else data


def _wait_for_input(driver: Any, fd: int, size: int, wait: Park | None) -> Any:
    data = None
    while data is None:
        if wait is None:
            yield PyErr_CheckSignals()
        else:
            yield wait_or_signal(wait)
        wait = Park("input", driver)
        try:
            data = driver.read(fd, size)
        except InterruptedError:
            wait = None
        except OSError as err:  # another thread has closed the descriptor
            raise PyErr_SetFromErrnoWithFilenameObjects(err.errno or 5, None) from None
    return data
