"""The pyexpat module: the parser of XML. Models Modules/pyexpat.c; the host's own module parses.

The host calls handlers while it parses, and guest code cannot run then. So a text is fed to it tag by tag; what
it reports is written down and handed to the guest's handlers before the next piece, which therefore sees what
they have changed.
"""

from __future__ import annotations

import pyexpat as host
from collections.abc import Callable, Iterator
from typing import Any

from vm.objects.attributes import call_object, optional_attribute
from vm.objects.bridge import host_error
from vm.objects.bytesobject import PyBytes_FromString
from vm.objects.dictobject import PyDict_New, PyDict_SetItem, PyDict_SetItemString
from vm.objects.getargs import c_int, c_string_arg, optional_flag
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyGetSetDef, PyMethodDef, defining_class
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import PyObject_GenericGetAttr
from vm.objects.pybuffer import use_buffer
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_False,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BASE_EXC_SUBCLASS,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_DICT_SUBCLASS,
    Py_TPFLAGS_DISALLOW_INSTANTIATION,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_LONG_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    Py_True,
    PyErr,
    PyObject,
    decref_all,
)
from vm.objects.pycore_trashcan import dealloc_container
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_Exception,
    PyExc_RuntimeError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.tupleobject import PyTuple_New
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.unicodeobject import PyUnicode_FromString

ExpatError = PyType_FromSpec(
    "xml.parsers.expat.ExpatError", PyExc_Exception,
    tp_flags=Py_TPFLAGS_BASETYPE | Py_TPFLAGS_BASE_EXC_SUBCLASS, tp_basicsize=72,
    tp_dictoffset=16, tp_hostkey="identity")
HANDLERS = (
    "StartElementHandler", "EndElementHandler", "ProcessingInstructionHandler",
    "CharacterDataHandler", "UnparsedEntityDeclHandler", "NotationDeclHandler",
    "StartNamespaceDeclHandler", "EndNamespaceDeclHandler", "CommentHandler",
    "StartCdataSectionHandler", "EndCdataSectionHandler", "DefaultHandler",
    "DefaultHandlerExpand", "NotStandaloneHandler", "ExternalEntityRefHandler",
    "StartDoctypeDeclHandler", "EndDoctypeDeclHandler", "EntityDeclHandler", "XmlDeclHandler",
    "ElementDeclHandler", "AttlistDeclHandler", "SkippedEntityHandler",
)
#: Handlers that must return a number other than 0, and the error if they do not.
_ANSWERS = {"NotStandaloneHandler": 22, "ExternalEntityRefHandler": 21}
#: What ends a piece of markup, by how it begins.
_ENDS = {"<![CDATA[": "]]>", "<!--": "-->", "<?": "?>", "<": ">"}
_FLAGS = ("namespace_prefixes", "ordered_attributes", "specified_attributes")
_POSITIONS = ("CurrentLineNumber", "CurrentColumnNumber", "CurrentByteIndex")
_ERRORS = ("ErrorCode", "ErrorLineNumber", "ErrorColumnNumber", "ErrorByteIndex")
BUFFER_SIZE = 8192
READ_SIZE = 2048


class xmlparseobject:
    """The body of a parser.

    Attributes:
        parser: the host's.
        handlers: the guest's, by name; owned.
        intern: the guest's dict of names, or NULL; owned.
        events: what the host has reported: handler, arguments, position.
        position: of the event that is being handled; None between events.
        text, buffer_text, buffer_size: character data that is held back.
    """

    __slots__ = ("parser", "handlers", "intern", "events", "position", "text", "buffer_text",
                 "buffer_size")

    def __init__(self, parser: Any, intern: PyObject | None):
        self.parser = parser
        self.handlers: dict[str, PyObject] = {}
        self.intern = intern
        self.events: list[tuple[str, tuple, tuple]] = []
        self.position: tuple | None = None
        self.text = ""
        self.buffer_text = False
        self.buffer_size = BUFFER_SIZE

    def install(self) -> None:
        """Have the host report what the guest wants to hear of, and nothing else."""
        for name in self.handlers:
            setattr(self.parser, name, self._recorder(name))

    def _recorder(self, name: str) -> Callable[..., int]:
        parser, events = self.parser, self.events

        def record(*args: Any) -> int:
            events.append((name, args, tuple(getattr(parser, field) for field in _POSITIONS)))
            return 1

        return record


