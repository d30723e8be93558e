"""Special methods set to None, and everything tried."""
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


import _operator as op
# None'd
for n in ('__iter__','__contains__','__hash__','__len__','__bool__','__add__','__radd__','__eq__','__call__','__getitem__','__reversed__','__getattr__','__index__','__int__','__float__','__repr__','__str__','__format__','__setattr__','__delattr__','__enter__','__next__','__lt__','__neg__','__iadd__','__class_getitem__','__init__','__new__','__del__','__getattribute__','__dir__','__sizeof__','__reduce__','__reduce_ex__','__get__','__set__','__set_name__','__await__','__instancecheck__','__missing__','__length_hint__','__round__','__bytes__','__complex__','__trunc__'):
    print(n)
    try: C = type('C', (), {n: None}); c = C()
    except Exception as e: print(type(e).__name__, e); continue
    for f in (iter, len, bool, hash, repr, str, reversed, int, float, format, lambda x: 1 in x, lambda x: x + 1, lambda x: 1 + x, lambda x: x == 1, lambda x: x != 1, lambda x: x < 1, lambda x: -x, lambda x: x(), lambda x: x[0], lambda x: x.foo, op.index, lambda x: op.iadd(x, 1), next, round, bytes, complex, lambda x: x.__sizeof__() and 1, lambda x: len(dir(x)) > 1):
        try: r = f(c); print('ok' if not isinstance(r, (str,)) or 'object at' in r else r, end=';')
        except Exception as e: print(type(e).__name__, e, end=';')
    def sa(): c.x = 1
    def da(): del c.x
    t(sa); t(da)
