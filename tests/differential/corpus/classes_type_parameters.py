"""TypeVar, ParamSpec, TypeVarTuple."""
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
for v in (T, S, C, D, Ts, P):
    print(v, v.__name__, getattr(v, '__bound__', '-'), getattr(v, '__constraints__', '-'), v.__default__, v.has_default(), getattr(v, '__covariant__', '-'), getattr(v, '__contravariant__', '-'), getattr(v, '__infer_variance__', '-'), v.__module__, v.__reduce__(), v == v, hash(v) == hash(v), sorted(n for n in dir(v) if n not in dir(object)), v.__dict__ if hasattr(v, '__dict__') else 'nd'); v.foo = 1; t(lambda: v()); t(setattr, v, '__name__', 'x'); t(setattr, v, '__bound__', 'x'); t(setattr, v, '__default__', 'x'); t(lambda: type('S', (type(v),), {})); t(lambda: type('S', (v,), {})); t(lambda: v[int]); t(lambda: v.__mro_entries__(())); t(setattr, v, '__module__', 5); print(v.__module__)
TV, PS, TT = type(T), type(P), type(Ts)
print(TV('X'), TV('X', bound=int).__bound__, TV('X', int, str).__constraints__, TV('X', covariant=True), TV('X', contravariant=True), TV('X', infer_variance=True), TV('X', default=int).__default__, PS('Q'), PS('Q', default=[int]).__default__, TT('Z'), TT('Z', default=5).__default__, PS('Q', covariant=True), PS('Q', contravariant=True), PS('Q', bound=int).__bound__); t(TV); t(TV, 5); t(TV, 'X', int); t(TV, 'X', int, str, bound=int); t(TV, 'X', covariant=True, contravariant=True); t(TV, 'X', covariant=True, infer_variance=True); t(TV, 'X', zz=1); t(PS); t(PS, 5); t(PS, 'X', 1); t(TT); t(TT, 5); t(TT, 'x', 1); t(TV, name='N'); t(PS, 'X', covariant=True, contravariant=True); t(PS, 'X', covariant=True, infer_variance=True)
print(P.args, P.kwargs, P.args.__origin__ is P, P.args == P.args, P.args != P.kwargs, hash(P.args) == hash(P.args) if 0 else '', type(P.args)); t(hash, P.args); t(lambda: type(P.args)()); print(type(P.args)(5), type(P.kwargs)(int)); t(lambda: type('S', (P.args,), {})); t(lambda: type('S', (type(P.args),), {}))
t(lambda: T.__typing_subst__(int)); t(lambda: T.__typing_subst__(5)); t(lambda: Ts.__typing_subst__(int)); t(lambda: list(Ts)); t(lambda: iter(T))
def bound[B: 1/0](): pass
t(lambda: bound.__type_params__[0].__bound__)
def con[B: (int, 1/0)](): pass
t(lambda: con.__type_params__[0].__constraints__)
def dflt[B = undefined_name](): pass
t(lambda: dflt.__type_params__[0].__default__); undefined_name = 5; print(dflt.__type_params__[0].__default__, dflt.__type_params__[0].has_default())
