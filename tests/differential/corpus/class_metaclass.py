class Meta(type):
    def __new__(mcs, name, bases, ns, **kw): print("new", name, [b.__name__ for b in bases], kw); return super().__new__(mcs, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw): print("init", name); super().__init__(name, bases, ns)
    def __call__(cls, *a): print("call", cls.__name__, a); return super().__call__(*a)
    @classmethod
    def __prepare__(mcs, name, bases, **kw): print("prepare", name); return {"injected": 1}
    def __repr__(cls): return f"<{cls.__name__}>"
    def __len__(cls): return 3
    def __getattr__(cls, n): return "meta " + n
class A(metaclass=Meta): pass
class B(A, flag=True):
    def __init__(self, x): self.x = x
b = B(5); print(b.x, B.injected, A, len(A), type(B) is Meta, B.unknown, isinstance(B, Meta))
class Reg:
    subs = []
    def __init_subclass__(cls, tag=None, **kw): super().__init_subclass__(**kw); Reg.subs.append((cls.__name__, tag))
class R1(Reg): pass
class R2(Reg, tag="t"): pass
print(Reg.subs, type("Dyn", (Reg,), {"v": 1}).v, Reg.subs[-1])
class Item:
    def __class_getitem__(cls, k): return f"Item[{k}]"
print(Item[int], type(A).__name__, type(type(A)).__name__)
try:
    class M2(type): pass
    class Bad(A, metaclass=M2): pass
except TypeError as e:
    print(e)
try:
    class Bad2(Reg, oops=1): pass
except TypeError as e:
    print(e)
def make(name, bases, ns): return (name, sorted(k for k in ns if not k.startswith("__")))
class NotAClass(metaclass=make): x = 1
print(NotAClass)
