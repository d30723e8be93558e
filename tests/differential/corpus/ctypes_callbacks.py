"""Function pointers of ctypes: callbacks with their conversions, errcheck, parameter flags, errors inside."""

import ctypes
import sys
from ctypes import (
    CFUNCTYPE,
    POINTER,
    PYFUNCTYPE,
    Structure,
    byref,
    c_bool,
    c_byte,
    c_char,
    c_char_p,
    c_double,
    c_float,
    c_int,
    c_long,
    c_longdouble,
    c_longlong,
    c_short,
    c_ubyte,
    c_uint,
    c_ulonglong,
    c_ushort,
    c_void_p,
    c_wchar,
    c_wchar_p,
    cast,
    pointer,
    py_object,
    sizeof,
)

VALUES = {c_byte: -3, c_ubyte: 250, c_short: -300, c_ushort: 65000, c_int: -70000, c_uint: 2**32 - 1, c_long: -2**40,
          c_longlong: 2**40, c_ulonglong: 2**64 - 1, c_float: 1.5, c_double: -2.25, c_longdouble: 0.75, c_char: b"c",
          c_wchar: "w", c_bool: True, c_void_p: 12345, py_object: ["kept"]}
for cls, value in VALUES.items():
    kind = CFUNCTYPE(cls, cls, c_int, cls)
    seen = []
    function = kind(lambda x, n, y, seen=seen: (seen.append((x, n, y)), y)[1])
    print(cls.__name__, function(value, 7, value), seen)
Add = CFUNCTYPE(c_int, c_int, c_int)
add = Add(lambda a, b: a + b)
print(add(2, 3), add(-1, 1), bool(add), bool(Add()), sizeof(add), type(add).__mro__[1].__name__)
again = Add(cast(add, c_void_p).value)
print(again(40, 2), again.argtypes == (c_int, c_int), again.restype is c_int, again.errcheck,
      add._objects["0"].__class__.__name__)
print(CFUNCTYPE(c_int, c_int, c_int) is Add, Add._flags_, Add._argtypes_ == (c_int, c_int),
      memoryview(add).format)


class Pair(Structure):
    _fields_ = [("a", c_int), ("b", c_double)]


class Big(Structure):
    _fields_ = [("n", c_long * 4)]


@CFUNCTYPE(c_double, Pair, POINTER(Pair), Big)
def structures(by_value, by_pointer, big):
    by_value.a = 99
    by_pointer.contents.a += 1
    return by_value.b + by_pointer[0].b + sum(big.n)


first, second = Pair(1, 2.5), Pair(10, 0.25)
print(structures(first, byref(second), Big((1, 2, 3, 4))), first.a, second.a,
      structures(first, pointer(second), Big()))


@CFUNCTYPE(c_int, c_char_p, c_wchar_p, POINTER(c_int))
def texts(narrow, wide, numbers):
    print("   ", narrow, wide, numbers[:2] if numbers else None)
    return -1 if narrow is None else len(narrow)


print(texts(b"bytes", "text", (c_int * 2)(5, 6)), texts(None, None, None))
print(texts(ctypes.create_string_buffer(b"buffer"), "", None))


def compare(a, b):
    order.append((a[0], b[0]))
    return a[0] - b[0]


def item(array, i):
    return cast(byref(array, i * sizeof(c_int)), POINTER(c_int))


def insertion_sort(array, function):
    for i in range(1, len(array)):
        while i and function(item(array, i - 1), item(array, i)) > 0:
            array[i - 1], array[i] = array[i], array[i - 1]
            i -= 1


order = []
numbers = (c_int * 5)(5, 1, 4, 2, 3)
insertion_sort(numbers, CFUNCTYPE(c_int, POINTER(c_int), POINTER(c_int))(compare))
print(numbers[:], len(order))


class Node:
    def method(self, n):
        return n * 2


