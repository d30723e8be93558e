"""Bound methods."""
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


class A:
    def f(self, x=1): 'fdoc'; return x
    def __eq__(self, o): return True
    def __hash__(self): return 7
a, b = A(), A()
m = a.f
MT = type(m)
print(m == a.f, m == b.f, hash(m) == hash(a.f), m != b.f, m.__func__ is A.f, m.__self__ is a, m.__doc__, m.__name__, m.__qualname__, m.__module__, m.__defaults__); t(lambda: m < m); t(lambda: m.nope); t(setattr, m, 'x', 1); t(setattr, m, '__doc__', 1); t(delattr, m, '__func__'); t(setattr, m, '__self__', 1)
A.f.attr = 5; print(m.attr); t(MT); t(MT, 1); t(MT, 1, 2); t(MT, len, None); print(MT(len, [1])()); t(MT, len, x=1); t(MT(len, 5)); print(MT(len,[1]).__reduce__()); t(lambda: m.__reduce__()[0]); print(repr(MT(len, 5))); print(repr(MT(A.f, 5)), repr(MT(MT(A.f, 5), 6))); print(MT(1 .__add__, 5) if 0 else ''); t(MT, print, 5); 
class Cal: 
    def __call__(self, *a): return a
    def __get__(self, o, t=None): return 'got'
print(MT(Cal(), 3)(4), repr(MT(Cal(), 3)).split(' at ')[0]); print(MT(Cal(), 3).__get__(1, int)); print(m.__get__(b, A) is m, m.__get__(None, A) is m); t(m.__get__); t(m.__get__, None, None); print(m.__call__(3), MT.__call__(m, 4)); t(m, 1, 2, 3); t(m, y=1); print(m(x=9)); print(sorted(d for d in dir(m) if d not in dir(object)))
print(MT(type('N', (), {'__call__': lambda s: 1, '__name__': 5})(), 1)) if 0 else None
