"""__mro_entries__, __class_getitem__, __classcell__."""
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


class Base:
    def __init_subclass__(cls, /, k=0, **kw): super().__init_subclass__(**kw); print('sub', cls.__name__, k)
class Meta(type):
    @classmethod
    def __prepare__(m, name, bases, **kw): print('prep', name, bases, kw); return {'pre': 1}
    def __new__(m, name, bases, ns, **kw): print('new', name, sorted(ns), kw); return super().__new__(m, name, bases, ns)
    def __init__(c, name, bases, ns, **kw): print('init', kw); super().__init__(name, bases, ns)
    def __call__(c, *a): print('call', a); return super().__call__(*a)
class E:
    def __mro_entries__(self, bases): print('entries', len(bases)); return (Base,)
class VE(E(), k=3): pass
print(VE.__orig_bases__[0].__class__.__name__, VE.__bases__)
class E2:
    def __mro_entries__(self, bases): return 5
def f10():
    class Q(E2()): pass
t(f10)
t(type, 'A', (E(),), {})
class NoEntr: pass
def f11():
    class Q(NoEntr()): pass
t(f11)
class E3:
    def __mro_entries__(self, bases): return ()
class VE3(E3(), int): pass
print(VE3.__bases__, VE3.__mro__)
class CG:
    def __class_getitem__(cls, i): return (cls.__name__, i)
print(CG[1]); t(lambda: int['x']); t(lambda: type('Z',(),{})[1]); t(lambda: type[int]); t(lambda: Meta[int])
class MG(type):
    def __getitem__(c, i): return 'meta', i
class CG2(metaclass=MG):
    def __class_getitem__(cls, i): return 'class', i
print(CG2[3])
class CGN: __class_getitem__ = None
t(lambda: CGN[1])
def f12():
    class Q: __classcell__ = 5
t(f12)
class Loses(type):
    def __new__(m, n, b, ns):
        ns.pop('__classcell__', None); return super().__new__(m, n, b, ns)
def f13():
    class Q(metaclass=Loses):
        def f(self): return __class__
t(f13)
class Swap(type):
    def __new__(m, n, b, ns):
        return type('other', (), {'__classcell__': ns.get('__classcell__')}) if '__classcell__' in ns else type.__new__(m,n,b,ns)
def f14():
    class Q(metaclass=Swap):
        def f(self): return __class__
    return Q
t(f14)
class Stores(type):
    def __new__(m, n, b, ns):
        return 5
def f15():
    class Q(metaclass=Stores):
        def f(self): return __class__
t(f15)
class QN:
    __qualname__ = 'hey.QN'
print(QN, QN.__name__, QN.__qualname__)
def f16():
    class Q: __qualname__ = 5
t(f16)
t(type,'A',(),{'__qualname__':5}); t(type,'A',(),{'__doc__':5}); t(type,'A',(),{'__module__':5}); print(type('A',(),{'__module__':5}), type('A',(),{'__module__':None}))
t(type,'A',(),{5:5})
class K(str): pass
print(type(type(K('n'), (), {K('a'): 1}).__name__), vars(type('n', (), {K('a'): 1})).get('a'))
