"""The ``%`` operator of str and bytes: PyUnicode_Format and _PyBytes_FormatEx.

Arguments that are atoms are handed to the host's operator as they are. Otherwise the format is read item by
item; guest code (``__str__``, ``__getitem__``, ...) makes each value an atom, and the host's operator lays
that one out. Bytes are handled as text of the same character codes.
"""

from __future__ import annotations

import re
from typing import Any

from vm.objects.abstract import PyMapping_Check, PyNumber_Check, PyObject_GetItem
from vm.objects.abstract_number import PyNumber_Index, PyNumber_Long
from vm.objects.bridge import MAX_TEXT, PY_SSIZE_T_MAX, host_error
from vm.objects.floatobject import PyFloat_AsDouble
from vm.objects.longobject import PyLong_AsSsize_t, PyLong_Check, host_digits, long_decimal
from vm.objects.object import PyObject_ASCII, PyObject_Repr, PyObject_Str
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_None,
    Py_TPFLAGS_BYTES_SUBCLASS,
    Py_TPFLAGS_TUPLE_SUBCLASS,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyBool_Type,
    PyByteArray_Type,
    PyErr,
    PyFloat_Type,
    PyLong_Type,
    PyObject,
    PyObject_TypeCheck,
    PyTuple_Type,
    PyUnicode_Type,
)
from vm.objects.pyerrors import (
    PyErr_Clear,
    PyErr_ExceptionMatches,
    PyErr_Format,
    PyErr_SetNone,
    PyExc_MemoryError,
    PyExc_OverflowError,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.unicode_writer import _PyUnicodeWriter
from vm.objects.unicodeobject import PyUnicode_FromString

_INT_MAX = 0x7FFFFFFF
#: Formats that the host may not be given: a width or precision that is large or an argument, a key.
_NOT_PLAIN = re.compile(r"\*|[0-9]{6}|%\(")
_plain_formats: dict[str, bool] = {}
_PLAIN_TYPES = {PyUnicode_Type, PyLong_Type, PyFloat_Type, PyBool_Type, Py_None.ob_type}


def PyUnicode_Format(format_op: PyObject, args: PyObject) -> Any:
    """format % args."""
    fmt = format_op.value
    if args.ob_type is PyTuple_Type:
        items = args.value
        plain: Any = tuple([op.value for op in items])
    else:
        items = (args,)
        plain = args.value
    for op in items:
        tp = op.ob_type
        if tp not in _PLAIN_TYPES or (
                tp is PyLong_Type and op.value.bit_length() > 1000):
            return unicode_formatter(fmt, args, _StrDialect, None, format_op)
    is_plain = _plain_formats.get(fmt)
    if is_plain is None:
        is_plain = _NOT_PLAIN.search(fmt) is None
        if len(_plain_formats) < 1000 and len(fmt) < 200:
            _plain_formats[fmt] = is_plain
    if not is_plain:
        return unicode_formatter(fmt, args, _StrDialect, None, format_op)
    try:
        text = fmt % plain
    except (TypeError, ValueError, OverflowError, MemoryError) as err:
        raise host_error(err) from None
    for op in (format_op, *items):
        if op.value is text:
            op.ob_refcnt += 1
            return op
    return PyUnicode_FromString(text)


class _Item:
    """One conversion of a format (struct unicode_format_arg_t)."""

    __slots__ = ("flags", "width", "prec", "ch", "signed")

    def __init__(self) -> None:
        self.flags = ""
        self.signed = True  # whether C has read the character as a signed one (bytes only)
        self.width = -1
        self.prec = -1
        self.ch = ""


class _Formatter:
    """Reading state (struct unicode_formatter_t). ``owned`` is the value that a key gave."""

    __slots__ = ("fmt", "pos", "args", "arglen", "argidx", "mapping", "owned", "writer")

    def __init__(self, fmt: str, args: PyObject):
        self.fmt = fmt
        self.pos = 0
        self.args = args
        flags = args.ob_type.value.tp_flags
        is_tuple = flags & Py_TPFLAGS_TUPLE_SUBCLASS
        self.arglen, self.argidx = (len(args.value), 0) if is_tuple else (-1, -2)
        self.mapping: PyObject | None = None
        self.owned: PyObject | None = None
        self.writer = _PyUnicodeWriter()

    def next_char(self) -> str:
        if self.pos >= len(self.fmt):
            raise PyErr_Format(PyExc_ValueError, "incomplete format")
        c = self.fmt[self.pos]
        self.pos += 1
        return c

    def getnextarg(self) -> PyObject:
        """The next argument, borrowed."""
        i = self.argidx
        if i < self.arglen:
            self.argidx = i + 1
            return self.args if self.arglen < 0 else self.args.value[i]
        raise PyErr_Format(PyExc_TypeError, "not enough arguments for format string")

    def set_owned(self, op: PyObject | None) -> None:
        old, self.owned = self.owned, op
        if old is not None:
            Py_DECREF(old)

    def key(self) -> str:
        """The text between balanced parentheses; the first has been read."""
        depth, start = 1, self.pos
        while self.pos < len(self.fmt):
            c = self.fmt[self.pos]
            self.pos += 1
            depth += (c == "(") - (c == ")")
            if not depth:
                return self.fmt[start:self.pos - 1]
        raise PyErr_Format(PyExc_ValueError, "incomplete format key")

    def star(self) -> PyObject:
        op = self.getnextarg()
        if not PyLong_Check(op):
            raise PyErr_Format(PyExc_TypeError, "* wants int")
        return op

    def digits(self, c: str, limit: int, message: str) -> tuple[int, str]:
        """A number that begins with ``c``, and the character behind it."""
        n = 0
        while "0" <= c <= "9":
            n = n * 10 + ord(c) - 48
            if n > limit:
                raise PyErr_Format(PyExc_ValueError, message)
            c = self.next_char()
        return n, c

    def parse(self, c: str, too_big: str) -> _Item:
        """The flags, width, precision and type of one conversion (unicode_format_arg_parse).

        ``too_big`` is the message for a precision that is no C int.
        """
        item = _Item()
        while c in "-+ #0":
            item.flags += c
            c = self.next_char()
        if c == "*":
            item.width = int(PyLong_AsSsize_t(self.star()))
            if item.width < 0:
                item.flags += "-"
                item.width = -item.width
            c = self.next_char()
        elif "0" <= c <= "9":
            item.width, c = self.digits(c, PY_SSIZE_T_MAX, "width too big")
            item.signed = False
        if c == ".":
            item.prec = 0
            item.signed = True
            c = self.next_char()
            if c == "*":
                n = self.star().value
                if not -_INT_MAX - 1 <= n <= _INT_MAX:
                    raise PyErr_Format(
                        PyExc_OverflowError, "Python int too large to convert to C int")
                item.prec = max(int(n), 0)
                c = self.next_char()
            elif "0" <= c <= "9":
                item.prec, c = self.digits(c, _INT_MAX, too_big)
                item.signed = False
        if c in "hlL":
            c = self.next_char()
            item.signed = True
        item.ch = c
        return item

    def lay_out(self, item: _Item, value: Any, kind: str) -> None:
        """Add a host atom by the item's flags, width and precision."""
        if item.width > MAX_TEXT or item.prec > MAX_TEXT:
            raise PyErr_SetNone(PyExc_MemoryError)
        width = "" if item.width < 0 else str(item.width)
        prec = "" if item.prec < 0 else f".{item.prec}"
        flags = "".join(set(item.flags))
        try:
            if type(value) is int and kind in "diu" and value.bit_length() > 1000:
                long_decimal(value)  # checks the number of digits
                with host_digits():
                    self.writer.write(f"%{flags}{width}{prec}{kind}" % value)
            else:
                self.writer.write(f"%{flags}{width}{prec}{kind}" % (value,))
        except (TypeError, ValueError, OverflowError, MemoryError) as err:
            raise host_error(err) from None


class _StrDialect:
    """How str's operator differs from bytes'."""

    what = "string"
    too_big = "precision too big"
    conversions = "srcdiuoxXeEfFgGa"

    @staticmethod
    def text_value(op: PyObject, ch: str) -> Any:
        """What %s, %r or %a show: a guest str, or pending."""
        if ch == "s":
            return PyObject_Str(op)
        return PyObject_Repr(op) if ch == "r" else PyObject_ASCII(op)

    @staticmethod
    def is_mapping(args: PyObject) -> bool:
        flags = Py_TPFLAGS_TUPLE_SUBCLASS | Py_TPFLAGS_UNICODE_SUBCLASS
        return PyMapping_Check(args) and not args.ob_type.value.tp_flags & flags

    @staticmethod
    def char(op: PyObject) -> str | None:
        """The character of a one-character argument; None for anything else."""
        if op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
            if len(op.value) == 1:
                return op.value
            raise PyErr_Format(PyExc_TypeError, _StrDialect.char_message)
        return None

    char_message = "%c requires int or char"
    char_limit = 0x110000
    range_message = "%c arg not in range(0x110000)"

    @staticmethod
    def float_error(err: PyErr, op: PyObject) -> PyErr:
        return err


class _BytesDialect:
    """How bytes' operator differs from str's. ``text_value`` gives guest bytes for %b and %s."""

    what = "bytes"
    too_big = "prec too big"
    conversions = "bsrcdiuoxXeEfFgGa"

    @staticmethod
    def text_value(op: PyObject, ch: str) -> Any:
        return bytes_format_obj(op) if ch in "bs" else PyObject_ASCII(op)

    @staticmethod
    def is_mapping(args: PyObject) -> bool:
        flags = (Py_TPFLAGS_TUPLE_SUBCLASS | Py_TPFLAGS_UNICODE_SUBCLASS
                 | Py_TPFLAGS_BYTES_SUBCLASS)
        return (PyMapping_Check(args) and not args.ob_type.value.tp_flags & flags
                and not PyObject_TypeCheck(args, PyByteArray_Type))

    @staticmethod
    def char(op: PyObject) -> str | None:
        if type(op.value) in (bytes, bytearray) and len(op.value) == 1:
            return chr(op.value[0])
        return None

    char_message = "%c requires an integer in range(256) or a single byte"
    char_limit = 256
    range_message = "%c arg not in range(256)"

    @staticmethod
    def float_error(err: PyErr, op: PyObject) -> PyErr:
        PyErr_Clear(err)
        return PyErr_Format(
            PyExc_TypeError,
            f"float argument required, not {op.ob_type.value.tp_name:.200}")


def bytes_format_obj(op: PyObject) -> Any:
    """Guest bytes for %b: the bytes-like object's, or those of ``__bytes__`` (a generator)."""
    from vm.objects.bytesobject import (  # bytesobject imports us
        PyBytes_FromObject,
        PyBytes_FromString,
        bytes_of_special,
    )

    if type(op.value) in (bytes, bytearray):
        return PyBytes_FromString(bytes(op.value))
    res = yield bytes_of_special(op)
    if res is not None:
        return res
    if op.ob_type.value.bf_getbuffer is None:
        raise PyErr_Format(
            PyExc_TypeError,
            "%b requires a bytes-like object, or an object that implements __bytes__, "
            f"not '{op.ob_type.value.tp_name:.100}'")
    res = PyBytes_FromObject(op)
    if type(res) in PENDING:
        res = yield res
    return res


def _integer_value(op: PyObject, ch: str) -> Any:
    """The host int of an argument of %d or its like (mainformatlong; a generator)."""
    if PyLong_Check(op):
        return int(op.value)
    try:
        if PyNumber_Check(op):
            res = PyNumber_Index(op) if ch in "oxX" else PyNumber_Long(op)
            if type(res) in PENDING:
                res = yield res
            n = int(res.value)
            Py_DECREF(res)
            return n
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_TypeError):
            raise
        PyErr_Clear(err)
    need = "an integer" if ch in "oxX" else "a real number"
    raise PyErr_Format(
        PyExc_TypeError,
        f"%{ch} format: {need} is required, not {op.ob_type.value.tp_name:.200}")


