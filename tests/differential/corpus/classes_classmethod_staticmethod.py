"""classmethod and staticmethod objects."""
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


def fd(s): 'fd doc'
class FAb:
    __isabstractmethod__ = True
    def __call__(self, s): return 1
print(property(FAb()).__isabstractmethod__, property(fd).__isabstractmethod__, property(None, FAb()).__isabstractmethod__)
# classmethod staticmethod
def g(cls, a=1): 'g doc'; return (cls, a)
g.attr = 5; g.__annotations__ = {'a': int}
for T in (classmethod, staticmethod):
    c = T(g); print(T.__name__, c.__func__ is g, c.__wrapped__ is g, c.__doc__, c.__name__, c.__qualname__, c.__module__, c.__annotations__, sorted(c.__dict__), c.__isabstractmethod__, repr(c).replace(hex(id(g)), 'ID'))
    t(T); t(T, 1, 2); t(T, x=1); c.foo = 1; print(c.foo); t(T(5).__get__, None, int); t(T(5).__get__, 1); t(T(len).__get__, [1], list); t(lambda: T(5).__name__); print(T(T(g)).__func__.__func__ is g); t(T(g), 1); t(T(FAb()).__get__, 1, int); print(T(FAb()).__isabstractmethod__); t(T(g).__get__); t(lambda: T(g).attr); t(T.__new__(T).__get__, 1, int); t(lambda: repr(T.__new__(T)))
    c2 = T(g); c2.__init__(len); print(c2.__func__, c2.__name__); t(setattr, c2, '__func__', 1); t(setattr, c2, '__doc__', 'x'); print(c2.__doc__, c2.__dict__.keys()); c2.__dict__ = {}; t(lambda: c2.__doc__)
class DD:
    @classmethod
    @property
    def cp(cls): return cls
    cm = classmethod(staticmethod(lambda *a: a)); cl = classmethod(len); ct = classmethod(type)
print(type(DD.cp).__name__, DD.cm, DD().cm); t(lambda: DD.cm()); t(lambda: DD.cl()); t(lambda: DD.ct())