def set_error(code: int, line: int, column: int) -> PyErr:
    """The host exception that raises ExpatError."""
    err = PyErr_Format(ExpatError, f"{host.ErrorString(code)}: line {line}, column {column}")
    exc: Any = err.exc
    for name, value in (("code", code), ("offset", column), ("lineno", line)):
        exc.ob_dict[name] = PyLong_FromLong(value)
    return err


def guest(value: Any) -> PyObject:
    """A guest object for an argument of a handler."""
    if value is None:
        return Py_None
    if isinstance(value, int):
        return PyLong_FromLong(value)
    if isinstance(value, str):
        return PyUnicode_FromString(value)
    if isinstance(value, list):
        return PyList_New([guest(item) for item in value])
    if isinstance(value, tuple):
        return PyTuple_New(tuple([guest(item) for item in value]))
    op = PyDict_New()
    for name, item in value.items():
        key, found = PyUnicode_FromString(name), guest(item)
        PyDict_SetItem(op, key, found)
        Py_DECREF(key)
        Py_DECREF(found)
    return op


# ---- parsing

def _pieces(data: Any) -> Iterator[Any]:
    """A text cut behind each tag, so that what a handler changes holds for what follows."""
    ends: list[Any] = list(_ENDS.items())
    less: Any = "<"
    if not isinstance(data, str):
        ends = [(opening.encode(), end.encode()) for opening, end in ends]
        less = b"<"
    start = 0
    while start < len(data):
        opened = data.find(less, start)
        end = next(end for opening, end in ends if data.startswith(opening, max(opened, 0))
                   or opening == less)
        found = data.find(end, opened) if opened >= 0 else -1
        stop = found + len(end) if found >= 0 else len(data)
        yield data[start:stop]
        start = stop


def xmlparse_feed(body: xmlparseobject, data: Any, final: bool) -> Any:
    """Parse some bytes or a text, calling handlers on the way (a generator)."""
    try:
        for piece in _pieces(data):
            yield _feed_piece(body, piece, False)
        if final:
            yield _feed_piece(body, data[:0], True)
        yield flush_character_buffer(body)
    except PyErr:
        clear_handlers(body)
        raise
    finally:
        body.position = None
    return PyLong_FromLong(1)


def _feed_piece(body: xmlparseobject, piece: Any, final: bool) -> Any:
    """Parse one piece, then call the handlers for what it held (a generator)."""
    body.install()
    failed = None
    try:
        body.parser.Parse(piece, final)
    except host.ExpatError as err:
        failed = (err.code, err.lineno, err.offset)
    except (ValueError, LookupError, TypeError, UnicodeError, MemoryError) as err:
        raise host_error(err) from None
    finally:
        for name in HANDLERS:
            setattr(body.parser, name, None)
        events = list(body.events)
        body.events.clear()
    for name, args, position in events:
        body.position = position
        yield _handle(body, name, args)
    body.position = None
    if failed is not None:
        yield flush_character_buffer(body)
        raise set_error(*failed)


def _handle(body: xmlparseobject, name: str, args: tuple) -> Any:
    """Call one handler of the guest's (a generator)."""
    if name == "CharacterDataHandler" and body.buffer_text:
        yield _buffer(body, args[0])
        return
    yield flush_character_buffer(body)
    if name in body.handlers:
        yield _call(body, name, args)


