"""__set_name__ and __init_subclass__."""
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


# set_name / init_subclass / prepare / mro_entries / class_getitem
class N:
    def __set_name__(self, o, n): print('set_name', o.__name__, n)
class Bad:
    def __set_name__(self, o, n): raise ValueError('x')
class Bad2:
    def __set_name__(self): pass
class U: a = N(); b = N(); 
def f1():
    class U: z = N(); a = Bad()
def f2():
    class U: a = Bad2()
t(f1); t(f2)
class Mut:
    def __set_name__(self, o, n):
        o.extra = N()
class U2: a = Mut(); b = N()
print(sorted(k for k in vars(U2) if k[0] != '_'))
class SN:
    __set_name__ = None
def f3():
    class U: a = SN()
t(f3)
class Base:
    def __init_subclass__(cls, /, k=0, **kw): super().__init_subclass__(**kw); print('sub', cls.__name__, k)
class S1(Base, k=1): pass
def f4():
    class S2(Base, z=1): pass
t(f4)
def f5():
    class S2(z=1): pass
t(f5)
class Raises:
    def __init_subclass__(cls): 1/0
def f6():
    class S3(Raises): pass
t(f6); print(Raises.__subclasses__())
class NotF:
    __init_subclass__ = 5
def f7():
    class S3(NotF): pass
t(f7)
