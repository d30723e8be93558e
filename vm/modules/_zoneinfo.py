"""The _zoneinfo module: time zones of files, kept in caches. Models Modules/_zoneinfo.c.

The files are read by the library's own code (zoneinfo._common); what they say is in `_zoneinfo_rules`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import Any

from vm.modules import _datetimemodule
from vm.modules._datetime_args import Format, vgetargskeywords
from vm.modules._datetime_math import ord_to_ymd, ymd_to_ord
from vm.modules._datetime_types import PyDateTime_Check, PyDateTime_DateTimeType, call_owned
from vm.modules._zoneinfo_rules import (
    EPOCHORDINAL,
    NO_TTINFO,
    Timedeltas,
    ZoneData,
    _ttinfo,
    find_tzrule_ttinfo,
    find_tzrule_ttinfo_fromutc,
    parse_tz_str,
)
from vm.objects.abstract import PyIter_Next, PyNumber_Add, PyObject_GetIter
from vm.objects.bridge import PY_SSIZE_T_MAX, PY_SSIZE_T_MIN
from vm.objects.call import PyObject_CallMethod, PyObject_CallNoArgs, PyObject_Vectorcall
from vm.objects.fields import fields_clear, unvisited
from vm.objects.getargs import c_int, long_unit
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMemberDef, PyMethodDef, defining_class
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import (
    PyObject_GenericGetAttr,
    PyObject_GetAttr,
    PyObject_IsTrue,
    PyObject_Repr,
    PyObject_RichCompareBool,
    PyObject_SetAttr,
    _Py_ID,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_EQ,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BASE_EXC_SUBCLASS,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyErr,
    PyObject,
    PyObject_TypeCheck,
    PyTuple_Type,
    decref_all,
)
from vm.objects.pycore_state import _PyInterpreterState_GET
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_IndexError,
    PyExc_OverflowError,
    PyExc_RuntimeError,
    PyExc_SystemError,
    PyExc_TypeError,
    PyExc_ValueError,
    _PyErr_SetObject,
)
from vm.objects.pyimport import _PyImport_GetModuleAttrString
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.objects.weakrefobject import weakrefs_call_back
from vm.python.errors import _PyErr_ChainExceptions1
from vm.python.import_ import PyImport_ImportModule

SOURCE_NOCACHE, SOURCE_CACHE, SOURCE_FILE = range(3)
ZONEINFO_STRONG_CACHE_MAX_SIZE = 8


class PyZoneInfo_ZoneInfo:
    """The body of a zone: ``key`` and ``file_repr`` (owned, or NULL), ``data`` of its file, ``source``."""

    __slots__ = ("data", "file_repr", "key", "source")

    def __init__(self) -> None:
        self.key: PyObject | None = None
        self.file_repr: PyObject | None = None
        self.data: ZoneData | None = None
        self.source = SOURCE_NOCACHE


class zoneinfo_state:
    """The module's state: what it imports, and its caches (all owned); the last used zone comes first."""

    __slots__ = ("common_mod", "io_open", "module", "strong_cache", "timedeltas", "tzpath_find_tzfile", "weak_cache")

    def __init__(self, module: PyObject, find_tzfile: PyObject, io_open: PyObject, common: PyObject, weak: PyObject):
        self.module = module
        self.tzpath_find_tzfile = find_tzfile
        self.io_open = io_open
        self.common_mod = common
        self.weak_cache = weak
        self.strong_cache: list[tuple[PyObject, PyObject]] = []
        self.timedeltas = Timedeltas()

    def references(self) -> tuple[PyObject, ...]:
        """What it owns."""
        cached = [op for entry in self.strong_cache for op in entry]
        return (self.io_open, self.tzpath_find_tzfile, self.common_mod, *self.timedeltas.values(),
                self.weak_cache, *cached)


def get_state() -> Any:
    """The state of the module that was imported last (a generator); one that is gone is imported anew."""
    index: dict[str, Any] = _PyInterpreterState_GET().modules_by_index
    state = index.get("_zoneinfo")
    if state is None or state.module.value is None:
        Py_DECREF((yield PyImport_ImportModule("_zoneinfo")))
        state = index["_zoneinfo"]
    return state


def _method(op: PyObject, name: str, *args: PyObject) -> Any:
    """``op.name(*args)`` (a generator)."""
    res = PyObject_CallMethod(op, name, list(args))
    return (yield res) if type(res) in PENDING else res


