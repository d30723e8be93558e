"""obj.__class__ = C, between all kinds of layouts."""
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


class A: pass
class B: pass
class C(A): pass
class SA: __slots__=('x',)
class SB: __slots__=('x',)
class SC: __slots__=('y',)
class SD: __slots__=('x','y')
class L(list): pass
class L2(list): pass
class D(dict): pass
class W: __slots__=('__weakref__',)
class Di: __slots__=('__dict__',)
class DiW: __slots__=('__dict__','__weakref__')
class I(int): pass
class I2(int): __slots__=()
def sc(o, c): o.__class__ = c; return type(o).__name__
mk = {'A':A,'B':B,'C':C,'SA':SA,'SB':SB,'SC':SC,'SD':SD,'L':L,'L2':L2,'D':D,'W':W,'Di':Di,'DiW':DiW,'I':I,'I2':I2,'list':list,'object':object,'int':int}
for n,c in mk.items():
    for m,d in mk.items():
        print(n,m,end=' '); t(sc, c(), d)
t(sc, A(), 5); t(sc, A, B); t(sc, None, A); t(sc, 1, int)
import sys
class Mod(type(sys)): pass
m = type(sys)('m'); t(sc, m, Mod); t(sc, m, type(sys)); t(sc, m, A)
a = A(); a.x = 1; a.__class__ = B; print(a.x, type(a).__name__, isinstance(a, B))
def dc(): del a.__class__
t(dc)
