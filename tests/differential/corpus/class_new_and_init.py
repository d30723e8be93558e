class Single:
    inst = None
    def __new__(cls, *a): 
        if cls.inst is None: cls.inst = super().__new__(cls); print("made")
        return cls.inst
    def __init__(self, v): self.v = v
print(Single(1) is Single(2), Single.inst.v)
class Even(int):
    def __new__(cls, v): return super().__new__(cls, v - v % 2)
print(Even(7), Even(8) + 1, type(Even(3)))
class Other:
    def __new__(cls): return 5
    def __init__(self): print("never")
print(Other())
class Up(str):
    def __new__(cls, s): return super().__new__(cls, s.upper())
    def shout(self): return self + "!"
print(Up("abc"), Up("x").shout(), len(Up("abc")), type(Up("a") + "b").__name__)
class Tup(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
    @property
    def first(self): return self[0]
print(Tup(1, 2), Tup(9, 8).first, Tup() == ())
for f in (lambda: object(1), lambda: object.__new__(int), lambda: object.__new__(), lambda: int.__new__(str), lambda: type("N", (), {"__init__": lambda self: 5})(), lambda: type("N", (), {})(1), lambda: type("N", (), {"__new__": lambda cls: object.__new__(cls)})(1), lambda: type("N", (), {"__init__": lambda self: None})(1)):
    try:
        r = f(); print(type(r).__name__)
    except Exception as e:
        print(type(e).__name__, "|", e)