def _attribute(op: PyObject, name: str) -> Any:
    res = PyObject_GetAttr(op, _Py_ID(name))
    return (yield res) if type(res) in PENDING else res


# ---- making zones

def zoneinfo_new_instance(state: zoneinfo_state, type_op: PyObject, key: PyObject) -> Any:
    """A zone from its file or from the package tzdata (a generator)."""
    file_path = PyObject_Vectorcall(state.tzpath_find_tzfile, [key])
    if type(file_path) in PENDING:
        file_path = yield file_path
    try:
        if file_path is Py_None:
            file_obj = yield _method(state.common_mod, "load_tzdata", key)
        else:
            mode = PyUnicode_FromString("rb")
            try:
                file_obj = PyObject_Vectorcall(state.io_open, [file_path, mode])
                if type(file_obj) in PENDING:
                    file_obj = yield file_obj
            finally:
                Py_DECREF(mode)
    finally:
        Py_DECREF(file_path)
    self = type_op.value.tp_alloc(type_op, PyZoneInfo_ZoneInfo())
    try:
        yield _load_and_close(state, self, file_obj)
    except PyErr:
        Py_DECREF(self)
        raise
    finally:
        Py_DECREF(file_obj)
    self.value.key = Py_NewRef(key)
    return self


def _load_and_close(state: zoneinfo_state, self: PyObject, file_obj: PyObject) -> Any:
    """Load a zone; the file is closed even if that fails, once more if the closing fails (a generator)."""
    try:
        yield load_data(state, self, file_obj)
        Py_DECREF((yield _method(file_obj, "close")))
    except PyErr as err:
        try:
            Py_DECREF((yield _method(file_obj, "close")))
        except PyErr as second:
            raise _PyErr_ChainExceptions1(err, second) from None
        raise


def get_weak_cache(state: zoneinfo_state, type_op: PyObject) -> Any:
    """The dictionary of a class's zones, a new reference (a generator)."""
    if type_op is ZoneInfoType:
        return Py_NewRef(state.weak_cache)
    return (yield _attribute(type_op, "_weak_cache"))


_NEW = Format("O", "key")


def zoneinfo_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """tp_new (a generator): a zone out of the caches, or a new one"""
    (key,) = yield vgetargskeywords(_NEW, args, kwnames)
    return (yield _cached(type_op, key))


def _cached(type_op: PyObject, key: PyObject) -> Any:
    state = yield get_state()
    instance = yield zone_from_strong_cache(state, type_op, key)
    if instance is not None:
        return instance
    weak_cache = yield get_weak_cache(state, type_op)
    try:
        instance = yield _method(weak_cache, "get", key, Py_None)
        if instance is Py_None:
            new = yield zoneinfo_new_instance(state, type_op, key)
            try:
                instance = yield _method(weak_cache, "setdefault", key, new)
            finally:
                Py_DECREF(new)
            if not PyObject_TypeCheck(instance, ZoneInfoType):  # C takes it for a zone
                name = instance.ob_type.value.tp_name
                Py_DECREF(instance)
                raise PyErr_Format(PyExc_RuntimeError, f"a cache of zones has given a {name:.200}")
            instance.value.source = SOURCE_CACHE
    finally:
        Py_DECREF(weak_cache)
    update_strong_cache(state, type_op, key, instance)
    return instance


def zoneinfo_ZoneInfo_from_file(type_op: PyObject, file_obj: PyObject, key: PyObject | None) -> Any:
    """``from_file(file_obj, /, key=None)`` (a generator)"""
    self = type_op.value.tp_alloc(type_op, PyZoneInfo_ZoneInfo())
    try:
        shown = PyObject_Repr(file_obj)
        self.value.file_repr = (yield shown) if type(shown) in PENDING else shown
        yield load_data((yield get_state()), self, file_obj)
    except PyErr:
        Py_DECREF(self)
        raise
    self.value.source = SOURCE_FILE
    self.value.key = Py_NewRef(Py_None if key is None else key)
    return self


def zoneinfo_ZoneInfo_no_cache(type_op: PyObject, key: PyObject) -> Any:
    """``no_cache(key)`` (a generator)"""
    out = yield zoneinfo_new_instance((yield get_state()), type_op, key)
    out.value.source = SOURCE_NOCACHE
    return out


