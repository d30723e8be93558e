"""__prepare__, metaclass calls, functions as metaclasses."""
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
class MC(metaclass=Meta, opt=1): 
    def __init__(self, *a): self.a = a
print(MC(1,2).a, MC.pre)
class PM(type):
    @classmethod
    def __prepare__(m, *a): return 5
def f8():
    class Q(metaclass=PM): pass
t(f8)
def fmeta(name, bases, ns, **kw): return (name, bases, sorted(ns), kw)
class FF(int, metaclass=fmeta, q=1): x = 1
print(FF)
def f9():
    class Q(metaclass=5): pass
t(f9)
