import sys, gc
def t(fn,*a,**k):
    try: print(repr(fn(*a,**k))[:120])
    except BaseException as e: print(type(e).__name__, e, e.args, getattr(e,'value','-'))
def g1():
    try:
        x=yield 1
        print('got',x)
        yield 2
    except ValueError as e:
        print('VE',e); r=yield 'caught'; return r
    finally: print('fin')
g=g1(); print(g.gi_running,g.gi_suspended,g.gi_yieldfrom,g.gi_code is g1.__code__, g.gi_frame.f_lasti)
t(g.send,5); t(next,g); print(g.gi_suspended); t(g.throw,ValueError,'a'); t(g.throw,ValueError('x')); t(g.send,7); t(next,g); t(g.send,1); t(g.throw,KeyError('k')); t(g.close); print(g.gi_frame, g.gi_running, g.gi_code.co_name)
t(setattr,g,'__name__',1); g.__name__='nn'; g.__qualname__='qq'; print(g.__name__, repr(g)[:22]); t(delattr,g,'__name__'); t(setattr,g,'gi_running',1); t(setattr,g,'gi_code',1)
for bad in (1,'x',int,None,KeyError()):
    g=g1(); next(g); t(g.throw,bad)
g=g1(); next(g); t(g.throw,ValueError,ValueError('inst'),None); t(g.close)
g=g1(); next(g); t(g.throw,ValueError,(1,2)); g=g1(); next(g); t(g.throw,ValueError('i'),5); g=g1(); next(g); t(g.throw,ValueError,None,5); g=g1(); t(g.throw,ValueError,KeyError('x')); t(g.throw); t(g.throw,1,2,3,4); t(g.throw,x=1); t(g.send); t(g.send,1,2); t(next,g)
class BadE(Exception):
    def __new__(cls,*a): return 5
g=g1(); next(g); t(g.throw,BadE)
class BadI(Exception):
    def __init__(self,*a): raise KeyError('in init')
g=g1(); next(g); t(g.throw,BadI)
def g2():
    try: yield 1
    except GeneratorExit: yield 2
g=g2(); next(g); t(g.close); t(next,g); t(g.close); del g
def g3():
    try: yield 1
    except GeneratorExit: return 'closed'
g=g3(); next(g); t(g.close); t(g.close)
def g4():
    yield from sub
sub=iter([1,2]); g=g4(); t(next,g); print(g.gi_yieldfrom); t(g.send,3); t(next,g)
class Sub:
    def __iter__(self): return self
    def __next__(self): return 'n'
    def send(self,v): print('send',v); return 's'
    def throw(self,*a): print('throw',a); return 't'
    def close(self): print('close')
sub=Sub(); g=g4(); t(next,g); t(g.send,1); t(g.throw,ValueError); t(g.throw,ValueError,'m'); t(g.throw,ValueError('m2')); t(g.close); t(next,g)
class Sub2(Sub):
    def throw(self,*a): raise StopIteration('res')
    def close(self): raise RuntimeError('close failed')
def g5():
    r=yield from sub
    print('r',r); yield r
sub=Sub2(); g=g5(); next(g); t(g.throw,ValueError); t(g.close); g=g5(); next(g); t(g.close); t(next,g)
class Sub3:
    def __iter__(self): return self
    def __next__(self): return 1
sub=Sub3(); g=g5(); next(g); t(g.send,4); t(g.throw,ValueError('nt')); g=g5(); next(g); t(g.close)
class Sub4(Sub3):
    @property
    def throw(self): raise AttributeError('no throw')
    @property
    def close(self): raise TypeError('bad close')
sub=Sub4(); g=g5(); next(g); t(g.throw,ValueError('nt')); g=g5(); next(g); t(g.close)
def g6(): 
    yield 1
    raise StopIteration('inner')
g=g6(); next(g); t(next,g); 
def rec():
    t(next,me); t(me.send,None); t(me.throw,ValueError); t(me.close); yield 1
me=rec(); t(next,me)
def deep(n):
    if n: yield from deep(n-1)
    else:
        try: yield 'bottom'
        except ValueError as e: yield 'VE'+str(e)
g=deep(5); t(next,g); t(g.throw,ValueError('d')); t(g.close)
def retv(): 
    yield 1
    return (1,2)
g=retv(); next(g); t(next,g)
def rete():
    yield
    return ValueError('as value')
g=rete(); next(g); t(g.send,None)
class O:
    def __del__(self): print('del O')
def hold(o):
    yield
    print(o)
o=O(); g=hold(o); print(sys.getrefcount(o)); g.close(); print(sys.getrefcount(o)); del g; print(sys.getrefcount(o))
g=hold(o); next(g); print(sys.getrefcount(o)); g.close(); print(sys.getrefcount(o)); del g
g=hold(o); next(g); fr=g.gi_frame; del g; print(sys.getrefcount(o)); del fr; print(sys.getrefcount(o)); del o
def cyc():
    me=yield
    try: yield me
    finally: print('cyc fin')
g=cyc(); next(g); g.send(g); del g; gc.collect()
def un():
    try: yield
    finally: raise KeyError('in finally')
sys.stderr.write=None if 0 else sys.stderr.write
print(type(retv()).__class_getitem__, list[int] and type(g2())[int])
print(g1.__code__.co_flags&0x20, type(g).__sizeof__(g1()), sys.getsizeof(g1()))
t(type(g1())); t(lambda: type('X',(type(g1()),),{}))
