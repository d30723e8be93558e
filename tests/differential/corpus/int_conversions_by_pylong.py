"""Large ints are converted by functions of _pylong, which a program can replace; the work takes time."""
import sys
import time

import _pylong

sys.set_int_max_str_digits(100_000)
big = int("7" * 50_000)
print(str(big) == "7" * 50_000, int("-" + "7" * 50_000) == -big)

for text in (lambda n: "text", lambda n: None, lambda n: 1 / 0):
    _pylong.int_to_decimal_string = text
    for convert in (str, repr):
        try:
            print(convert(big))
        except Exception as e:
            print(type(e).__name__, e)
print(str(10**300)[:5])

for number in (lambda s: b"", lambda s: len(s), lambda s: {}[s[:3]]):
    _pylong.int_from_string = number
    for digits in ("7" * 7000, " -" + "7" * 7000, b"+" + b"7" * 7000):
        try:
            print(int(digits))
        except Exception as e:
            print(type(e).__name__, e)
print(int("7" * 700) % 1000, int("1" * 40_000, 2).bit_length())

del _pylong.int_from_string, _pylong.int_to_decimal_string
sys.modules.pop("_pylong")
start = time.process_time_ns()
int("8" * 90_000)
print(time.process_time_ns() > start)
