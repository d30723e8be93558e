"""The _csv module: dialects, readers, writers. Models Modules/_csv.c."""

from __future__ import annotations

from typing import Any

from vm.objects.abstract import PyIter_Next, PyObject_GetIter
from vm.objects.abstract_number import PyNumber_Check
from vm.objects.bridge import check_text_size, host_error
from vm.objects.call import PyObject_CallOneArg, PyObject_Vectorcall
from vm.objects.dictobject import (
    PyDict_GetItemRef,
    PyDict_Keys,
    PyDict_New,
    PyDict_Pop,
    PyDict_SetItem,
)
from vm.objects.fields import fields_clear, fields_dealloc, fields_traverse
from vm.objects.getargs import boolean, c_int
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_AsLong, PyLong_FromLong
from vm.objects.methoddef import (
    ArgSpec,
    PyGetSetDef,
    PyMemberDef,
    PyMethodDef,
    parse_arguments,
)
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.object import (
    PyCallable_Check,
    PyObject_GetAttr,
    PyObject_GetOptionalAttr,
    PyObject_SelfIter,
    PyObject_Str,
    _Py_ID,
)
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_limits import YIELD_EVERY
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BASE_EXC_SUBCLASS,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_DISALLOW_INSTANTIATION,
    Py_TPFLAGS_HAVE_GC,
    Py_TPFLAGS_IMMUTABLETYPE,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyErr,
    PyFloat_Type,
    PyLong_Type,
    PyObject,
    PyObject_TypeCheck,
    decref_all,
)
from vm.objects.pycore_state import _PyRuntime
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyExc_Exception,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.typeobject_subtype import PyType_GenericAlloc
from vm.objects.unicodeobject import PyUnicode_FromString

Error = PyType_FromSpec(
    "_csv.Error", PyExc_Exception, tp_flags=Py_TPFLAGS_BASETYPE | Py_TPFLAGS_BASE_EXC_SUBCLASS,
    tp_basicsize=72, tp_dictoffset=16, tp_hostkey="identity")

QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE, QUOTE_STRINGS, QUOTE_NOTNULL = range(6)
_STYLES = {"QUOTE_MINIMAL": 0, "QUOTE_ALL": 1, "QUOTE_NONNUMERIC": 2, "QUOTE_NONE": 3,
           "QUOTE_STRINGS": 4, "QUOTE_NOTNULL": 5}
#: States of a reader.
(START_RECORD, START_FIELD, ESCAPED_CHAR, IN_FIELD, IN_QUOTED_FIELD, ESCAPE_IN_QUOTED_FIELD,
 QUOTE_IN_QUOTED_FIELD, EAT_CRNL, AFTER_ESCAPED_CRNL) = range(9)
EOL = ""  # the end of a line that the iterator gave


class csv_state:
    """The module's own: dialects by name (a guest dict, owned), the longest field."""

    __slots__ = ("dialects", "field_limit")

    def __init__(self) -> None:
        self.dialects = PyDict_New()
        self.field_limit = 128 * 1024

    def references(self) -> tuple:
        """What it owns."""
        return (self.dialects,)


def get_csv_state() -> csv_state:
    """The state of the running interpreter's module."""
    state: csv_state = _PyRuntime.tstate_current.interp.modules_by_index["_csv"]  # type: ignore[union-attr]
    return state


def _is_text(op: PyObject) -> bool:
    return bool(op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS)


# ---- dialects

class DialectObj:
    """The body of a dialect: its settings; characters are host str, None where there is none.

    ``lineterminator`` is a guest str, owned.
    """

    __slots__ = ("delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting",
                 "skipinitialspace", "strict")

    def __init__(self) -> None:
        self.delimiter = ","
        self.escapechar: str | None = None
        self.quotechar: str | None = '"'
        self.lineterminator: PyObject | None = None
        self.quoting = QUOTE_MINIMAL
        self.doublequote, self.skipinitialspace, self.strict = True, False, False

    @property
    def terminator(self) -> str:
        """The characters that end a line."""
        return "" if self.lineterminator is None else self.lineterminator.value


_DIALECT = ArgSpec(
    "($type, dialect=None, delimiter=None, doublequote=None, escapechar=None, lineterminator=None, "
    "quotechar=None, quoting=None, skipinitialspace=None, strict=None)")


