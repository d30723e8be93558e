"""`decimal` and `pickle` are the library's own Python versions, which word some errors otherwise.

Why: the C modules `_decimal` and `_pickle` are not modelled; the library has a Python twin of each.
Gone when: the C twins are modelled.
"""

import decimal
import pickle

try:
    decimal.Decimal(1) / 0
except decimal.DivisionByZero as e:
    print(e)
try:
    pickle.dumps(lambda: 1)
except Exception as e:
    print(e)
