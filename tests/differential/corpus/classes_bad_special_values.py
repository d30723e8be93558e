"""Special methods that return the wrong thing."""
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
# bad values of special methods
def mk(name, val, base=object):
    return type('B', (base,), {name: (lambda self, *a: val)})()
import math
for v in (5, -1, None, 'x', 2**70, True, 1.5, [], b'x', NotImplemented):
    print(repr(v))
    t(len, mk('__len__', v)); t(bool, mk('__bool__', v)); t(bool, mk('__len__', v)); t(hash, mk('__hash__', v)); t(repr, mk('__repr__', v)); t(str, mk('__str__', v)); t(bytes, mk('__bytes__', v)); t(format, mk('__format__', v)); t(int, mk('__int__', v)); t(int, mk('__trunc__', v)); t(int, mk('__index__', v)); t(float, mk('__float__', v)); t(float, mk('__index__', v)); t(complex, mk('__complex__', v)); t(op.index, mk('__index__', v)); t(lambda: [1,2,3][mk('__index__', v)]); t(iter, mk('__iter__', v)); t(lambda: 1 in mk('__contains__', v)); t(reversed, mk('__reversed__', v)); t(round, mk('__round__', v)); t(abs, mk('__abs__', v)); t(op.length_hint, mk('__length_hint__', v)); t(dir, mk('__dir__', v)); t(isinstance, 1, mk('__instancecheck__', v)); t(issubclass, int, mk('__subclasscheck__', v)); t(divmod, mk('__divmod__', v), 1); t(op.neg, mk('__neg__', v)); t(op.inv, mk('__invert__', v)); t(lambda: mk('__init__', v)) ; t(hex, mk('__index__', v)); t(lambda: 'ab' * mk('__index__', v) if v not in (2**70,) else 0); t(lambda: mk('__call__', v)()); t(range, mk('__index__', v)) 
    def wi():
        with mk('__enter__', v): pass
    t(wi)