def get_dialect_from_registry(name: PyObject) -> Any:
    """The dialect of a name; a new reference (a generator)."""
    found = PyDict_GetItemRef(get_csv_state().dialects, name)
    if type(found) in PENDING:
        found = yield found
    if found is None:
        raise PyErr_Format(Error, "unknown dialect")
    return found


def dialect_new(type_op: PyObject, args: list, kwnames: tuple) -> Any:
    """``Dialect(dialect=None, **settings)``; a generator."""
    for key in kwnames:
        if key.value not in _DIALECT.names:
            raise PyErr_Format(
                PyExc_TypeError,
                f"this function got an unexpected keyword argument '{key.value}'")
    dialect, *settings = parse_arguments(_DIALECT, "function", args, kwnames, "function")
    if dialect is not None:
        if _is_text(dialect):
            dialect = yield get_dialect_from_registry(dialect)
        else:
            dialect.ob_refcnt += 1
        if PyObject_TypeCheck(dialect, Dialect_Type) and not any(settings):
            return dialect
    self = PyType_GenericAlloc(type_op, DialectObj())
    for op in settings:
        if op is not None:
            op.ob_refcnt += 1
    try:
        if dialect is not None:
            for i, name in enumerate(_DIALECT.names[1:]):
                if settings[i] is None:
                    settings[i] = yield _setting(dialect, name)
        yield _convert(self.value, settings)
        return self
    except PyErr:
        Py_DECREF(self)
        raise
    finally:
        decref_all([op for op in (dialect, *settings) if op is not None])


def _setting(dialect: PyObject, name: str) -> Any:
    """An attribute of an object that describes a dialect, or NULL (a generator)."""
    try:
        res = PyObject_GetAttr(dialect, _Py_ID(name))
        return (yield res) if type(res) in PENDING else res
    except PyErr as err:
        PyErr_Clear(err)
        return None


def _convert(body: DialectObj, settings: list) -> Any:
    """Fill and check a dialect (a generator)."""
    delimiter, doublequote, escapechar, lineterminator, quotechar, quoting, skip, strict = settings
    if delimiter is not None:
        body.delimiter = _set_char("delimiter", delimiter)
    body.doublequote = yield _set_bool(doublequote, True)
    if escapechar is not None:
        body.escapechar = _set_char_or_none("escapechar", escapechar)
    _set_str(body, lineterminator)
    if quotechar is not None:
        body.quotechar = _set_char_or_none("quotechar", quotechar)
    if quoting is not None:
        if quoting.ob_type is not PyLong_Type:
            raise PyErr_Format(PyExc_TypeError, '"quoting" must be an integer')
        body.quoting = c_int(quoting)
    body.skipinitialspace = yield _set_bool(skip, False)
    body.strict = yield _set_bool(strict, False)
    if body.quoting not in _STYLES.values():
        raise PyErr_Format(PyExc_TypeError, 'bad "quoting" value')
    if quotechar is Py_None and quoting is None:
        body.quoting = QUOTE_NONE
    _check(body)


def _check(body: DialectObj) -> None:
    """Raise unless the settings fit together."""
    if body.quoting != QUOTE_NONE and body.quotechar is None:
        raise PyErr_Format(PyExc_TypeError, "quotechar must be set if quoting enabled")
    if body.lineterminator is None:
        raise PyErr_Format(PyExc_TypeError, "lineterminator must be set")
    chars = {"delimiter": body.delimiter, "escapechar": body.escapechar,
             "quotechar": body.quotechar}
    for name, char in chars.items():
        space_allowed = name == "delimiter" or not body.skipinitialspace
        if char in ("\r", "\n") or (char == " " and not space_allowed):
            raise PyErr_Format(PyExc_ValueError, f"bad {name} value")
        if char is not None and char in body.terminator:
            raise PyErr_Format(PyExc_ValueError, f"bad {name} or lineterminator value")
    for one, two in (("delimiter", "escapechar"), ("delimiter", "quotechar"),
                     ("escapechar", "quotechar")):
        if chars[one] is not None and chars[one] == chars[two]:
            raise PyErr_Format(PyExc_ValueError, f"bad {one} or {two} value")


def _one_char(name: str, op: PyObject) -> str:
    if len(op.value) != 1:
        raise PyErr_Format(PyExc_TypeError, f'"{name}" must be a 1-character string')
    return str(op.value)


