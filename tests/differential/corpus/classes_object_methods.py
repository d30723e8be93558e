"""dir, __sizeof__, __format__, attribute access through object and type."""
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


class E: pass
class R: pass
class RS: __slots__ = ('a', 'b')
class RSD: __slots__ = ('a', '__dict__')
class RL(list): pass
class RD(dict): pass
class RI(int): pass
class RSG(RS):
    __slots__ = ('c',)
r = R(); r.x = 1; rs = RS(); rs.a = 5; rsd = RSD(); rsd.a = 1; rsd.q = 2; rl = RL([1,2]); rl.z = 1; rd = RD(a=1); rsg = RSG(); rsg.c = 1; rsg.a = 2
# dir, sizeof, format, str
print(dir(object()) == dir(object), dir(r)[-1], len(dir(R)) , R.__sizeof__(R) > 400, object().__sizeof__(), r.__sizeof__(), rs.__sizeof__(), rl.__sizeof__(), RI(5).__sizeof__(), (5).__sizeof__(), ''.__sizeof__(), ().__sizeof__(), rd.__sizeof__())
t(format, r, 'x'); print(format(r, '')[:10]); t(object.__format__, 5, 'd'); t(object.__format__, 5); t(object.__format__, 5, 5); print(object.__format__(5, '')); t(object.__str__, 5); t(object.__repr__, 5) if 0 else None
print(object.__subclasshook__(1), object.__init_subclass__()); t(object.__init_subclass__, 1); t(object.__init_subclass__, x=1)
t(object.__eq__, 1, 1); t(object.__eq__, 1, 2); t(object.__ne__, 1, 1); t(object.__lt__, 1, 1); t(object.__ne__, 1, 2); 
class NeT:
    def __eq__(self, o): return o
print(NeT().__ne__(0), NeT() != 5, NeT() != 0, NeT().__ne__(NotImplemented))
t(lambda: object() < object()); t(object.__hash__); t(object.__setattr__, 5, 'a', 1); t(object.__getattribute__, 5, 'real'); t(object.__getattribute__, 5, 'nope'); t(object.__delattr__, r, 'nope'); t(object.__setattr__, R, 'a', 1); t(type.__setattr__, R, 'a', 1); t(type.__setattr__, int, 'a', 1); t(object.__delattr__, R, 'a'); t(object.__getattribute__, R, 'a'); t(object.__setattr__, object(), 'a', 1); t(object.__getattribute__, r, 5); t(setattr, r, 5, 5); t(getattr, r, 5); t(delattr, r, 5); t(hasattr, r, 5); t(getattr, r, 'nn', 3)
class Meta2(type):
    def __setattr__(c, n, v): print('msa', n); super().__setattr__(n, v)
class UM(metaclass=Meta2): pass
UM.q = 1; t(object.__setattr__, UM, 'a', 1); t(type.__setattr__, UM, 'b', 1); print(UM.q, UM.b)
