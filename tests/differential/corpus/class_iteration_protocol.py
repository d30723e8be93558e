class Count:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0: raise StopIteration
        self.n -= 1; return self.n
print(list(Count(3)), sum(Count(5)), max(Count(4)), tuple(Count(2)), [x for x in Count(3)], dict(enumerate(Count(2))), 1 in Count(3), sorted(Count(4)), *Count(3))
class Seq:
    def __getitem__(self, i):
        if i >= 3: raise IndexError
        return i * 10
print(list(Seq()), 20 in Seq(), 25 in Seq(), list(reversed([1])), [a for a in Seq()], list(zip(Seq(), "ab")))
a, b, c = Seq(); print(a, b, c)
class BadIter:
    def __iter__(self): return 5
class BadNext:
    def __iter__(self): return self
class Raises:
    def __iter__(self): raise RuntimeError("in iter")
for x in (BadIter(), BadNext(), Raises()):
    try:
        for _ in x: pass
    except Exception as e:
        print(type(e).__name__, e)
class Len:
    def __len__(self): return 3
    def __getitem__(self, i): return "abc"[i]
print(list(reversed(Len())), len(Len()), list(Len()))
it = Count(2); print(next(it), next(it), next(it, "done"))
