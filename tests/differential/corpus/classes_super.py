"""super in all its forms."""
_print = print


def print(*args, end='\n'):
    text = ' '.join(map(str, args))
    while ' at 0x' in text:  # addresses differ
        i = text.index(' at 0x')
        j = i + 6
        while text[j] in '0123456789abcdef':
            j += 1
        text = text[:i] + ' at' + text[j:]
    _print(text, end=end)


def t(f, *a, **k):
    try:
        r = f(*a, **k)
        print('ok', r if not isinstance(r, type) else r.__name__)
    except BaseException as e:
        print(type(e).__name__ + ':', e, getattr(e, '__notes__', ''))


# super
class A:
    x = 'A.x'
    def f(self): return 'A.f'
    @classmethod
    def c(cls): return cls.__name__
    @staticmethod
    def s(): return 's'
    @property
    def p(self): return 'p'
class B(A):
    x = 'B.x'
    def f(self): return 'B' + super().f()
    def sp(self): return super().p, super().x, super().c(), super().s()
    @classmethod
    def c(cls): return 'B' + super().c()
    def get(self): return super()
    def getb(self): return super(B, type(self))
class C(B): pass
b = C()
print(b.f(), b.sp(), C.c(), B.c())
s = b.get(); print(repr(s).replace(hex(id(b)), 'ID'), s.__thisclass__, s.__self__ is b, s.__self_class__, s.f(), s.x, s.__class__)
print(repr(b.getb()), b.getb().c(), b.getb().f)
u = super(B); print(u, u.__self__, u.__self_class__, u.__thisclass__); print(u.__get__(b).f(), u.__get__(None, B) is u); t(u.__get__, 5); t(u.__get__); t(lambda: u.f)
t(super); t(super, 1); t(super, B, 1); t(super, B, A()); t(super, B, int); t(super, B, None); t(super, 1, 2, 3); t(super, type=B); t(super, B, b, x=1)
t(lambda: s.nope); t(lambda: setattr(s, 'x', 1)); t(lambda: delattr(s,'f')); t(lambda: s.__dict__); 
def outer(): super()
t(outer)
def o2(a): super()
t(o2, 1)
class NoArg:
    def f(): super()
    def g(self): del self; super()
    def h(self):
        def inner(): return super()
        return inner()
    def k(self): return [super().__init__ for _ in (1,)]
    def l(*a): return super()
    def m(self): 
        self2 = self
        def q(): return self
        self = 5
        return super()
t(NoArg.f); t(NoArg().g); t(NoArg().h); t(lambda: len(NoArg().k())); t(NoArg().l); t(NoArg().m)
class Weird(super): pass
t(lambda: Weird(B, b).f()); t(lambda: Weird(B).__get__(b).f()); t(lambda: type(Weird(B).__get__(b)).__name__)
class SuperAttr:
    def __getattribute__(self, n): print('ga', n); return object.__getattribute__(self, n)
class SA2(SuperAttr):
    def g(self): return super().h
    def h(self): return 1
t(SA2().g)
class Prox:
    __class__ = B
t(super, B, Prox()); t(lambda: super(B, Prox()).f)
ss = super(B, b); super.__init__(ss, A, b); t(lambda: ss.x)
print(super(B, b) == super(B, b), hash(super(B,b)) != None, super.__doc__[:10])
