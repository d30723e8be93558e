"""isinstance and issubclass with everything."""
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


# isinstance
class Fake: 
    __class__ = int
print(isinstance(Fake(), int), isinstance(Fake(), Fake), isinstance(Fake(), str)); t(isinstance, 1, 5); t(isinstance, 1, (5,)); t(isinstance, 1, (int, 5)); t(isinstance, 1, ((str, (int,)),)); t(isinstance, 1, ()); t(issubclass, 1, int); t(issubclass, int, 1); t(issubclass, int, (str, (int,))); t(isinstance, 1, int | str); t(isinstance, 1, list[int]); t(isinstance, 1, int | list[int]); t(issubclass, int, int | None); t(issubclass, int, list[int]); t(isinstance, None, int | None); t(isinstance); t(issubclass, int)
class Abs:
    __bases__ = (int,)
class AbsI:
    __bases__ = ()
ai = AbsI()
class Ob: pass
ob = Ob(); ob.__class__ = Ob
t(isinstance, ob, ai); t(issubclass, ai, ai); t(issubclass, Abs(), int); t(issubclass, Abs(), (str, float)); t(issubclass, int, Abs())
class IC(type):
    def __instancecheck__(c, i): return i == 5
    def __subclasscheck__(c, i): return i is str
class ICC(metaclass=IC): pass
print(isinstance(5, ICC), isinstance(6, ICC), isinstance(ICC(), ICC), issubclass(str, ICC), issubclass(ICC, ICC), isinstance(5, (str, ICC)))
class Rec: pass
deep = int
for i in range(100): deep = (deep,)
t(isinstance, 1, deep)
for i in range(100000): deep = (deep,)
t(isinstance, 1, deep); t(issubclass, int, deep)
class BadBases:
    @property
    def __bases__(self): 1/0
t(issubclass, BadBases(), int); t(isinstance, 1, BadBases())
class BadClass:
    @property
    def __class__(self): raise AttributeError('zz')
t(isinstance, BadClass(), int)
class BadClass2:
    @property
    def __class__(self): 1/0
t(isinstance, BadClass2(), int); t(isinstance, BadClass2(), BadClass2)
t(bool, NotImplemented); print(..., NotImplemented, None, type(None)(), type(...)(), type(NotImplemented)()); t(type(None), 1); t(type(...), 1); t(type(NotImplemented), x=1); print(None.__bool__(), bool(...), (...).__reduce__(), NotImplemented.__reduce__(), None == None, hash(None) == hash(None)); t(lambda: not NotImplemented); t(setattr, None, 'x', 1); t(lambda: None.x); t(lambda: None()); t(lambda: None < None)
