"""The codec registry and the error handlers. Models Python/codecs.c.

The str and bytes types know the codecs of Objects/unicodeobject.c themselves; what is looked up here is found by
the search functions, first of all that of the library's ``encodings``.
"""

from __future__ import annotations

import codecs as host_codecs
from typing import Any

from vm.objects.attributes import call_object, getattribute
from vm.objects.bridge import guest_atom
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.memoryobject import PyMemoryView_FromObject
from vm.objects.methoddef import PyMethodDef
from vm.objects.methodobject import PyCFunction_New
from vm.objects.object import (
    PyCallable_Check,
    PyObject_GetOptionalAttr,
    PyObject_IsTrue,
    _Py_ID,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyByteArray_Type,
    PyErr,
    PyObject,
    PyObject_TypeCheck,
    PyTuple_Type,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_LookupError,
    PyExc_RuntimeWarning,
    PyExc_TypeError,
    PyExc_UnicodeDecodeError,
    PyExc_UnicodeEncodeError,
    PyExc_UnicodeTranslateError,
    extra_field,
)
from vm.objects.pywarnings import PyErr_WarnEx
from vm.objects.tupleobject import PyTuple_New
from vm.objects.unicode_codecs import registry
from vm.objects.unicodeobject import PyUnicode_FromString
from vm.python.import_ import PyImport_ImportModule

BUILTIN_HANDLERS = ("strict", "ignore", "replace", "xmlcharrefreplace", "backslashreplace",
                    "namereplace", "surrogatepass", "surrogateescape")


class codecs_state:
    """What an interpreter knows of codecs (struct codecs_state).

    Attributes:
        search_path: search functions; owned.
        search_cache: normalised encoding -> what a search function found; owned.
        error_registry: name -> error handler; owned.
        initialized: whether the library's encodings have been imported.
    """

    __slots__ = ("search_path", "search_cache", "error_registry", "initialized")

    def __init__(self) -> None:
        self.search_path: list[PyObject] = []
        self.search_cache: dict[str, PyObject] = {}
        self.error_registry: dict[str, PyObject] = {}
        self.initialized = False

    def references(self) -> list[PyObject]:
        """What the state owns."""
        return [*self.search_path, *self.search_cache.values(), *self.error_registry.values()]


def state() -> codecs_state:
    """The interpreter's codec registry, made when it is first needed."""
    interp: Any = _PyRuntime.tstate_current.interp  # type: ignore[union-attr]
    if interp.codecs is None:
        made = interp.codecs = codecs_state()
        for name in BUILTIN_HANDLERS:
            made.error_registry[name] = PyCFunction_New(_handlers[name], None, None)
    return interp.codecs


def _PyCodec_Fini(interp: Any) -> None:
    """Drop the registry."""
    if interp.codecs is not None:
        owned = interp.codecs.references()
        interp.codecs = None
        for op in owned:
            Py_DECREF(op)


# ---- encodings

def PyCodec_Register(function: PyObject) -> None:
    """Add a search function."""
    if not PyCallable_Check(function):
        raise PyErr_Format(PyExc_TypeError, "argument must be callable")
    state().search_path.append(Py_NewRef(function))


def PyCodec_Unregister(function: PyObject) -> None:
    """Remove a search function, and all that was found."""
    registry = state()
    if function in registry.search_path:
        registry.search_path.remove(function)
        Py_DECREF(function)
        found, registry.search_cache = registry.search_cache, {}
        for op in found.values():
            Py_DECREF(op)


def normalizestring(encoding: str) -> str:
    """An encoding's name in lower case, anything else than letters, digits and dots as one underscore."""
    out: list[str] = []
    gap = False
    for char in encoding:
        if (char.isascii() and char.isalnum()) or char == ".":
            if gap and out:
                out.append("_")
            out.append(char.lower())
            gap = False
        else:
            gap = True
    return "".join(out)