def _set_char(name: str, op: PyObject) -> str:
    if not _is_text(op):
        raise PyErr_Format(
            PyExc_TypeError, f'"{name}" must be string, not {op.ob_type.value.tp_name:.200}')
    return _one_char(name, op)


def _set_char_or_none(name: str, op: PyObject) -> str | None:
    if op is Py_None:
        return None
    if not _is_text(op):
        raise PyErr_Format(
            PyExc_TypeError,
            f'"{name}" must be string or None, not {op.ob_type.value.tp_name:.200}')
    return _one_char(name, op)


def _set_str(body: DialectObj, op: PyObject | None) -> None:
    if op is None:
        body.lineterminator = PyUnicode_FromString("\r\n")
    elif op is not Py_None:
        if not _is_text(op):
            raise PyErr_Format(PyExc_TypeError, '"lineterminator" must be a string')
        body.lineterminator = Py_NewRef(op)


def _set_bool(op: PyObject | None, default: bool) -> Any:
    """A setting that is true or false (a generator)."""
    if op is None:
        return default
    flag = boolean(op)
    return (yield flag) if type(flag) in PENDING else flag


def _char_or_none(char: str | None) -> PyObject:
    return Py_None if char is None else PyUnicode_FromString(char)


def Dialect_reduce(self: PyObject, args: list, kwnames: tuple) -> PyObject:
    """Dialects are not pickled."""
    name = self.ob_type.value.tp_name.rpartition(".")[2]
    raise PyErr_Format(PyExc_TypeError, f"cannot pickle '{name:.100}' instances")


_FLAGS = Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE

Dialect_Type = PyType_FromSpec(
    "_csv.Dialect", tp_basicsize=48, tp_flags=_FLAGS | Py_TPFLAGS_BASETYPE,
    tp_hostkey="identity", tp_new=dialect_new, tp_dealloc=fields_dealloc("lineterminator"),
    tp_traverse=fields_traverse("lineterminator"), tp_clear=fields_clear("lineterminator"),
    tp_methods=(
        PyMethodDef("__reduce__", Dialect_reduce, raw=True),
        PyMethodDef("__reduce_ex__", Dialect_reduce, raw=True),
    ),
    tp_members=tuple(PyMemberDef(name, name)
                     for name in ("skipinitialspace", "doublequote", "strict")),
    tp_getset=(
        PyGetSetDef("delimiter", lambda op: PyUnicode_FromString(op.value.delimiter)),
        PyGetSetDef("escapechar", lambda op: _char_or_none(op.value.escapechar)),
        PyGetSetDef("lineterminator", lambda op: Py_NewRef(op.value.lineterminator or Py_None)),
        PyGetSetDef("quotechar", lambda op: _char_or_none(op.value.quotechar)),
        PyGetSetDef("quoting", lambda op: PyLong_FromLong(op.value.quoting)),
    ),
)


def _call_dialect(args: list, kwnames: tuple) -> Any:
    """A dialect from an optional description and keywords; a new reference (a generator)."""
    res = PyObject_Vectorcall(Dialect_Type, args, kwnames)
    return (yield res) if type(res) in PENDING else res


def _unpack(args: list, kwnames: tuple) -> tuple[PyObject, list]:
    """The first argument, and what goes to the dialect."""
    nargs = len(args) - len(kwnames)
    if not 1 <= nargs <= 2:
        bound = "at least 1 argument" if nargs < 1 else "at most 2 arguments"
        raise PyErr_Format(PyExc_TypeError, f" expected {bound}, got {nargs}")
    return args[0], args[1:]


# ---- readers

class ReaderObj:
    """The body of a reader.

    Attributes:
        dialect, input_iter: owned.
        fields: guest values of the record so far (owned); None between records.
        field: characters of the field so far.
        state: one of the states above.
        unquoted_field: whether the field began without a quote.
        line_num: lines read.
    """

    __slots__ = ("dialect", "input_iter", "fields", "field", "state", "unquoted_field", "line_num")

    def __init__(self, input_iter: PyObject, dialect: PyObject):
        self.input_iter: PyObject | None = input_iter
        self.dialect: PyObject | None = dialect
        self.fields: PyObject | None = None
        self.field: list[str] = []
        self.state = START_RECORD
        self.unquoted_field = False
        self.line_num = 0


