class Typed:
    def __init__(self, kind): self.kind = kind
    def __set_name__(self, owner, name): print("set_name", owner.__name__, name); self.name = "_" + name
    def __get__(self, obj, owner):
        if obj is None: return self
        return getattr(obj, self.name, "unset")
    def __set__(self, obj, value):
        if not isinstance(value, self.kind): raise TypeError(f"{self.name[1:]} must be {self.kind.__name__}")
        setattr(obj, self.name, value)
    def __delete__(self, obj): print("delete", self.name); delattr(obj, self.name)
class Person:
    name = Typed(str)
    age = Typed(int)
p = Person(); print(p.name); p.name = "Al"; p.age = 3; print(p.name, p.age, p.__dict__, isinstance(Person.name, Typed)); del p.age; print(p.age)
try:
    p.age = "x"
except TypeError as e:
    print(e)
class NonData:
    def __get__(self, obj, owner): return "computed"
class C: attr = NonData()
c = C(); print(c.attr); c.attr = "own"; print(c.attr); c.__dict__["attr"] = "dict"; print(c.attr, C.attr)
class Lazy:
    def __init__(self, f): self.f = f
    def __get__(self, obj, owner): v = obj.__dict__[self.f.__name__] = self.f(obj); return v
class D:
    @Lazy
    def value(self): print("computing"); return 42
d = D(); print(d.value, d.value)
