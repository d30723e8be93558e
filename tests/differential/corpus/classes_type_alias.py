"""TypeAliasType."""
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
type Al[A1, *A2, **A3] = dict[A1, int]
print(Al, Al.__name__, Al.__value__, Al.__type_params__, Al.__parameters__, Al.__module__, Al[int], Al[int, str], type(Al), sorted(n for n in dir(Al) if n not in dir(object)), Al | int, int | Al, Al.__reduce__()); t(lambda: Al()); t(setattr, Al, '__name__', 1); t(setattr, Al, '__value__', 1); t(setattr, Al, 'x', 1)
type Rec = list[Rec]; print(Rec.__value__, Rec.__value__.__args__[0] is Rec, Rec.__type_params__, Rec.__parameters__); t(lambda: Rec[int]); t(isinstance, 1, Rec); type Bad = 1/0; t(lambda: Bad.__value__); t(lambda: type('S', (Rec,), {}))
TA = type(Al); x = TA('X', int); print(x, x.__value__, x.__type_params__, x.__module__); t(TA); t(TA, 'X'); t(TA, 5, int); t(TA, 'X', int, type_params=5); t(TA, 'X', int, type_params=(5,)); print(TA('X', list[T], type_params=(T,)).__parameters__, TA('Y', int, type_params=(T,))[str]); t(TA, 'X', int, 3); t(lambda: type('S', (TA,), {})); t(lambda: x[int])
class G0:
    pass
def ff(x: T) -> list[T]: pass
print(ff.__annotations__)
