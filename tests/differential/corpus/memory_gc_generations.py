"""Generations: what moves when, thresholds, statistics."""
import gc
gc.disable()
gc.collect()
def where(op): return [g for g in range(3) if any(o is op for o in gc.get_objects(generation=g))]
a = []
print(where(a))
gc.collect(0); print(where(a), gc.get_count()[1:])
gc.collect(0); print(where(a), gc.get_count()[1:])
gc.collect(1); print(where(a), gc.get_count()[1:])
gc.collect(2); print(where(a), gc.get_count()[1:])
b = [a]
a.append(b)
print(where(b), gc.is_tracked(b))
gc.collect(1); print(where(b))
print(gc.get_threshold())
gc.set_threshold(5); print(gc.get_threshold())
gc.set_threshold(500, 3, 2); print(gc.get_threshold())
before = [dict(s) for s in gc.get_stats()]
for n in range(4): gc.collect(0)
gc.collect(1)
class C: pass
c = C(); c.c = c; del c
print(gc.collect())
after = gc.get_stats()
print([[after[g][k] - before[g][k] for k in ("collections", "collected", "uncollectable")] for g in range(3)])
for bad in ("gc.collect(3)", "gc.collect(-1)", "gc.collect('x')", "gc.get_objects(generation=5)",
            "gc.get_objects(generation='0')", "gc.set_threshold()", "gc.set_threshold('a')", "gc.set_threshold(1, 2, 3, 4)", "gc.set_debug('x')"):
    try: print(bad, eval(bad))
    except Exception as e: print(bad, type(e).__name__, e)
print(gc.isenabled()); gc.enable(); print(gc.isenabled())
