class A:
    def who(self): return "A"
    def hello(self): return "hello from " + self.who()
class B(A):
    def who(self): return "B" + super().who()
class C(A):
    def who(self): return "C" + super().who()
class D(B, C):
    def who(self): return "D" + super().who()
print(D().hello(), [k.__name__ for k in D.__mro__], D.__bases__, issubclass(D, A), isinstance(D(), C), A.__subclasses__(), D.__base__, D.mro()[1].__name__)
class Base:
    def __init__(self, x): self.x = x; print("Base", x)
class Mixin:
    def __init__(self, *a, **k): print("Mixin"); super().__init__(*a, **k)
class Child(Mixin, Base):
    def __init__(self, x): super().__init__(x + 1); self.y = x
c = Child(1); print(c.x, c.y, c.__dict__)
for f in (lambda: type("X", (A, B), {}), lambda: type("X", (int, str), {}), lambda: type("Y", (bool,), {}), lambda: type("Z", (A, A), {}), lambda: type("W", (5,), {}), lambda: D().nope, lambda: super(B, A()).who(), lambda: super().x):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, "|", e)
print(super(B, D()).who(), super(D, D).who(D()), A.who(D()))
class E(int):
    def __add__(self, o): return E(int.__add__(self, o) * 10)
    def __repr__(self): return f"E{int(self)}"
print(E(3) + 4, E(5), E(2) * 2, sum([E(1), E(2)]), E("7"), isinstance(E(1), int), E(3) == 3, {3: "x"}[E(3)])
