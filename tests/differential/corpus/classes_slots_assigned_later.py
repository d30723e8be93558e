"""Special methods assigned to and deleted from classes later."""
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


# later assignment of slots
class Z: pass
class ZZ(Z): pass
z = ZZ()
t(len, z); Z.__len__ = lambda s: 7; t(len, z); ZZ.__len__ = lambda s: 8; t(len, z); del ZZ.__len__; t(len, z); del Z.__len__; t(len, z)
Z.__eq__ = lambda a, b: True; t(hash, z) if False else print(Z.__hash__ is object.__hash__); print(z == 5)
Z.__hash__ = None; t(hash, z); del Z.__hash__; print(isinstance(hash(z), int))
Z.__getattr__ = lambda s, n: 'ga' + n; print(z.foo); Z.__getattribute__ = lambda s, n: 'gg' + n; print(z.foo); del Z.__getattr__; print(z.foo); del Z.__getattribute__; t(lambda: z.foo)
Z.__call__ = lambda s, *a: a; print(z(1)); del Z.__call__; t(z)
Z.__add__ = list.__add__; t(lambda: z + 1); Z.__add__ = int.__add__; t(lambda: z + 1); Z.__add__ = len; t(lambda: z + 1); Z.__add__ = classmethod(lambda c, o: (c.__name__, o)); print(z + 1); Z.__add__ = staticmethod(lambda o: o); print(z + 1); Z.__add__ = property(lambda s: (lambda o: 'p')); print(z + 1); Z.__add__ = 5; t(lambda: z + 1)
class Ls(list): pass
Ls.__len__ = lambda s: 99; print(len(Ls()), Ls().__len__()); Ls.__len__ = dict.__len__; t(len, Ls()); Ls.__len__ = list.__len__; print(len(Ls([1]))); Ls.__getitem__ = lambda s, i: i; print(Ls()[5]); del Ls.__getitem__; t(lambda: Ls()[5])
Ls.__iter__ = None; t(iter, Ls()); del Ls.__iter__; Ls.__repr__ = lambda s: 'LS'; print(Ls(), [Ls()]); Ls.__new__ = lambda c, *a: 'new'; print(Ls()); del Ls.__new__; t(lambda: Ls('ab')); Ls.__init__ = lambda s, *a: None; print(list(Ls('ab'))); del Ls.__init__; 
print(list(Ls('ab')))
class Dd:
    def __del__(self): print('del')
d = Dd(); del d
class De: pass
De.__del__ = lambda s: print('later'); d = De(); del d
d = De(); del De.__del__; del d
class Sub(Dd): pass
s = Sub(); del s
Z.__iter__ = lambda s: iter('ab'); print(list(z), 'a' in z, 'c' in z); Z.__contains__ = lambda s, x: x == 'q'; print('q' in z, 'a' in z); Z.__contains__ = None; t(lambda: 'a' in z)
Z.__getitem__ = lambda s, i: [1,2,3][i]; del Z.__iter__, Z.__contains__; print(list(z), 2 in z, list(reversed(z)) if hasattr(z, '__len__') else None)
t(reversed, z); Z.__len__ = lambda s: 3; print(list(reversed(z)))
Z.__bool__ = lambda s: 5; t(bool, z); 
Z.__setattr__ = lambda s, n, v: print('set', n, v); z.x = 1; del Z.__setattr__; z.x = 1; print(z.x); Z.__delattr__ = lambda s, n: print('del', n); del z.x; z.y = 1; del Z.__delattr__; del z.x
Z.__get__ = lambda s, o, t: ('get', o is None, t.__name__); 
class H: a = z
print(H.a, H().a); Z.__set__ = lambda s, o, v: print('set', v); H().a = 5; Z.__delete__ = lambda s, o: print('delete')
def dh(): del H().a
t(dh); del Z.__delete__; t(dh); del Z.__set__; t(dh)
h = H(); h.a = 3; print(h.a, H.a)
Z.__set__ = lambda s, o, v: print('set', v); print(h.a)
