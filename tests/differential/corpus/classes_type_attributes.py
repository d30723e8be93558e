"""Attributes of classes set, deleted and read."""
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


# attributes
class T: 
    'doc'
    x: int
def sa(n, v): setattr(T, n, v); return getattr(T, n)
for n, vs in {'__name__': ['Z', 5, 'a\0', ''], '__qualname__': ['q.Z', 5], '__module__': ['mm', 5, None], '__doc__': ['d', 5, None], '__annotations__': [{'y':1}, 5], '__type_params__': [(1,), 5], '__abstractmethods__': [['a'], (), 5], '__dict__': [{}], '__mro__': [()], '__base__': [int], '__flags__': [0], '__basicsize__': [0], '__subclasses__':[5], '__text_signature__':['x'], '__static_attributes__':[1], '__firstlineno__':[2], '__slots__':['x']}.items():
    for v in vs:
        print(n, repr(v), end=' '); t(sa, n, v); 
        print(T)
    def d(): delattr(T, n)
    t(d); t(lambda: getattr(T, n))
for n in ('__name__','__qualname__','__module__','__doc__','__annotations__','__type_params__','__abstractmethods__','__dict__','foo','__bases__','__class__'):
    print(n, end=' '); t(setattr, int, n, 1); t(delattr, int, n)
    t(setattr, T, n, 1); t(delattr, T, n)
t(lambda: type.__abstractmethods__); t(lambda: int.__annotations__); t(lambda: T.__abstractmethods__)
t(setattr, T, 5, 5); t(getattr, T, 'nope'); t(delattr, T, 'nope'); t(getattr, T, 5)
