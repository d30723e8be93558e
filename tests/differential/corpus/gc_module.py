"""The collector: cycles, finalisers, resurrection, weak references, the gc module."""

import gc
class N:
    def __init__(s,n): s.n=n
    def __del__(s): print('del',s.n)
def cyc(k):
    a=[N(i) for i in range(k)]
    for i in range(k): a[i].next=a[(i+1)%k]
print(gc.isenabled(), gc.get_threshold(), gc.get_debug())
gc.collect()
cyc(3); print(gc.collect()); print(gc.collect())
# resurrection
keep=[]
class R:
    def __del__(s): keep.append(s); print('resurrect')
r=R(); r.me=r; del r
print(gc.collect(), len(keep)); print(gc.is_finalized(keep[0]))
x=keep.pop(); del x; print(gc.collect(), len(keep))
# lists
l=[]; l.append(l); del l; print(gc.collect())
d={}; d['d']=d; del d; print(gc.collect())
t=([],); t[0].append(t); del t; print(gc.collect())
def f():
    def g(): return g
    return 1
f(); print(gc.collect())
class C: pass
del C; print(gc.collect()>0)
print(gc.is_tracked([]), gc.is_tracked(()), gc.is_tracked({}), gc.is_tracked({'a':1}), gc.is_tracked({'a':[]}), gc.is_tracked(1), gc.is_tracked('a'), gc.is_tracked((1,2)), gc.is_tracked(([],)))
cb=[]
def callback(phase, info): cb.append((phase,info))
gc.callbacks.append(callback)
gc.collect(0); gc.collect(1); print(cb); 
gc.callbacks.clear()
try: gc.collect(3)
except ValueError as e: print(e)
try: gc.collect(-1)
except ValueError as e: print(e)
try: gc.collect('a')
except TypeError as e: print(e)
gc.set_threshold(100,5,5); print(gc.get_threshold())
gc.disable(); print(gc.isenabled()); gc.enable()
a=[1]; b=[a,a]; print(gc.get_referents(b), len([r for r in gc.get_referrers(a) if r is b]))
print(gc.get_referents({'k':a}), gc.get_referents((1,a),b))
gc.freeze(); print(gc.get_freeze_count()>0); gc.unfreeze(); print(gc.get_freeze_count())
print(len(gc.get_stats()), sorted(gc.get_stats()[0]))
gc.set_debug(gc.DEBUG_SAVEALL)
z=[]; z.append(z); del z; print(gc.collect()); print(len(gc.garbage), gc.garbage); gc.set_debug(0); gc.garbage.clear(); print(gc.collect())
print(gc.get_objects(generation=0).__class__)
try: gc.get_objects(3)
except ValueError as e: print(e)
try: gc.get_objects(-1)
except ValueError as e: print(e)
# weakref callbacks
import _weakref as weakref
class W: pass
def mk():
    w=W(); w.s=w
    return weakref.ref(w, lambda r: print('callback', r() is None))
r=mk(); print(r() is not None); print(gc.collect()); print(r() is None)
# automatic
gc.set_threshold(50,5,5)
n=0
class A:
    def __del__(s):
        global n; n+=1
for i in range(1000):
    a=A(); a.s=a
print(n>800)
class E:
    def __del__(s): raise ValueError('x')
gc.collect(); e=E(); e.e=e; del e; print(gc.collect())
print(gc.get_count()[1:] and True)
