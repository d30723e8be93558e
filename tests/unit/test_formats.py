"""Formatting against the host's: format(), %, str.format, and codecs; also malformed input."""

from __future__ import annotations

import random

import pytest

from tests.unit.textlib import call_method, drive, guest, host, outcome
from vm.objects.pycore_object import (
    PyByteArray_Type,
    PyBytes_Type,
    PyComplex_Type,
    PyFloat_Type,
    PyLong_Type,
    PyUnicode_Type,
)

TYPES = {int: PyLong_Type, float: PyFloat_Type, complex: PyComplex_Type, str: PyUnicode_Type,
         bool: PyLong_Type}
VALUES = [0, 1, -1, 42, -12345, 10**20, 255, 0.0, -0.0, 1.5, -2.75, 1e100, 3.14159, float("inf"),
          float("nan"), 1j, 2.5 - 1e10j, "", "abc", "ünï😀", True]


def random_spec(rng):
    """A format specification, sometimes a malformed one."""
    parts = [
        rng.choice(["", "", "<", ">", "^", "=", "*<", "é^", "x="]), rng.choice(["", "", "+", "-", " "]),
        rng.choice(["", "", "", "z"]), rng.choice(["", "", "#"]), rng.choice(["", "", "0"]),
        rng.choice(["", "", "5", "12", "1"]), rng.choice(["", "", "", ",", "_", ",_"]),
        rng.choice(["", "", ".2", ".0", ".10", "."]),
        rng.choice(["", "", "d", "x", "X", "o", "b", "c", "e", "E", "f", "F", "g", "G", "n", "%", "s",
                    "q", "é"]),
    ]
    if rng.random() < 0.05:
        rng.shuffle(parts)
    return "".join(parts)


def test_format_of_atoms():
    rng = random.Random(13)
    for _ in range(6000):
        value, spec = rng.choice(VALUES), random_spec(rng)
        got = outcome(lambda v, s: call_method(TYPES[type(v)], guest(v), "__format__", s), value, spec)
        assert got == outcome(format, value, spec), (value, spec)


def random_percent(rng, letters):
    """A %-conversion, sometimes a malformed one."""
    return "%" + "".join([
        rng.choice(["", "", "", "(a)", "(b)", "(a(b)c)"]), rng.choice(["", "", "-", "+", " ", "#", "0", "#0"]),
        rng.choice(["", "", "5", "12", "*"]), rng.choice(["", "", ".2", ".0", ".", ".*"]),
        rng.choice(["", "", "", "l", "h"]), rng.choice(letters),
    ])


ARGUMENTS = [1, -5, 255, 2.5, "a", "bc", "é", None, b"x", [1], (), 10**25, True, 65]


@pytest.mark.parametrize("kind", [str, bytes, bytearray])
def test_percent(kind):
    rng = random.Random(17)
    letters = "sssrddiuoxXeEfFgGca%qé" if kind is str else "sbbrddiuoxXeEfFgGca%q"
    type_op = {str: PyUnicode_Type, bytes: PyBytes_Type, bytearray: PyByteArray_Type}[kind]
    mapping = {"a": 3, "b": "text", "a(b)c": 2.5}
    if kind is not str:
        mapping = {key.encode(): value for key, value in mapping.items()}
    for _ in range(4000):
        text = "<" + random_percent(rng, letters) + rng.choice(["", "-", "%%"])
        if rng.random() < 0.3:
            text += random_percent(rng, letters)
        if rng.random() < 0.05:
            text = text[:-1]
        fmt = text if kind is str else kind(text.encode("latin-1"))
        args = rng.choice([
            tuple(rng.choice(ARGUMENTS) for _ in range(rng.choice([0, 1, 1, 2, 2, 3]))),
            rng.choice(ARGUMENTS), mapping, mapping,
        ])
        if isinstance(args, tuple) and any(isinstance(a, int) and a > 10**9 for a in args) and "*" in text:
            continue
        got = outcome(lambda f, a: type_op.value.nb_remainder(guest(f), guest(a)), fmt, args)
        assert got == outcome(lambda f, a: f % a, fmt, args), (fmt, args)


FIELDS = ["{}", "{0}", "{1}", "{a}", "{b!r}", "{!s:>6}", "{0:{1}}", "{:{}}", "{0[0]}", "{d[k]}", "{d[0]}",
          "{0.real}", "{}{0}", "{{", "}}", "}", "{", "{a!x}", "{a!}", "{a!r", "{a:{b:{c}}}", "{a.}", "{a[]}",
          "{a[}", "{a]}", "{0.x}", "{7}", "{zz}", "{99999999999999999999}", "{!r:^7}", "{a[0]b}", "{!a}",
          "{a:{b}", "{[0]}", "{.real}", "text"]


def test_str_format():
    rng = random.Random(19)
    keywords = {"a": 3, "b": "5", "d": {"k": "v"}, "c": 2.5}
    names = tuple(guest(name) for name in keywords)
    for _ in range(4000):
        text = "".join(rng.choice(FIELDS) for _ in range(rng.choice([1, 1, 2, 3])))
        args = [rng.choice([1, "ab", 2.5, [7, 8], None, "<5"]) for _ in range(rng.choice([0, 1, 2, 3]))]

        def guest_format(text=text, args=args):
            from vm.objects.unicode_format import unicode_format

            values = [guest(a) for a in args] + [guest(v) for v in keywords.values()]
            return unicode_format(guest(text), values, names)

        got = outcome(guest_format)
        expected = outcome(lambda t=text, a=args: t.format(*a, **keywords))
        assert got == expected, (text, args)


