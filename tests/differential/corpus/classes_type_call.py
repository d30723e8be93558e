"""type(), its errors, metaclass conflicts."""
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


# type() errors
t(type, 1, 2, 3); t(type, 'A', 1, {}); t(type, 'A', (), []); t(type, 'A\0', (), {}); t(type); t(type, 1, 2); t(type, 'A', (), {}, x=1)
t(type, 'A', (1,), {}); t(type, 'A', (int, str), {}); t(type, 'A', (bool,), {}); t(type, 'A', (object, object), {})
t(type, 'A', (type(None),), {}); t(type,'A',(int,object),{}); t(type,'A',(object,int),{})
class X: pass
class Y(X): pass
t(type, 'A', (X, Y), {}); t(type, 'A', (X, X), {})
class M1(type): pass
class M2(type): pass
class A(metaclass=M1): pass
class B(metaclass=M2): pass
t(type, 'C', (A, B), {})
def f():
    class C(A, B): pass
t(f)
print(type(type('D', (A,), {})))
t(type.__new__, int, 'a', (), {}); t(type.__new__); t(type.__new__, type); t(type.__new__, type, 'A', (), {}, z=1)
t(type.__call__, type, 1); t(type.__init__, X); t(type.__init__, X, 1, 2); t(type.__init__, X, 1, 2, 3); t(type.__init__, X, a=1)
t(type, 1, x=2)
