import gc
gc.collect()
def t(fn,*a,**k):
    try: print(repr(fn(*a,**k))[:120])
    except BaseException as e: print(type(e).__name__, e, e.args, getattr(e,'value','-'))
class Sub:
    def __iter__(self): return self
    def __next__(self): return 'n'
print(gc.collect())
class Sub(Sub): pass
class Sub: pass
print(gc.collect())
def rec():
    t(next,me); t(me.send,None); yield 1
me=rec(); t(next,me); print(gc.collect())
def rec():
    t(me.close); yield 1
me=rec(); t(next,me); print(gc.collect())
def rec():
    t(me.throw,ValueError); yield 1
me=rec(); t(next,me); print(gc.collect())
def g1():
    try:
        x=yield 1
    except ValueError as e: pass
for bad in (1,'x',int,None,KeyError()):
    g=g1(); next(g); t(g.throw,bad)
print(gc.collect())
class BadE(Exception):
    def __new__(cls,*a): return 5
g=g1(); next(g); t(g.throw,BadE)
del BadE, g; print(gc.collect())
def cyc():
    me=yield
    try: yield me
    finally: print('cyc fin')
g=cyc(); next(g); g.send(g); del g; print(gc.collect())
def g6(): 
    yield 1
    raise StopIteration('inner')
g=g6(); next(g); t(next,g); print(gc.collect())
