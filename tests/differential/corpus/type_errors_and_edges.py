import sys
def t(f):
    try:
        r = f()
        print(f.__name__, r)
    except Exception as e:
        print(f.__name__, type(e).__name__, e, getattr(e,'__notes__',''))
@t
def a1():
    class M1(type): pass
    class M2(type): pass
    class A(metaclass=M1): pass
    class B(metaclass=M2): pass
    class C(A,B): pass
@t
def a2():
    class A: __slots__=('a',)
    class B: __slots__=('b',)
    class C(A,B): pass
@t
def a3():
    class A: __slots__=('a','a')
    return A.a
@t
def a4():
    class A:
        x=1
        __slots__=('x',)
@t
def a5():
    class A: __slots__=(1,)
@t
def a6():
    class A: __slots__=('1a',)
@t
def a7():
    class A(int): __slots__=('q',)
@t
def a8():
    class A(tuple): __slots__=()
    return A((1,2)), hasattr(A(()),'__dict__')
@t
def a9():
    class A(list): __slots__=('q','__dict__')
    a=A([1]); a.q=5; a.z=6
    return a, a.q, a.z, a.__dict__
@t
def b1():
    class A: __slots__=('__dict__','__dict__')
@t
def b2():
    class A: __slots__=('__priv','pub')
    return A.__slots__, sorted(k for k in A.__dict__ if 'p' in k and not k.startswith('__'))
@t
def b3():
    class X:
        def __set_name__(self,o,n): raise ValueError('bad name')
    class A: x=X()
@t
def b4():
    class A:
        def __init_subclass__(cls, /, a, **k): print(a,k)
    class B(A, a=1, b=2): pass
    class C(A): pass
@t
def b5():
    class B(object, foo=1): pass
@t
def b6(): return type('X', (), {}, foo=1)
@t
def b7(): return type('X', (int, str), {})
@t
def b8(): return type(1,2)
@t
def b9(): return type('X', [], {})
@t
def c1(): return type(3, (), {})
@t
def c2(): return type('X\0', (), {})
@t
def c3(): return type('X', (3,), {})
@t
def c4(): return type('X', (bool,), {})
@t
def c5():
    class A: pass
    class B(A, A): pass
@t
def c6():
    class A: pass
    A.__name__='ZZ'; A.__qualname__='QQ'; A.__module__='MM'
    return repr(A), repr(A())[:12]
@t
def c7():
    class A: pass
    A.__name__=3
@t
def c8():
    class A: pass
    del A.__name__
@t
def c9():
    int.__name__='x'
@t
def d1():
    class A: pass
    A.__bases__=()
@t
def d2():
    class A: pass
    A.__bases__=(A,)
@t
def d3():
    class A: pass
    class B(A): pass
    A.__bases__=(B,)
@t
def d4():
    class A: pass
    A.__bases__=(int,)
@t
def d5():
    class X: pass
    class A(X): pass
    class Y: y=5
    A.__bases__=(Y,)
    return A().y, X.__subclasses__(), [c.__name__ for c in Y.__subclasses__()]
@t
def d6():
    class A: __slots__='a',
    class B: __slots__='a',
    class C: __slots__='c',
    x=A(); x.a=3; x.__class__=B; print(x.a)
    x.__class__=C
@t
def d7():
    class A: pass
    class B: __slots__=()
    A().__class__=B
@t
def d8():
    class A:
        def __new__(cls,*a,**k): print('new',a,k); return object.__new__(cls)
        def __init__(self,x): print('init',x)
    A(1); A(x=2); A(1,2)
@t
def d9():
    class A:
        def __new__(cls): return 5
        def __init__(self): print('never')
    return A()
@t
def e1():
    class A:
        def __init__(self): return 5
    A()
@t
def e2():
    class A:
        def __new__(cls): return object.__new__(cls, 1)
    A()
@t
def e3(): return object.__new__(int)
@t
def e4(): return int.__new__(str)
@t
def e5(): return int.__new__(3)
@t
def e6(): return int.__new__()
@t
def e7():
    class A: pass
    a=A(); a.x=1; d=a.__dict__; d['y']=2; print(a.y, d); a.__dict__={'z':9}; print(a.z, hasattr(a,'x'), d)
    a.__dict__=3
@t
def e8():
    class A: pass
    a=A(); a.x=1; del a.__dict__; print(a.__dict__); a.y=2; return a.__dict__
@t
def e9():
    class A:
        __hash__=None
    hash(A())
