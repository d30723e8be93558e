"""breakpoint() and $PYTHONBREAKPOINT; the order of a class's namespace; the environment's own errors."""

import os
import sys
import warnings
from collections import OrderedDict

warnings.simplefilter("always")


def hook(*args, **kwargs):
    print("hook", args, kwargs)


sys.modules["hooks"] = sys.modules["__main__"]
for name in "0", "hooks.hook", "int", ".", "..", ".int", "int.", "nosuch", "no.such.thing", "os.path.no":
    os.environ["PYTHONBREAKPOINT"] = name
    with warnings.catch_warnings(record=True) as seen:
        print(name, breakpoint() if name != "hooks.hook" else breakpoint(1, a=2), [str(w.message) for w in seen])
sys.modules["pdb"] = sys
sys.set_trace = hook
for name in "", None:
    if name is None:
        del os.environ["PYTHONBREAKPOINT"]
    else:
        os.environ["PYTHONBREAKPOINT"] = name
    breakpoint("pdb")
for call in (lambda: os.putenv("a=b", "c"), lambda: os.putenv(1, "c"), lambda: os.putenv("a", "b\0"),
             lambda: os.unsetenv("a=b"), lambda: os.putenv("", "x"), lambda: os.unsetenv(None)):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)
od = OrderedDict([("a", 1), ("b", 2)])
od.move_to_end("a")
print(list(type("C", (), od).__dict__)[:2])


class Odd(dict):
    def __iter__(self):
        return iter(["x"])

    def keys(self):
        return ["y"]

    def __getitem__(self, key):
        return key * 2


print({k: v for k, v in type("D", (), Odd(z=1)).__dict__.items() if len(k) == 1})
