"""Errors in finalisers: reported, and nothing else happens."""
import sys, gc
seen = []
sys.unraisablehook = lambda u: seen.append((u.exc_type.__name__, str(u.exc_value), u.err_msg, getattr(u.object, "__name__", type(u.object).__name__)))
class Bad:
    def __del__(self): raise ValueError("in del")
Bad(); print(seen); seen.clear()
x = [Bad(), Bad()]; x.clear(); print(len(seen)); seen.clear()
b = Bad(); b.me = b; del b; print(gc.collect(), seen); seen.clear()
def gen():
    try: yield
    finally: raise KeyError("in finally")
g = gen(); next(g); del g; print(seen); seen.clear()
def stubborn():
    try: yield
    except GeneratorExit: yield 2
g = stubborn(); next(g); del g; print(seen); seen.clear()
class NotCallable: __del__ = 5
NotCallable(); print(seen); seen.clear()
class WrongArgs:
    def __del__(self, x): pass
WrongArgs(); print(seen); seen.clear()
class Static:
    @staticmethod
    def __del__(): print("static del")
Static()
class Via:
    def __getattribute__(self, n): print("getattribute", n); return object.__getattribute__(self, n)
    def __del__(self): print("via")
Via()
class Later: pass
l = Later(); Later.__del__ = lambda self: print("added later"); del l
class Inst: pass
i = Inst(); i.__del__ = lambda: print("never"); del i
class Exits:
    def __del__(self): sys.exit("exit in del")
Exits(); print(seen); seen.clear()
class Sub(Later): pass
Sub()
del Later.__del__
Sub(); print("no finaliser any more")
sys.unraisablehook = sys.__unraisablehook__
Bad()
print("end")
