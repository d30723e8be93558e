import sys
def t(fn, *a):
    try: print(repr(fn(*a))[:60].split(' at ')[0])
    except BaseException as e: print(type(e).__name__, e)
def mk(v):
    def f(): return v
    return f
cell = mk(1).__closure__[0]
C = type(cell)
print(cell.cell_contents, C(5).cell_contents, C() < C(1), C() == C(), C(1) < C(2), C(1) == C(1), C(1) != C(2), C(2) >= C(2), C(1) > C())
t(lambda: C().cell_contents); t(C, 1, 2); t(C, 1) ; t(lambda: C(x=1)); t(hash, cell); t(repr, C()); t(lambda: C(1) < 5); t(lambda: C(1) == 5)
cell.cell_contents = [1]; print(cell.cell_contents); del cell.cell_contents; t(lambda: cell.cell_contents)
t(mk.__class__, mk(1).__code__, {}, None, None, (C(9),)); print(type(mk)(mk(1).__code__, {}, None, None, (C(9),))())
t(type(mk), mk(1).__code__, {}); t(type(mk), mk(1).__code__, {}, None, None, (1,)); t(type(mk), mk(1).__code__, {}, None, None, ()); t(type(mk), mk(1).__code__, {}, None, None, [C(1)])
class Bad:
    def __eq__(self, o): raise ValueError("eq")
    def __lt__(self, o): return "lt"
t(lambda: C(Bad()) == C(1)); t(lambda: C(Bad()) < C(1))
o = object(); c = C(o); print(sys.getrefcount(o)); c.cell_contents = None; print(sys.getrefcount(o))
c.cell_contents = c; print(c.cell_contents is c, c == c if 0 else "-")
def counter():
    n = 0
    def inc():
        nonlocal n
        n += 1
        return n
    def dele():
        nonlocal n
        del n
    return inc, dele
inc, dele = counter(); print(inc(), inc()); dele(); t(inc); t(dele); print(inc.__closure__[0] is dele.__closure__[0])
class K:
    def m(self): return __class__
print(K.m.__closure__[0].cell_contents is K, K.m.__code__.co_freevars)
