"""Every binary and in-place operator between classes that override and reflect."""
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
ops = ['add','sub','mul','truediv','floordiv','mod','divmod','pow','lshift','rshift','and','xor','or','matmul']
def mkcls(name, bases, methods, ret):
    ns = {}
    for m in methods:
        def meth(self, *a, m=m): log.append((name, m, len(a))); return ret
        ns[m] = meth
    return type(name, bases, ns)
NI = NotImplemented
funcs = {'add': op.add, 'sub': op.sub, 'mul': op.mul, 'truediv': op.truediv, 'floordiv': op.floordiv, 'mod': op.mod, 'divmod': divmod, 'pow': op.pow, 'lshift': op.lshift, 'rshift': op.rshift, 'and': op.and_, 'xor': op.xor, 'or': op.or_, 'matmul': op.matmul}
for o in ops:
    A = mkcls('A', (), [f'__{o}__', f'__r{o}__'], NI)
    B = mkcls('B', (A,), [f'__r{o}__'], NI)
    C = mkcls('C', (A,), [], NI)
    D = mkcls('D', (), [f'__r{o}__'], 'D')
    I = mkcls('I', (int,), [f'__r{o}__'], 'I')
    J = mkcls('J', (int,), [f'__{o}__'], NI)
    L = mkcls('L', (list,), [f'__{o}__', f'__r{o}__', f'__i{o}__'], NI)
    objs = [A(), B(), C(), D(), I(3), J(3), 2, L([1]), 'x', [1], None, 1.5, (1,)]
    for x in objs:
        for y in objs:
            log.clear()
            try: r = funcs[o](x, y)
            except Exception as e: r = type(e).__name__ + str(e)
            print(o, type(x).__name__, type(y).__name__, r if not hasattr(r, '__dict__') else type(r), log)
    if o != 'divmod':
        for x in objs:
            for y in objs[:8]:
                log.clear()
                f = getattr(op, 'i' + o, None) or getattr(op, 'i'+o.rstrip('_'))
                try: r = f(x, y)
                except Exception as e: r = type(e).__name__ + str(e)
                print('i', o, type(x).__name__, type(y).__name__, r if not hasattr(r, '__dict__') else type(r), log)
