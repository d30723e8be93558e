"""What ctypes refuses, in C's words."""

import ctypes
from ctypes import (
    CFUNCTYPE,
    POINTER,
    Array,
    BigEndianStructure,
    Structure,
    Union,
    _Pointer,
    _SimpleCData,
    alignment,
    byref,
    c_bool,
    c_char,
    c_char_p,
    c_double,
    c_int,
    c_long,
    c_short,
    c_void_p,
    c_wchar,
    c_wchar_p,
    cast,
    pointer,
    py_object,
    resize,
    sizeof,
)


class P(Structure):
    _fields_ = [("x", c_int), ("name", c_char * 3), ("wide", c_wchar * 2), ("next", POINTER(c_int))]


class Incomplete(Structure):
    pass


class Raises:
    def __index__(self):
        raise LookupError("index")

    __bool__ = __float__ = __index__


p, a, buffer = P(), (c_int * 3)(), ctypes.create_string_buffer(3)
wide = ctypes.create_unicode_buffer(2)
Function = CFUNCTYPE(c_int, c_int)
function = Function(lambda n: n)


def new(bases, **namespace):
    return type(bases[0])("New", bases, namespace)


def structure(*fields, **namespace):
    return new((Structure,), _fields_=list(fields), **namespace)


def assign(target, name, *value):
    if value:
        setattr(target, name, value[0])
    else:
        delattr(target, name)


def put(target, key, *value):
    if value:
        target[key] = value[0]
    else:
        del target[key]


