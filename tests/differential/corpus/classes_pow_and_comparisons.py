"""pow with three arguments; rich comparison and its reflection."""
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
log = []
NI = NotImplemented
# pow 3
class P:
    def __pow__(self, o, m=None): return ('pow', m)
    def __rpow__(self, o, m=None): return ('rpow', m)
    def __ipow__(self, o): return 'ipow'
t(pow, P(), 2, 3); t(pow, 2, P(), 3); t(pow, 2, 3, P()); t(pow, P(), P()); t(pow, 2, P()); t(op.ipow, P(), 1); t(pow, 2, 3, None); t(pow, 'a', 2, 3); t(pow, 2.0, 2, 3); t(pow, 2, 2, 'x'); t(pow, 2, -1, 7); t(pow, 2, -1, 4); t(pow,2,2,0)
class P2:
    def __pow__(self, o): return 1
t(pow, P2(), 1, 2); t(pow, P2(), 1); t(int.__pow__, 2, 3, 5); t(int.__rpow__, 2, 3, 5); t(int.__pow__, 2); t(int.__pow__, 2, 'x'); t(int.__pow__,2,3,None,4)
# comparisons
class E:
    def __eq__(self, o): log.append('E.eq'); return NI
    def __lt__(self, o): log.append('E.lt'); return NI
    def __gt__(self, o): log.append('E.gt'); return 'E>'
class F(E):
    def __eq__(self, o): log.append('F.eq'); return 'F=='
    def __gt__(self, o): log.append('F.gt'); return NI
for f in (op.eq, op.ne, op.lt, op.le, op.gt, op.ge):
    for x in (E(), F(), 1):
        for y in (E(), F(), 1, 'a'):
            log.clear()
            try: r = f(x, y)
            except Exception as e: r = str(e)
            print(f.__name__, type(x).__name__, type(y).__name__, r, log)
