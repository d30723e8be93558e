import gc
class N:
    def __del__(self): print("del", self.name)
print(gc.isenabled(), gc.get_threshold()); gc.disable(); print(gc.isenabled())
gc.collect()
a, b = N(), N(); a.name, b.name = "a", "b"; a.o, b.o = b, a; del a, b; print("before"); n = gc.collect(); print("collected", n >= 2)
l = []; l.append(l); del l; print(gc.collect() >= 1, gc.collect()); gc.enable(); print(gc.is_tracked([]), gc.is_tracked(5), gc.is_tracked({}), gc.is_tracked("a"), gc.garbage)
x = []; print(any(o is x for o in gc.get_referents([x])), len(gc.get_count()), gc.is_tracked((1, 2)))
