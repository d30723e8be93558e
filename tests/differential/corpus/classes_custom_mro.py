"""mro() of metaclasses."""
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


class P: 
    def f(self): return 'P'
class Q:
    def f(self): return 'Q'
class R(P): pass
class S(R): pass
# custom mro
class MM(type):
    def mro(cls):
        r = super().mro(); print('mro', cls.__name__, [c.__name__ for c in r]); return r
class MA0: pass
class MA(MA0, metaclass=MM): pass
class MB(MA): pass
MB.__bases__ = (MA,)
MA.__bases__ = (P,)
print(MB.mro())
def mkm(res):
    class Me(type):
        def mro(cls): return res(cls)
    def go():
        class T(metaclass=Me): pass
        return [getattr(x,'__name__',x) for x in T.__mro__]
    t(go)
mkm(lambda c: None); mkm(lambda c: [c, 5]); mkm(lambda c: [int]); mkm(lambda c: [c, int, object]); mkm(lambda c: [c]); mkm(lambda c: (c, object)); mkm(lambda c: iter([c, object])); mkm(lambda c: []); mkm(lambda c: [object]); mkm(lambda c: 1/0); mkm(lambda c: [c, list, object])
