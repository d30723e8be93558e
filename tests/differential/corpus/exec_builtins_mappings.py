"""Builtins that are no dict: any mapping will do, and what is none says so."""

import types

P = types.MappingProxyType
code = compile("superglobal", "test", "eval")
def show(f, *a):
    try: print(f(*a))
    except Exception as e: print(type(e).__name__, e)
show(eval, code, {'__builtins__': P({'superglobal': 1})})
show(eval, code, {'__builtins__': P({})})
show(exec, "import foo.bar", {'__builtins__': P({})})
ns = {'__builtins__': P({'__import__': lambda *args: args})}
exec("import foo.bar", ns)
print(ns['foo'][0], ns['foo'][1] is ns, ns['foo'][3:])
show(exec, "print(1)", {'__builtins__': {}})
show(exec, "print(1)", {'__builtins__': 123})
show(exec, "class A: pass", {'__builtins__': P({})})
show(exec, "class A: pass", {'__builtins__': 1})
show(exec, "import a", {'__builtins__': 1})
class D(dict):
    def __getitem__(self, k): return "got " + k
    def __missing__(self, k): return 1
show(eval, "abc", {'__builtins__': D()})
class M:
    def __getitem__(self, k):
        if k == "err": raise ValueError(k)
        if k == "no": raise KeyError(k)
        return k
for n in "err", "no", "yes":
    show(eval, n, {'__builtins__': M()})
ns = {'__builtins__': M()}
exec("def f(): return yes, no", ns)
show(ns["f"])
print(type(ns["f"].__builtins__))
class Mod(types.ModuleType): pass
m = Mod("m"); m.x = 5
show(eval, "x", {'__builtins__': m})
class I:
    def __getitem__(self, k): return lambda *a: (k, a[0])
ns = {'__builtins__': I()}
exec("import q\nclass Z: pass", ns)
print(ns["q"], ns["Z"][0])
