"""The _codecs module: the registry, and the codecs that are part of the interpreter. Models
Modules/_codecsmodule.c.

The host's codecs do the work. An error that a handler of the program's own is to mend comes out of them
as an exception; what is before it is kept, the handler is asked, and the work goes on behind it.
"""

from __future__ import annotations

import _codecs as host
from typing import Any

from vm.objects.abstract import PyMapping_GetOptionalItem
from vm.objects.attributes import call_object
from vm.objects.bridge import guest_atom, host_error, unicode_error
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.getargs import _PyArg_BadArgument, c_string_arg, unicode_arg
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_FromDefs
from vm.objects.object import PyObject_IsTrue
from vm.objects.pybuffer import use_buffer
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyBytes_Type,
    PyErr,
    PyObject,
    PyUnicode_Type,
)
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyErr_SetNone,
    PyExc_IndexError,
    PyExc_LookupError,
    PyExc_MemoryError,
    PyExc_TypeError,
    extra_field,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.python import codecs

MAX_CODED = 1 << 26


# ---- the registry

def _codecs_register(module: PyObject, search_function: PyObject) -> PyObject:
    """``register(search_function)``"""
    codecs.PyCodec_Register(search_function)
    return Py_None


def _codecs_unregister(module: PyObject, search_function: PyObject) -> PyObject:
    """``unregister(search_function)``"""
    codecs.PyCodec_Unregister(search_function)
    return Py_None


def _codecs_lookup(module: PyObject, encoding: PyObject) -> Any:
    """``lookup(encoding)``"""
    return codecs._PyCodec_Lookup(c_string_arg(encoding, "lookup", "argument", ""))


def _names(
    function: str, encoding: PyObject | None, errors: PyObject | None
) -> tuple[str, str | None]:
    return (
        "utf-8" if encoding is None else unicode_arg(encoding, function, "argument 'encoding'"),
        None if errors is None else unicode_arg(errors, function, "argument 'errors'"))


def _codecs_encode(
    module: PyObject, obj: PyObject, encoding: PyObject | None, errors: PyObject | None
) -> Any:
    """``encode(obj, encoding='utf-8', errors='strict')``"""
    return codecs.PyCodec_Encode(obj, *_names("encode", encoding, errors))


def _codecs_decode(
    module: PyObject, obj: PyObject, encoding: PyObject | None, errors: PyObject | None
) -> Any:
    """``decode(obj, encoding='utf-8', errors='strict')``"""
    return codecs.PyCodec_Decode(obj, *_names("decode", encoding, errors))


def _codecs_register_error(module: PyObject, errors: PyObject, handler: PyObject) -> PyObject:
    """``register_error(errors, handler)``"""
    codecs.PyCodec_RegisterError(c_string_arg(errors, "register_error", "argument 1", ""), handler)
    return Py_None


def _codecs_lookup_error(module: PyObject, name: PyObject) -> PyObject:
    """``lookup_error(name)``"""
    return codecs.PyCodec_LookupError(c_string_arg(name, "lookup_error", "argument", ""))


# ---- errors

def _errors_argument(op: PyObject | None, function: str) -> str:
    if op is None or op is Py_None:
        return "strict"
    return unicode_arg(op, function, "argument 2")


def ask_handler(errors: str, err: UnicodeError, subject: PyObject | None) -> Any:
    """What the program's handler puts in place of an error: (host str or bytes, position); a generator."""
    handler = codecs.PyCodec_LookupError(errors)
    raised = unicode_error(err, subject)
    decoding = isinstance(err, UnicodeDecodeError)
    try:
        res = yield call_object(handler, raised.exc)
    finally:
        Py_DECREF(handler)
    size = len(extra_field(raised.exc, "object").value)
    Py_DECREF(raised.exc)
    try:
        return _checked_replacement(res, decoding, size)
    finally:
        Py_DECREF(res)


def _checked_replacement(res: PyObject, decoding: bool, size: int) -> tuple[Any, int]:
    items: Any = res.value if res.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS else ()
    kinds = Py_TPFLAGS_UNICODE_SUBCLASS | (0 if decoding else Py_TPFLAGS_BYTES_SUBCLASS)
    if len(items) != 2 or not items[0].ob_type.value.tp_flags & kinds or (
        not items[1].ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS
    ):
        what = "decoding error handler must return (str, int) tuple" if decoding else (
            "encoding error handler must return (str/bytes, int) tuple")
        raise PyErr_Format(PyExc_TypeError, what)
    pos = items[1].value
    if pos < 0:
        pos += size
    if not 0 <= pos <= size:
        raise PyErr_Format(
            PyExc_IndexError, f"position {items[1].value} from error handler out of bounds")
    return items[0].value, pos