def _call(body: xmlparseobject, name: str, args: tuple) -> Any:
    """Call a handler with host values (a generator)."""
    handler = Py_NewRef(body.handlers[name])
    given = [guest(arg) for arg in args]
    try:
        res = yield call_object(handler, *given)
    finally:
        Py_DECREF(handler)
        decref_all(given)
    try:
        if name in _ANSWERS:
            answer = c_int(res)
            if type(answer) in PENDING:
                answer = yield answer
            if not answer:
                line, column, _ = body.position or (1, 0, 0)
                raise set_error(_ANSWERS[name], line, column)
    finally:
        Py_DECREF(res)


def _buffer(body: xmlparseobject, text: str) -> Any:
    """Hold character data back until there is too much of it (a generator)."""
    if len(body.text) + len(text) > body.buffer_size:
        yield flush_character_buffer(body)
        if "CharacterDataHandler" not in body.handlers:
            return
    if len(text) > body.buffer_size:
        yield _call(body, "CharacterDataHandler", (text,))
    else:
        body.text += text


def flush_character_buffer(body: xmlparseobject) -> Any:
    """Hand over the character data that is held back (a generator)."""
    text, body.text = body.text, ""
    if text and "CharacterDataHandler" in body.handlers:
        yield _call(body, "CharacterDataHandler", (text,))


def clear_handlers(body: xmlparseobject) -> None:
    """After an exception no handler is called any more."""
    handlers, body.handlers = body.handlers, {}
    body.events.clear()
    body.text = ""
    decref_all(list(handlers.values()))


def pyexpat_xmlparser_Parse(self: PyObject, data: PyObject, isfinal: PyObject | None) -> Any:
    """``Parse(data, isfinal=False)``; a generator."""
    final = yield optional_flag(isfinal)
    if data.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        text: Any = str(data.value)
    else:
        text = use_buffer(data, bytes)
        if type(text) in PENDING:
            text = yield text
    return (yield xmlparse_feed(self.value, text, final))


def pyexpat_xmlparser_ParseFile(self: PyObject, file: PyObject) -> Any:
    """``ParseFile(file)``; a generator."""
    read = yield optional_attribute(file, "read")
    if read is None:
        raise PyErr_Format(PyExc_TypeError, "argument must have 'read' attribute")
    size = PyLong_FromLong(READ_SIZE)
    try:
        while True:
            data = yield call_object(read, size)
            try:
                if not data.ob_type.value.tp_flags & Py_TPFLAGS_BYTES_SUBCLASS:
                    raise PyErr_Format(
                        PyExc_TypeError, "read() did not return a bytes object "
                        f"(type={data.ob_type.value.tp_name:.400})")
                value = data.value
            finally:
                Py_DECREF(data)
            res = yield xmlparse_feed(self.value, value, not value)
            if not value:
                return res
            Py_DECREF(res)
    finally:
        Py_DECREF(read)
        Py_DECREF(size)


# ---- other methods

def pyexpat_xmlparser_SetBase(self: PyObject, base: PyObject) -> PyObject:
    """``SetBase(base)``"""
    self.value.parser.SetBase(c_string_arg(base, "SetBase", "argument", ""))
    return Py_None


def pyexpat_xmlparser_GetBase(self: PyObject) -> PyObject:
    """``GetBase()``"""
    return guest(self.value.parser.GetBase())


def pyexpat_xmlparser_GetInputContext(self: PyObject) -> PyObject:
    """``GetInputContext()``: the text around the current event; None between events."""
    data = self.value.parser.GetInputContext() if self.value.position is not None else None
    return Py_None if data is None else PyBytes_FromString(data)


