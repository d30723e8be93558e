import sys, gc, _weakref
ref,proxy=_weakref.ref,_weakref.proxy
def t(fn,*a,**k):
    try: print(repr(fn(*a,**k))[:150])
    except BaseException as e: print(type(e).__name__, e, e.args)
class C:
    def __init__(self,v=1): self.v=v
    def __hash__(self): return hash(self.v)
    def __eq__(self,o): return self.v==getattr(o,'v',o)
c=C(); r=ref(c); print(r is ref(c), r() is c, r.__callback__, hash(r)==hash(c), r==ref(C(1)), r!=ref(c), ref(c,print) is r); del c; gc.collect(); print(r(), r==r, repr(r)[:8]); t(hash,r)
r2=ref(C(5)); t(hash,r2); t(lambda:r==r2); t(lambda:r<r2)
c=C(3); r=ref(c); h=hash(r); del c; print(hash(r)==h, r==ref(C(3)) )
log=[]
c=C(); rs=[ref(c,lambda r,i=i: log.append((i,r() is None,r.__callback__))) for i in range(4)]; p=proxy(c,lambda p: log.append('p')); rs[1]=None; print(_weakref.getweakrefcount(c), len(_weakref.getweakrefs(c))); del c; print(log)
t(ref); t(ref,5); t(ref,C(),1,2); t(ref,C(),callback=1); t(ref,C(),5); t(ref,None); t(ref,'a'); t(ref,[]); t(ref,{}); t(ref,object()); t(ref,C); t(ref,len); t(ref,C().__init__); t(ref,set()); t(ref,(i for i in ())); t(ref,(lambda:0).__code__)
r=ref(C); t(r,1); t(r,x=1); t(setattr,r,'__callback__',1); t(setattr,r,'x',1)
class R(ref):
    __slots__=('k',)
    def __new__(cls,o,cb=None,k=None): return super().__new__(cls,o,cb)
    def __init__(self,o,cb=None,k=None): super().__init__(o,cb); self.k=k
c=C(); a=R(c,None,1); b=R(c,None,2); print(a is b,a==b,a.k,b.k,a is ref(c), R.__mro__[1] is ref, ref(c) is ref(c)); del c; print(a(), a==b, a==a)
class S:
    __slots__=('__weakref__','a')
class S0: __slots__=()
t(lambda: ref(S())()); t(ref,S0()); s=S(); r=ref(s); print(r() is s, s.__weakref__ is r); t(setattr,s,'__weakref__',1)
class L(list): pass
class I(int): pass
class T(tuple): pass
t(lambda: ref(L())); t(lambda: ref(I())); t(ref,T())
class P:
    x=5
    def m(self,*a): return ('m',a)
    def __add__(s,o): return ('add',type(o).__name__)
    def __radd__(s,o): return ('radd',o)
    def __iadd__(s,o): return ('iadd',o)
    def __neg__(s): return 'neg'
    def __len__(s): return 3
    def __getitem__(s,i): return i
    def __setitem__(s,i,v): print('set',i,v)
    def __delitem__(s,i): print('del',i)
    def __contains__(s,i): return i==1
    def __iter__(s): return iter('ab')
    def __call__(s,*a,**k): return (a,k)
    def __bool__(s): return False
    def __int__(s): return 7
    def __index__(s): return 8
    def __float__(s): return 1.5
    def __pow__(s,o,m=None): return ('pow',o,m)
    def __divmod__(s,o): return ('dm',o)
    def __str__(s): return 'STR'
    def __bytes__(s): return b'BY'
    def __reversed__(s): return 'rev'
    def __matmul__(s,o): return 'mm'
    def __lt__(s,o): return 'lt'
    def __eq__(s,o): return 'eq'
    def __format__(s,f): return 'fmt'+f
    def __next__(s): return 'next'
    def __abs__(s): return 'abs'
    def __enter__(s): return 'en'
    def __exit__(s,*a): pass
o=P(); p=proxy(o); print(type(p), p.x,p.m(1),p+1,1+p,-p,len(p),p[2],1 in p,list(p),p(1,z=2),bool(p),int(p),float(p),p**2,pow(p,2,3),divmod(p,1),str(p),p@1,p<1,p==1,abs(p)); p[1]=2; del p[1]; p.y=9; print(o.y); del p.y; t(lambda:p.y); t(hash,p); q=p; q+=1; print(q); t(bytes,p); t(reversed,p); t(format,p,'x'); t(next,p); t(hex,p); t(lambda:[10,20,30,0,0,0,0,0,99][p]); t(isinstance,p,P); print(p.__class__, repr(p)[:16]); t(lambda:p+p); t(lambda: p>>1); t(round,p); t(dir,1) if 0 else None; t(lambda: [*zip(p)]); t(callable,p); t(lambda: proxy(p)); t(lambda: ref(p)); print(proxy(o) is p, _weakref.getweakrefcount(o), _weakref.getweakrefs(o)[0] is p)
del o
for f in (lambda:p.x,lambda:p+1,lambda:len(p),lambda:str(p),lambda:repr(p)[:25],lambda:bool(p),lambda:p(),lambda:p[0],lambda:p==p,lambda:1+p,lambda:iter(p),lambda:setattr(p,'a',1), lambda: 5 in p, lambda: hash(p), lambda: int(p), lambda: p<1, lambda: p.__class__, lambda: isinstance(p,int), lambda: dir(p)): t(f)
c=C(); p=proxy(c); print(type(p)); t(p); t(next,p); t(iter,p); t(lambda:len(p)); t(proxy); t(proxy,5); t(proxy,c,5); t(lambda: c==p); t(lambda: proxy(c)==c); t(type(p),c); t(_weakref.getweakrefcount,5); t(_weakref.getweakrefs,5); t(_weakref.getweakrefcount)
def bad(r): raise ValueError('cb')
c=C(); r=ref(c,bad); del c
class Res:
    def __del__(self): keep.append(self)
keep=[]; x=Res(); r=ref(x); log=[]; r3=ref(x,lambda r:log.append('cb')); del x; print(r(), len(keep), log); keep.clear(); print(r(), log)
a=C(); b=C(); a.o=b; b.o=a; ra=ref(a,lambda r:log.append('a')); rb=ref(b); a.r=ref(b,lambda r: log.append('internal')); del a,b; gc.collect(); print(ra(),rb(),log)
t(ref.__class_getitem__,int); print(ref[int]); t(ref.__call__); t(ref.__init__,ref(C)); t(ref.__new__); t(ref.__new__,int)
d={}; c=C(9); d[ref(c)]='v'; print(d.get(ref(C(9))), d[ref(c)]); k=list(d)[0]; del c; print(d[k])
print(sys.getsizeof(ref(C)), sys.getsizeof(p), ref(C).__reduce_ex__.__name__); import errno; t(ref(C).__reduce_ex__,2); t(_weakref._remove_dead_weakref,{},1)
def fn(): pass
r=ref(fn); print(r.__repr__()[-6:]); fn.__name__='zz'; print('zz' in repr(r))