def parse_save_field(body: ReaderObj, dialect: DialectObj) -> None:
    """The field is complete."""
    quoting = dialect.quoting
    text = "".join(body.field)
    fields: Any = body.fields
    if body.unquoted_field and not text and quoting in (QUOTE_NOTNULL, QUOTE_STRINGS):
        fields.value.append(Py_None)
        Py_None.ob_refcnt += 1
        return
    if body.unquoted_field and text and quoting in (QUOTE_NONNUMERIC, QUOTE_STRINGS):
        try:
            field = PyObject(PyFloat_Type, float(text))
        except ValueError as err:
            raise host_error(err) from None
    else:
        field = PyUnicode_FromString(text)
    body.field.clear()
    fields.value.append(field)


def parse_add_char(body: ReaderObj, limit: int, char: str) -> None:
    """One more character of the field."""
    if len(body.field) >= limit:
        raise PyErr_Format(Error, f"field larger than field limit ({limit})")
    body.field.append(char)


def parse_process_char(body: ReaderObj, dialect: DialectObj, limit: int, char: str) -> None:
    """The reader's automaton: one character, or EOL."""
    state = body.state
    if state == START_RECORD:
        if char == EOL:
            return
        if char in "\r\n":
            body.state = EAT_CRNL
            return
        state = body.state = START_FIELD
    if state == START_FIELD:
        _start_field(body, dialect, limit, char)
    elif state == IN_QUOTED_FIELD:
        _in_quoted_field(body, dialect, limit, char)
    elif state == ESCAPED_CHAR:
        parse_add_char(body, limit, char or "\n")
        body.state = AFTER_ESCAPED_CRNL if char in ("\r", "\n") else IN_FIELD
    elif state == ESCAPE_IN_QUOTED_FIELD:
        parse_add_char(body, limit, char or "\n")
        body.state = IN_QUOTED_FIELD
    elif state == QUOTE_IN_QUOTED_FIELD:
        _after_quote(body, dialect, limit, char)
    elif state == EAT_CRNL:
        if char == EOL:
            body.state = START_RECORD
        elif char not in "\r\n":
            raise PyErr_Format(
                Error, "new-line character seen in unquoted field - "
                "do you need to open the file with newline=''?")
    elif char != EOL or state == IN_FIELD:
        _in_field(body, dialect, limit, char)


def _end_of_line(body: ReaderObj, dialect: DialectObj, char: str) -> None:
    parse_save_field(body, dialect)
    body.state = START_RECORD if char == EOL else EAT_CRNL


def _start_field(body: ReaderObj, dialect: DialectObj, limit: int, char: str) -> None:
    body.unquoted_field = True
    if char in "\r\n":
        _end_of_line(body, dialect, char)
    elif char == dialect.quotechar and dialect.quoting != QUOTE_NONE:
        body.unquoted_field = False
        body.state = IN_QUOTED_FIELD
    elif char == dialect.escapechar:
        body.state = ESCAPED_CHAR
    elif char == " " and dialect.skipinitialspace:
        pass
    elif char == dialect.delimiter:
        parse_save_field(body, dialect)
    else:
        parse_add_char(body, limit, char)
        body.state = IN_FIELD


def _in_field(body: ReaderObj, dialect: DialectObj, limit: int, char: str) -> None:
    if char in "\r\n":
        _end_of_line(body, dialect, char)
    elif char == dialect.escapechar:
        body.state = ESCAPED_CHAR
    elif char == dialect.delimiter:
        parse_save_field(body, dialect)
        body.state = START_FIELD
    else:
        parse_add_char(body, limit, char)


def _in_quoted_field(body: ReaderObj, dialect: DialectObj, limit: int, char: str) -> None:
    if char == EOL:
        return
    if char == dialect.escapechar:
        body.state = ESCAPE_IN_QUOTED_FIELD
    elif char == dialect.quotechar and dialect.quoting != QUOTE_NONE:
        body.state = QUOTE_IN_QUOTED_FIELD if dialect.doublequote else IN_FIELD
    else:
        parse_add_char(body, limit, char)


