"""Simple types of ctypes: values, conversions, sizes, byte order, buffers, parameters, pickling."""

import ctypes
import math
import pickle
from ctypes import (
    c_bool,
    c_byte,
    c_char,
    c_char_p,
    c_double,
    c_float,
    c_int,
    c_int16,
    c_int64,
    c_long,
    c_longdouble,
    c_longlong,
    c_short,
    c_size_t,
    c_ssize_t,
    c_ubyte,
    c_uint,
    c_uint8,
    c_ulong,
    c_ushort,
    c_void_p,
    c_wchar,
    c_wchar_p,
    py_object,
    sizeof,
)

INTEGERS = [c_byte, c_ubyte, c_short, c_ushort, c_int, c_uint, c_long, c_ulong, c_longlong, c_size_t, c_ssize_t]
for cls in INTEGERS:
    limit = 1 << 8 * sizeof(cls) - 1
    print(cls.__name__, sizeof(cls), ctypes.alignment(cls), cls(), cls(-1), cls(limit),
          cls(limit - 1), cls(limit * 6 + 5))
    print("   ", bytes(cls(0x0102)), memoryview(cls(1)).format, bool(cls(0)), bool(cls(3)),
          cls._type_)


class Index:
    def __index__(self):
        return 300


print(c_uint8(Index()), c_int16(True), c_int(Index()).value)
for cls in (c_float, c_double, c_longdouble):
    print(cls.__name__, sizeof(cls), cls(1.1).value, cls(7), cls(1e308).value, cls(-math.inf),
          math.isnan(cls(math.nan).value))
    print("   ", memoryview(cls()).format, bytes(cls(-2.5)).hex()[:20], cls(5e-324).value,
          bool(cls()), bool(cls(0.5)))
print(c_char(b"x"), c_char(120), c_char(bytearray(b"y")).value, c_wchar("\u20ac").value, c_bool([]),
      c_bool("x"))
print(c_char_p(b"bytes\0more").value, c_wchar_p("text\U0001f40d").value, c_char_p().value,
      c_wchar_p(None).value)
print(c_void_p(), c_void_p(0).value, c_void_p(77), bool(c_void_p()),
      c_void_p(-1).value == 2**64 - 1)
n = c_int(5)
n.value = 7
print(n, n.value, n._objects, n._b_base_, n._b_needsfree_)
s = c_char_p(b"kept")
print(s._objects, c_wchar_p("x")._objects is None, py_object([1, 2]).value, py_object(s).value is s)
print(c_int.__ctype_be__.__name__, bytes(c_int.__ctype_be__(1)), c_int.__ctype_be__(5).value,
      c_int.__ctype_le__ is c_int)
print(c_double.__ctype_be__(1.5).value, memoryview(c_short.__ctype_be__(3)).format,
      bytes(c_float.__ctype_be__(2)))


class Number(c_int):
    pass


class Same(Number):
    def __repr__(self):
        return f"Same({self.value})"


print(Number(3).value, isinstance(Number(), c_int), Number.__mro__[1] is c_int, Same(4),
      sizeof(Same))
view = memoryview(c_long(258))
print(view.shape, view.ndim, view.itemsize, view.nbytes, view.readonly, view.strides,
      view.tobytes())
number = c_int(1)
memoryview(number).cast("B")[1] = 1
print(number, bytes(number), c_int.from_buffer_copy(b"\1\0\0\0\2\0\0\0", 4))
data = bytearray(b"\0" * 12)
shared = c_int.from_buffer(data, 4)
shared.value = -2
print(data,
      [type(kept).__name__ for kept in shared._objects.values()] if isinstance(shared._objects, dict)
      else type(shared._objects).__name__)
try:
    data.append(1)
except BufferError as err:
    print(err)
del shared
data.append(1)
print(len(data))
for cls, value in ((c_int, 5), (c_double, 1.5), (c_char, b"q"), (c_wchar, "w"), (c_bool, True), (c_longlong, -1)):
    parameter = cls.from_param(value)
    print(str(parameter).partition(" at ")[0], pickle.loads(pickle.dumps(cls(value))).value)
print(c_int.from_param(n) is n, c_char_p.from_param(None), type(c_char_p.from_param(b"x")).__name__,
      type(c_void_p.from_param("t")).__name__, c_void_p.from_param(s)._obj is s)


class HasParameter:
    _as_parameter_ = 6


print(c_int.from_param(HasParameter()), c_double.from_param(HasParameter()))
print(ctypes.addressof(n) == ctypes.addressof(n), ctypes.addressof(n) != ctypes.addressof(c_int()),
      ctypes.byref(n)._obj is n)
at = c_int.from_address(ctypes.addressof(n))
at.value = 99
print(n, at._b_needsfree_, c_int64.from_param(3))
swapped = [cls.__name__ for cls in INTEGERS + [c_float, c_double, c_char] if cls.__ctype_be__ is not cls]
print(swapped, c_ubyte.__ctype_be__ is c_ubyte, hasattr(c_bool, "__ctype_be__"),
      hasattr(c_void_p, "__ctype_le__"))
old = ctypes.set_errno(5)
print(old, ctypes.set_errno(0), ctypes.get_errno())
ctypes._reset_cache()