def _PyCodec_Lookup(encoding: str) -> Any:
    """The tuple that a search function knows for an encoding; a new reference (a generator)."""
    tstate: Any = _PyRuntime.tstate_current
    imports = tstate and tstate.interp and tstate.interp.imports
    if not imports or imports.importlib is None:
        raise PyErr_Format(PyExc_LookupError, f"unknown encoding: {encoding}")  # no import, no search
    registry = state()
    if not registry.initialized:
        registry.initialized = True
        Py_DECREF((yield PyImport_ImportModule("encodings")))
    name = normalizestring(encoding)
    found = registry.search_cache.get(name)
    if found is not None:
        return Py_NewRef(found)
    if not registry.search_path:
        raise PyErr_Format(
            PyExc_LookupError, "no codec search functions registered: can't find encoding")
    key = PyUnicode_FromString(name)
    try:
        for function in list(registry.search_path):
            found = yield call_object(function, key)
            if found is Py_None:
                continue
            if not found.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS or (
                len(found.value) != 4
            ):
                Py_DECREF(found)
                raise PyErr_Format(PyExc_TypeError, "codec search functions must return 4-tuples")
            registry.search_cache[name] = Py_NewRef(found)
            return found
    finally:
        Py_DECREF(key)
    raise PyErr_Format(PyExc_LookupError, f"unknown encoding: {encoding}")


def _code(op: PyObject, encoding: str, errors: str | None, index: int, what: str) -> Any:
    """Call a codec's encoder (0) or decoder (1); what it made (a generator)."""
    codec = yield _PyCodec_Lookup(encoding)
    function = Py_NewRef(codec.value[index])
    Py_DECREF(codec)
    args = [op] if errors is None else [op, PyUnicode_FromString(errors)]
    try:
        res = yield call_object(function, *args)
    except PyErr as err:
        _add_note(err, what, encoding)
        raise
    finally:
        Py_DECREF(function)
    if not res.ob_type.value.tp_flags & Py_TPFLAGS_TUPLE_SUBCLASS or len(res.value) != 2:
        Py_DECREF(res)
        space = " " if what == "encode" else ""
        raise PyErr_Format(
            PyExc_TypeError, f"{what}r must return a tuple (object,{space}integer)")
    made = Py_NewRef(res.value[0])
    Py_DECREF(res)
    return made


def _add_note(err: PyErr, what: str, encoding: str) -> None:
    """Say in a note of the exception which codec failed (_PyErr_FormatNote)."""
    from vm.objects.listobject import PyList_New

    note = PyUnicode_FromString(f"{what.removesuffix('e')}ing with '{encoding}' codec failed")
    attrs = err.exc.ob_dict
    notes = attrs.get("__notes__")
    if notes is None:
        attrs["__notes__"] = PyList_New([note])
    elif isinstance(notes.value, list):
        notes.value.append(note)


def PyCodec_Encode(op: PyObject, encoding: str, errors: str | None) -> Any:
    """``codecs.encode(op, encoding, errors)`` (a generator)."""
    return _code(op, encoding, errors, 0, "encode")


def PyCodec_Decode(op: PyObject, encoding: str, errors: str | None) -> Any:
    """``codecs.decode(op, encoding, errors)`` (a generator)."""
    return _code(op, encoding, errors, 1, "decode")


def _check_text_encoding(encoding: str, alternative: str) -> Any:
    """Raise LookupError for a codec that says that it is none of text (a generator)."""
    codec = yield _PyCodec_Lookup(encoding)
    try:
        if codec.ob_type is PyTuple_Type:
            return
        flag = PyObject_GetOptionalAttr(codec, _Py_ID("_is_text_encoding"))
        if type(flag) in PENDING:
            flag = yield flag
        if flag is None:
            return
        is_text = PyObject_IsTrue(flag)
        if type(is_text) in PENDING:
            is_text = yield is_text
        Py_DECREF(flag)
        if not is_text:
            raise PyErr_Format(
                PyExc_LookupError, f"'{encoding:.400}' is not a text encoding; "
                f"use {alternative} to handle arbitrary codecs")
    finally:
        Py_DECREF(codec)


def _of_type(made: PyObject, flag: int, encoding: str, what: str, wanted: str) -> PyObject:
    """What a codec made, if it is of the type that texts need."""
    if made.ob_type.value.tp_flags & flag:
        return made
    name = made.ob_type.value.tp_name
    Py_DECREF(made)
    raise PyErr_Format(
        PyExc_TypeError, f"'{encoding:.400}' {what}r returned '{name:.400}' instead of '{wanted}'; "
        f"use codecs.{what}() to {what} to arbitrary types")


