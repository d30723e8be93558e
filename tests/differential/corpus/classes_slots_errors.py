"""__slots__: every error, sizes of instances."""
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
# slots
def slots(s, bases=(), **ns):
    def g():
        c = type('S', bases, dict(__slots__=s, **ns))
        return c.__basicsize__, c.__dictoffset__, c.__weakrefoffset__, c.__itemsize__, sorted(k for k in vars(c) if k not in ('__module__','__doc__','__slots__')), c.__slots__
    t(g)
slots('a'); slots(('a','b')); slots(['b','a']); slots({'a': 'doc', 'b': None}); slots(1); slots((1,)); slots(('1a',)); slots(('a b',)); slots(('__dict__',)); slots(('__weakref__',)); slots(('__dict__','__weakref__','x'))
slots(('__dict__','__dict__')); slots(('__weakref__','__weakref__')); slots(('a','a')); slots(('a',), a=1); slots(('__a','b__','__c__')); slots((), (int,)); slots(('a',), (int,)); slots(('a',), (tuple,)); slots(('a',), (bytes,)); slots(('a',), (str,)); slots(('__dict__',), (int,)); slots(('__weakref__',), (int,)); slots(('__dict__',),(list,)); slots((), (list,)); slots(('x',), (list,)); slots(('x','__weakref__'), (dict,)); slots(('__dict__',), (X,)); slots(('__weakref__',), (X,)); slots(('x',), (X,)); slots(('x',), (BaseException,)); slots(('x',), (type,)); slots((),(type,)); slots(iter('ab')); slots(('__qualname__',)); slots(('__module__',)); slots(('__doc__',)); slots(('__slots__',)); slots(('__init__',)); slots(('__class__',))
