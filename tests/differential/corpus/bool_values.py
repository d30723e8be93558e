print(True + True, True * 3, True == 1, True is 1 == 1, bool(0), bool(""), bool([]), bool([0]), bool(0.0), bool("0"))
print(True & False, True | False, True ^ True, ~True + 3, not True, type(True & 1), type(True & True))
print(repr(True), str(False), f"{True:d} {True} {True:>6}", [True, False].count(1), {True: "a", 1: "b"})
print(1 < 2 < 3, 1 < 3 < 2, 1 == 1.0 == True, 0 or "x" or 1, 0 and 1, "a" and "b", None or 0)
print(isinstance(True, int), bool.__mro__, max(True, 2), sorted([True, 0, False, 1]))
class Truthy:
    def __init__(self, value): self.value = value
    def __bool__(self): print("asked"); return self.value
class Sized:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
if Truthy(True): print("yes")
print(not Truthy(False), bool(Sized(0)), bool(Sized(2)), Truthy(0 == 1) and 5)
class Bad:
    def __bool__(self): return 1
try:
    bool(Bad())
except TypeError as e:
    print(e)
try:
    bool(Sized(-1))
except ValueError as e:
    print(e)
