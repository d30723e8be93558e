"""__reduce_ex__ with protocols 2 to 5, __getstate__."""
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


# reduce
class R: pass
class RS: __slots__ = ('a', 'b')
class RSD: __slots__ = ('a', '__dict__')
class RG:
    def __getstate__(self): return 'state'
class RN:
    def __getnewargs__(self): return (1, 2)
class RNX:
    def __getnewargs_ex__(self): return ((1,), {'k': 2})
class RNB:
    def __getnewargs__(self): return 5
class RNXB:
    def __getnewargs_ex__(self): return ((1,),)
class RNXB2:
    def __getnewargs_ex__(self): return (1, {})
class RNXB3:
    def __getnewargs_ex__(self): return ((), 1)
class RR:
    def __reduce__(self): return 'red'
class RRE:
    def __reduce_ex__(self, p): return 'rex', p
class RL(list): pass
class RD(dict): pass
class RI(int): pass
class RSG(RS):
    __slots__ = ('c',)
r = R(); r.x = 1; rs = RS(); rs.a = 5; rsd = RSD(); rsd.a = 1; rsd.q = 2; rl = RL([1,2]); rl.z = 1; rd = RD(a=1); rsg = RSG(); rsg.c = 1; rsg.a = 2
def show(x):
    if not isinstance(x, tuple): return x
    out = []
    for i in x:
        if hasattr(i, '__next__'): out.append(list(i))
        elif isinstance(i, (R, RS, RSD, RN, RNX, RL, RD, RI)): out.append(type(i).__name__)
        elif hasattr(i, '__name__'): out.append(i.__name__)
        else: out.append(show(i))
    return tuple(out)
for o in (r, rs, rsd, RG(), RR(), RRE(), rl, rd, RI(5), rsg, 5, 'a', [1], (1,), {1: 2}, None, 1.5, {1}, b'a', range(3), slice(1), ..., NotImplemented, RN(), RNX(), RNB(), RNXB(), RNXB2(), RNXB3()):
    for p in (2, 3, 4, 5):
        try: print(type(o).__name__, p, show(o.__reduce_ex__(p)))
        except Exception as e: print(type(o).__name__, p, type(e).__name__, e)
    try: print('gs', o.__getstate__())
    except Exception as e: print(e)
t(lambda: r.__reduce_ex__()); t(lambda: r.__reduce_ex__('x')); t(lambda: r.__getstate__(1)); t(object.__getstate__, 5); t(object().__reduce_ex__, 4)
for g in (iter([]), (i for i in ()), open if 0 else len, type, R, print):
    t(lambda: show(g.__reduce_ex__(4)))