def _char_value(op: PyObject, dialect: Any) -> Any:
    """The character of an argument of %c (formatchar, byte_converter; a generator)."""
    c = dialect.char(op)
    if c is not None:
        return c
    try:
        res = PyNumber_Index(op)
        if type(res) in PENDING:
            res = yield res
    except PyErr as err:
        if not PyErr_ExceptionMatches(err, PyExc_TypeError):
            raise
        PyErr_Clear(err)
        raise PyErr_Format(PyExc_TypeError, dialect.char_message) from None
    n = res.value
    Py_DECREF(res)
    if not 0 <= n < dialect.char_limit:
        raise PyErr_Format(PyExc_OverflowError, dialect.range_message)
    return chr(n)


def _float_value(op: PyObject, dialect: Any) -> Any:
    try:
        x = PyFloat_AsDouble(op)
        if type(x) in PENDING:
            x = yield x
        return x
    except PyErr as err:
        raise dialect.float_error(err, op) from None


def _text(res: PyObject) -> str:
    """The host text of a guest str or bytes, whose reference is dropped."""
    text = res.value if isinstance(res.value, str) else bytes(res.value).decode("latin-1")
    Py_DECREF(res)
    return text


def _add_item(ctx: _Formatter, item: _Item, dialect: Any) -> Any:
    """Add one argument to the output (unicode_format_arg_format, ..._output; a generator)."""
    ch = item.ch
    op = ctx.getnextarg()
    if ch not in dialect.conversions:
        if dialect is _BytesDialect and ch > "\x7f" and item.signed:  # a negative char, which %c refuses
            raise PyErr_Format(
                PyExc_OverflowError, "character argument not in range(0x110000)")
        shown = ch if 31 <= ord(ch) <= 126 or dialect is _BytesDialect else "?"
        raise PyErr_Format(
            PyExc_ValueError,
            f"unsupported format character '{shown}' (0x{ord(ch):x}) at index {ctx.pos - 1}")
    ctx.writer.overallocate = ctx.pos < len(ctx.fmt)
    if ch in "sbra":
        res = dialect.text_value(op, ch)
        if type(res) in PENDING:
            res = yield res
        if item.width < 0 and item.prec < 0 and dialect is _StrDialect:
            ctx.writer.write_str(res)
            Py_DECREF(res)
        else:
            ctx.lay_out(item, _text(res), "s")
    elif ch in "diuoxX":
        if ch == "i" and dialect is _BytesDialect:
            ch = "d"
        value = yield _integer_value(op, ch)
        ctx.lay_out(item, value, ch)
    elif ch == "c":
        value = yield _char_value(op, dialect)
        ctx.lay_out(item, value, "c")
    else:
        value = yield _float_value(op, dialect)
        ctx.lay_out(item, value, ch)