def zoneinfo_ZoneInfo__unpickle(type_op: PyObject, key: PyObject, from_cache: PyObject) -> Any:
    """``_unpickle(key, from_cache, /)`` (a generator)"""
    number = c_int(from_cache) if type(from_cache.value) is not int else from_cache.value
    if type(number) in PENDING:
        number = yield number
    if number & 0xFF:
        return (yield _cached(type_op, key))
    return (yield zoneinfo_new_instance((yield get_state()), type_op, key))


def zoneinfo_init_subclass(cls: PyObject, args: list, kwnames: tuple) -> Any:
    """``__init_subclass__(...)`` (a generator): a class has a cache of its own"""
    weak_cache = yield new_weak_cache()
    try:
        done = PyObject_SetAttr(cls, _Py_ID("_weak_cache"), weak_cache)
        if type(done) in PENDING:
            yield done
    finally:
        Py_DECREF(weak_cache)
    return Py_None


# ---- caches

def find_in_strong_cache(state: zoneinfo_state, key: PyObject) -> Any:
    """The entry of an equal key, or None (a generator)."""
    for entry in list(state.strong_cache):
        entry[0].ob_refcnt += 1
        try:
            same = PyObject_RichCompareBool(key, entry[0], Py_EQ)
            if type(same) in PENDING:
                same = yield same
        finally:
            Py_DECREF(entry[0])
        if same and entry in state.strong_cache:
            return entry
    return None


def zone_from_strong_cache(state: zoneinfo_state, type_op: PyObject, key: PyObject) -> Any:
    """The zone of a key, a new reference, which is now the last used one; or NULL (a generator)."""
    if type_op is not ZoneInfoType:
        return None
    entry = yield find_in_strong_cache(state, key)
    if entry is None:
        return None
    state.strong_cache.remove(entry)
    state.strong_cache.insert(0, entry)
    return Py_NewRef(entry[1])


def update_strong_cache(state: zoneinfo_state, type_op: PyObject, key: PyObject, zone: PyObject) -> None:
    """Remember a zone; the one that was not used for longest may be forgotten."""
    if type_op is ZoneInfoType:
        state.strong_cache.insert(0, (Py_NewRef(key), Py_NewRef(zone)))
        _drop_from(state, ZONEINFO_STRONG_CACHE_MAX_SIZE)


def _drop_from(state: zoneinfo_state, start: int) -> None:
    dropped = state.strong_cache[start:]
    del state.strong_cache[start:]
    decref_all(op for entry in dropped for op in entry)


def eject_from_strong_cache(state: zoneinfo_state, type_op: PyObject, key: PyObject) -> Any:
    """Forget the zone of a key (a generator)."""
    if type_op is ZoneInfoType:
        entry = yield find_in_strong_cache(state, key)
        if entry is not None:
            state.strong_cache.remove(entry)
            decref_all(entry)


def new_weak_cache() -> Any:
    """A new WeakValueDictionary (a generator)."""
    cls = yield _PyImport_GetModuleAttrString("weakref", "WeakValueDictionary")
    try:
        res = PyObject_CallNoArgs(cls)
        return (yield res) if type(res) in PENDING else res
    finally:
        Py_DECREF(cls)


def zoneinfo_ZoneInfo_clear_cache(type_op: PyObject, only_keys: PyObject | None) -> Any:
    """``clear_cache(*, only_keys=None)`` (a generator)"""
    state = yield get_state()
    weak_cache = yield get_weak_cache(state, type_op)
    try:
        if only_keys is None or only_keys is Py_None:
            Py_DECREF((yield _method(weak_cache, "clear")))
            if type_op is ZoneInfoType:
                _drop_from(state, 0)
        else:
            yield _forget(state, type_op, weak_cache, only_keys)
    finally:
        Py_DECREF(weak_cache)
    return Py_None


def _forget(state: zoneinfo_state, type_op: PyObject, weak_cache: PyObject, keys: PyObject) -> Any:
    it = PyObject_GetIter(keys)
    if type(it) in PENDING:
        it = yield it
    try:
        while True:
            key = PyIter_Next(it)
            if type(key) in PENDING:
                key = yield key
            if key is None:
                return
            try:
                yield eject_from_strong_cache(state, type_op, key)
                Py_DECREF((yield _method(weak_cache, "pop", key, Py_None)))
            finally:
                Py_DECREF(key)
    finally:
        Py_DECREF(it)


# ---- loading

