"""The names that each built-in type's own dict has, with the kinds of their descriptors."""
def f(): yield
def outer():
    x = 1
    def inner(): return x
    return inner
import sys
types = [int, bool, float, str, bytes, list, tuple, dict, set, frozenset, range, slice, object, type,
         super, property, staticmethod, classmethod, type(f), type(len), type(outer().__closure__[0]),
         type(sys), type([].append), type((1).__add__), type(int.__add__), type(list.append),
         type(int.real), type(dict.__dict__['fromkeys']), type(f.__get__(1)), type(int.__dict__),
         type(int | str), type(sys.implementation), enumerate, zip, map, filter, reversed]
for t in types:
    d = vars(t)
    print(t.__module__, t.__name__, t.__basicsize__, t.__itemsize__, t.__dictoffset__,
          t.__weakrefoffset__, t.__base__)
    for k in sorted(d):
        print('   ', k, type(d[k]).__name__)