def coded(function: Any, data: Any, errors: str, subject: PyObject | None, *rest: Any) -> Any:
    """Call a host codec with a program's error handler (a generator): (result, how much was used)."""
    parts: list[Any] = []
    start = 0
    while True:
        try:
            made, used = function(data[start:], "strict", *rest)
        except UnicodeError as err:
            base = start
            bad = err.start
            if bad:
                parts.append(function(data[start:start + bad], "strict", *rest)[0])
            start += bad
            err = _moved(err, data, base)
            text, start = yield ask_handler(errors, err, subject)
            parts.append((yield _as_result(function, text, errors, err, subject, rest)))
            if sum(map(len, parts)) > MAX_CODED:
                raise PyErr_SetNone(PyExc_MemoryError) from None
        else:
            parts.append(made)
            return type(made)().join(parts), start + used


def _moved(err: Any, data: Any, base: int) -> Any:
    """An error that the host found in a part of the data, as one of the whole."""
    return type(err)(err.encoding, data, base + err.start, base + err.end, err.reason)


def _as_result(
    function: Any, text: Any, errors: str, err: Any, subject: PyObject | None, rest: tuple
) -> Any:
    """A handler's replacement in the codec's own terms (a generator)."""
    yield None
    if isinstance(err, UnicodeDecodeError) or isinstance(text, bytes):
        return text
    try:
        return function(text, "strict", *rest)[0]
    except UnicodeEncodeError:
        raise unicode_error(err, subject) from None


def run_codec(function: Any, data: Any, errors: str, subject: PyObject | None, *rest: Any) -> Any:
    """Call a host codec: (result, how much was used) of guest objects, or pending."""
    if not codecs.is_builtin_handler(errors):
        return _run_with_handler(function, data, errors, subject, *rest)
    try:
        made, used = function(data, errors, *rest)
    except UnicodeError as err:
        raise unicode_error(err, subject) if hasattr(err, "start") else host_error(err) from None
    except (ValueError, LookupError, TypeError, OverflowError, MemoryError) as err:
        raise host_error(err) from None
    return PyTuple_New((guest_atom(made), PyLong_FromLong(used)))


def _run_with_handler(
    function: Any, data: Any, errors: str, subject: PyObject | None, *rest: Any
) -> Any:
    made, used = yield coded(function, data, errors, subject, *rest)
    return PyTuple_New((guest_atom(made), PyLong_FromLong(used)))


# ---- the codecs

def _encoder(name: str, *fixed: Any) -> Any:
    function = getattr(host, name)

    def encode(module: PyObject, text: PyObject, errors: PyObject | None) -> Any:
        return run_codec(function, unicode_arg(text, name, "argument 1"),
                         _errors_argument(errors, name), text, *fixed)

    encode.__name__ = f"_codecs_{name}"
    return encode


def _encoder_with_order(name: str) -> Any:
    function = getattr(host, name)

    def encode(module: PyObject, text: PyObject, errors: PyObject | None,
               byteorder: PyObject | None) -> Any:
        order = 0 if byteorder is None else int(byteorder.value)
        return run_codec(function, unicode_arg(text, name, "argument 1"),
                         _errors_argument(errors, name), text, order)

    encode.__name__ = f"_codecs_{name}"
    return encode


def _final(op: PyObject | None, default: bool) -> Any:
    if op is None:
        return default
    truth = PyObject_IsTrue(op)
    if type(truth) in PENDING:
        truth = yield truth
    return truth


def _bytes_of(op: PyObject) -> tuple[Any, PyObject | None]:
    """How to get an argument's bytes, and the object that errors name."""
    return use_buffer(op, bytes), op if op.ob_type is PyBytes_Type else None


def _decoder(name: str, has_final: bool = True, final: bool = False, text: bool = False) -> Any:
    function = getattr(host, name)

    def decode(module: PyObject, data: PyObject, errors: PyObject | None,
               final_op: PyObject | None = None) -> Any:
        if text and data.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
            given, subject = data.value.encode("utf-8", "surrogatepass"), None
        else:
            given, subject = _bytes_of(data)
            if type(given) in PENDING:
                given = yield given
        rest = ((yield _final(final_op, final)),) if has_final else ()
        res = run_codec(function, given, _errors_argument(errors, name), subject, *rest)
        if type(res) in PENDING:
            res = yield res
        return res

    decode.__name__ = f"_codecs_{name}"
    return decode


