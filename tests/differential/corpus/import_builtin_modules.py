import sys, time, math
from math import sqrt, pi as PI
from itertools import chain as ch, count
import itertools as tools
print(sqrt(16), PI, list(ch([1], [2])), tools.count is count, math.__name__, sys.__name__, math.sqrt is sqrt, type(math).__name__, repr(math)[:14])
for s in ("import nope", "from sys import nope", "from itertools import nope", "from nope import x", "import math.sqrt", "from . import x", "import sys as math2; print(math2 is sys)", "from math import *; print(floor(2.5))", "from math import (sin, cos)"):
    try: exec(s); print("ok", s)
    except Exception as e: print(type(e).__name__, "|", e, "|", getattr(e, "name", None))
def local_import():
    import math as m
    return m.pi
print(local_import(), "m" in globals(), __import__("math") is math)