def _after_quote(body: ReaderObj, dialect: DialectObj, limit: int, char: str) -> None:
    if char == dialect.quotechar and dialect.quoting != QUOTE_NONE:
        parse_add_char(body, limit, char)
        body.state = IN_QUOTED_FIELD
    elif char == dialect.delimiter:
        parse_save_field(body, dialect)
        body.state = START_FIELD
    elif char in "\r\n":
        _end_of_line(body, dialect, char)
    elif dialect.strict:
        raise PyErr_Format(Error, f"'{dialect.delimiter}' expected after '{dialect.quotechar}'")
    else:
        parse_add_char(body, limit, char)
        body.state = IN_FIELD


def parse_reset(body: ReaderObj) -> None:
    """Ready for a record."""
    old, body.fields = body.fields, PyList_New([])
    if old is not None:
        Py_DECREF(old)
    body.field.clear()
    body.state = START_RECORD
    body.unquoted_field = False


def _parse_line(body: ReaderObj, text: str) -> Any:
    """Every character of a line, and its end (a generator: lines may be long)."""
    dialect: DialectObj = body.dialect.value  # type: ignore[union-attr]
    limit = get_csv_state().field_limit
    for i, char in enumerate(text):
        if body.state == IN_FIELD and char.isalnum() and len(body.field) < limit and (
            char != dialect.escapechar and char != dialect.delimiter
        ):
            body.field.append(char)
        else:
            parse_process_char(body, dialect, limit, char)
        if not i % YIELD_EVERY:
            yield None
    parse_process_char(body, dialect, limit, EOL)


def Reader_iternext(self: PyObject) -> Any:
    """The next record; a generator."""
    body = self.value
    parse_reset(body)
    while True:
        line = PyIter_Next(body.input_iter)
        if type(line) in PENDING:
            line = yield line
        if line is None:
            dialect = body.dialect.value
            if not body.field and body.state != IN_QUOTED_FIELD:
                return None
            if dialect.strict:
                raise PyErr_Format(Error, "unexpected end of data")
            parse_save_field(body, dialect)
            break
        try:
            if not _is_text(line):
                raise PyErr_Format(
                    Error, "iterator should return strings, "
                    f"not {line.ob_type.value.tp_name:.200} "
                    "(the file should be opened in text mode)")
            body.line_num += 1
            yield _parse_line(body, line.value)
        finally:
            Py_DECREF(line)
        if body.state == START_RECORD:
            break
    fields, body.fields = body.fields, None
    return fields


_READER = ("dialect", "input_iter", "fields")
Reader_Type = PyType_FromSpec(
    "_csv.reader", tp_basicsize=80, tp_flags=_FLAGS | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    tp_hostkey="identity", tp_dealloc=fields_dealloc(*_READER),
    tp_traverse=fields_traverse(*_READER), tp_clear=fields_clear(*_READER),
    tp_iter=PyObject_SelfIter, tp_iternext=Reader_iternext,
    tp_members=(PyMemberDef("dialect", "dialect"), PyMemberDef("line_num", "line_num")),
)


def csv_reader(module: PyObject, args: list, kwnames: tuple) -> Any:
    """``reader(iterable[, dialect][, **settings])``; a generator."""
    iterable, rest = _unpack(args, kwnames)
    input_iter = PyObject_GetIter(iterable)
    if type(input_iter) in PENDING:
        input_iter = yield input_iter
    try:
        dialect = yield _call_dialect(rest, kwnames)
    except PyErr:
        Py_DECREF(input_iter)
        raise
    return PyType_GenericAlloc(Reader_Type, ReaderObj(input_iter, dialect))


# ---- writers

class WriterObj:
    """The body of a writer: dialect and write method (owned), what of the record is there."""

    __slots__ = ("dialect", "write", "rec", "num_fields")

    def __init__(self, write: PyObject, dialect: PyObject):
        self.write: PyObject | None = write
        self.dialect: PyObject | None = dialect
        self.rec = ""
        self.num_fields = 0


def join_append(body: WriterObj, dialect: DialectObj, field: str | None, quoted: bool) -> None:
    """Add a field to the record; None for a null field."""
    if not field and dialect.delimiter == " " and dialect.skipinitialspace:
        if dialect.quoting == QUOTE_NONE or (field is None and (
            dialect.quoting in (QUOTE_STRINGS, QUOTE_NOTNULL)
        )):
            raise PyErr_Format(
                Error, "empty field must be quoted if delimiter is a space "
                "and skipinitialspace is true")
        quoted = True
    out = [dialect.delimiter] if body.num_fields else []
    text, needs_quotes = join_append_data(dialect, field or "")
    if quoted or needs_quotes:
        quote = dialect.quotechar or ""
        text = quote + text + quote
    out.append(text)
    check_text_size(len(body.rec) + len(text))
    body.rec += "".join(out)
    body.num_fields += 1


