"""C.__bases__ = ...: MROs below, errors, rollback."""
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
# __bases__
class P: 
    def f(self): return 'P'
class Q:
    def f(self): return 'Q'
class R(P): pass
class S(R): pass
print(S().f(), [c.__name__ for c in S.__mro__]); R.__bases__ = (Q,); print(S().f(), [c.__name__ for c in S.__mro__], P.__subclasses__(), [c.__name__ for c in Q.__subclasses__()])
def sb(c, b): c.__bases__ = b; return [x.__name__ for x in c.__mro__]
t(sb, R, ()); t(sb, R, 5); t(sb, R, (5,)); t(sb, R, (R,)); t(sb, R, (S,)); t(sb, R, (int,)); t(sb, R, (object,)); t(sb, int, (object,)); t(sb, R, (P, Q)); t(sb, R, (P, P)); t(sb, R,(Q,P)); t(sb, A, (P,)); t(sb, A, (object,)); t(sb, SA, (SB,)); t(sb, R, (SA,)); t(sb, R, (L,))
print([c.__name__ for c in S.__mro__], S.__base__.__name__, R.__base__.__name__)
class X1: pass
class Y1(X1): pass
class Z1(X1, ): pass
class V1(Y1, Z1): pass
t(sb, X1, (P,)); print([c.__name__ for c in V1.__mro__])
# rollback: V1(Y1,Z1): make Y1 order inconsistent
class O1(P,Q): pass
class O2(R): pass
class O3(O2, P): pass
t(sb, O3, (P, O2)); print([c.__name__ for c in O3.__mro__])
class G1: pass
class G2(G1): pass
class G3(G2, G1): pass
t(sb, G2, (object,)); print([c.__name__ for c in G3.__mro__], G2.__bases__)
class H0: pass
class H1: pass
class H2(H0): pass
class H3(H0, H1): pass
class H4(H3): pass
t(sb, H3, (H1, H0)); print([c.__name__ for c in H4.__mro__])
class K1(H0, H1): pass
class K2: pass
class K3(K1, K2): pass
t(sb, K2, (H1, H0)); print([c.__name__ for c in K3.__mro__], K2.__bases__, [c.__name__ for c in K2.__mro__], [c.__name__ for c in H1.__subclasses__()])
def db(): del R.__bases__
t(db)
