"""The constants of the sys module: version, limits, flags. Part of Python/sysmodule.c.

The guest is CPython 3.13 on 64-bit Linux whatever the host is, so these are figures of that machine.
"""

from __future__ import annotations

from typing import Any

from vm.objects.longobject import PyLong_FromLong
from vm.objects.pycore_freelist import uncounted
from vm.objects.pycore_object import (
    Py_False,
    Py_None,
    Py_TPFLAGS_DISALLOW_INSTANTIATION,
    Py_True,
    PyFloat_Type,
    PyObject,
    PyUnicode_Type,
)
from vm.objects.structseq import (
    PyStructSequence_New,
    _PyStructSequence_InitBuiltin,
    structseq_static_type,
)
from vm.objects.tupleobject import PyTuple_New

VERSION = "3.13.0 (main, Oct  7 2024, 00:00:00) [PyOrrery]"
VERSION_INFO = (3, 13, 0, "final", 0)
HEXVERSION = 0x030D00F0
COPYRIGHT = (
    "Copyright (c) 2001-2024 Python Software Foundation.\nAll Rights Reserved.\n\n"
    "Copyright (c) 2000 BeOpen.com.\nAll Rights Reserved.\n\n"
    "Copyright (c) 1995-2001 Corporation for National Research Initiatives.\n"
    "All Rights Reserved.\n\n"
    "Copyright (c) 1991-1995 Stichting Mathematisch Centrum, Amsterdam.\nAll Rights Reserved."
)

VersionInfoType = structseq_static_type(
    "sys.version_info", ("major", "minor", "micro", "releaselevel", "serial"),
    None, Py_TPFLAGS_DISALLOW_INSTANTIATION)
FloatInfoType = structseq_static_type(
    "sys.float_info", ("max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig",
                       "mant_dig", "epsilon", "radix", "rounds"))
IntInfoType = structseq_static_type(
    "sys.int_info", ("bits_per_digit", "sizeof_digit", "default_max_str_digits",
                     "str_digits_check_threshold"))
HashInfoType = structseq_static_type(
    "sys.hash_info", ("width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits",
                      "seed_bits", "cutoff"))
ThreadInfoType = structseq_static_type("sys.thread_info", ("name", "lock", "version"))
FlagsType = structseq_static_type(
    "sys.flags", ("debug", "inspect", "interactive", "optimize", "dont_write_bytecode",
                  "no_user_site", "no_site", "ignore_environment", "verbose", "bytes_warning",
                  "quiet", "hash_randomization", "isolated", "dev_mode", "utf8_mode",
                  "warn_default_encoding", "safe_path", "int_max_str_digits", "gil"),
    18, Py_TPFLAGS_DISALLOW_INSTANTIATION)

FLOAT_INFO = (
    1.7976931348623157e308, 1024, 308, 2.2250738585072014e-308, -1021, -307, 15, 53,
    2.220446049250313e-16, 2, 1)
INT_INFO = (30, 4, 4300, 640)
HASH_INFO = (64, (1 << 61) - 1, 314159, 0, 1000003, "siphash13", 64, 128, 0)
THREAD_INFO = ("pthread", "semaphore", "NPTL 2.36")
#: Defaults of sys.flags; the command line changes them through ``make_flags``.
FLAGS: dict[str, Any] = dict.fromkeys((
    "debug", "inspect", "interactive", "optimize", "dont_write_bytecode", "no_user_site",
    "no_site", "ignore_environment", "verbose", "bytes_warning", "quiet", "hash_randomization",
    "isolated"), 0) | {
    "dev_mode": False, "utf8_mode": 0, "warn_default_encoding": 0, "safe_path": False,
    "int_max_str_digits": 4300, "gil": 1}


def guest_value(value: Any) -> PyObject:
    """A guest object for a host constant; a new reference."""
    if value is None:
        return Py_None
    if value is True:
        return Py_True
    if value is False:
        return Py_False
    if isinstance(value, int):
        return PyLong_FromLong(value)
    if isinstance(value, float):
        return PyObject(PyFloat_Type, value)
    if isinstance(value, tuple):
        return PyTuple_New(tuple(guest_value(item) for item in value))
    return PyObject(PyUnicode_Type, value)


def struct(tp: PyObject, values: Any) -> PyObject:
    """A struct sequence of host constants."""
    with uncounted():
        _PyStructSequence_InitBuiltin(tp)
    return PyStructSequence_New(tp, [guest_value(value) for value in values])


def make_flags(settings: dict[str, Any]) -> PyObject:
    """``sys.flags`` with the command line's settings."""
    return struct(FlagsType, {**FLAGS, **settings}.values())
