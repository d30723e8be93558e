"""ctypes and an address where nothing is: an OSError where CPython's process dies.

1. What differs: reading or writing what is no living block of ctypes' memory raises OSError, in the words that CPython
   has for it on Windows. So does writing into the characters of a bytes object. On Linux CPython dies of SIGSEGV.
2. Why: the memory of ctypes is the model's own (vm/modules/_ctypes_memory.py); an address of the host's means nothing.
3. What would remove it: nothing; it is on purpose.
"""

import ctypes

try:
    print(ctypes.c_int.from_address(8).value)
except OSError as err:
    print(err)
