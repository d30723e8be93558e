"""ctypes opens no library but the program itself.

1. What differs: dlopen() of any library fails as for a file that is not there, and the program's own symbols are those
   that the model answers: some of C's library and of Python's API (vm/modules/_ctypes_libc.py, _ctypes_pythonapi.py).
2. Why: a guest program cannot reach the host's libraries.
3. What would remove it: nothing; it is on purpose.
"""

import ctypes

try:
    print(ctypes.CDLL("libc.so.6").strlen(b"twelve chars"))
except OSError as err:
    print(err)