@t
def f1():
    class A:
        def __eq__(s,o): return True
    return A()==3, A()!=3, A.__hash__
@t
def f2():
    class A:
        def __hash__(s): return 'x'
    hash(A())
@t
def f3():
    class A:
        def __hash__(s): return 2**70+5
    return hash(A()), hash(-1)
@t
def f4():
    class A:
        def __len__(s): return -1
    len(A())
@t
def f5():
    class A:
        def __len__(s): return 2**70
    len(A())
@t
def f6():
    class A:
        def __bool__(s): return 3
    bool(A())
@t
def f7():
    class A:
        def __repr__(s): return 3
    repr(A())
@t
def f8():
    class A:
        def __iter__(s): return 3
    iter(A())
@t
def f9():
    class A:
        __iter__=None
        def __getitem__(s,i): return i
    iter(A())
@t
def g1():
    class A:
        __contains__=None
    3 in A()
@t
def g2():
    class A:
        def __getitem__(s,i):
            if i>3: raise IndexError
            return i
    return list(A()), 2 in A(), 9 in A(), list(reversed([1,2]))
@t
def g3():
    class A:
        def __get__(s,o,t): return 'got'
    class B: x=A()
    b=B(); b.__dict__['x']=1
    return b.x, B.x, B().x
@t
def g4():
    class A:
        def __set__(s,o,v): print('set')
    class B: x=A()
    b=B(); b.__dict__['x']=1; b.x=2
    return b.x, type(B.x).__name__
@t
def g5():
    class A:
        def __set__(s,o,v): pass
    class B: x=A()
    del B().x
@t
def g6():
    class Meta(type):
        def mro(cls): return [cls, object]
    class A(metaclass=Meta): pass
    class B(A): pass
    return B.__mro__
@t
def g7():
    class Meta(type):
        def mro(cls): return [cls, 3]
    class A(metaclass=Meta): pass
@t
def g8():
    class Meta(type):
        def __instancecheck__(c,i): return i==3
        def __subclasscheck__(c,i): return i is int
    class A(metaclass=Meta): pass
    return isinstance(3,A), isinstance(4,A), issubclass(int,A), issubclass(str,A)
@t
def g9(): return isinstance(3, 4)
@t
def h1(): return issubclass(3, int)
@t
def h2():
    class A:
        def __add__(s,o): return NotImplemented
        __radd__=__add__
    A()+A()
@t
def h3():
    class A:
        def __add__(s,o): return 'A.add'
    class B(A):
        def __radd__(s,o): return 'B.radd'
    return A()+B(), B()+A(), A()+A(), B()+B()
@t
def h4():
    class A:
        def __pow__(s,o,m=None): return ('pow',o,m)
        def __rpow__(s,o): return ('rpow',o)
        def __divmod__(s,o): return 'dm'
        def __matmul__(s,o): return 'mm'
        def __lshift__(s,o): return 'ls'
        def __invert__(s): return 'inv'
        def __abs__(s): return 'abs'
        def __pos__(s): return 'pos'
        def __float__(s): return 2.5
        def __complex__(s): return 1j
        def __round__(s,n=None): return ('round',n)
        def __trunc__(s): return 1
        def __floor__(s): return 2
        def __format__(s,f): return 'fmt:'+f
    a=A()
    return a**2, 2**a, pow(a,2,3), divmod(a,1), a@1, a<<1, ~a, abs(a), +a, float(a), complex(a), round(a), round(a,2), f'{a:xx}', format(a)
@t
def h5():
    class A:
        def __imul__(s,o): return 'imul'
        def __ipow__(s,o): return 'ipow'
    a=A(); a*=1; b=A(); b**=2
    return a,b
@t
def h6():
    class A:
        def __float__(s): return 'x'
    float(A())
@t
def h7():
    class A:
        def __index__(s): return 'x'
    [1][A()]
@t
def h8():
    class A: pass
    return [x for x in dir(A) if x not in dir(object)], [x for x in dir(A()) if x not in dir(object)]
@t
def h9():
    class A:
        def __dir__(s): return ['b','a']
    return dir(A())
@t
def i1():
    class A:
        @classmethod
        def f(cls): return cls.__name__
        @staticmethod
        def g(): return 'g'
        h = classmethod(lambda cls: cls.__name__)
    return A.f(), A().f(), A.g(), A().g(), A.h(), A.__dict__['g'](), repr(A.__dict__['f'])[:24], A.__dict__['f'].__func__.__name__, A.__dict__['f'].__name__, A.__dict__['f'].__wrapped__ is A.__dict__['f'].__func__
