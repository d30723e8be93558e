"""Random operators, methods, conversions and formats of the atoms, equal on both sides.

A program is a list of calls on values of every atomic type; each prints its result with its type, or its
error. The operands are variables, so that no compiler computes anything beforehand.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.differential.oracle import assert_same, generated

_HEADER = '''
import sys, math
class I(int): pass
class F(float): pass
class C(complex): pass
class S(str): pass
class B(bytes): pass
class A(bytearray): pass
class Index:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
class Float:
    def __init__(self, n): self.n = n
    def __float__(self): return self.n
class Complex:
    def __init__(self, n): self.n = n
    def __complex__(self): return self.n
class Texts:
    def __str__(self): return "T\\xe9"
    def __repr__(self): return "<T\\u1234>"
    def __bytes__(self): return b"tb"
    def __format__(self, spec): return "f" + spec
def say(*texts):
    print(*[str(text).encode("ascii", "backslashreplace").decode() for text in texts])
def show(x):
    if isinstance(x, (tuple, list)):
        return type(x).__name__ + str([show(i) for i in x])
    if isinstance(x, memoryview):
        return f"mv {x.tolist()} {x.format} {x.shape} {x.strides} {x.readonly} {x.obj!r}"
    text = repr(x)
    return type(x).__name__ + " " + (type(x).__name__ if " at 0x" in text else text)
def t(f, *args):
    try: r = f(*args)
    except Exception as e: say(type(e).__name__, e)
    else:
        say(show(r), "same" if any(r is a for a in args) else "",
            "" if isinstance(r, list) else sys.getsizeof(r), len(repr(r)) < 4 and sys.getrefcount(r) > 4000000000)
'''

_INTS = ["0", "1", "-1", "2", "3", "7", "10", "-17", "255", "256", "257", "-5", "-6", "65", "1000", "0x10FFFF",
         "0x110000", "2**31", "2**53+1", "2**62", "2**63", "-2**63", "2**64", "-2**64-1", "10**30",
         "10**400", "-3**80", "True", "False", "I(5)", "I(-2**70)", "Index(3)", "Index(-1)",
         "Index(2**70)"]
_FLOATS = ["0.0", "-0.0", "1.0", "-1.5", "0.1", "2.5", "3.5", "1e16", "123456789.125", "1e-7", "1e300",
           "5e-324", "1.7976931348623157e308", "float('inf')", "-float('inf')", "float('nan')",
           "F(2.25)", "Float(1.5)", "Float(3)", "Float(F(1.5))"]
_COMPLEXES = ["0j", "1j", "-1-2j", "(1.5+0j)", "complex(0.0, -0.0)", "complex(float('inf'), 1)",
              "complex(1, float('nan'))", "C(1, 2)", "Complex(1j)", "Complex(C(2j))", "Complex(1)",
              "1e300+1e300j"]
_TEXTS = ["", "a", "abc", "Abc Def", "aXbXc", "  pad ", "a\tb\tc", "line\nline2\r\n\x0bx", "123", "-1_000",
          "1e5", "0x1f", "\xe9", "\xdf", "\u01c5\u0130", "\u1234x", "\U0001f600", "\ud800", "\u0660\u0661",
          " 12 ", "nan", "-inf", "1+2j", "0b101", "\u00b2\u2164", "ab" * 20, "\x00", "_", "a_1", "%s",
          "{}", "\u02bcn\ufb01", "\u03a3\u03a3", "utf-8", "replace", "strict", "b", "Z", "0x1.8p1",
          "61 62", "6162", "\u2028"]
_STRINGS = [*map(ascii, _TEXTS), "S('sub')", "S('')"]
_BYTES = ["b''", "b'a'", "b'abc'", "b'aXbXc'", "b'  pad '", "b'\\xff\\x00\\x80'", "b'a\\tb\\n'", "b'12'",
          "b'1_2'", "b' 1.5 '", "bytes(range(256))", "B(b'sub')", "b'abcabc'", "b'ABC dEf'", "b'0x1'"]
_ARRAYS = [f"bytearray({b})" for b in _BYTES[:8]] + ["A(b'abc')", "bytearray(5)"]
_VIEWS = ["memoryview(b'abc')", "memoryview(bytearray(b'abcdefgh'))", "memoryview(b'abcdefgh')[::2]",
          "memoryview(b'abcdefgh').cast('H')", "memoryview(b'abcdefgh').cast('B', (2, 4))",
          "memoryview(bytearray(16)).cast('d')", "memoryview(b'')", "memoryview(b'abc')[::-1]",
          "memoryview(b'\\x01\\x00').cast('?')", "memoryview(b'ab').cast('c')",
          "memoryview(b'abcdefgh').cast('b')"]
_OTHERS = ["None", "[]", "[1, 2, 255]", "(1, 2)", "['a', 'b']", "[b'a', b'b']", "('a', 'abc')",
           "(b'a', b'pa')", "{}", "{97: 'X', 98: None, 99: 0x1F600}", "{'a': 1}", "range(3)", "...",
           "object", "Texts()", "slice(1, None)", "slice(None, None, -1)", "slice(0, 9, 2)",
           "slice(Index(1), None)", "slice('a')", "[256]", "['a', 1]", "{1.5: 2}"]

_number = st.sampled_from(_INTS + _FLOATS + _COMPLEXES)
_value = st.sampled_from(
    _INTS + _FLOATS + _COMPLEXES + _STRINGS + _BYTES + _ARRAYS + _VIEWS + _OTHERS)
_RECEIVERS = {
    "int": _INTS, "float": _FLOATS, "complex": _COMPLEXES, "str": _STRINGS, "bytes": _BYTES,
    "bytearray": _ARRAYS, "memoryview": _VIEWS}
_POOLS = {**_RECEIVERS, "text": _STRINGS, "small": _INTS[:14], "any": _OTHERS}

_BINARY = ["+", "-", "*", "/", "//", "%", "@", "&", "|", "^", "<", "<=", "==", "!=", ">", ">=", "in",
           "is", "and", "or"]
_NO_METHODS = {"__init_subclass__", "__subclasshook__", "__class__", "__doc__", "__dir__",
               "__setattr__", "__delattr__", "__getattribute__", "__pow__", "__rpow__", "__lshift__",
               "__rlshift__", "__reduce__", "__reduce_ex__", "__sizeof__", "__hash__", "__repr__",
               "__str__", "__getstate__", "__mul__", "__rmul__", "__imul__"}


def _methods(of: type) -> list[str]:
    return [name for name in dir(of)
            if name not in _NO_METHODS and callable(getattr(of, name))] + ["__mod__", "__getitem__"]


@st.composite
def operator_call(draw):
    """``a op b`` of any two values."""
    op = draw(st.sampled_from(_BINARY))
    first, second = draw(_value), draw(_value)
    if op == "*" and "**" in first + second and "[" in first + second:
        op = "+"
    return f"t(lambda a, b: a {op} b, {first}, {second})"


@st.composite
def power_call(draw):
    """Powers and shifts with small right operands."""
    right = draw(st.sampled_from(
        ["0", "1", "-1", "2", "5", "-3", "0.5", "-0.5", "2.0", "1j", "I(3)", "True", "None", "'a'",
         "Index(2)", "C(1, 1)", "float('inf')", "float('nan')"]))
    form = draw(st.sampled_from(
        ["a ** b", "a << b", "a >> b", "pow(a, b)", "pow(a, b, 7)", "pow(a, b, -7)", "pow(b, a, 10)",
         "pow(a, b, 0)", "pow(a, b, 1)", "a.__pow__(b)", "b.__rpow__(a)", "pow(a, b, a)"]))
    return f"t(lambda a, b: {form}, {draw(_number)}, {right})"


@st.composite
def method_call(draw):
    """A method of a type, bound or not, with up to four arguments of any kind."""
    kind = draw(st.sampled_from(sorted(_RECEIVERS)))
    name = draw(st.sampled_from(_methods(eval(kind))))
    receiver = draw(st.sampled_from(_RECEIVERS[kind]))
    like = st.one_of(
        st.sampled_from(_RECEIVERS[kind]), st.sampled_from(_INTS[:14]), _value)
    args = draw(st.lists(like, max_size=draw(st.sampled_from([0, 1, 1, 2, 2, 3, 4]))))
    if name in ("__new__", "fromhex", "from_bytes", "maketrans", "__getformat__"):
        return f"t(lambda *x: {kind}.{name}(*x), {', '.join(args)})"
    form = f"a.{name}(*x)" if draw(st.booleans()) else f"{kind}.{name}(a, *x)"
    return f"t(lambda a, *x: {form}, {', '.join([receiver, *args])})"


_KEYWORDS = ["encoding", "errors", "base", "x", "real", "imag", "source", "object", "sep", "maxsplit",
             "keepends", "tabsize", "length", "byteorder", "signed", "bytes", "bytes_per_sep", "format",
             "shape", "order", "ndigits", "number", "delete", "count", "obj"]


@st.composite
def keyword_call(draw):
    """A constructor or method with keyword arguments, known or not."""
    target = draw(st.sampled_from(
        ["int", "float", "complex", "str", "bytes", "bytearray", "memoryview", "bool", "round", "int(5).to_bytes",
         "int.from_bytes", "'a b'.split", "b'a b'.split", "'a\\n'.splitlines", "'\\t'.expandtabs",
         "b'ab'.hex", "'a'.encode", "b'a'.decode", "b'ab'.translate", "'aa'.replace",
         "memoryview(b'abcd').cast", "memoryview(b'ab').hex", "memoryview(b'ab').tobytes"]))
    args = draw(st.lists(_value, max_size=2))
    names = draw(st.lists(st.sampled_from(_KEYWORDS), max_size=2, unique=True))
    parts = [f"x[{i}]" for i in range(len(args))]
    parts += [f"{name}=x[{len(args) + i}]" for i, name in enumerate(names)]
    values = args + [draw(_value) for _ in names]
    return f"t(lambda *x: {target}({', '.join(parts)}), {', '.join(values)})"


_FUNCTIONS = ["int", "float", "complex", "str", "bytes", "bytearray", "memoryview", "bool", "repr", "ascii", "abs",
              "round", "divmod", "hex", "oct", "bin", "chr", "ord", "len", "format", "list", "iter",
              "reversed", "sum", "max", "tuple", "sorted", "isinstance", "callable"]


@st.composite
def function_call(draw):
    """A builtin function of one or two values."""
    args = draw(st.lists(_value, max_size=3))
    return f"t(lambda *x: {draw(st.sampled_from(_FUNCTIONS))}(*x), {', '.join(args)})"


@st.composite
def text_number(draw):
    """A text that may be a number, read as one."""
    text = draw(st.text("0123456789abxoeEjJ_+-. pnif\u0661", max_size=9))
    function = draw(st.sampled_from(
        ["int(a)", "float(a)", "complex(a)", "int(a, 0)", "int(a, 16)", "int(a, 36)", "int(a, 2)",
         "float.fromhex(a)", "int(a.encode())", "float(a.encode())", "bytes.fromhex(a)",
         "int(bytearray(a.encode()), 8)"]))
    return f"t(lambda a: {function}, {text!a})"


@st.composite
def format_spec(draw):
    """A format specification, well formed or nearly."""
    part = st.sampled_from
    if draw(part(range(12))) == 0:
        return draw(st.text("<>=^+- z#0123456789,_.bcdeEfFgGnosxX%\xe9", max_size=6))
    return "".join([
        draw(part(["", "", "<", ">", "^", "=", "*<", "\xe9>", "0=", "{^"])), draw(part(["", "+", "-", " "])),
        draw(part(["", "", "z"])), draw(part(["", "#"])), draw(part(["", "0"])),
        draw(part(["", "5", "12", "30"])), draw(part(["", ",", "_"])),
        draw(part(["", ".0", ".3", ".10"])), draw(part(list("bcdeEfFgGnosxX%") + [""] * 3))])


@st.composite
def format_call(draw):
    """format(), str.format, f-strings with a specification."""
    spec = ascii(draw(format_spec()))
    value = draw(_value)
    form = draw(st.sampled_from(
        ["format(a, s)", "a.__format__(s)", "f'{a:{s}}'", "'{:{}}'.format(a, s)", "f'{a!r:{s}}'",
         "f'{a!a:{s}}'", "'<{0!s:{1}}>'.format(a, s)"]))
    return f"t(lambda a, s: {form}, {value}, {spec})"


@st.composite
def percent_call(draw):
    """``%`` formatting of str, bytes and bytearray."""
    parts = []
    for _ in range(draw(st.integers(0, 3))):
        parts.append(draw(st.sampled_from(["", "x", "%%", "\xe9"])))
        parts.append("%" + draw(st.sampled_from(["", "", "(a)", "(b)", "("])) + "".join(
            draw(st.lists(st.sampled_from("#0- +"), max_size=2)))
            + draw(st.sampled_from(["", "", "5", "*", "12"]))
            + draw(st.sampled_from(["", "", ".2", ".*", ".", ".0"]))
            + draw(st.sampled_from(list("diouxXeEfFgGcrsab%") + ["ld", "y", "", "\xe9"])))
    text = "".join(parts)
    value = draw(st.one_of(
        _value, st.lists(_value, max_size=4).map(lambda v: f"({' '.join(i + ',' for i in v)})"),
        _value.map(lambda v: f"{{'a': {v}, b'a': {v}, 'b': 1}}")))
    kind = draw(st.sampled_from(["{}", "{}", "{}.encode('latin-1')", "bytearray({}.encode('latin-1'))"]))
    return f"t(lambda a, b: a % b, {kind.format(ascii(text))}, {value})"


@st.composite
def field_call(draw):
    """str.format with field names, attributes, items and nested fields."""
    pieces = st.sampled_from(
        ["{}", "{0}", "{1}", "{a}", "{a.real}", "{0[1]}", "{a[b]}", "{!r}", "{!s:>5}", "{0!a}", "{:{}}", "{:{a}}",
         "{{", "}}", "{", "}", "x", "{0.x}", "{!x}", "{a!}", "{0!r:}", "{[0]}", "{.imag}", "{a[}", "{0[}",
         "{:>{}{}}", "{0[-1]}", "{00}", "{ a}", "{a b}", "{:{:{}}}", "{!}", "{0:}}", "{99999999999999999999}"])
    text = "".join(draw(st.lists(pieces, min_size=1, max_size=4)))
    args = ", ".join(draw(st.lists(_value, max_size=3)))
    form = draw(st.sampled_from(["s.format(*x)", "s.format(*x, a=5)", "s.format_map({'a': x})",
                                 "s.format(*x, a={'b': 2})"]))
    return f"t(lambda s, *x: {form}, {text!a}, {args})"


@st.composite
def codec_call(draw):
    """encode and decode by every codec and error handler."""
    codec = ascii(draw(st.sampled_from(
        ["utf-8", "utf8", "UTF-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be",
         "utf-7", "ascii", "latin-1", "iso8859-15", "cp1252", "raw_unicode_escape", "unicode_escape",
         "utf-8-sig", "cp437", "nope", "rot13", "hex", "idna", "punycode", "", "\xe9", "utf_8"])))
    errors = ascii(draw(st.sampled_from(
        ["strict", "ignore", "replace", "surrogateescape", "surrogatepass", "xmlcharrefreplace",
         "backslashreplace", "namereplace", "nope", ""])))
    if draw(st.booleans()):
        value = ascii(draw(st.text(st.sampled_from("ab\xe9\xff\u20ac\ud800\udc80\U0001f600\x00+-\\"), max_size=6)))
        return f"t(lambda s, c, e: s.encode(c, e), {value}, {codec}, {errors})"
    value = draw(st.one_of(
        st.binary(max_size=6), st.sampled_from(
            [b"\xff\xfea\x00", b"\xfe\xff\x00a", b"\xef\xbb\xbfa", b"+AOk-", b"\\u12", b"\\xe9\\n",
             b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"\\N{BULLET}", b"a\x00\x00", b"\x00\xd8"])))
    form = draw(st.sampled_from(["s.decode(c, e)", "str(s, c, e)", "bytearray(s).decode(c, e)",
                                 "str(memoryview(s), c, e)"]))
    return f"t(lambda s, c, e: {form}, {value!r}, {codec}, {errors})"


_call = st.one_of(
    operator_call(), power_call(), method_call(), method_call(), method_call(), keyword_call(), function_call(),
    text_number(), format_call(), percent_call(), field_call(), codec_call())


@given(st.lists(_call, min_size=25, max_size=40))
@generated(25)
def test_calls(calls):
    assert_same(_HEADER + "\n".join(calls))
