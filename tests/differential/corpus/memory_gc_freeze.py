"""freeze and unfreeze."""
import gc
gc.disable(); gc.collect()
class A: pass
a = A(); a.me = a
start = gc.get_freeze_count()
gc.freeze()
print(gc.get_freeze_count() > start, len(gc.get_objects()) < 20, gc.get_count()[0] < 50)
del a
print(gc.collect())
b = A(); b.me = b; del b
print(gc.collect())
gc.unfreeze()
print(gc.get_freeze_count(), gc.collect())
