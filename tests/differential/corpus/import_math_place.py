import math
import sys

try:
    from math import no_such_name
except ImportError as error:
    print(error.path == math.__file__, error.name, str(error).replace(math.__file__, "FILE"))
print(math.__name__, math.__spec__.name, type(math.__loader__).__name__, "math" in sys.builtin_module_names)
print(math.__file__.rpartition("/")[2], repr(math).startswith("<module 'math' from '"))
