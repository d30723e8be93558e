import sys
def t(fn, *a):
    try: print(fn(*a))
    except Exception as e:
        print(type(e).__name__, e, getattr(e, "name", "-"), type(getattr(e, "obj", None)).__name__)
        sys.excepthook(type(e), e, None)
class A:
    __slots__ = ("slot",)
    value = 1
    def method(self): return self.methodd()
class B:
    def __getattr__(self, n): raise AttributeError("own " + n)
class C:
    def __getattribute__(self, n): raise AttributeError(n)
class D:
    @property
    def p(self): return self.q
    def __dir__(self): raise ValueError
a = A()
for f in (lambda: a.valu, lambda: a.slot, lambda: a.methodd, a.method, lambda: B().x, lambda: C().x, lambda: D().p, lambda: A.valeu, lambda: (1).foo, lambda: None.x, lambda: sys.pth, lambda: [].appendd, lambda: "".joinn, lambda: prnt, lambda: lenn, lambda: syss, lambda: math, lambda: {}.iteems(), lambda: super().x, lambda: a.__claas__):
    t(f)
def setters():
    for f in (lambda: setattr(a, "zzz", 1), lambda: delattr(a, "slot"), lambda: setattr(1, "x", 2), lambda: delattr([], "append"), lambda: setattr(A, "__dict__", 1), lambda: setattr(A.method, "x", 1), lambda: delattr(A(), "value"), lambda: setattr(D(), "p", 1), lambda: setattr(sys.float_info, "max", 1), lambda: setattr(None, "a", 1)):
        t(f)
setters()
def local_names(parameter):
    variable = 1
    return variabel, parameter
def free(outer=1):
    def inner(): return outr
    inner()
def cls():
    class K:
        attribute = 1
        def m(self): return attribute
    K().m()
for f in (lambda: local_names(1), free, cls):
    try: f()
    except NameError as e: print(e.name, e.args); sys.excepthook(type(e), e, e.__traceback__)
e = NameError("custom", name="prnt"); sys.excepthook(type(e), e, None)
e = AttributeError("custom", name="appendd", obj=[]); sys.excepthook(type(e), e, None)
e = AttributeError("custom"); e.name = "uper"; e.obj = "s"; sys.excepthook(type(e), e, None)
try: raise AttributeError("by hand")
except AttributeError as e: print(e.name, e.obj)
try: from sys import pth
except ImportError as e: print(e, e.name, e.name_from, e.path); sys.excepthook(type(e), e, None)
try: import nosuchmodule.x
except ModuleNotFoundError as e: print(e, e.name, e.path)
try: del undefined
except NameError as e: print(e, e.name)
def ub():
    del q
    q = 1
try: ub()
except UnboundLocalError as e: print(e, e.name)
