class D:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)
a = D("a"); a = None; print("after a")
def f(): x = D("local"); print("in f")
f(); print("after f")
l = [D("l1"), D("l2")]; l.pop(); print("popped"); del l[:]; print("cleared")
d = {"k": D("dict")}; d["k"] = 1; print("replaced")
D("temporary"); print("next")
x = y = D("shared"); del x; print("one left"); del y
class Holder: pass
h = Holder(); h.d = D("attr"); del h; print("holder gone")
try:
    e = D("in try"); raise ValueError
except ValueError: pass
del e
print([D("lc").name for _ in range(2)])
def g():
    yield D("gen")
for v in g(): print("got", v.name)
del v
print("end")
