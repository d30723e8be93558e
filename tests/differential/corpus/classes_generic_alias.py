"""GenericAlias: substitution, unpacking, attributes."""
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


def dd[D = int](): pass
GA = type(list[int]); U = type(int | str)
def tv[T, S: int, C: (int, str), *Ts, **P](): pass
D, = (lambda: 0).__type_params__ or (lambda f: f.__type_params__)(dd)
T, S, C, Ts, P = tv.__type_params__
a = list[T]
print(a, a.__origin__, a.__args__, a.__parameters__, a[int], a[S], dict[T, S][int, str], dict[T, list[S]][int, str], tuple[T, ...], tuple[()], list[()], tuple[T, *Ts], tuple[*Ts, T][int, str, float], tuple[T, *Ts][int], list[int][()] if 0 else '')
t(lambda: list[int][str]); t(lambda: list[T][int, str]); t(lambda: dict[T, S][int]); t(lambda: dict[T,S][int,str,float]); t(lambda: list[T][5]); t(lambda: list[T][()]); t(lambda: list[T]['fwd']); t(lambda: list[T][None]); t(lambda: tuple[*Ts][()]); t(lambda: tuple[*Ts][int]); t(lambda: tuple[*Ts, *Ts]); t(lambda: tuple[T, *Ts][()]); t(lambda: tuple[T, *Ts][*tuple[int, ...]]); t(lambda: tuple[T, S][*tuple[int, str]]); t(lambda: list[P]); t(lambda: list[P][int]); t(lambda: list[P.args])
g = GA(list, (int,)); print(g == list[int], g != list[str], hash(g) == hash(list[int]), g is list[int], repr(GA(list, int)), GA(5, 6), repr(GA('x', ('y', None, ...))), GA(list, ())); t(GA); t(GA, list); t(GA, list, int, 3); t(GA, origin=list, args=1); t(lambda: g < g); t(lambda: list[int] == 5)
print(g(), g('ab') if 0 else g([1]), type(g()), GA(dict, (int,))(a=1)); t(g, 5); t(lambda: GA(5, 6)()); x = list[int]((1, 2)); print(x); t(lambda: x.__orig_class__)
class My(list): pass
m = My.__class_getitem__(int); y = m(); print(y.__orig_class__); 
class NoOC:
    __slots__ = ()
    __class_getitem__ = classmethod(GA)
print(NoOC[int]()); 
print(sorted(n for n in dir(g) if n not in dir(list)), g.append, g.__name__, g.__qualname__, g.__module__, g.__doc__[:10], g.__mro__[0] if hasattr(g, '__mro__') else None, g.__class__, type(g)); t(lambda: g.nope); t(setattr, g, 'x', 1); t(setattr, g, '__origin__', 1); t(setattr, GA(My, int), 'foo', 5); print(g.__reduce__(), g.__mro_entries__((g,)), g.__unpacked__, g.__typing_unpacked_tuple_args__, list[int].__class_getitem__); t(isinstance, [], g); t(issubclass, list, g); t(g.__instancecheck__, 1); t(g.__subclasscheck__, 1); print(g.__copy__ if hasattr(g, '__copy__') else 'nc', g.__deepcopy__ if hasattr(g, '__deepcopy__') else 'nd')
st = list(tuple[int, str]); print(st, st[0].__unpacked__, st[0].__typing_unpacked_tuple_args__, st[0] == tuple[int, str], st[0].__reduce__()[0].__name__, hash(st[0]) == hash(tuple[int, str])); it = iter(tuple[int]); print(type(it).__name__, next(it), ); t(next, it); t(next, it); print(list[*tuple[int, str]] , tuple[int, *tuple[str, float]], tuple[*tuple[int, ...]]); print(iter(list[int]).__reduce__()[1], list[int].__iter__)
class Sub(list[int]): pass
print(Sub.__bases__, Sub.__orig_bases__, Sub.__mro__[:2]); t(lambda: type('S', (list[int],), {})); t(lambda: type('S', (GA,), {})); print(type('S', (GA,), {})(list, int))
