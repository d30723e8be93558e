"""mappingproxy."""
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


# mappingproxy
MP = type(type.__dict__)
mp = MP({'a': 1, 'b': 2})
print(mp, repr(mp), str(mp), len(mp), list(mp), mp['a'], 'a' in mp, mp.get('z', 3), mp.keys(), mp.values(), mp.items(), mp.copy(), mp == {'a': 1, 'b': 2}, {'a': 1, 'b': 2} == mp, mp == MP({'a': 1, 'b': 2}), mp | {'c': 3}, {'c': 3} | mp, mp | mp, list(reversed(mp)), bool(mp), mp != {}); t(hash, mp); t(hash, MP(type('HD', (dict,), {'__hash__': lambda s: 5})())); t(lambda: mp['z']); t(MP); t(MP, 5); t(MP, [1]); t(MP, (1,)); t(MP, 'a'); print(MP('ab')[0] if 0 else ''); t(setattr, mp, 'x', 1); t(lambda: mp.__setitem__); 
def ior():
    global mp; mp |= {}
t(ior); t(lambda: mp | 5); t(lambda: 5 | mp); t(lambda: mp < mp); t(lambda: mp < {}); print(MP[int, str], MP(mapping={})); t(lambda: MP({}, 1)); t(lambda: type('S', (MP,), {}))
class MyM:
    def __getitem__(self, k): return k * 2
    def keys(self): return ['k']
    def __len__(self): return 9
    def __contains__(self, x): return x == 1
    def __iter__(self): return iter('xyz')
    def __missing__(self, k): return 'm'
mm = MP(MyM()); print(mm[4], len(mm), 1 in mm, 2 in mm, list(mm), mm.keys()); t(mm.get, 1); t(mm.copy); t(lambda: reversed(mm)); t(mm.items)
class Mis(dict):
    def __missing__(self, k): return 'missing' + k
print(MP(Mis())['q'], MP(Mis()).get('q'), repr(MP(Mis(a=1))))
