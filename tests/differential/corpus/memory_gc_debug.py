"""Debug flags, gc.garbage, callbacks that fail."""
import gc, sys
gc.disable(); gc.collect()
class A: pass
def junk():
    a = A(); a.me = a
gc.set_debug(gc.DEBUG_SAVEALL)
junk(); print(gc.collect(), len(gc.garbage), type(gc.garbage[0]).__name__, sorted(type(x).__name__ for x in gc.garbage))
print(gc.get_debug() == gc.DEBUG_SAVEALL)
gc.set_debug(0); gc.garbage.clear(); print(gc.collect())
print(gc.DEBUG_STATS, gc.DEBUG_COLLECTABLE, gc.DEBUG_UNCOLLECTABLE, gc.DEBUG_SAVEALL, gc.DEBUG_LEAK)
def bad(phase, info): raise ValueError(phase)
def good(phase, info): print(phase, sorted(info), info["generation"])
gc.callbacks[:] = [bad, good]
sys.unraisablehook = lambda u: print("unraisable", u.exc_type.__name__, u.exc_value, u.object is bad)
gc.collect(); gc.collect(1)
gc.callbacks[:] = [good]
def nested(phase, info):
    if phase == "start": print("nested collect gives", gc.collect())
gc.callbacks.append(nested); gc.collect(0)
gc.callbacks.clear()
def remover(phase, info): gc.callbacks.clear(); print("removed", phase)
gc.callbacks.extend([remover, good]); gc.collect()
class D:
    def __del__(self): print("in del: collecting gives", gc.collect())
d = D(); d.d = d; del d
print(gc.collect())
