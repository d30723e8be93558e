"""Attributes of functions; making functions."""
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


# functions
def fn(a, b=2, *c, d=4, **e): 'doc'
FT = type(fn)
for n, vs in {'__name__': ['x', 5], '__qualname__': ['x', 5], '__doc__': ['x', 5, None], '__module__': ['x', 5], '__defaults__': [(1,), None, 5, []], '__kwdefaults__': [{'d': 1}, None, 5], '__annotations__': [{}, None, 5], '__code__': [(lambda: 1).__code__, 5, None], '__closure__': [1], '__globals__': [1], '__builtins__': [1], '__dict__': [{'q': 1}, 5], '__type_params__': [(), 5], 'zed': [1]}.items():
    for v in vs:
        print(n, v if n != '__code__' else '', end=' '); t(setattr, fn, n, v)
        if n not in ('__code__', '__globals__', '__builtins__'): print(getattr(fn, n))
    t(delattr, fn, n)
print(repr(fn).split(' at ')[0], fn.__code__.co_name, fn())
def cl():
    x = 1
    return lambda: x
t(setattr, fn, '__code__', cl().__code__); t(setattr, cl(), '__code__', fn.__code__)
t(FT); t(FT, 1, {}); t(FT, fn.__code__, 5); t(FT, fn.__code__, {}, 5); t(FT, fn.__code__, {}, 'n', 5); t(FT, fn.__code__, {}, 'n', (), 5); t(FT, cl().__code__, {}); t(FT, cl().__code__, {}, 'n', (), ()); t(FT, cl().__code__, {}, 'n', (), (5,)); t(FT, fn.__code__, {}, closure=(1,)); print(FT(cl().__code__, {}, None, None, cl().__closure__)(), FT(fn.__code__, {'__name__': 'mm'}).__module__, FT(fn.__code__, {}).__module__, FT(fn.__code__, {}, 'nm').__qualname__, FT(fn.__code__, {}, kwdefaults={'a': 1}).__kwdefaults__); t(FT, fn.__code__, {}, kwdefaults=5); t(FT, fn.__code__, {}, argdefs=5); t(lambda: type('S', (FT,), {}))
print(fn.__get__(5), fn.__get__(None, int) is fn) if 0 else None; t(fn.__get__); t(fn.__get__, None); t(fn.__get__, None, None); print(fn.__get__(1, None).__self__); print(sorted(d for d in dir(fn) if d not in dir(object)))
