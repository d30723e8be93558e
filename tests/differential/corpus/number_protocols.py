"""int, float, complex, bytes and friends asking the program's own objects for numbers."""


class Num:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


class Many:
    def __int__(self):
        return 7

    def __float__(self):
        return 7.5

    def __complex__(self):
        return 7 - 1j

    def __bytes__(self):
        return b"many"

    def __trunc__(self):
        return 70

    def __round__(self, n=None):
        return ("rounded", n)

    def __floor__(self):
        return "floor"

    def __bool__(self):
        return False

    def __abs__(self):
        return "abs"

    def __divmod__(self, other):
        return ("divmod", other)

    def __rdivmod__(self, other):
        return ("rdivmod", other)

    def __pow__(self, other, mod=None):
        return ("pow", other, mod)

    def __rpow__(self, other):
        return ("rpow", other)


class Wrong:
    def __int__(self):
        return "1"

    def __index__(self):
        return 1.5

    def __float__(self):
        return 1

    def __complex__(self):
        return 1

    def __bytes__(self):
        return "x"

    def __bool__(self):
        return 2


n, m = Num(3), Many()
print(int(m), float(m), complex(m), bytes(m), bool(m), round(m), round(m, n), abs(m), divmod(m, 2), divmod(2, m))
print(pow(m, 2), pow(m, 2, 5), 3**m, m**4)
print(int(n), float(n), complex(n), bytes(n), hex(n), oct(n), bin(n), chr(Num(97)), range(n), [0] * n, "ab" * n)
print("abcdef"[n], [1, 2, 3, 4][n], (1, 2, 3, 4)[n], "abcdef"[Num(1):n], b"abcdef"[n], bytearray(b"abcd")[:n])
print(1 << 5 >> 2, (5).__lshift__(2), int("11", Num(2)), round(12345.678, Num(-2)), round(12345, Num(-2)))
print("x".center(Num(5), "*"), "a,b,c".split(",", Num(1)), "aaa".replace("a", "b", Num(2)), "abc".find("c", Num(1)))
print("abc".startswith("b", Num(1)), "x\ty".expandtabs(Num(4)), "7".zfill(n), "a\nb".splitlines(n), b"a\nb".splitlines([]))
print((1000).to_bytes(n, "big"), int.from_bytes([Num(1), 2]), bytes([Num(65), 66]), bytearray([n]))
print(b"abc".find(Num(98)), Num(98) in b"abc", b"abc".count(Num(97)), complex(n, Num(4)), complex(1.5, n))
b = bytearray(b"xyz")
b[0] = Num(65)
b.append(Num(66))
b.insert(Num(1), Num(67))
b[1:2] = [Num(68), 69]
print(b, b.pop(Num(0)), b)
for attempt in [
    lambda: int(Wrong()), lambda: float(Wrong()), lambda: complex(Wrong()), lambda: bytes(Wrong()),
    lambda: bool(Wrong()), lambda: hex(Wrong()), lambda: "a"[Wrong()], lambda: [1][Wrong()],
    lambda: int(object()), lambda: float([]), lambda: complex([]), lambda: complex("1", 2), lambda: complex(1, "2"),
    lambda: complex(1, []), lambda: int("1", "2"), lambda: bytes(Num(-1)), lambda: bytes([Num(300)]),
    lambda: bytearray([Num(-1)]), lambda: "x" * Wrong(), lambda: chr(Num(-1)), lambda: "a".center("b"),
    lambda: (1).to_bytes(Wrong()), lambda: int.from_bytes(5), lambda: round(1.5, "a"), lambda: round(1, 1.5),
    lambda: "a".split(",", 1.5), lambda: Num(300) in b"abc", lambda: b"abc".find(Num(300)), lambda: b"a".find("a"),
    lambda: int(Num(1), 10), lambda: float(Num(10**400)), lambda: int(float("nan")), lambda: 1 + Num(1),
]:
    try:
        print(attempt())
    except Exception as error:
        print(type(error).__name__, error)
