import sys
print(type(int.__add__), type((3).__add__).__name__, type(list.append), type([].append), type(len), type(dict.__dict__['fromkeys']), type(int.real), type(str.maketrans))
try: list.append(3, 4)
except TypeError as e: print(e)
try: list.append()
except TypeError as e: print(e)
try: [].append()
except TypeError as e: print(e)
try: [].append(1,2)
except TypeError as e: print(e)
try: [].append(x=1)
except TypeError as e: print(e)
try: len()
except TypeError as e: print(e)
try: int.__add__(3)
except TypeError as e: print(e)
try: int.__add__('a',3)
except TypeError as e: print(e)
try: int.__add__()
except TypeError as e: print(e)
try: (3).real = 4
except AttributeError as e: print(e)
try: int.x = 3
except TypeError as e: print(e)
def f(a, b=2, *c, d=4, **e):
    "doc"
    return 1
print(f.__name__, f.__qualname__, f.__doc__, f.__defaults__, f.__kwdefaults__, f.__module__, f.__dict__, f.__closure__, f.__code__.co_name, f.__annotations__)
f.attr = 5; print(f.attr, f.__dict__)
try: f.__code__ = 3
except TypeError as e: print(e)
try: f.__name__ = 3
except TypeError as e: print(e)
try: f.__defaults__ = 3
except TypeError as e: print(e)
f.__defaults__ = (9,); print(f.__defaults__)
def outer():
    x = 1
    def inner(): return x
    return inner
i = outer(); print(i.__closure__[0].cell_contents, i.__qualname__)
class A:
    def m(self): "m doc"
a = A()
print(a.m.__self__ is a, a.m.__func__ is A.m, a.m == a.m, a.m is a.m, a.m.__name__, a.m.__doc__, hash(a.m)==hash(a.m))
try: a.m.foo = 1
except AttributeError as e: print(e)
mp = A.__dict__
print(type(mp), 'm' in mp, len(mp) > 2, list(mp)[:2])
try: mp['x'] = 1
except TypeError as e: print(e)
p = property(lambda s: 1, doc='hey'); print(p.fget(0), p.__doc__, p.fset)
try: p.__get__(3)
except Exception as e: print(e)
print(p.__get__(None, int) is p)
class Q:
    x = property()
    @property
    def y(self): return 1
try: Q().x
except AttributeError as e: print(e)
try: Q().x = 1
except AttributeError as e: print(e)
try: Q().y = 1
except AttributeError as e: print(e)
import _weakref as weakref
class W: 
    def __del__(self): print('del W')
w = W(); r = weakref.ref(w, lambda r: print('cb', r() is None)); r2 = weakref.ref(w)
print(r() is w, r2 is weakref.ref(w), weakref.getweakrefcount(w)) 
del w
print(r(), r2())
class R:
    keep = None
    def __del__(self): R.keep = self; print('resurrect')
x = R(); del x; print(R.keep is not None); R.keep = None; print('gone')
class Base:
    def hi(self): return 'base'
class Mid(Base):
    def hi(self): return 'mid>' + super().hi()
class Top(Mid):
    def hi(self): return 'top>' + super(Top, self).hi()
print(Top().hi(), super(Top, Top()).hi(), super(Top, Top()))
s = super(Top, Top()); print(s.__thisclass__, s.__self_class__)
try: super(Top, 3)
except TypeError as e: print(e)
def g(): super()
try: g()
except RuntimeError as e: print(e)
try: super().x
except RuntimeError as e: print(e)
print(Base.__subclasses__(), Mid.__base__, Top.mro())
Top.__bases__ = (Base,); print(Top.__mro__)
class E1: pass
class E2: pass
o = E1(); o.__class__ = E2; print(type(o))
try: o.__class__ = int
except TypeError as e: print(e)
try: (3).__class__ = E1
except TypeError as e: print(e)
print(E1.__dict__.keys() if False else sorted(E1.__dict__))
print(type.__call__(E1).__class__, type.__name__, type.__mro__)
class types: SimpleNamespace=type(sys.implementation); ModuleType=type(sys)
ns = types.SimpleNamespace(a=1, b='x'); print(ns, ns.a, ns == types.SimpleNamespace(a=1,b='x'))
m = types.ModuleType('mm', 'docs'); m.x = 1; print(m, m.__name__, m.__doc__, m.x)
try: m.y
except AttributeError as e: print(e)
try: sys.nope
except AttributeError as e: print(e)
print(sys.getrefcount(E1) , sys.getrefcount(o))
E1.__repr__ = lambda self: 'patched'; print(E1()); del E1.__repr__; print(repr(E1())[:18])
E1.__len__ = lambda s: 5
class E3(E1): pass
print(len(E3()), bool(E3())); 
E1.__bool__ = lambda s: False; print(bool(E3())); del E1.__bool__, E1.__len__; print(bool(E3()))
try: len(E3())
except TypeError as e: print(e)