def pyexpat_xmlparser_ExternalEntityParserCreate(
    self: PyObject, context: PyObject, encoding: PyObject | None
) -> PyObject:
    """``ExternalEntityParserCreate(context[, encoding])``: a parser with the same handlers."""
    name = "ExternalEntityParserCreate"
    given = _optional_text(context, name, "1")
    extra = () if encoding is None else (c_string_arg(encoding, name, "argument 2", ""),)
    body = self.value
    try:
        parser = body.parser.ExternalEntityParserCreate(given, *extra)
    except (ValueError, TypeError, LookupError, MemoryError) as err:
        raise host_error(err) from None
    new = xmlparseobject(parser, None if body.intern is None else Py_NewRef(body.intern))
    new.handlers = {key: Py_NewRef(op) for key, op in body.handlers.items()}
    new.buffer_text, new.buffer_size = body.buffer_text, body.buffer_size
    return PyType_GenericAlloc(XMLParser_Type, new)


def pyexpat_xmlparser_SetParamEntityParsing(self: PyObject, flag: PyObject) -> Any:
    """``SetParamEntityParsing(flag)``; a generator."""
    number = c_int(flag)
    if type(number) in PENDING:
        number = yield number
    return guest(self.value.parser.SetParamEntityParsing(number))


def pyexpat_xmlparser_UseForeignDTD(self: PyObject, flag: PyObject | None) -> Any:
    """``UseForeignDTD(flag=True)``; a generator."""
    value = True if flag is None else (yield optional_flag(flag))
    try:
        self.value.parser.UseForeignDTD(value)
    except host.ExpatError as err:
        raise set_error(err.code, err.lineno, err.offset) from None
    return Py_None


def pyexpat_xmlparser_SetReparseDeferralEnabled(self: PyObject, enabled: PyObject) -> Any:
    """``SetReparseDeferralEnabled(enabled)``; a generator."""
    self.value.parser.SetReparseDeferralEnabled((yield optional_flag(enabled)))
    return Py_None


def pyexpat_xmlparser_GetReparseDeferralEnabled(self: PyObject) -> PyObject:
    """``GetReparseDeferralEnabled()``"""
    return Py_True if self.value.parser.GetReparseDeferralEnabled() else Py_False


# ---- attributes

def _cannot_delete() -> PyErr:
    return PyErr_Format(PyExc_RuntimeError, "Cannot delete attribute")


def _handler(name: str) -> PyGetSetDef:
    def get(self: PyObject) -> PyObject:
        return Py_NewRef(self.value.handlers.get(name, Py_None))

    def put(self: PyObject, value: PyObject | None) -> Any:
        if value is None:
            raise _cannot_delete()
        body = self.value
        if name == "CharacterDataHandler" and body.text:
            return _flush_and_set(body, name, value)
        _set_handler(body, name, value)
        return None

    return PyGetSetDef(name, get, put)


def _set_handler(body: xmlparseobject, name: str, value: PyObject) -> None:
    old = body.handlers.pop(name, None)
    if value is not Py_None:
        body.handlers[name] = Py_NewRef(value)
    if old is not None:
        Py_DECREF(old)


def _flush_and_set(body: xmlparseobject, name: str, value: PyObject) -> Any:
    yield flush_character_buffer(body)
    _set_handler(body, name, value)


def _host_flag(name: str) -> PyGetSetDef:
    def put(self: PyObject, value: PyObject | None) -> Any:
        if value is None:
            raise _cannot_delete()
        setattr(self.value.parser, name, (yield optional_flag(value)))

    return PyGetSetDef(
        name, lambda op: Py_True if getattr(op.value.parser, name) else Py_False, put)


def _position(name: str) -> PyGetSetDef:
    place = _POSITIONS.index(name)

    def get(self: PyObject) -> PyObject:
        position = self.value.position
        return PyLong_FromLong(
            getattr(self.value.parser, name) if position is None else position[place])

    return PyGetSetDef(name, get)


def xmlparse_buffer_text_setter(self: PyObject, value: PyObject | None) -> Any:
    """Setter of ``buffer_text``; a generator."""
    if value is None:
        raise _cannot_delete()
    flag = yield optional_flag(value)
    if not flag:
        yield flush_character_buffer(self.value)
    self.value.buffer_text = flag