def join_append_data(dialect: DialectObj, field: str) -> tuple[str, bool]:
    """The characters of a field, escaped, and whether it must be quoted."""
    special = {dialect.delimiter, dialect.escapechar, dialect.quotechar, "\n", "\r",
               *dialect.terminator}
    if not special.intersection(field):
        return field, False
    out, quoted = [], False
    for char in field:
        if char in special:
            escape = dialect.quoting == QUOTE_NONE or char == dialect.escapechar
            if not escape and char == dialect.quotechar:
                escape = not dialect.doublequote
                if not escape:
                    out.append(char)
            quoted = quoted or not escape
            if escape:
                if dialect.escapechar is None:
                    raise PyErr_Format(Error, "need to escape, but no escapechar set")
                out.append(dialect.escapechar)
        out.append(char)
    return "".join(out), quoted


def _is_quoted(quoting: int, field: PyObject) -> bool:
    """Whether a field is quoted whatever its characters are."""
    if quoting == QUOTE_NONNUMERIC:
        return not PyNumber_Check(field)
    if quoting == QUOTE_STRINGS:
        return _is_text(field)
    return quoting == QUOTE_ALL or (quoting == QUOTE_NOTNULL and field is not Py_None)


def _append_field(body: WriterObj, dialect: DialectObj, field: PyObject) -> Any:
    """Add an object to the record (a generator)."""
    quoted = _is_quoted(dialect.quoting, field)
    if _is_text(field):
        join_append(body, dialect, field.value, quoted)
    elif field is Py_None:
        join_append(body, dialect, None, quoted)
    else:
        text = PyObject_Str(field)
        if type(text) in PENDING:
            text = yield text
        try:
            join_append(body, dialect, text.value, quoted)
        finally:
            Py_DECREF(text)


def _row_iter(seq: PyObject) -> Any:
    try:
        it = PyObject_GetIter(seq)
        return (yield it) if type(it) in PENDING else it
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_TypeError):
            raise
        PyErr_Clear(err)
    raise PyErr_Format(Error, f"iterable expected, not {seq.ob_type.value.tp_name:.200}")


def csv_writerow(self: PyObject, seq: PyObject) -> Any:
    """``writerow(iterable)``; a generator."""
    body = self.value
    dialect = body.dialect.value
    it = yield _row_iter(seq)
    body.rec, body.num_fields = "", 0
    null_field = False
    try:
        while True:
            field = PyIter_Next(it)
            if type(field) in PENDING:
                field = yield field
            if field is None:
                break
            try:
                null_field = field is Py_None
                yield _append_field(body, dialect, field)
            finally:
                Py_DECREF(field)
    finally:
        Py_DECREF(it)
    if body.num_fields and not body.rec:
        if dialect.quoting == QUOTE_NONE or (null_field and (
            dialect.quoting in (QUOTE_STRINGS, QUOTE_NOTNULL)
        )):
            raise PyErr_Format(Error, "single empty field record must be quoted")
        body.num_fields -= 1
        join_append(body, dialect, None, True)
    line = PyUnicode_FromString(body.rec + dialect.terminator)
    try:
        res = PyObject_CallOneArg(body.write, line)
        return (yield res) if type(res) in PENDING else res
    finally:
        Py_DECREF(line)


def csv_writerows(self: PyObject, seqseq: PyObject) -> Any:
    """``writerows(iterable of iterables)``; a generator."""
    it = PyObject_GetIter(seqseq)
    if type(it) in PENDING:
        it = yield it
    try:
        while True:
            row = PyIter_Next(it)
            if type(row) in PENDING:
                row = yield row
            if row is None:
                return Py_None
            try:
                Py_DECREF((yield csv_writerow(self, row)))
            finally:
                Py_DECREF(row)
    finally:
        Py_DECREF(it)