def _read_key(ctx: _Formatter, dialect: Any) -> Any:
    """Look up the ``(key)`` of a conversion in the mapping (a generator)."""
    if ctx.mapping is None:
        raise PyErr_Format(PyExc_TypeError, "format requires a mapping")
    text = ctx.key()
    if dialect is _StrDialect:
        key = PyUnicode_FromString(text)
    else:
        from vm.objects.bytesobject import PyBytes_FromString  # bytesobject imports us

        key = PyBytes_FromString(text.encode("latin-1"))
    try:
        res = PyObject_GetItem(ctx.mapping, key)
        if type(res) in PENDING:
            res = yield res
    finally:
        Py_DECREF(key)
    ctx.set_owned(res)
    ctx.args, ctx.arglen, ctx.argidx = res, -1, -2


def unicode_formatter(fmt: str, args: PyObject, dialect: Any, finish: Any,
                      whole: PyObject | None = None) -> Any:
    """Format item by item (a generator).

    Args:
        fmt: the format; bytes as Latin-1 text.
        whole: the guest str of the format; NULL for bytes.
        args: the right operand, borrowed.
        dialect: `_StrDialect` or `_BytesDialect`.
        finish: makes the guest result of the host text; None for a str.
    """
    ctx = _Formatter(fmt, args)
    if dialect.is_mapping(args):
        ctx.mapping = args
    args.ob_refcnt += 1
    rounds = 0
    try:
        while ctx.pos < len(fmt):
            percent = fmt.find("%", ctx.pos)
            if percent < 0:
                ctx.writer.overallocate = False
                if ctx.pos or whole is None:
                    ctx.writer.write(fmt[ctx.pos:])
                else:
                    ctx.writer.write_str(whole)
                break
            ctx.writer.write(fmt[ctx.pos:percent])
            ctx.pos = percent + 1
            c = ctx.next_char()
            if c == "%":
                ctx.writer.write("%")
                continue
            if c == "(":
                yield _read_key(ctx, dialect)
                c = ctx.next_char()
            yield _add_item(ctx, ctx.parse(c, dialect.too_big), dialect)
            rounds += 1
            if not rounds & 0xFFF:
                yield None
            if ctx.mapping is not None and ctx.argidx < ctx.arglen:
                _not_all_converted(dialect)
        if ctx.argidx < ctx.arglen and ctx.mapping is None:
            _not_all_converted(dialect)
        return ctx.writer.finish() if finish is None else finish(ctx.writer.text())
    finally:
        ctx.writer.dealloc()
        ctx.set_owned(None)
        Py_DECREF(args)


def _not_all_converted(dialect: Any) -> None:
    raise PyErr_Format(
        PyExc_TypeError, f"not all arguments converted during {dialect.what} formatting")
