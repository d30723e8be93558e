"""__abstractmethods__, __subclasses__, generic classes."""
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


# abstract
class Ab: __abstractmethods__ = frozenset(['a','b'])
print(Ab.__flags__ >> 20 & 1)
Ab2 = type('Ab2', (), {}); Ab2.__abstractmethods__ = frozenset(['m']); t(Ab2); Ab2.__abstractmethods__ = frozenset(['z','m']); t(Ab2); Ab2.__abstractmethods__ = frozenset(); t(lambda: isinstance(Ab2(), Ab2)); Ab2.__abstractmethods__ = ['q', 5]; t(Ab2); 
class Ab3(Ab2): pass
t(lambda: type(Ab3()).__name__); print(Ab3.__flags__ >> 20 & 1); del Ab2.__abstractmethods__; t(lambda: type(Ab2()).__name__)
class LA(list): pass
LA.__abstractmethods__ = frozenset(['z']); t(LA); t(lambda: object.__new__(LA)); t(lambda: list.__new__(LA))
print(type.__prepare__(), type.__prepare__(1,2,x=3))
class Sub1: pass
class Sub2(Sub1): pass
class Sub3(Sub1): pass
print(Sub1.__subclasses__()); del Sub2; import gc; gc.collect(); print(Sub1.__subclasses__())
t(Sub1.__subclasses__, 1); t(type.__subclasses__, 1); t(type.mro); t(type.mro, int); print(type.mro(bool))
class WithLines:
    a = 1
    def f(self): self.q = 1; self.w = 2
print(WithLines.__static_attributes__, WithLines.__firstlineno__)
class G[T]: pass
print(G.__type_params__, G.__parameters__, G.__orig_bases__, G.__bases__)
