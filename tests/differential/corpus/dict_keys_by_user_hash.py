class Key:
    def __init__(self, n): self.n = n
    def __hash__(self): print("hash", self.n); return self.n % 2
    def __eq__(self, other): print("eq", self.n, other.n); return isinstance(other, Key) and self.n == other.n
    def __repr__(self): return f"K{self.n}"
d = {}
for n in (1, 2, 3): d[Key(n)] = n
print(d[Key(3)], Key(5) in d, len(d))
d[Key(2)] = "two"; print(d); del d[Key(1)]; print(d)
s = {Key(1), Key(3), Key(1)}; print(len(s), Key(3) in s)
class NoHash:
    def __eq__(self, other): return True
try:
    {NoHash(): 1}
except TypeError as e:
    print(e)
class BadHash:
    def __hash__(self): return "x"
try:
    hash(BadHash())
except TypeError as e:
    print(e)
class RaisingEq:
    def __hash__(self): return 1
    def __eq__(self, other): raise ValueError("eq failed")
try:
    {RaisingEq(): 1, RaisingEq(): 2}
except ValueError as e:
    print(e)
