"""Built-in functions and methods, slot wrappers, descriptors of built-in types."""
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


def fn(a, b=2, *c, d=4, **e): 'doc'
FT = type(fn)
# builtins
L = [].append
print(L == [].append, L.__self__, L.__name__, L.__qualname__, L.__module__, L.__text_signature__, hash(L) == hash(L)); x = []; print(x.append == x.append, x.append != x.pop, hash(x.append) == hash(x.append), len.__self__.__name__, len.__module__, len.__qualname__, dict.fromkeys.__self__, dict.fromkeys.__qualname__, str.maketrans.__self__, object.__new__.__self__, object.__new__, object.__new__.__qualname__, int.__new__ == bool.__new__); t(setattr, len, '__name__', 1); t(setattr, len, 'foo', 1); t(lambda: len.foo); print(len.__reduce__(), x.append.__reduce__()[1][1], dict.fromkeys.__reduce__()[1], object.__new__.__reduce__()); t(type(len)); t(lambda: type('S', (type(len),), {})); len.__module__ = 'zz'; print(len.__module__, len); len.__module__ = 'builtins'; t(lambda: len < len); t(delattr, len, '__module__'); print(len.__module__); len.__module__ = 'builtins'
# wrappers
w = int.__add__; mw = (5).__add__
print(w, w.__name__, w.__qualname__, w.__objclass__, w.__text_signature__, w.__doc__, repr(mw).split(' at ')[0], mw.__self__, mw.__name__, mw.__qualname__, mw.__objclass__, mw == (5).__add__, mw == (6).__add__, mw != (5).__sub__, hash(mw) == hash((5).__add__), mw(3), w(1, 2)); t(w); t(w, 'a', 1); t(w, 1); t(w, 1, 2, 3); t(w, 1, 2, x=3); t(mw); t(mw, 1, 2); t(mw, x=1); t(lambda: mw < mw); t(w.__get__, 'a'); t(w.__get__, 1); t(w.__get__, None, int); t(w.__get__, None); print(w.__reduce__(), mw.__reduce__()[1]); t(type(w)); t(type(mw)); t(setattr, w, 'x', 1); t(setattr, w, '__name__', 1)
d = list.append; print(d, d.__name__, d.__qualname__, d.__objclass__, d.__reduce__()[1], d.__get__([1]).__name__); t(d); t(d, 1); t(d, 1, 2); t(d, [], 1, 2); t(d, [], x=1); t(d.__get__, 1); t(d.__get__, None); t(d.__get__, None, list); t(d, x=1)
g = int.real; 
print(g, g.__name__, g.__qualname__, g.__objclass__, g.__get__(5), g.__get__(None, int) is g); t(g.__set__, 5, 1); t(g.__get__, 'a'); t(g.__set__, 'a', 1); t(g.__delete__, 1); t(g.__get__, None, None); t(lambda: g.__reduce__()); t(g.__set__, 5)
me = type(fn).__closure__; print(me, me.__objclass__, me.__reduce__()[1]); t(me.__set__, fn, 1); t(me.__set__, 5, 1); t(me.__delete__, fn); t(me.__get__, 5)
cmd = dict.__dict__['fromkeys']; print(cmd, cmd.__name__, cmd.__objclass__, cmd.__get__(None, dict), cmd.__get__({}), cmd(dict, 'a')); t(cmd); t(cmd, 5); t(cmd, int); t(cmd.__get__, 5); t(cmd.__get__, None); t(cmd.__get__, None, 5); t(cmd.__get__, None, int); t(cmd.__get__, {}, int); print(type(cmd).__name__, type(cmd.__get__(None, dict)).__name__); t(lambda: cmd.__reduce__())
sm = str.__dict__['maketrans']; print(type(sm), type(sm.__func__).__name__, sm.__func__.__self__)
