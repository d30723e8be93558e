"""Attribute names that are no strings, given to the slot wrappers themselves."""

import types
class A: pass
a = A(); a.__dict__
class S(str): pass
for call in [lambda: object.__setattr__(a, [], 1), lambda: object.__delattr__(a, []), lambda: object.__getattribute__(a, []), lambda: type.__setattr__(A, 5, 1), lambda: type.__getattribute__(A, []), lambda: types.ModuleType.__setattr__(types, [], 1), lambda: types.ModuleType.__getattribute__(types, []), lambda: setattr(a, [], 1), lambda: object.__setattr__(a, S("x"), 3), lambda: object.__setattr__(A(), [], 1), lambda: super(A, a).__getattribute__({}), lambda: super(A,a).__setattr__({}, 1)]:
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
