class A:
    x = 1
    def __init__(self, a, b=2): self.a=a; self.b=b
    def m(self): return self.a+self.b
    @property
    def p(self):
        "doc p"
        return self.a*10
    @p.setter
    def p(self, v): self.a = v
    @staticmethod
    def s(q): return q
    @classmethod
    def c(cls, q): return cls.__name__, q
    def __repr__(self): return f"A({self.a})"
a=A(1)
print(a, a.m(), a.p, a.s(3), a.c(4), A.c(5), A.s(6), A.m(a))
a.p = 7; print(a.p, a.__dict__, A.__dict__['x'], type(A.__dict__))
try: a.nope
except AttributeError as e: print(e)
try: del a.p
except AttributeError as e: print(e)
try: A()
except TypeError as e: print(e)
try: A(1,2,3)
except TypeError as e: print(e)
print(A.__mro__, A.__bases__, A.__name__, A.__qualname__, A.__module__)
class B(A):
    __slots__=('z',)
    def __init__(self):
        super().__init__(5)
        self.z = 3
b=B(); print(b, b.z, b.__dict__, B.__slots__, b.m())
class S:
    __slots__=('u','v','__weakref__')
s=S(); s.u=1
print(s.u, hasattr(s,'v'))
try: s.w=1
except AttributeError as e: print(e)
try: s.v
except AttributeError as e: print(e)
try: del s.v
except AttributeError as e: print(e)
del s.u
print(hasattr(s,'u'), S.u, type(S.u))
class M(type):
    def __new__(m, n, b, d, **kw):
        print('new', n, sorted(k for k in d if not k.startswith('__')), kw); return super().__new__(m,n,b,d)
    def __init__(c, n, b, d, **kw): print('init', n); super().__init__(n,b,d)
    def __call__(c,*a,**k): print('call', a, k); return super().__call__(*a,**k)
    @classmethod
    def __prepare__(m, n, b, **kw): print('prep', n); return {}
    def hello(c): return c.__name__
class C(metaclass=M, k=1):
    def __init__(self, v): self.v=v
c=C(3); print(c.v, C.hello(), type(C))
class D(C): pass
print(D.hello(), D.__mro__)
class F:
    def __set_name__(self, o, n): print('set_name', o.__name__, n); self.n=n
    def __get__(self, o, t): return (self.n, o is None, t.__name__)
    def __set__(self, o, v): print('set', v)
    def __delete__(self, o): print('delete')
class G:
    f=F()
    def __init_subclass__(cls, **k): print('sub', cls.__name__, k); super().__init_subclass__()
    def __class_getitem__(cls, i): return (cls.__name__, i)
g=G(); print(g.f, G.f); g.f=3; del g.f
class H(G, opt=5): pass
print(H[3])
try:
    class I(A, S): pass
    print(I.__mro__)
    class J(object, A): pass
except TypeError as e: print(e)
try:
    class K(int, str): pass
except TypeError as e: print(e)
class N:
    def __getattr__(self, n): return 'ga '+n
    def __setattr__(self, n, v): print('sa', n, v); object.__setattr__(self, n, v)
    def __delattr__(self, n): print('da', n); super().__delattr__(n)
n=N(); n.q=1; print(n.q, n.r); del n.q; print(n.q)
class O:
    def __getattribute__(self, n):
        if n=='zz': raise AttributeError('no zz')
        return object.__getattribute__(self, n)
    def __getattr__(self, n): return 'hook '+n
print(O().zz, O().__class__)
class V:
    def __init__(s,x): s.x=x
    def __add__(s,o): return V(s.x+(o.x if isinstance(o,V) else o))
    __radd__=__add__
    def __iadd__(s,o): s.x+=1000; return s
    def __eq__(s,o): return isinstance(o,V) and s.x==o.x
    def __lt__(s,o): return s.x<o.x
    def __hash__(s): return hash(s.x)
    def __bool__(s): return s.x!=0
    def __len__(s): return s.x
    def __getitem__(s,i):
        if i>=3: raise IndexError
        return i*s.x
    def __contains__(s,i): return i==42
    def __call__(s,*a,**k): return a,k
    def __repr__(s): return f'V({s.x})'
    def __neg__(s): return V(-s.x)
    def __index__(s): return s.x
    def __int__(s): return 7
    def __enter__(s): print('enter'); return s
    def __exit__(s,*a): print('exit', a[0]); return True
v=V(2); print(v+3, 3+v, v==V(2), v!=V(3), v<V(5), v>V(1), bool(v), len(v), list(v), 42 in v, v(1,k=2), -v, [1,2,3][v], int(v), {v:1}[V(2)])
v+=1; print(v)
with v: raise ValueError
print(max([V(1),V(5),V(3)]), sorted([V(3),V(1)]))
try: v-1
except TypeError as e: print(e)
try: v>=v
except TypeError as e: print(e)
try: V.__add__()
except TypeError as e: print(e)
try: object()  .x=1
except AttributeError as e: print(e)
try: object(1)
except TypeError as e: print(e)
class P:pass
try: P(1)
except TypeError as e: print(e)
try: P().__init__(1)
except TypeError as e: print(e)
print(isinstance(True,int), issubclass(bool,int), type(type), type(3), type('X',(A,),{'k':1}).k)
