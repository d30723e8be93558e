"""Classes that derive from the number and text types."""


class MyInt(int):
    def __new__(cls, value=0, label="none"):
        self = super().__new__(cls, value)
        self.label = label
        return self

    def __add__(self, other):
        return MyInt(int(self) + int(other), "sum")

    def __repr__(self):
        return f"MyInt({int(self)}, {self.label})"


class Plain(int):
    pass


class MyStr(str):
    def __eq__(self, other):
        return "always"

    def __hash__(self):
        return 5

    def upper(self):
        return MyStr("up:" + super().upper())


class MyFloat(float):
    def __mul__(self, other):
        return "mul"

    def __format__(self, spec):
        return "fmt" + super().__format__(spec)


class MyBytes(bytes):
    extra = 1


class MyArray(bytearray):
    def append(self, item):
        super().append(item + 1)


class MyComplex(complex):
    pass


class Slotted(int):
    __slots__ = ()


class Celsius(float):
    def __new__(cls, value):
        if value < -273.15:
            raise ValueError(f"too cold: {value}")
        return float.__new__(cls, value)


a = MyInt(5, "five")
print(a, repr(a), a + 1, 1 + a, a - 1, type(a - 1), type(a + 1), a.label, a == 5, hash(a) == hash(5), a.real, a.numerator)
print(Plain("12"), Plain("ff", 16), Plain(3.9), type(Plain(True)), Plain() + Plain(7), type(-Plain(3)), type(+Plain(3)))
print(int(a), type(int(a)), f"{a:>5}|{a}|{a!r}", "%d %s" % (a, a), [10, 20, 30][Plain(1)], range(Plain(3)), abs(Plain(-4)))
s = MyStr("abc")
print(s == "zzz", s != "abc", hash(s), {s: 1}, s.upper(), type(s.upper()), type(s.lower()), type(s[:]), type(s + ""), s in "xabcx")
print(type(str(s)), str(s), repr(s), s * 2, type(s * 1), "-".join([s, s]), type("".join([s])), type("%s" % s), len(s))
f = MyFloat("2.5")
print(f * 2, 2 * f, f + 1, type(f + 1), f"{f:.1f}", f.is_integer(), type(float(f)), round(f), MyFloat.fromhex("0x1p1"), f.as_integer_ratio())
b = MyBytes(b"xyz")
print(b, type(b), type(b[:]), b.extra, type(bytes(b)), b + b"!", type(b + b""), MyBytes.fromhex("0aff"), MyBytes("é", "utf-8"))
r = MyArray(b"a")
r.append(97)
r += b"c"
print(r, type(r), r.copy(), type(r.copy()), type(r[:]), r == bytearray(b"abc"))
c = MyComplex(1, 2)
print(c, type(c), type(c * 1), c.conjugate(), type(c.conjugate()), MyComplex("3j"), abs(MyComplex(3, 4)))
print(Slotted(5) + 1, Slotted(5).__class__, isinstance(True, int), issubclass(bool, int), Plain.from_bytes(b"\x01\x00"))
for attempt in [
    lambda: Celsius(-300), lambda: setattr(Slotted(1), "x", 1), lambda: Plain("x"), lambda: Plain(1, 2, 3),
    lambda: type("B", (bool,), {}), lambda: int.__new__(str, 1), lambda: int.__new__(MyInt), lambda: str.__new__(int, "a"),
    lambda: float.__new__(MyFloat, "q"), lambda: int.__add__("a", 1), lambda: int.__add__(1, "a"), lambda: str.upper(5),
    lambda: MyInt.__new__(MyInt, "z"), lambda: bool.__new__(bool, 1, 2),
]:
    try:
        print(attempt())
    except Exception as error:
        print(type(error).__name__, error)
