"""UnionType."""
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
print(dict[str, T] | None, T | int, int | T, list[T] | S, (list[T] | S).__parameters__, (list[T] | S)[int, str], (T | None)[int]); 
u = int | str
print(u, repr(u), u.__args__, u.__parameters__, u == str | int, hash(u) == hash(str | int), int | int, int | str | int, (int | str) | (str | float), int | None, None | int, u == (int | float), u != 5, list[int] | list[int] , list | list[int], int | bool, u.__class__, type(u).__mro__); t(lambda: int | 5); t(lambda: 5 | int); t(lambda: int | 'x'); t(lambda: 'x' | int); t(lambda: None | None); t(lambda: u | 5); t(lambda: u < u); t(lambda: u()); t(lambda: U()); t(lambda: u.nope); t(lambda: u[int]); t(isinstance, 1, u); t(isinstance, 1.5, u); t(isinstance, 1, int | list[int]); t(isinstance, 'a', int | list[int]); t(issubclass, bool, u); t(issubclass, 1, u); t(setattr, u, 'x', 1); t(lambda: type('S', (U,), {})); print(u.__or__(float), u.__ror__(float), int.__or__(5, 6)); t(lambda: type.__or__(int, 5)); t(lambda: type.__or__(int, str)); t(lambda: type.__ror__(int, str)); t(lambda: u.__reduce__()); print(sorted(n for n in dir(u) if n not in dir(object)), u.__doc__[:5], u.__origin__ if hasattr(u, '__origin__') else 'no');  t(lambda: int | list[[]] | list[[]]); t(lambda: isinstance(1, type(u))); t(lambda: u.__name__)
class ME(type):
    def __or__(c, o): return 'or', o
    def __ror__(c, o): return 'ror', o
class MC(metaclass=ME): pass
print(MC | int, int | MC, MC | 5, None | MC)