def xmlparse_buffer_size_setter(self: PyObject, value: PyObject | None) -> Any:
    """Setter of ``buffer_size``; a generator."""
    if value is None:
        raise _cannot_delete()
    if not value.ob_type.value.tp_flags & Py_TPFLAGS_LONG_SUBCLASS:
        raise PyErr_Format(PyExc_TypeError, "buffer_size must be an integer")
    size = int(value.value)
    if size <= 0:
        raise PyErr_Format(PyExc_ValueError, "buffer_size must be greater than zero")
    if size > 0x7FFFFFFF:
        raise PyErr_Format(PyExc_ValueError, "buffer_size must not be greater than 2147483647")
    if size != self.value.buffer_size:
        yield flush_character_buffer(self.value)
    self.value.buffer_size = size


def _owned(op: PyObject) -> list:
    return [*op.value.handlers.values(), op.value.intern]


def xmlparse_clear(op: PyObject) -> None:
    """tp_clear."""
    body = op.value
    clear_handlers(body)
    intern, body.intern = body.intern, None
    if intern is not None:
        Py_DECREF(intern)


def xmlparse_dealloc(op: PyObject) -> None:
    """tp_dealloc."""
    dealloc_container(op, _owned)


XMLParser_Type = PyType_FromSpec(
    "pyexpat.xmlparser", tp_basicsize=80, tp_hostkey="identity",
    tp_flags=Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
    tp_dealloc=xmlparse_dealloc, tp_traverse=_owned, tp_clear=xmlparse_clear,
    tp_getattro=PyObject_GenericGetAttr,
    tp_methods=(
        defining_class("Parse", pyexpat_xmlparser_Parse, "($self, data, isfinal=False, /)"),
        defining_class("ParseFile", pyexpat_xmlparser_ParseFile, "($self, file, /)"),
        PyMethodDef("SetBase", pyexpat_xmlparser_SetBase, "($self, base, /)"),
        PyMethodDef("GetBase", pyexpat_xmlparser_GetBase, "($self, /)"),
        PyMethodDef("GetInputContext", pyexpat_xmlparser_GetInputContext, "($self, /)"),
        defining_class("ExternalEntityParserCreate", pyexpat_xmlparser_ExternalEntityParserCreate,
                    "($self, context, encoding=None, /)"),
        PyMethodDef("SetParamEntityParsing", pyexpat_xmlparser_SetParamEntityParsing,
                    "($self, flag, /)"),
        defining_class("UseForeignDTD", pyexpat_xmlparser_UseForeignDTD, "($self, flag=True, /)"),
        PyMethodDef("SetReparseDeferralEnabled", pyexpat_xmlparser_SetReparseDeferralEnabled,
                    "($self, enabled, /)"),
        PyMethodDef("GetReparseDeferralEnabled", pyexpat_xmlparser_GetReparseDeferralEnabled,
                    "($self, /)"),
    ),
    tp_getset=(
        PyGetSetDef("intern", lambda op: Py_NewRef(op.value.intern or Py_None)),
        *(PyGetSetDef(name, lambda op, name=name: PyLong_FromLong(getattr(op.value.parser, name)))
          for name in _ERRORS),
        *map(_position, _POSITIONS),
        PyGetSetDef("buffer_size", lambda op: PyLong_FromLong(op.value.buffer_size),
                    xmlparse_buffer_size_setter),
        PyGetSetDef("buffer_text", lambda op: Py_True if op.value.buffer_text else Py_False,
                    xmlparse_buffer_text_setter),
        PyGetSetDef("buffer_used", lambda op: PyLong_FromLong(len(op.value.text))),
        *map(_host_flag, _FLAGS), *map(_handler, HANDLERS),
    ),
)


# ---- the module

