class T:
    def __init__(self, v): self.v = v
    def __eq__(self, o): print("eq"); return self.v == getattr(o, "v", o)
    def __lt__(self, o): print("lt"); return self.v < o.v
    def __le__(self, o): print("le"); return self.v <= o.v
class U(T):
    def __eq__(self, o): print("U eq"); return NotImplemented
    def __gt__(self, o): print("U gt"); return True
a, b, u = T(1), T(2), U(1)
print(a == b, a != b, a < b, a > b, a <= b, a >= b, a == 1, 1 == a, a == u, u == a, a < u, u == u, u != a)
print(a in [b, a], [a, b].index(b), min(a, b).v, sorted([b, a])[0].v, [T(1)] == [T(1)], (a,) < (b,), {1: a} == {1: T(1)})
try: hash(a)
except TypeError as e: print(e)
class Weird:
    def __eq__(self, o): return "yes"
    def __lt__(self, o): return []
print(Weird() == 1, Weird() != 1, Weird() < 1, 1 > Weird(), bool(Weird() == 1), [Weird()] == [1], sorted([Weird(), Weird()]) is not None)


# what cannot be bound does not compare
class Raises:
    def booh(self): raise AttributeError("booh")
    __eq__ = property(booh)
    __lt__ = property(booh)
    __hash__ = None
print(Raises() == Raises(), Raises() != 1)
try: Raises() < Raises()
except TypeError as e: print(e)
class ByProperty:
    @property
    def __eq__(self): return lambda other: ("eq", other)
    @staticmethod
    def __lt__(other): return ("lt", other)
    @classmethod
    def __gt__(cls, other): return (cls.__name__, other)
    __le__ = len
    __ge__ = property(lambda self: None)
b = ByProperty()
print(b == 1, b < 2, b > 3, b <= [1, 2])
try: b >= 1
except TypeError as e: print(e)