def _decoder_ex(name: str) -> Any:
    function = getattr(host, name)

    def decode(module: PyObject, data: PyObject, errors: PyObject | None,
               byteorder: PyObject | None, final: PyObject | None) -> Any:
        given, _ = _bytes_of(data)
        if type(given) in PENDING:
            given = yield given
        order = 0 if byteorder is None else int(byteorder.value)
        last = yield _final(final, False)
        try:
            made = function(given, _errors_argument(errors, name), order, last)
        except UnicodeError as err:
            raise unicode_error(err, None) from None
        except LookupError as err:
            raise host_error(err) from None
        return PyTuple_New(tuple(guest_atom(part) for part in made))

    decode.__name__ = f"_codecs_{name}"
    return decode


def _codecs_escape_encode(module: PyObject, data: PyObject, errors: PyObject | None) -> PyObject:
    """``escape_encode(data, errors=None)``"""
    if not data.ob_type.value.tp_flags & Py_TPFLAGS_BYTES_SUBCLASS:
        raise _PyArg_BadArgument("escape_encode", "argument 1", "bytes", data)
    made, used = host.escape_encode(data.value)
    return PyTuple_New((PyBytes_FromString(made), PyLong_FromLong(used)))


def _codecs_readbuffer_encode(module: PyObject, data: PyObject, errors: PyObject | None) -> Any:
    """``readbuffer_encode(data, errors=None)``; a generator."""
    if data.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        text = data.value.encode("utf-8", "surrogatepass")
    else:
        text, _ = _bytes_of(data)
        if type(text) in PENDING:
            text = yield text
    return PyTuple_New((PyBytes_FromString(text), PyLong_FromLong(len(text))))


# ---- charmap

EncodingMapType = PyType_FromSpec("EncodingMap", tp_basicsize=64, tp_is_leaf=True)


def _codecs_charmap_build(module: PyObject, map_op: PyObject) -> PyObject:
    """``charmap_build(map)``"""
    text = unicode_arg(map_op, "charmap_build", "argument")
    table = host.charmap_build(text)
    if isinstance(table, dict):
        from vm.objects.dictobject import PyDict_New, PyDict_SetItem

        op = PyDict_New()
        for key, value in table.items():
            PyDict_SetItem(op, PyLong_FromLong(key), PyLong_FromLong(value))
        return op
    return PyObject(EncodingMapType, table)


def _host_map(mapping: PyObject | None) -> Any:
    """A mapping that the host can use itself, or None for a program's own."""
    if mapping is None or mapping is Py_None:
        return _LATIN_1
    if mapping.ob_type is EncodingMapType or mapping.ob_type is PyUnicode_Type:
        return mapping.value
    return None


class _Latin1:
    """Stands for no mapping at all."""


_LATIN_1 = _Latin1()


def _looked_up(mapping: PyObject, keys: set[int]) -> Any:
    """What a program's mapping has for each key, as a host dict (a generator)."""
    found: dict[int, Any] = {}
    for key in keys:
        number = PyLong_FromLong(key)
        try:
            value = PyMapping_GetOptionalItem(mapping, number)
            if type(value) in PENDING:
                value = yield value
        except PyErr as err:
            if not PyErr_ExceptionMatches(err, PyExc_LookupError):
                raise
            PyErr_Clear(err)
            value = None
        finally:
            Py_DECREF(number)
        if value is not None:
            found[key] = value.value
            Py_DECREF(value)
    return found


def _charmap(function: Any, data: Any, errors: str, subject: PyObject | None,
             mapping: PyObject | None) -> Any:
    table = _host_map(mapping)
    if table is None:
        assert mapping is not None
        table = yield _looked_up(mapping, set(map(ord, data)) if isinstance(data, str) else set(data))
    rest = () if table is _LATIN_1 else (table,)
    res = run_codec(function, data, errors, subject, *rest)
    if type(res) in PENDING:
        res = yield res
    return res


def _codecs_charmap_encode(
    module: PyObject, text: PyObject, errors: PyObject | None, mapping: PyObject | None
) -> Any:
    """``charmap_encode(str, errors=None, mapping=None)``; a generator."""
    function = host.latin_1_encode if _host_map(mapping) is _LATIN_1 else host.charmap_encode
    return _charmap(function, unicode_arg(text, "charmap_encode", "argument 1"),
                    _errors_argument(errors, "charmap_encode"), text, mapping)