def test_codecs():
    rng = random.Random(23)
    encodings = ["utf-8", "ascii", "latin-1", "utf-16", "utf-32", "utf-16-le", "utf_8_sig", "UTF8",
                 "cp1252", "rot13", "hex", "utf-7", "idna"]
    handlers = ["strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace",
                "surrogateescape", "surrogatepass", "namereplace", "nope"]
    texts = ["", "abc", "é", "😀x", "\ud800", "a\udc80b", "ŝ"]
    datas = [b"", b"abc", b"\xff\xfe", b"\xc3\xa9", b"\xed\xa0\x80", b"ab\x80cd", b"\x00\xd8"]
    for encoding in encodings:
        for errors in handlers:
            text, data = rng.choice(texts), rng.choice(datas)
            got = outcome(call_method, PyUnicode_Type, guest(text), "encode", encoding, errors)
            assert got == outcome(text.encode, encoding, errors), (text, encoding, errors)
            got = outcome(call_method, PyBytes_Type, guest(data), "decode", encoding, errors)
            assert got == outcome(data.decode, encoding, errors), (data, encoding, errors)


def test_translate_and_maketrans():
    tables = [("abc", "xyz"), ("abc", "xyz", "d"), ("ab", "x"), ({"a": "1", 98: None, "c": 100},),
              ({"ab": 1},), ({1.5: 1},), ("abc",), (5, "a"), ("a", 5), ("", "", "é")]
    for args in tables:
        got = outcome(call_method, PyUnicode_Type, guest(""), "maketrans", *args)
        assert got == outcome(str.maketrans, *args), args
        if got[0] == "value":
            table = str.maketrans(*args)
            for text in ["", "abcd", "éabc", "nothing"]:
                got = outcome(call_method, PyUnicode_Type, guest(text), "translate", table)
                assert got == outcome(text.translate, table)
    for table in [{97: 1.5}, {97: -1}, {97: 0x110000}, [0] * 98, 5]:
        got = outcome(call_method, PyUnicode_Type, guest("abc"), "translate", table)
        assert got == outcome("abc".translate, table)


def test_class_methods():
    cases = [
        (PyLong_Type, int, "from_bytes", [(b"\x01\x02",), (b"\xff", "little"), (b"", "big"),
                                          (b"a", "odd"), ([1, 2],), (5,), ("a",), ([300],)]),
        (PyFloat_Type, float, "fromhex", [("0x1.8p3",), ("nan",), ("",), ("0x1p9999",), ("1e5",)]),
        (PyBytes_Type, bytes, "fromhex", [("00 ff",), ("0",), ("zz",), ("",), (5,), ("é0",)]),
        (PyByteArray_Type, bytearray, "fromhex", [("00 ff",), ("0 0",), (b"00",)]),
        (PyBytes_Type, bytes, "maketrans", [(b"abc", b"xyz"), (b"a", b"xyz"), ("a", b"b")]),
    ]
    for type_op, kind, name, rows in cases:
        for args in rows:
            got = outcome(call_method, type_op, type_op, name, *args)
            assert got == outcome(getattr(kind, name), *args), (kind, name, args)


def test_hash_of_text_is_that_of_a_zero_secret():
    """The VM's own SipHash, which Pyodide uses; known values of PYTHONHASHSEED=0."""
    from vm.objects import pyhash

    assert pyhash._text_hash_own("abc") == -4594863902769663758
    assert pyhash._text_hash_own("é") == 6047309291227476195
    assert pyhash._text_hash_own("😀") == -3536540696076613844
    assert pyhash._text_hash_own("") == 0
    assert pyhash._Py_HashBytes_own(b"abc") == -4594863902769663758
    for number in [0.0, 1.5, -1.0, 1e308, 5e-324, float("inf"), -2.5e-10]:
        assert pyhash._Py_HashDouble_own(number) == hash(number)
    for number in [0, -1, 2**61 - 1, 2**61, -(2**61), 10**50, -(10**50)]:
        assert pyhash._long_hash_own(number) == hash(number)


def test_digit_limit():
    """The guest's own limit of digits, whatever the host's."""
    from vm.objects.longobject import PyLong_SetMaxStrDigits

    number = 10**5000
    big = guest(number)
    limited = outcome(PyLong_Type.value.tp_repr, big)
    assert limited == outcome(repr, number)
    percent = PyUnicode_Type.value.nb_remainder
    for fmt in ("%d", "%s", "%x"):
        assert outcome(percent, guest(fmt), big) == outcome(lambda f=fmt: f % number)
    PyLong_SetMaxStrDigits(0)
    try:
        text = "1" + "0" * 5000
        assert host(drive(PyLong_Type.value.tp_repr(big))) == text
        assert host(drive(percent(guest("%d"), big))) == text
        assert host(call_method(PyLong_Type, big, "__format__", ",")) == "100" + ",000" * 1666
        made = PyLong_Type.value.tp_vectorcall(PyLong_Type, [guest(text)], ())
        assert host(made) == number
    finally:
        PyLong_SetMaxStrDigits(4300)