def _optional_text(op: PyObject | None, function: str, argument: str) -> str | None:
    """An argument that is a str without NUL, or None."""
    if op is None or op is Py_None:
        return None
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError, f"{function}() argument {argument} must be str or None, "
            f"not {op.ob_type.value.tp_name:.50}")
    return c_string_arg(op, function, f"argument {argument}", "")


def pyexpat_ParserCreate(
    module: PyObject, encoding: PyObject | None, namespace_separator: PyObject | None,
    intern: PyObject | None
) -> PyObject:
    """``ParserCreate(encoding=None, namespace_separator=None, intern=<dict>)``"""
    name = _optional_text(encoding, "ParserCreate", "'encoding'")
    separator = _optional_text(
        namespace_separator, "ParserCreate", "'namespace_separator'")
    if separator is not None and len(separator) > 1:
        raise PyErr_Format(
            PyExc_ValueError,
            "namespace_separator must be at most one character, omitted, or None")
    names: PyObject | None
    if intern is None:
        names = PyDict_New()
    elif intern is Py_None:
        names = None
    elif intern.ob_type.value.tp_flags & Py_TPFLAGS_DICT_SUBCLASS:
        names = Py_NewRef(intern)
    else:
        raise PyErr_Format(PyExc_TypeError, "intern must be a dictionary")
    return PyType_GenericAlloc(
        XMLParser_Type, xmlparseobject(host.ParserCreate(name, separator), names))


def pyexpat_ErrorString(module: PyObject, code: PyObject) -> Any:
    """``ErrorString(code)``; a generator."""
    number = c_int(code)
    if type(number) in PENDING:
        number = yield number
    return guest(host.ErrorString(number))


pyexpat_methods = (
    PyMethodDef("ParserCreate", pyexpat_ParserCreate,
                "($module, /, encoding=None, namespace_separator=None, intern=<unrepresentable>)"),
    PyMethodDef("ErrorString", pyexpat_ErrorString, "($module, code, /)"),
)


def _errors_module() -> PyObject:
    """`pyexpat.errors`: messages by name, by code, codes by message."""
    module = PyModule_FromDefs("pyexpat.errors", ())
    for name, value in vars(host.errors).items():
        if name.startswith("XML_ERROR"):
            _add(module, name, guest(value))
    messages = PyDict_New()
    for code, message in host.errors.messages.items():
        key, text = PyLong_FromLong(code), PyUnicode_FromString(message)
        PyDict_SetItem(messages, key, text)
        Py_DECREF(key)
        Py_DECREF(text)
    codes = PyDict_New()
    for message, code in host.errors.codes.items():
        value = PyLong_FromLong(code)
        PyDict_SetItemString(codes, message, value)
        Py_DECREF(value)
    _add(module, "codes", codes)
    _add(module, "messages", messages)
    return module


def _model_module() -> PyObject:
    """`pyexpat.model`: numbers of content models."""
    module = PyModule_FromDefs("pyexpat.model", ())
    for name, value in vars(host.model).items():
        if name.startswith("XML_"):
            _add(module, name, guest(value))
    return module


def _add(module: PyObject, name: str, op: PyObject) -> None:
    """Add a name to a module; takes over the reference."""
    PyModule_AddObjectRef(module, name, op)
    Py_DECREF(op)


def PyInit_pyexpat() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("pyexpat", pyexpat_methods)
    for name, op in (("error", ExpatError), ("ExpatError", ExpatError),
                     ("XMLParserType", XMLParser_Type)):
        PyModule_AddObjectRef(module, name, op)
    for name in ("EXPAT_VERSION", "version_info", "native_encoding"):
        _add(module, name, guest(getattr(host, name)))
    _add(module, "errors", _errors_module())
    _add(module, "model", _model_module())
    _add(module, "features", guest([tuple(pair) for pair in host.features]))
    for name, value in vars(host).items():
        if name.startswith("XML_PARAM"):
            _add(module, name, guest(value))
    return module


