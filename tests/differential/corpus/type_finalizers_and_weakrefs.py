import sys, gc, _weakref as w
class N:
    __slots__=('nxt',)
    def __init__(self, n): self.nxt=n
x=None
for i in range(4000): x=N(x)
del x
print('deep slots ok')
class M:
    def __init__(self, n): self.nxt=n
x=None
for i in range(4000): x=M(x)
x=None
print('deep dict ok')
def f(): pass
x=f
for i in range(2000):
    x=x.__get__(i)
    x=type(x)(x, i)
x=None
print('deep methods')
x=0
for i in range(2000):
    x=property(x)
x=None
x=0
for i in range(2000): x=classmethod(x) if i%2 else staticmethod(x)
x=None
print('deep props')
class D:
    def __init__(self,n,nxt=None): self.n=n; self.nxt=nxt
    def __del__(self): print('del',self.n)
a=D(1,D(2,D(3)))
del a
print('--')
l=[D(4),D(5)]; l.clear()
def g():
    d=D(6)
    raise ValueError
try: g()
except ValueError: print('caught')
print('after')
class E:
    def __del__(self): raise KeyError('in del')
class W: pass
o=W()
log=[]
r=[w.ref(o, lambda r,i=i: log.append(i)) for i in range(4)]
del r[1]
del o
print(log)
p=W(); p.x=5; px=w.proxy(p)
print(px.x, type(px).__name__, px.__class__.__name__); px.y=6; print(p.y)
del p
try: px.x
except ReferenceError as e: print(e)
class C(W):
    def __call__(self,a): return a*2
    def __len__(self): return 7
    def __getitem__(self,i): return i
    def __iter__(self): return iter([1,2])
    def __add__(self,o): return 'add'
    def __str__(self): return 'strC'
    def __bool__(self): return False
    def __contains__(self, x): return x==1
c=C(); pc=w.proxy(c)
print(pc(4), len(pc), pc[3], list(pc), pc+1, str(pc), bool(pc), 1 in pc, type(pc).__name__, pc==c)
try: hash(pc)
except TypeError as e: print(e)
try: w.ref(3)
except TypeError as e: print(e)
class R(w.ref):
    def __new__(cls,o,cb=None,k=None):
        s=super().__new__(cls,o,cb); s.k=k; return s
    def __init__(self,o,cb=None,k=None): super().__init__(o,cb)
c2=C(); rr=R(c2,None,'key'); print(rr() is c2, rr.k, rr==w.ref(c2), rr is R(c2))
print(w.getweakrefcount(c2), len(w.getweakrefs(c2)))
d={w.ref(c):1}; print(d[w.ref(c)])
rep=repr(w.ref(c)); print(rep[:10], 'C' in rep)
del c
class Cyc:
    def __del__(self): print('cyc del')
q=Cyc(); q.me=q; wr=w.ref(q, lambda r: print('cyc cb')); del q
print(gc.collect() >= 1, wr())
class Res:
    def __del__(self): global saved; saved=self; print('res')
q=Res(); del q; print(saved.__class__.__name__); del saved; print('no second')
class Rec:
    def __getattr__(self,n): return getattr(self,n+'x')
try: Rec().a
except RecursionError as e: print('RecursionError', e)
class Rec2:
    def __repr__(self): return repr(self)
try: repr(Rec2())
except RecursionError as e: print('RecursionError')
class Rec3:
    def __eq__(self,o): return self==o
try: Rec3()==Rec3()
except RecursionError as e: print('RecursionError')
class Rec4:
    def __add__(self,o): return self+o
try: Rec4()+1
except RecursionError as e: print('RecursionError')
class Rec5:
    def __new__(cls): return Rec5()
try: Rec5()
except RecursionError as e: print('RecursionError')
class Rec6:
    def __get__(self,o,t): return o.x
class Rec7: x=Rec6()
try: Rec7().x
except RecursionError as e: print('RecursionError')
class Rec8:
    def __hash__(self): return hash(self)
try: hash(Rec8())
except RecursionError as e: print('RecursionError')
class Rec9: pass
Rec9.__call__ = Rec9()
try: Rec9()()
except RecursionError as e: print('RecursionError9')
s=staticmethod(1)
x=print
for i in range(300): x=staticmethod(x)
try: x('hi')
except RecursionError as e: print('RE')
x=W()
for i in range(500):
    p=w.proxy(x); 
print('end')
c=object
for i in range(300): c=type('C%d'%i,(c,),{})
del c
print('types')