CASES = {
    "int of str": lambda: c_int("1"),
    "int of float": lambda: c_int(1.5),
    "int of raising": lambda: c_int(Raises()),
    "two values": lambda: c_int(1, 2),
    "float of str": lambda: c_double("x"),
    "float raising": lambda: c_double(Raises()),
    "bool raising": lambda: c_bool(Raises()),
    "char long": lambda: c_char(b"ab"),
    "char big": lambda: c_char(256),
    "char huge": lambda: c_char(10**30),
    "char str": lambda: c_char("x"),
    "wchar bytes": lambda: c_wchar(b"x"),
    "wchar long": lambda: c_wchar("xy"),
    "char_p str": lambda: c_char_p("x"),
    "wchar_p bytes": lambda: c_wchar_p(b"x"),
    "void_p str": lambda: c_void_p("x"),
    "void_p float": lambda: c_void_p(1.5),
    "py_object": lambda: py_object().value,
    "delete value": lambda: assign(c_int(), "value"),
    "hash": lambda: hash(c_int()),
    "abstract simple": lambda: _SimpleCData(),
    "abstract structure": lambda: Structure(),
    "abstract union": lambda: Union(),
    "abstract array": lambda: Array(),
    "abstract pointer": lambda: _Pointer(),
    "abstract function": lambda: ctypes._CFuncPtr(),
    "no type": lambda: new((_SimpleCData,)),
    "type int": lambda: new((_SimpleCData,), _type_=1),
    "type long": lambda: new((_SimpleCData,), _type_="ii"),
    "type bad": lambda: new((_SimpleCData,), _type_="y"),
    "type X": lambda: new((_SimpleCData,), _type_="X"),
    "type NUL": lambda: new((_SimpleCData,), _type_="\0"),
    "type umlaut": lambda: new((_SimpleCData,), _type_="\u00e4"),
    "many values": lambda: P(1, b"", "", None, 5),
    "bad keyword": lambda: P(y=1) and P(y=1).z,
    "twice": lambda: P(1, x=2),
    "field str": lambda: P("x"),
    "name long": lambda: assign(p, "name", b"long!"),
    "name str": lambda: assign(p, "name", "str"),
    "wide long": lambda: assign(p, "wide", "long"),
    "wide bytes": lambda: assign(p, "wide", b"x"),
    "delete field": lambda: assign(p, "x"),
    "pointer field": lambda: assign(p, "next", 5),
    "pointer field of another": lambda: assign(p, "next", pointer(c_long())),
    "pointer field array": lambda: assign(p, "next", (c_short * 2)()),
    "final": lambda: assign(P, "_fields_", []),
    "fields number": lambda: structure(),
    "fields no sequence": lambda: new((Structure,), _fields_=5),
    "fields no pair": lambda: structure(5),
    "fields short": lambda: structure(("x",)),
    "fields name": lambda: structure((b"x", c_int)),
    "fields type": lambda: structure(("x", int)),
    "fields bits str": lambda: structure(("x", c_int, "3")),
    "bits zero": lambda: structure(("x", c_int, 0)),
    "bits many": lambda: structure(("x", c_short, 17)),
    "bits char": lambda: structure(("x", c_char, 2)),
    "bits double": lambda: structure(("x", c_double, 2)),
    "bits structure": lambda: structure(("x", P, 2)),
    "pack": lambda: structure(("x", c_int), _pack_=-1),
    "pack str": lambda: structure(("x", c_int), _pack_="x"),
    "align": lambda: structure(("x", c_int), _align_=-1),
    "align big": lambda: structure(("x", c_int), _align_=2**40),
    "anonymous name": lambda: structure(("x", c_int), _anonymous_=["y"]),
    "anonymous int": lambda: structure(("x", c_int), _anonymous_=["x"]),
    "anonymous sequence": lambda: structure(("x", c_int), _anonymous_=5),
    "anonymous other": lambda: structure(("x", c_int), _anonymous_=["y"], y=5),
    "itself": lambda: assign(Incomplete, "_fields_", [("x", Incomplete)]),
    "big endian": lambda: new((BigEndianStructure,), _fields_=[("p", POINTER(c_int))]),
    "immutable": lambda: assign(Structure, "x", 1),
    "array index": lambda: a[3],
    "array negative": lambda: a[-4],
    "array str": lambda: a["x"],
    "array set": lambda: put(a, 3, 1),
    "array set str": lambda: put(a, "x", 1),
    "array delete": lambda: put(a, 0),
    "array slice": lambda: put(a, slice(0, 2), [1]),
    "array item": lambda: put(a, 0, "x"),
    "array step": lambda: a[::0],
    "array many": lambda: (c_int * 2)(1, 2, 3),
    "array length": lambda: c_int * -1,
    "array float": lambda: c_int * 1.5,
    "array huge": lambda: c_int * 2**62,
    "array no length": lambda: new((Array,)),
    "array length str": lambda: new((Array,), _length_="x", _type_=c_int),
    "array length negative": lambda: new((Array,), _length_=-1, _type_=c_int),
    "array length big": lambda: new((Array,), _length_=2**70, _type_=c_int),
    "array no type": lambda: new((Array,), _length_=1),
    "array type": lambda: new((Array,), _length_=1, _type_=int),
    "buffer long": lambda: assign(buffer, "value", b"long!"),
    "buffer str": lambda: assign(buffer, "value", "x"),
    "buffer raw": lambda: assign(buffer, "raw", b"1234"),
    "buffer raw int": lambda: assign(buffer, "raw", 5),
    "buffer delete": lambda: assign(buffer, "value"),
    "raw delete": lambda: assign(buffer, "raw"),
    "wide value": lambda: assign(wide, "value", "long"),
    "wide value bytes": lambda: assign(wide, "value", b"x"),
    "create": lambda: ctypes.create_string_buffer("x"),
    "pointer of int": lambda: pointer(5),
    "POINTER of int": lambda: POINTER(5),
    "POINTER of class": lambda: POINTER(int),
    "pointer null": lambda: POINTER(c_int)()[0],
    "pointer null set": lambda: put(POINTER(c_int)(), 0, 1),
    "pointer contents": lambda: POINTER(c_int)().contents,
    "pointer contents set": lambda: assign(pointer(c_int()), "contents", 5),
    "pointer delete": lambda: put(pointer(c_int()), 0),
    "pointer str": lambda: pointer(c_int())["x"],
    "pointer stop": lambda: pointer(c_int())[0:],
    "pointer start": lambda: pointer(c_int())[:0:-1],
    "pointer step": lambda: pointer(c_int())[0:1:0],
    "pointer type": lambda: new((_Pointer,), _type_=5),
    "pointer type class": lambda: new((_Pointer,), _type_=int),
    "pointer other": lambda: POINTER(c_int)(5),
    "sizeof": lambda: sizeof(5),
    "sizeof class": lambda: sizeof(Structure),
    "alignment": lambda: alignment(5),
    "byref": lambda: byref(5),
    "byref offset": lambda: byref(c_int(), "x"),
    "addressof": lambda: ctypes.addressof(5),
    "resize": lambda: resize(5, 5),
    "resize small": lambda: resize(c_int(), 2),
    "resize array item": lambda: resize(P * 2, 1),
    "resize shared": lambda: resize(c_int.from_buffer(bytearray(4)), 8),
    "from_address": lambda: c_int.from_address("x"),
    "from_buffer": lambda: c_int.from_buffer(b"1234"),
    "from_buffer short": lambda: c_int.from_buffer(bytearray(3)),
    "from_buffer offset": lambda: c_int.from_buffer(bytearray(8), -1),
    "from_buffer int": lambda: c_int.from_buffer(5),
    "from_buffer strided": lambda: c_int.from_buffer(memoryview(bytearray(16))[::2]),
    "copy short": lambda: c_int.from_buffer_copy(b"123"),
    "copy offset": lambda: c_int.from_buffer_copy(b"12345678", 5),
    "copy str": lambda: c_int.from_buffer_copy("1234"),
    "copy negative": lambda: c_int.from_buffer_copy(b"1234", -1),
    "from_buffer abstract": lambda: Structure.from_buffer(bytearray(4)),
    "no arguments": lambda: c_int.from_buffer(),
    "from_param": lambda: c_int.from_param("x"),
    "from_param char_p": lambda: c_char_p.from_param("x"),
    "from_param wchar_p": lambda: c_wchar_p.from_param(5),
    "from_param void_p": lambda: c_void_p.from_param(1.5),
    "from_param structure": lambda: P.from_param(5),
    "from_param pointer": lambda: POINTER(c_int).from_param(5),
    "from_param other": lambda: POINTER(c_int).from_param(byref(c_long())),
    "from_param array": lambda: (c_int * 2).from_param(a),
    "in_dll": lambda: c_int.in_dll(5, "x"),
    "in_dll type": lambda: c_int.in_dll(ctypes.pythonapi, 5),
    "cast": lambda: cast(a, c_int),
    "cast class": lambda: cast(a, int),
    "cast object": lambda: cast("x", 5),
    "cast float": lambda: cast(1.5, c_void_p),
    "call short": lambda: function(),
    "call": lambda: function("x"),
    "call object": lambda: function(object()),
    "call big": lambda: CFUNCTYPE(None)(print)(2**70),
    "callback number": lambda: Function("x"),
    "callback none": lambda: Function(1, 2),
    "callback restype": lambda: CFUNCTYPE(P)(print),
    "callback pointer": lambda: CFUNCTYPE(POINTER(c_int))(print),
    "argtypes": lambda: CFUNCTYPE(c_int, 5),
    "argtypes int": lambda: assign(function, "argtypes", 5),
    "argtypes item": lambda: assign(function, "argtypes", [5]),
    "restype": lambda: assign(function, "restype", 5),
    "errcheck": lambda: assign(function, "errcheck", 5),
    "flags": lambda: new((ctypes._CFuncPtr,)),
    "name": lambda: Function((5.5, ctypes.pythonapi)),
    "spec": lambda: Function(("memset",)),
    "dll": lambda: Function(("memset", 5)),
    "paramflags": lambda: Function(("memset", ctypes.pythonapi), 5),
    "paramflags count": lambda: Function(("memset", ctypes.pythonapi), ()),
    "paramflags item": lambda: Function(("memset", ctypes.pythonapi), (5,)),
    "paramflags out": lambda: Function(("memset", ctypes.pythonapi), ((2, "n"),)),
    "paramflags number": lambda: Function(("memset", ctypes.pythonapi), ((6, "n"),)),
    "pickle pointer": lambda: pointer(c_int()).__reduce__(),
    "pickle text": lambda: c_char_p(b"x").__reduce__(),
    "setstate": lambda: p.__setstate__(5),
    "library": lambda: ctypes.CDLL("libdoesnotexist.so.7"),
    "library path": lambda: ctypes.CDLL("/no/such/library.so"),
    "cdll": lambda: ctypes.cdll.nothing_at_all,
    "keywords": lambda: CFUNCTYPE(c_int, nothing=1),
    "field of other": lambda: P.x.__get__(5),
    "field call": lambda: type(P.x)(),
    "set_errno": lambda: ctypes.set_errno("x"),
    "buffer_info": lambda: ctypes._pointer_type_cache and ctypes.sizeof(None),
    "buffer too large": lambda: memoryview(p).cast("i"),
    "view": lambda: memoryview(a)[0],
    "hash of structure": lambda: {p},
    "compare": lambda: p < p,
    "delete _fields_": lambda: assign(structure(("x", c_int)), "_fields_"),
}
for name, case in CASES.items():
    try:
        result = case()
        print(name, "->", type(result).__name__)
    except Exception as err:
        chain = f" from {type(err.__cause__).__name__}" if err.__cause__ else ""
        print(name, "->", type(err).__name__, str(err).replace(ctypes.__name__ + "/", ""), chain)


def undefined(library, name):
    try:
        getattr(library, name)
    except AttributeError as err:
        return str(err).rpartition("/")[2].partition(": ")[2]


print(undefined(ctypes.pythonapi, "no_such_function"), undefined(ctypes.CDLL(None), "neither_is_this"))
ctypes._reset_cache()