def _codecs_charmap_decode(
    module: PyObject, data: PyObject, errors: PyObject | None, mapping: PyObject | None
) -> Any:
    """``charmap_decode(data, errors=None, mapping=None)``; a generator."""
    given, subject = _bytes_of(data)
    if type(given) in PENDING:
        given = yield given
    function = host.latin_1_decode if _host_map(mapping) is _LATIN_1 else host.charmap_decode
    return (yield _charmap(
        function, given, _errors_argument(errors, "charmap_decode"), subject, mapping))


_ENCODE = "($module, str, errors=None, /)"
_ENCODE_ORDER = "($module, str, errors=None, byteorder=0, /)"
_DECODE = "($module, data, errors=None, /)"
_DECODE_FINAL = "($module, data, errors=None, final=False, /)"
_DECODE_EX = "($module, data, errors=None, byteorder=0, final=False, /)"
_ESCAPE = "($module, data, errors=None, final=True, /)"


def _coders(name: str, order: bool = False) -> list[PyMethodDef]:
    encode = _encoder_with_order(f"{name}_encode") if order else _encoder(f"{name}_encode")
    return [
        PyMethodDef(f"{name}_encode", encode, _ENCODE_ORDER if order else _ENCODE),
        PyMethodDef(f"{name}_decode", _decoder(f"{name}_decode"), _DECODE_FINAL),
    ]


codecs_methods = (
    PyMethodDef("register", _codecs_register, "($module, search_function, /)"),
    PyMethodDef("unregister", _codecs_unregister, "($module, search_function, /)"),
    PyMethodDef("lookup", _codecs_lookup, "($module, encoding, /)"),
    PyMethodDef("encode", _codecs_encode, "($module, /, obj, encoding='utf-8', errors='strict')"),
    PyMethodDef("decode", _codecs_decode, "($module, /, obj, encoding='utf-8', errors='strict')"),
    PyMethodDef("escape_encode", _codecs_escape_encode, _DECODE),
    PyMethodDef("escape_decode", _decoder("escape_decode", has_final=False, text=True), _DECODE),
    *_coders("utf_8"), *_coders("utf_7"), *_coders("utf_16", order=True), *_coders("utf_16_le"),
    *_coders("utf_16_be"),
    PyMethodDef("utf_16_ex_decode", _decoder_ex("utf_16_ex_decode"), _DECODE_EX),
    *_coders("utf_32", order=True), *_coders("utf_32_le"), *_coders("utf_32_be"),
    PyMethodDef("utf_32_ex_decode", _decoder_ex("utf_32_ex_decode"), _DECODE_EX),
    PyMethodDef("unicode_escape_encode", _encoder("unicode_escape_encode"), _ENCODE),
    PyMethodDef("unicode_escape_decode",
                _decoder("unicode_escape_decode", final=True, text=True), _ESCAPE),
    PyMethodDef("raw_unicode_escape_encode", _encoder("raw_unicode_escape_encode"), _ENCODE),
    PyMethodDef("raw_unicode_escape_decode",
                _decoder("raw_unicode_escape_decode", final=True, text=True), _ESCAPE),
    PyMethodDef("latin_1_encode", _encoder("latin_1_encode"), _ENCODE),
    PyMethodDef("latin_1_decode", _decoder("latin_1_decode", has_final=False), _DECODE),
    PyMethodDef("ascii_encode", _encoder("ascii_encode"), _ENCODE),
    PyMethodDef("ascii_decode", _decoder("ascii_decode", has_final=False), _DECODE),
    PyMethodDef("charmap_encode", _codecs_charmap_encode,
                "($module, str, errors=None, mapping=None, /)"),
    PyMethodDef("charmap_decode", _codecs_charmap_decode,
                "($module, data, errors=None, mapping=None, /)"),
    PyMethodDef("charmap_build", _codecs_charmap_build, "($module, map, /)"),
    PyMethodDef("readbuffer_encode", _codecs_readbuffer_encode, _DECODE),
    PyMethodDef("register_error", _codecs_register_error, "($module, errors, handler, /)"),
    PyMethodDef("lookup_error", _codecs_lookup_error, "($module, name, /)"),
)


def PyInit__codecs() -> PyObject:
    """Make the module."""
    return PyModule_FromDefs("_codecs", codecs_methods)
