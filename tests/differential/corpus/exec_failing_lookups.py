"""Errors while something is looked up, and where a frame stands after an exception went through it."""

import abc
import sys
import types
import weakref


def lines(f):
    try: f()
    except Exception as e:
        t=e.__traceback__.tb_next; out=[]
        while t: out.append((t.tb_lineno - f.__code__.co_firstlineno, t.tb_frame.f_lineno and t.tb_frame.f_lineno- f.__code__.co_firstlineno, t.tb_frame.f_lasti, t.tb_lasti)); t=t.tb_next
        print(f.__name__, out)
def a():
    try:
        1/0
    except ValueError:
        pass
def b():
    with memoryview(b'') as f:
        1/0
def c():
    try:
        try:
            1/0
        except Exception as e:
            raise KeyError from e
        finally:
            x = 1
    except TypeError:
        y = 2
    finally:
        z = 3
def d():
    for i in [1]:
        try:
            1/0
        finally:
            i
for f in (a,b,c,d): lines(f)
class M:
    def __exit__(self,*a): pass
    @property
    def __enter__(self): raise AttributeError("x")
class M2:
    def __enter__(self): pass
    @property
    def __exit__(self): raise AttributeError("x")
class D:
    def __init__(self, e): self.e=e
    def __get__(self, o, t): raise self.e
class W:
    __enter__ = D(ValueError("en")); 
    __exit__ = D(ValueError("ex"))
class W2:
    def __enter__(self): return 1
    __exit__ = D(ValueError("ex"))
for m in (M,M2,W,W2):
    try:
        with m(): pass
    except Exception as e: print(repr(e))
# attributes that raise while something is being made of them
class P:
    @property
    def __class__(self): raise ValueError("cls")
    @property
    def __name__(self): raise ValueError("name")
class A(metaclass=abc.ABCMeta): pass
p=P()
for f in (lambda: isinstance(p, A),):
    try: print(f())
    except Exception as e: print(repr(e))
class Q:
    __qualname__="q"; __origin__=1
    def __getattr__(self, n):
        if n=="__origin__": raise AttributeError
        raise ValueError(n)
q=Q()
try: print(repr(list[q])[:10])
except Exception as e: print(type(e).__name__, str(e).split(" object at ")[0])
class Call:
    __qualname__="q"
    def __getattribute__(self, n):
        if n=="__module__": raise ValueError(n)
        return object.__getattribute__(self,n)
    def __call__(self): pass
try: Call()(*1)
except Exception as e: print(type(e).__name__, str(e).split(" object at ")[0])
class Md:
    def keys(self): raise ValueError("keys")
try: Call()(**Md())
except Exception as e: print(type(e).__name__, str(e).split(" object at ")[0])
class Mod:
    @property
    def __all__(self): return It()
class It:
    def __iter__(self): raise ValueError("iter")
sys.modules["mymod"]=Mod()
try: exec("from mymod import *")
except Exception as e: print(type(e).__name__, str(e).split(" object at ")[0])
class Spec:
    @property
    def parent(self): raise ValueError("parent")
try: exec("from . import x", {"__package__":"a","__spec__":Spec()})
except Exception as e: print(type(e).__name__, str(e).split(" object at ")[0])

# what a super() call binds, and what stands below a delegate that is thrown into
class B0:
    def __new__(cls): pass
    def __init_subclass__(cls):
        if "__new__" not in cls.__dict__:
            cls.__new__ = cls.__new__
class B1(B0): pass
class B2(B1):
    def __new__(cls): return super().__new__(cls)
print(B2())
def names():
    frame, found = sys._getframe(1), []
    while frame:
        found.append(frame.f_code.co_name)
        frame = frame.f_back
    return found
def inner():
    try:
        yield names()
    except KeyError:
        yield names()
    print(names())
def outer():
    yield from inner()
    yield names()
gen = outer()
print(next(gen), gen.throw(KeyError), next(gen), gen.gi_frame.f_back)
async def first(): return await second()
async def second(): return await third()
@types.coroutine
def third():
    try:
        yield names()
    except KeyError:
        yield names()
coro = first()
print(coro.send(None), coro.throw(KeyError()))
coro.close()
class NoIterator:
    def __await__(self): return self
async def waits(): await NoIterator()
try: waits().send(None)
except TypeError as e: print(e)
class Delegate:
    def __iter__(self): return self
    def send(self, value): return ("sent", value)
def delegating(): yield from Delegate()
try: print(next(delegating()))
except Exception as e: print(repr(e))

# type parameters: scopes that take defaults as arguments, comprehensions in bounds, layouts
def func[T](a: T = "a", *, b: T = "b"): return (a, b)
def positional[T](a: T = "a"): return a
def keyword[T](*, b: T = "b"): return b
print(func(), positional(), keyword(), func.__kwdefaults__, func.__defaults__)
def bound[T: [lambda: T for T in (T, [1])[1]]](): return [lambda: T for T in T.__name__]
print(bound.__type_params__[0].__bound__[0](), bound()[0]())
class Table[K, V](dict): pass
class Meta[T](type): pass
print(Table(a=1), Table.__base__, Meta.__base__, Table[int, str](b=2))
import typing
for args in ((), None):
    alias = typing.TypeAliasType("alias", int, type_params=()) if args == () else typing.TypeAliasType("alias", int)
    try: alias[int]
    except TypeError as e: print(e)

# messages
class Slots: __slots__ = ("a",)
import struct
class M(types.ModuleType): __dict__ = property(lambda self: "no dict")
for f in (lambda: Slots().a, lambda: struct.pack(x=2), lambda: struct.Struct.pack(struct.Struct(""), x=2),
          lambda: dir(M("m")), lambda: [].append(x=1)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
view = memoryview(bytearray(b"abcdefgh"))
class Releases:
    def __index__(self): view.release(); return 4
print(list(view[:Releases()]))
class Hint:
    def __iter__(self): return iter(())
    def __length_hint__(self): return sys.maxsize
print([*[1], *Hint()], end=" ")
items = [1]
items.extend(Hint())
print(items)
class F(float):
    def __init__(self, x, unit=None): self.unit = unit
print(F(2.5, unit="m"), F(2.5, unit="m").unit)
nameless = type("", (), {})
print(nameless, nameless.__qualname__ == "")
try: nameless().missing
except AttributeError as e: print(e)
