"""object.__new__ and __init__ with too many arguments; unsafe __new__."""
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


# object new / init excess
class N1: 
    def __new__(c, *a): return super().__new__(c)
class I1:
    def __init__(self, *a): super().__init__()
class N2:
    def __new__(c, *a): return super().__new__(c, *a)
class I2:
    def __init__(self, *a): super().__init__(*a)
class NI1(N1, I1): pass
class NI2(N2, I2): pass
class E: pass
for c in (N1, I1, N2, I2, NI1, NI2, E, object):
    t(lambda: type(c()).__name__); t(lambda: type(c(1)).__name__); t(lambda: type(c(x=1)).__name__)
t(object.__new__); t(object.__new__, 5); t(object.__new__, int); t(object.__new__, E, 1); t(object.__init__); t(object.__init__, E(), 1); t(object.__init__, I1(), 1); t(int.__new__, object); t(int.__new__, str); t(list.__new__, int); t(int.__new__, bool); t(tuple.__new__, list); t(object.__new__, list); t(dict.__new__, type('OD', (dict,), {})); 
class Li(list): pass
t(object.__new__, Li); t(list.__new__, Li)
