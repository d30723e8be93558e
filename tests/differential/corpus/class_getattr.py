class Magic:
    def __init__(self): self.real = 1
    def __getattr__(self, name):
        if name.startswith("no"): raise AttributeError(f"no such thing: {name}")
        return f"<{name}>"
m = Magic(); print(m.real, m.fake, hasattr(m, "nothing"), getattr(m, "nope", "default"))
try:
    m.nobody
except AttributeError as e:
    print(e)
class Log:
    def __getattribute__(self, name): print("get", name); return object.__getattribute__(self, name)
    def __setattr__(self, name, value): print("set", name); object.__setattr__(self, name, value)
    def __delattr__(self, name): print("del", name); object.__delattr__(self, name)
l = Log(); l.x = 5; print(l.x); del l.x
try:
    l.x
except AttributeError as e:
    print(e)
class Proxy:
    def __init__(self, target): object.__setattr__(self, "t", target)
    def __getattr__(self, name): return getattr(self.t, name)
    def __setattr__(self, name, value): setattr(self.t, name, value * 2)
class T: pass
t = T(); p = Proxy(t); p.a = 5; print(t.a, p.a, p.__class__.__name__)
class Frozen:
    def __setattr__(self, n, v): raise TypeError(f"cannot set {n}")
try:
    Frozen().x = 1
except TypeError as e:
    print(e)
class Dir:
    def __dir__(self): return ["b", "a"]
print(dir(Dir()))