def load_data(state: zoneinfo_state, self: PyObject, file_obj: PyObject) -> Any:
    """Fill a zone with what zoneinfo._common reads out of a file (a generator)."""
    result = yield _method(state.common_mod, "load_data", file_obj)
    try:
        if result.ob_type is not PyTuple_Type:
            raise PyErr_Format(PyExc_SystemError, "invalid format string: %r")  # so C words it
        parts = [_item(result, i) for i in range(6)]
        trans_utc = [_int(op) for op in _items(parts[1])]
        utcoff = [_int(op, "Python int too large to convert to C long") for op in _items(parts[2])]
        trans_idx = [_int(_item(parts[0], i)) for i in range(len(trans_utc))]
        for idx in trans_idx:
            if not 0 <= idx < len(utcoff):
                raise PyErr_Format(
                    PyExc_ValueError, f"Invalid transition index found while reading TZif: {idx}")
        isdst = []
        for i in range(len(utcoff)):
            truth = PyObject_IsTrue(_item(parts[3], i))
            isdst.append((yield truth) if type(truth) in PENDING else truth)
        abbr = [_name(_item(parts[4], i)) for i in range(len(utcoff))]
        rule = yield _rule_of(state, parts[5])
        if rule is None and not utcoff:
            raise PyErr_Format(PyExc_ValueError, "No time zone information found.")
        self.value.data = ZoneData(state.timedeltas, trans_idx, trans_utc, utcoff, isdst, abbr, rule)
    finally:
        Py_DECREF(result)


def _rule_of(state: zoneinfo_state, tz_str: PyObject) -> Any:
    """The rule of a TZ string, which may be missing (a generator)."""
    truth = PyObject_IsTrue(tz_str)
    if type(truth) in PENDING:
        truth = yield truth
    if not truth:
        return None
    if not tz_str.ob_type.value.tp_flags & Py_TPFLAGS_BYTES_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError, f"expected bytes, {tz_str.ob_type.value.tp_name:.200} found")
    return parse_tz_str(state.timedeltas, tz_str.value)


def _items(op: PyObject) -> tuple[PyObject, ...]:
    """The items of a tuple."""
    if op.ob_type is not PyTuple_Type:
        raise PyErr_Format(PyExc_TypeError, f"expected tuple, {op.ob_type.value.tp_name:.200} found")
    items: tuple[PyObject, ...] = op.value
    return items


def _item(op: PyObject, i: int) -> PyObject:
    items = _items(op)
    if i >= len(items):
        raise PyErr_Format(PyExc_IndexError, "tuple index out of range")
    return items[i]


def _int(op: PyObject, too_large: str = "int too big to convert") -> int:
    """A number of 64 bits; OverflowError with a text of its own for a larger one."""
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError,
            f"'{op.ob_type.value.tp_name:.200}' object cannot be interpreted as an integer")
    if not PY_SSIZE_T_MIN <= op.value <= PY_SSIZE_T_MAX:
        raise PyErr_Format(PyExc_OverflowError, too_large)
    return int(op.value)


def _name(op: PyObject) -> PyObject:
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, f"expected str, {op.ob_type.value.tp_name:.200} found")
    return op


# ---- what holds when

def _timestamp_of(data: tuple) -> int:
    year, month, day, hour, minute, second, _ = data
    return (ymd_to_ord(year, month, day) - EPOCHORDINAL) * 86400 + hour * 3600 + minute * 60 + second


def get_local_timestamp(dt: PyObject) -> Any:
    """(seconds that the clock of a datetime shows, its year); other objects are asked (a generator)."""
    if dt.ob_type is PyDateTime_DateTimeType:
        return _timestamp_of(dt.value.data), dt.value.data[0]
    numbers = [(yield _number((yield _method(dt, "toordinal"))))]
    for name in ("hour", "minute", "second"):
        numbers.append((yield _number((yield _attribute(dt, name)))))
    ordinal, hour, minute, second = numbers
    if PyDateTime_Check(dt):
        year = dt.value.data[0]
    else:  # C reads the year of a datetime all the same
        year = ord_to_ymd(min(max(ordinal, 1), 3652059))[0]
    return (ordinal - EPOCHORDINAL) * 86400 + hour * 3600 + minute * 60 + second, year


def _number(op: PyObject) -> Any:
    """A C long from an object that is taken over (a generator)."""
    try:
        number = long_unit(op)
        return (yield number) if type(number) in PENDING else number
    finally:
        Py_DECREF(op)