bound = CFUNCTYPE(c_int, c_int)(Node().method)
nested = CFUNCTYPE(c_int, c_int)(lambda n: n if n < 2 else nested(n - 1) + nested(n - 2))
print(bound(21), nested(10))
Callback = CFUNCTYPE(c_int, c_int)
Taker = CFUNCTYPE(c_int, Callback, c_int)
taker = Taker(lambda function, n: function(n) + 1)
print(taker(Callback(lambda n: n * n), 9))


class Table(Structure):
    _fields_ = [("run", Callback), ("count", c_int)]


table = Table(Callback(lambda n: -n), 3)
print(table.run(table.count), sorted(table._objects))
table.run = Callback(abs)
print(table.run(-8))


def check(result, function, arguments):
    print("    errcheck", result, function is add, arguments)
    if result < 0:
        raise ValueError("negative")
    return result * 10 if result else arguments


add.errcheck = check
print(add(1, 2), add(0, 0))
try:
    add(-5, 1)
except ValueError as err:
    print(repr(err))
del add.restype
add.restype = lambda n: f"made of {n}"
print(add.restype(3), add.errcheck is check)
add.errcheck = len
add.restype = c_short
add.argtypes = [c_int, c_int]
print(add.argtypes == [c_int, c_int], add.restype)
In = PYFUNCTYPE(c_int, c_int, c_int)
source = In(lambda a, b: a * 10 + b)
flags = ((1, "a"), (1, "b", 5))
print(source(1, 2), In(cast(source, c_void_p).value)(3, 4))
Move = CFUNCTYPE(c_void_p, c_void_p, c_void_p, c_ulonglong)
move = Move(("memmove", ctypes.pythonapi), ((1, "dst"), (1, "src", b"default"), (1, "n", 3)))
buffer = ctypes.create_string_buffer(8)
move(buffer, b"abc")
print(buffer.value, move(buffer, n=7) == ctypes.addressof(buffer), buffer.raw)
print(move(dst=buffer, src=b"zz", n=1) > 0, buffer.value)
for arguments, keywords in (((), {}), ((buffer, b"", 0, 1), {}), ((buffer,), {"m": 1})):
    try:
        move(*arguments, **keywords)
    except TypeError as err:
        print(err)


class Converted:
    @classmethod
    def from_param(cls, value):
        if value is None:
            raise KeyError("none")
        return c_int(value + 100)


source.argtypes = (Converted, c_int)
print(source(1, 2))
try:
    source(None, 1)
except ctypes.ArgumentError as err:
    print(err)


class Parameter:
    def __init__(self, value):
        self._as_parameter_ = value


print(nested(Parameter(5)), nested(Parameter(Parameter(c_int(6)))),
      In(lambda a, b: a + b)(Parameter(3), 4))


def unraisable(info):
    message = info.err_msg.replace(hex(id(fails)), "ADDRESS") if info.err_msg else None
    print("    unraisable:", info.exc_type.__name__, info.exc_value, message, info.object)


sys.unraisablehook = unraisable


def fails(n):
    return 1 // n


failing = CFUNCTYPE(None, c_int)(fails)
print(failing(0), failing(1))


def wrong(n):
    return "text"


fails = wrong
print(type(CFUNCTYPE(c_int, c_int)(wrong)(2)).__name__)
print(CFUNCTYPE(py_object)(lambda: None)(), CFUNCTYPE(None)(lambda: 5)(),
      CFUNCTYPE(c_int)(lambda: 2**40 + 5)())


def errno_function():
    return ctypes.set_errno(33)


with_errno = CFUNCTYPE(c_int, use_errno=True)(errno_function)
ctypes.set_errno(4)
print(with_errno(), ctypes.get_errno() in (4, 33))
print(ctypes.pythonapi.PyLong_AsLong(py_object(31)), ctypes.CDLL(None).strlen(b"twelve chars"),
      ctypes.CDLL(None)["abs"](-4))
ctypes._reset_cache()
