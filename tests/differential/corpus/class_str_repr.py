class A: pass
class B:
    def __repr__(self): return "B!"
class C:
    def __str__(self): return "C!"
print(str(B()), repr(B()), [B()], str(C()), f"{B()} {C()}", f"{C()!s}", A, type(A()), repr(A)[:8])
print(str(A())[:22], int, [int, str], {1: int}, type, type(type), print, len, [].append.__name__, str.upper, [].__class__, abs.__name__, A.__init__, object)
class D:
    def __repr__(self): return 5
class E:
    def __str__(self): return None
for f in (lambda: repr(D()), lambda: str(E()), lambda: str(D()), lambda: [D()].__repr__(), lambda: f"{E()}"):
    try:
        print(f())
    except TypeError as e:
        print(e)
def f(): pass
print(repr(f)[:12], repr(lambda: 1)[:18], f.__name__, (lambda: 1).__name__, repr(A().__init__)[:36])
print(str(1.0), repr("x"), str("x"), ascii("ü"), str(b"x"), repr(None), str([1, "a", None, 2.0, (1,), {"k": {1}}]))
