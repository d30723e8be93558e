"""math.comb and math.perm where the numbers are out of reach."""

import math

for f in math.comb, math.perm:
    for a in (2**1000, 2**999), (2**1000, 2**64), (2**64, 2**63), (5, 2**80), (2**70, 3):
        try:
            print(f(*a))
        except OverflowError as e:
            print(type(e).__name__, e)