Writer_Type = PyType_FromSpec(
    "_csv.writer", tp_basicsize=72, tp_flags=_FLAGS | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    tp_hostkey="identity", tp_dealloc=fields_dealloc("dialect", "write"),
    tp_traverse=fields_traverse("dialect", "write"), tp_clear=fields_clear("dialect", "write"),
    tp_methods=(
        PyMethodDef("writerow", csv_writerow, "($self, row, /)"),
        PyMethodDef("writerows", csv_writerows, "($self, rows, /)"),
    ),
    tp_members=(PyMemberDef("dialect", "dialect"),),
)


def csv_writer(module: PyObject, args: list, kwnames: tuple) -> Any:
    """``writer(fileobj[, dialect][, **settings])``; a generator."""
    output, rest = _unpack(args, kwnames)
    write = PyObject_GetOptionalAttr(output, _Py_ID("write"))
    if type(write) in PENDING:
        write = yield write
    try:
        if write is None or not PyCallable_Check(write):
            raise PyErr_Format(PyExc_TypeError, 'argument 1 must have a "write" method')
        dialect = yield _call_dialect(rest, kwnames)
    except PyErr:
        if write is not None:
            Py_DECREF(write)
        raise
    return PyType_GenericAlloc(Writer_Type, WriterObj(write, dialect))


# ---- the registry

def csv_register_dialect(module: PyObject, args: list, kwnames: tuple) -> Any:
    """``register_dialect(name[, dialect][, **settings])``; a generator."""
    name, rest = _unpack(args, kwnames)
    if not _is_text(name):
        raise PyErr_Format(PyExc_TypeError, "dialect name must be a string")
    dialect = yield _call_dialect(rest, kwnames)
    try:
        res = PyDict_SetItem(module.value.md_state.dialects, name, dialect)
        if type(res) in PENDING:
            yield res
    finally:
        Py_DECREF(dialect)
    return Py_None


def _csv_list_dialects(module: PyObject) -> PyObject:
    """``list_dialects()``"""
    return PyDict_Keys(module.value.md_state.dialects)


def _csv_unregister_dialect(module: PyObject, name: PyObject) -> Any:
    """``unregister_dialect(name)``; a generator."""
    old = PyDict_Pop(module.value.md_state.dialects, name)
    if type(old) in PENDING:
        old = yield old
    if old is None:
        raise PyErr_Format(Error, "unknown dialect")
    Py_DECREF(old)
    return Py_None


def _csv_get_dialect(module: PyObject, name: PyObject) -> Any:
    """``get_dialect(name)``"""
    return get_dialect_from_registry(name)


def _csv_field_size_limit(module: PyObject, new_limit: PyObject | None) -> PyObject:
    """``field_size_limit([limit])``: the limit until now."""
    state = module.value.md_state
    old = state.field_limit
    if new_limit is not None:
        if new_limit.ob_type is not PyLong_Type:
            raise PyErr_Format(PyExc_TypeError, "limit must be an integer")
        state.field_limit = PyLong_AsLong(new_limit)
    return PyLong_FromLong(old)


csv_methods = (
    PyMethodDef("reader", csv_reader, raw=True),
    PyMethodDef("writer", csv_writer, raw=True),
    PyMethodDef("register_dialect", csv_register_dialect, raw=True),
    PyMethodDef("list_dialects", _csv_list_dialects, "($module, /)"),
    PyMethodDef("unregister_dialect", _csv_unregister_dialect, "($module, /, name)"),
    PyMethodDef("get_dialect", _csv_get_dialect, "($module, /, name)"),
    PyMethodDef("field_size_limit", _csv_field_size_limit,
                "($module, /, new_limit=<unrepresentable>)"),
)


def PyInit__csv() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_csv", csv_methods)
    state = module.value.md_state = csv_state()
    _PyRuntime.tstate_current.interp.modules_by_index["_csv"] = state  # type: ignore[union-attr]
    for name, op in (("Dialect", Dialect_Type), ("Reader", Reader_Type), ("Writer", Writer_Type),
                     ("_dialects", state.dialects)):
        PyModule_AddObjectRef(module, name, op)
    for name, number in _STYLES.items():
        PyModule_AddObjectRef(module, name, PyLong_FromLong(number))
    PyModule_AddObjectRef(module, "Error", Error)
    version = PyUnicode_FromString("1.0")
    PyModule_AddObjectRef(module, "__version__", version)
    Py_DECREF(version)
    return module