def find_ttinfo(body: PyZoneInfo_ZoneInfo, ts: int, fold: int, year: int) -> _ttinfo:
    """What holds at a local time."""
    data = body.data
    assert data is not None
    walls = data.trans_list_wall[fold]
    if walls and ts < walls[0]:
        return data.ttinfo_before
    if not walls or ts > walls[-1]:
        return find_tzrule_ttinfo(data.tzrule_after, ts, fold, year)
    return data.trans_ttinfos[bisect_right(walls, ts) - 1]


def _teller(name: str, field: str) -> PyMethodDef:
    """A method that tells a field of what holds at a datetime, or always."""

    def tell(self: PyObject, dt: PyObject) -> Any:
        body = self.value
        if dt.ob_type is PyDateTime_DateTimeType:
            moment = dt.value
            found = find_ttinfo(body, _timestamp_of(moment.data), moment.fold, moment.data[0])
        elif dt is Py_None:
            found = body.data.tzrule_after.std if body.data.fixed_offset else NO_TTINFO
        else:
            return ask(body, dt)
        return Py_NewRef(getattr(found, field))

    def ask(body: PyZoneInfo_ZoneInfo, dt: PyObject) -> Any:
        ts, year = yield get_local_timestamp(dt)
        fold = dt.value.fold if PyDateTime_Check(dt) else 0
        return Py_NewRef(getattr(find_ttinfo(body, ts, fold, year), field))

    return defining_class(name, tell, "($self, dt, /)")


def _find_ttinfo_fromutc(data: ZoneData, ts: int, year: int) -> tuple[_ttinfo, int]:
    """What holds at a time in UTC, and the fold of the local time."""
    times = data.trans_list_utc
    if times and ts < times[0]:
        return data.ttinfo_before, 0
    if not times or ts > times[-1]:
        tti, fold = find_tzrule_ttinfo_fromutc(data.tzrule_after, ts, year)
        if times:
            before = data.ttinfo_before if len(times) == 1 else data.trans_ttinfos[-2]
            diff = before.utcoff_seconds - tti.utcoff_seconds
            if diff > 0 and ts < times[-1] + diff:
                fold = 1
        return tti, fold
    idx = bisect_right(times, ts)
    before = data.trans_ttinfos[idx - 2] if idx >= 2 else data.ttinfo_before
    tti = data.trans_ttinfos[idx - 1]
    return tti, int(before.utcoff_seconds - tti.utcoff_seconds > ts - times[idx - 1])


def zoneinfo_fromutc(self: PyObject, dt: PyObject) -> Any:
    """``fromutc(dt)`` (a generator)"""
    if not PyDateTime_Check(dt):
        raise PyErr_Format(PyExc_TypeError, "fromutc: argument must be a datetime")
    if dt.value.tzinfo is not self:
        raise PyErr_Format(PyExc_ValueError, "fromutc: dt.tzinfo is not self")
    timestamp, year = yield get_local_timestamp(dt)
    tti, fold = _find_ttinfo_fromutc(self.value.data, timestamp, year)
    res = PyNumber_Add(dt, tti.utcoff)
    if type(res) in PENDING:
        res = yield res
    if not fold:
        return res
    if res.ob_type is PyDateTime_DateTimeType:
        res.value.fold = 1
        return res
    try:
        replace = yield _attribute(res, "replace")
    finally:
        Py_DECREF(res)
    try:
        res = PyObject_Vectorcall(replace, [PyLong_FromLong(1)], (_Py_ID("fold"),))
        return (yield res) if type(res) in PENDING else res
    finally:
        Py_DECREF(replace)


# ---- texts and state

def zoneinfo_repr(op: PyObject) -> Any:
    """tp_repr (a generator)"""
    body = op.value
    name = op.ob_type.value.tp_name
    if body.key is Py_None:
        return PyUnicode_FromString(f"{name}.from_file({body.file_repr.value})")
    shown = PyObject_Repr(body.key)
    if type(shown) in PENDING:
        shown = yield shown
    text = shown.value
    Py_DECREF(shown)
    return PyUnicode_FromString(f"{name}(key={text})")


def zoneinfo_str(op: PyObject) -> Any:
    """tp_str: the key"""
    return zoneinfo_repr(op) if op.value.key is Py_None else Py_NewRef(op.value.key)