def _PyCodec_EncodeText(op: PyObject, encoding: str, errors: str) -> Any:
    """``op.encode(encoding, errors)`` by a codec of the registry (a generator)."""
    yield _check_text_encoding(encoding, "codecs.encode()")
    made = yield _code(op, encoding, errors, 0, "encode")
    if PyObject_TypeCheck(made, PyByteArray_Type):
        try:
            warning = PyErr_WarnEx(
                PyExc_RuntimeWarning, f"encoder {encoding} returned bytearray instead of bytes; "
                "use codecs.encode() to encode to arbitrary types", 1)
            if type(warning) in PENDING:
                yield warning
            return PyBytes_FromString(bytes(made.value))
        finally:
            Py_DECREF(made)
    return _of_type(made, Py_TPFLAGS_BYTES_SUBCLASS, encoding, "encode", "bytes")


def _PyCodec_DecodeText(data: bytes, encoding: str, errors: str) -> Any:
    """``data.decode(encoding, errors)`` by a codec of the registry (a generator)."""
    yield _check_text_encoding(encoding, "codecs.decode()")
    held = PyBytes_FromString(data)
    view = PyMemoryView_FromObject(held)
    Py_DECREF(held)
    try:
        made = yield _code(view, encoding, errors, 1, "decode")
    finally:
        Py_DECREF(view)
    return _of_type(made, Py_TPFLAGS_UNICODE_SUBCLASS, encoding, "decode", "str")


registry.encode_text, registry.decode_text = _PyCodec_EncodeText, _PyCodec_DecodeText


def codec_attribute(encoding: str, name: str, *args: PyObject) -> Any:
    """Call an attribute of a codec, such as ``incrementaldecoder`` (a generator)."""
    codec = yield _PyCodec_Lookup(encoding)
    try:
        function = yield getattribute(codec, name)
    finally:
        Py_DECREF(codec)
    try:
        return (yield call_object(function, *args))
    finally:
        Py_DECREF(function)


# ---- error handlers

def PyCodec_RegisterError(name: str, handler: PyObject) -> None:
    """Give an error handler a name."""
    if not PyCallable_Check(handler):
        raise PyErr_Format(PyExc_TypeError, "handler must be callable")
    registry = state().error_registry
    old = registry.get(name)
    registry[name] = Py_NewRef(handler)
    if old is not None:
        Py_DECREF(old)


def PyCodec_LookupError(name: str | None) -> PyObject:
    """The error handler of a name; a new reference."""
    found = state().error_registry.get("strict" if name is None else name)
    if found is None:
        raise PyErr_Format(PyExc_LookupError, f"unknown error handler name '{name:.400}'")
    return Py_NewRef(found)


def is_builtin_handler(name: str) -> bool:
    """Whether a name stands for what the host's codecs do by the same name."""
    interp: Any = _PyRuntime.tstate_current.interp  # type: ignore[union-attr]
    if name not in BUILTIN_HANDLERS:
        return False
    if interp.codecs is None:
        return True
    handler = interp.codecs.error_registry[name]
    return getattr(handler.value, "m_ml", None) is _handlers[name]


def host_unicode_error(exc: PyObject) -> UnicodeError:
    """The host's exception with the fields of a guest's Unicode error."""
    fields = [extra_field(exc, name).value for name in ("object", "start", "end", "reason")]
    if PyObject_TypeCheck(exc, PyExc_UnicodeTranslateError):
        return UnicodeTranslateError(*fields)
    encoding = extra_field(exc, "encoding").value
    if PyObject_TypeCheck(exc, PyExc_UnicodeEncodeError):
        return UnicodeEncodeError(encoding, *fields)
    if PyObject_TypeCheck(exc, PyExc_UnicodeDecodeError):
        return UnicodeDecodeError(encoding, *fields)
    raise wrong_exception_type(exc)


def wrong_exception_type(exc: PyObject) -> PyErr:
    """TypeError for an exception that an error handler does not know."""
    return PyErr_Format(
        PyExc_TypeError, f"don't know how to handle {exc.ob_type.value.tp_name} in error callback")


def _handler(name: str) -> PyMethodDef:
    def handle(module: PyObject, exc: PyObject) -> PyObject:
        if not isinstance(getattr(exc.value, "extra", 0), (dict, type(None))):
            raise wrong_exception_type(exc)
        try:
            text, pos = host_codecs.lookup_error(name)(host_unicode_error(exc))
        except UnicodeError:
            raise PyErr(Py_NewRef(exc)) from None
        except TypeError:
            raise wrong_exception_type(exc) from None
        return PyTuple_New((guest_atom(text), guest_atom(pos)))

    handle.__name__ = f"{name}_errors"
    return PyMethodDef(f"{name}_errors", handle, "($module, exc, /)")


_handlers = {name: _handler(name) for name in BUILTIN_HANDLERS}
