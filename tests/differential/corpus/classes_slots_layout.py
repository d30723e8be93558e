"""Layouts of classes with slots; best_base; member descriptors of slots."""
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


class X: pass
class Y(X): pass
t(type, 'A', (X, Y), {}); t(type, 'A', (X, X), {})
class M1(type): pass
class M2(type): pass
class A(metaclass=M1): pass
class B(metaclass=M2): pass
class S1: __slots__=('a',)
class S2: __slots__=('b',)
class S3(S1): __slots__=('c',)
class S4(S1): __slots__=()
class S5(S1): pass
t(type,'Q',(S1,S2),{}); t(type,'Q',(S3,S1),{}); t(type,'Q',(S1,S3),{}); t(type,'Q',(S4,S1),{}); t(type,'Q',(S5,S3),{}); t(type,'Q',(S4,S5),{}); t(type, 'Q', (S1, list), {}); t(type,'Q',(X,S1),{}); t(type,'Q',(list,X),{}); t(type,'Q',(X,list),{})
for c in (S1,S2,S3,S4,S5,X,Y,A,M1): print(c.__name__, c.__basicsize__, c.__dictoffset__, c.__weakrefoffset__, c.__base__.__name__, c.__flags__)
for b in (int,float,str,list,dict,tuple,set,frozenset,bytes,bytearray,complex,BaseException,OSError,property,classmethod,staticmethod,type,super,type(print.__module__),type(type),enumerate,zip,map,filter,reversed,type(__builtins__)):
    c = type('Z', (b,), {}); print(b.__name__, c.__basicsize__, c.__dictoffset__, c.__weakrefoffset__, c.__itemsize__, c.__flags__, sorted(vars(c)))
    if b is not bool:
      try:
        c = type('Z', (b,), {'__slots__': ()}); print(b.__name__, c.__basicsize__, c.__dictoffset__, c.__weakrefoffset__, c.__itemsize__, c.__flags__, sorted(vars(c)))
      except TypeError as e: print(e)
s = S3(); s.a = 1
t(lambda: s.c); t(lambda: s.d)
def setd(): s.d = 1
t(setd)
def dela(): del s.a
t(dela); t(dela)
print(S1.a, S3.c.__objclass__, S1.a.__doc__, S1.a.__name__, S1.a.__qualname__)
t(S1.a.__get__, 1); t(S1.a.__get__, None, S1); t(S1.a.__set__, 1, 2); t(S1.a.__delete__, S1()); t(S1.a.__get__, None)