def _pickling_error(message: str) -> Any:
    """The host exception that raises the library's PicklingError (a generator)."""
    cls = yield _PyImport_GetModuleAttrString("pickle", "PicklingError")
    try:
        exc = yield call_owned(cls, [PyUnicode_FromString(message)])
    finally:
        Py_DECREF(cls)
    if exc.ob_type.value.tp_flags & Py_TPFLAGS_BASE_EXC_SUBCLASS:
        return _PyErr_SetObject(exc)
    Py_DECREF(exc)
    return PyErr_Format(PyExc_TypeError, "exceptions must derive from BaseException")


def zoneinfo_reduce(self: PyObject) -> Any:
    """``__reduce__()`` (a generator): a zone of a file cannot be pickled"""
    body = self.value
    if body.source == SOURCE_FILE:
        raise (yield _pickling_error("Cannot pickle a ZoneInfo file from a file stream."))
    constructor = yield _attribute(self, "_unpickle")
    from_cache = PyLong_FromLong(int(body.source == SOURCE_CACHE))
    return PyTuple_New((constructor, PyTuple_New((Py_NewRef(body.key), from_cache))))


def _unseen(op: PyObject) -> tuple[PyObject | None, ...]:
    """What a zone owns and the collector does not see."""
    body = op.value
    return (body.file_repr, *(() if body.data is None else body.data.references()))


def zoneinfo_dealloc(op: PyObject) -> None:
    """tp_dealloc"""
    ext = op.ob_ext
    if ext is not None and ext.weaklist and weakrefs_call_back(op, zoneinfo_dealloc):
        return
    dealloc_container(op, lambda op: (*_unseen(op), op.value.key))


def _of_class(name: str, meth: Callable, signature: str) -> PyMethodDef:
    row = defining_class(name, meth, signature)
    row.classmethod = True
    return row


ZoneInfoType: PyObject = PyType_FromSpec(
    "zoneinfo.ZoneInfo", _datetimemodule.PyDateTime_TZInfoType, tp_basicsize=208, tp_weaklistoffset=32,
    tp_hostkey="identity",
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE,
    tp_new=zoneinfo_new, tp_repr=zoneinfo_repr, tp_str=zoneinfo_str, tp_getattro=PyObject_GenericGetAttr,
    tp_dealloc=zoneinfo_dealloc, tp_traverse=lambda op: (op.value.key,),
    tp_clear=fields_clear("key", "file_repr"),
    tp_methods=(
        _of_class("clear_cache", zoneinfo_ZoneInfo_clear_cache, "($type, /, *, only_keys=None)"),
        _of_class("no_cache", zoneinfo_ZoneInfo_no_cache, "($type, /, key)"),
        _of_class("from_file", zoneinfo_ZoneInfo_from_file, "($type, file_obj, /, key=None)"),
        _teller("utcoffset", "utcoff"),
        _teller("dst", "dstoff"),
        _teller("tzname", "tzname"),
        PyMethodDef("fromutc", zoneinfo_fromutc, "($self, object, /)"),
        PyMethodDef("__reduce__", zoneinfo_reduce, "($self, /)"),
        _of_class("_unpickle", zoneinfo_ZoneInfo__unpickle, "($type, key, from_cache, /)"),
        PyMethodDef("__init_subclass__", zoneinfo_init_subclass, raw=True, classmethod=True),
    ),
    tp_members=(PyMemberDef("key", "key", ex=True),))
unvisited[ZoneInfoType] = _unseen


def PyInit__zoneinfo() -> Any:
    """Make the module (a generator): it imports what it needs."""
    Py_DECREF((yield PyImport_ImportModule("datetime")))
    module = PyModule_FromDefs("_zoneinfo", ())
    PyModule_AddObjectRef(module, "ZoneInfo", ZoneInfoType)
    held = [module]
    try:
        for place, name in (("zoneinfo._tzpath", "find_tzfile"), ("io", "open")):
            imported = yield PyImport_ImportModule(place)
            try:
                held.append((yield _attribute(imported, name)))
            finally:
                Py_DECREF(imported)
        held.append((yield PyImport_ImportModule("zoneinfo._common")))
        held.append((yield new_weak_cache()))
    except PyErr:
        decref_all(held)
        raise
    state = module.value.md_state = zoneinfo_state(*held)
    _PyInterpreterState_GET().modules_by_index["_zoneinfo"] = state
    return module
