"""property: copies, docs, names, errors."""
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


# property
class P:
    def __init__(self): self._x = 1
    @property
    def x(self): 'docx'; return self._x
    @x.setter
    def x(self, v): self._x = v
    @x.deleter
    def x(self): del self._x
    y = property(lambda s: 1, doc='why')
    z = property()
    w = property(None, lambda s, v: None)
p = P(); p.x = 5; print(p.x); del p.x; t(lambda: p.x); print(P.x.__doc__, P.y.__doc__, P.z.__doc__, P.x.__name__, P.y.__name__, P.z.__name__)
t(setattr, p, 'y', 1); t(delattr, p, 'y'); t(lambda: p.z); t(setattr, p, 'z', 1); t(delattr, p, 'z'); t(lambda: p.w); t(delattr, p, 'w')
q = property(lambda s: 1); t(q.__get__, 5); t(q.__set__, 5, 1); t(q.__delete__, 5); t(lambda: q.__name__); t(lambda: property().__get__(1)); t(lambda: property().__set__(1, 2)); t(lambda: property().__delete__(1))
t(property, 1, 2, 3, 4, 5); t(property, fget=1, x=2); q = property(1); t(q.__get__, 2); q.__name__ = 'nm'; print(q.__name__); t(q.__set__, 1, 2); q.__doc__ = 'dd'; print(q.__doc__); del q.__name__; t(lambda: q.__name__)
q = property(lambda s: 1); q2 = q.getter(lambda s: 2); print(q2.__get__(1), q2 is q, q2.fget is q.fget, q2.__doc__)
def fd(s): 'fd doc'
q = property(fd); print(q.__doc__, q.__name__); print(q.getter(lambda s: 1).__doc__, property(fd, doc='own').getter(lambda s: 1).__doc__, q.setter(1).__doc__, q.fset, q.setter(1).fset)
class PS(property):
    pass
q = PS(fd); print(q.__doc__, q.__dict__); q3 = q.setter(lambda s, v: 1); print(type(q3).__name__, q3.__doc__)
class PS2(property):
    __slots__ = ()
t(PS2, fd); print(PS2(lambda s: 1).__doc__); t(lambda: property(fd).__set_name__(1)); t(property(fd).__set_name__, P, 'k')
q = property(fd); q.__set_name__(P, 'kk'); print(q.__name__); t(q.__set__, P(), 1)
q.__init__(); print(q.fget, q.__doc__); t(lambda: q.__name__)
class PI(property):
    def __init__(self, *a): super().__init__(*a); self.extra = 1
print(PI(fd).getter(fd).extra)
class FAb:
    __isabstractmethod__ = True
    def __call__(self, s): return 1
print(property(FAb()).__isabstractmethod__, property(fd).__isabstractmethod__, property(None, FAb()).__isabstractmethod__)
class FBad:
    @property
    def __isabstractmethod__(self): 1/0
t(lambda: property(FBad()).__isabstractmethod__)
t(setattr, property(), 'fget', 1); t(setattr, property(), 'foo', 1); t(lambda: property.__new__(int)); t(lambda: property.__init__(5))
