"""Large ints: arithmetic, conversions, limits of digits, errors of size."""

import sys

big = 3**500
print(big, -big // 7, -big % 7, divmod(big, -(10**50)), big >> 700, big & (2**64 - 1), big.bit_length(), big.bit_count(), hash(big))
print(pow(3, 1000, 10**9 + 7), pow(7, -1, 31), pow(2, -3), pow(-8, 1 / 3), (-1) ** 1001, 0**0, 10**-2, 2**0.5)
print(int("1" * 4300) % 97, len(str(10**4299)), f"{10**30:,}", f"{-(2**70):x}", f"{2**64:e}", hex(-(2**70)), oct(8**25), bin(2**65))
print((2**70).to_bytes(9, "big"), int.from_bytes(b"\xff" * 10, "little", signed=True), (-5).to_bytes(2, "little", signed=True))
print(2**1023 * 1.0, 10**308 / 1, 2**1100 / 2**1099, (10**400) // (10**399), 7 / 10**400 == 0, 1e308 < 10**309, 10**400 > float("inf"))
print(float(2**53 + 1), 2**53 + 1 == float(2**53 + 1), int(1e20), int(-1e20), round(10**20, -19), round(-15, -1), round(25, -1))
print(~big == -big - 1, -1 >> 1000, 1 << 70, (1 << 70) >> 69, -7 // 2, -7 % 3, 7 // -2, 7 % -3, 0 << 10**20, 5 >> 10**20, -5 >> 10**20)
for attempt in [
    lambda: str(10**4300), lambda: int("1" * 4301), lambda: f"{10**5000}", lambda: "%d" % 10**5000, lambda: repr([10**5000]),
    lambda: float(10**400), lambda: 10**400 / 3, lambda: 10**400 * 1.0, lambda: 1.0 + 10**400, lambda: int(float("inf")),
    lambda: int(float("nan")), lambda: 1 << -1, lambda: 1 >> -1, lambda: 1 << 10**30, lambda: 5 // 0, lambda: 5 % 0,
    lambda: divmod(5, 0), lambda: 5 / 0, lambda: 0**-1, lambda: 0.0**-1, lambda: pow(2, 3, 0), lambda: pow(2, -1, 4),
    lambda: pow(2.0, 3, 5), lambda: (256).to_bytes(1), lambda: (-1).to_bytes(1), lambda: (1).to_bytes(-1), lambda: (1).to_bytes(1, "odd"),
    lambda: [1] * 2**63, lambda: "a"[2**70], lambda: range(10)[2**70], lambda: int("0b12", 0), lambda: int("0x"), lambda: int(" "),
    lambda: int("1__2"), lambda: int("_1"), lambda: int("1_"), lambda: int("0_7", 0), lambda: int("07", 0), lambda: int("+-1"), lambda: int(b"\xff"),
    lambda: int("٣"), lambda: int("\u00b2"), lambda: 1 if 1 < "a" else 2, lambda: 5 .foo, lambda: 5(), lambda: 5[0],
]:
    try:
        print(str(attempt())[:60])
    except Exception as error:
        print(type(error).__name__, error)
sys.set_int_max_str_digits(5000)
print(len(str(10**4500)), sys.get_int_max_str_digits())
sys.set_int_max_str_digits(0)
print(len(str(10**9000)), len("%d" % 10**9000), int("9" * 6000) % 1000)
try:
    sys.set_int_max_str_digits(100)
except ValueError as error:
    print(error)
