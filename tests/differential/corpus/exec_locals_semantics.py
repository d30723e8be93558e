import sys
x = 1
def f(a):
    l1 = locals(); b = 2; l2 = locals()
    print(l1 is l2, sorted(l1), sorted(l2)); l2['a'] = 99; print(a, locals()['a'])
    exec("a = 5; c = 7"); print(a, 'c' in locals())
    ns = locals(); exec("a = 5; c = 7", globals(), ns); print(a, ns['a'], ns['c'])
    print(eval("a + b"), eval("[a for _ in range(2)]"), vars() == locals(), 'a' in dir())
    print([sorted(locals()) for i in range(1)], sorted(k for k in (lambda q: locals())(3)))
    def inner(): return a, sorted(locals())
    print(inner(), sorted(locals()))
    del b; print(sorted(locals()))
    return (i for i in sorted(locals()))
print(list(f(3)))
class K:
    y = 2
    print(sorted(k for k in locals() if not k.startswith('__'))); locals()['z'] = 5; print(z)
    w = [q for q in (1, 2)]; print(sorted(k for k in locals() if not k.startswith('__')))
    v = [locals().get('y') for q in (1,)]; u = [sys._getframe().f_locals.get('y') for q in (1,)]
    print(v, u)
print(sorted(set(vars(K)) - set(vars(type('E', (), {})))))
print(globals() is locals(), vars() is globals()); locals()['new'] = 4; print(new)
print([sorted(k for k in locals() if len(k) == 1) for m in (1,)])
def g():
    fr = sys._getframe(); fl = fr.f_locals
    fl['p'] = 1; print('p' in locals(), locals()); q = 2; fl['q'] = 3; print(q)
    print(fr.f_locals is fl, fr.f_locals == fl, dict(fl).keys() if 0 else sorted(fl))
    return fr
fr = g(); print(fr.f_locals['q'], sorted(fr.f_locals)); fr.clear(); print(len(fr.f_locals))
def h():
    sys._getframe(1).f_locals['n'] = 'set by callee'
def caller():
    n = 'old'
    h()
    return n
print(caller())
def gen():
    a = 1
    yield locals()
    a = 2
    yield locals()
i = gen(); d1 = next(i); d2 = next(i); print(d1, d2, d1 is d2)
ns = {'__builtins__': {}}
try: exec("print(1)", ns)
except NameError as e: print(e)
class M(dict):
    def __missing__(self, k): return "missing " + k if k != 'print' else print
exec("print(zz)", {}, M()); print(eval("qq", {}, M()))
def unbound():
    try: print(later)
    except UnboundLocalError as e: print(e, e.name)
    later = 1
unbound()