@t
def i2(): return staticmethod()
@t
def i3(): return classmethod(1,2)
@t
def i4(): return super(1,2)
@t
def i5(): return property(1,2,3,4,5)
@t
def i6():
    class P(property): 
        "sub doc"
    class A:
        @P
        def x(self): "xdoc"; return 1
    return A().x, A.x.__doc__, A.x.__name__
@t
def i7():
    class A:
        @property
        def x(self): raise AttributeError('inner')
        def __getattr__(self,n): return 'fallback '+n
    return A().x
@t
def i8():
    class A: 
        __slots__=()
    A().x=1
@t
def i9():
    class A:
        x: int = 3
        y: str
    return A.__annotations__, A.x
@t
def j1():
    class A:
        def f(self): return __class__
    return A().f() is A
@t
def j2():
    class A:
        def f(self): return super().__repr__()[:10]
        def g(self): return super().nope
    print(A().f()); A().g()
@t
def j3():
    class A:
        def __init__(self): self.f = lambda: super().__init__
    return A().f().__name__
@t
def j4(): return object.__repr__.__get__(3)()[:7], int.__repr__(5), type.__repr__(int)
@t
def j5(): return type.mro(int), type.__dict__['__mro__'].__get__(int), int.__dict__['real'].__get__(5)
@t
def j6(): return object.__setattr__(int, 'x', 1)
@t
def j7(): return type.__setattr__(int, 'x', 1)
@t
def j8():
    class A: pass
    object.__setattr__(A,'x',1)
@t
def j9():
    class A: pass
    type.__setattr__(A,'x',1); r=A.x; type.__delattr__(A,'x'); return r, hasattr(A,'x')
@t
def k1():
    class A: pass
    del A.zzz
@t
def k2():
    class A(Exception): 
        def __init__(self, a, b): super().__init__(a); self.b=b
    try: raise A(1,2)
    except A as e: return e.args, e.b, str(e), repr(e)
@t
def k3():
    class D(dict):
        def __missing__(self,k): return k*2
        def __setitem__(self,k,v): super().__setitem__(k,v+1)
    d=D(a=1); d['b']=1; return d, d['zz'], d.get('q'), type(d.copy())
@t
def k4():
    class I(int):
        def __add__(s,o): return I(int(s)+int(o)+100)
        def __repr__(s): return f'I({int(s)})'
    return I(3)+4, 4+I(3), I(3)*2, I('12'), {I(3):1}[3], I(3)==3, hash(I(3))
@t
def k5():
    class S(str):
        def upper(self): return 'UP'
    s=S('abc'); s.x=1
    return s.upper(), s+'d', type(s+'d'), s.x, s=='abc', {s:1}['abc'], f'{s}', s[0]
@t
def k6():
    class L(list):
        def append(self,x): super().append(x*2)
    l=L(); l.append(3); l+=[1]; l.y=3
    return l, len(l), l.y, l==[6,1], L([1,2])[::-1]
@t
def k7():
    class T(tuple):
        def __new__(cls,*a): return super().__new__(cls,a)
    return T(1,2), T(1,2)+(3,), T(1)==(1,), hash(T(1,2))==hash((1,2))
@t
def k8():
    class F(float): pass
    class B(bytes): pass
    return F(2.5)+1, type(F(1)+1), B(b'x')+b'y', F('3.5').is_integer()
@t
def k9():
    return [c.__name__ for c in (int,str,list,dict,type,object,property,super,staticmethod)], int.__basicsize__, int.__itemsize__, int.__flags__ & (1<<10), type.__basicsize__, int.__base__, bool.__base__, object.__base__, int.__dictoffset__, type.__dictoffset__, property.__doc__ is None
@t
def l1():
    class A:
        def __call__(self, *a, **k): return a,k
    return A()(1,*[2],**{'z':3}), callable(A()), callable(3)
@t
def l2():
    class A:
        __call__ = 3
    A()()
@t
def l3():
    class A:
        def __init__(self): self.__call__ = lambda: 3
    A()()
@t
def l4():
    class A:
        def __getattribute__(self, n): return n
    return A().foo, A().__class__, type(A()).__name__
@t
def l5():
    class A:
        def __setattr__(self, n, v): raise TypeError('no '+n)
    A().x=1
@t
def l6():
    import sys
    class A: pass
    a=A(); b=[a,a]
    class B(A): pass
    return sys.getrefcount(a), sys.getrefcount(A), sys.getrefcount(B)
