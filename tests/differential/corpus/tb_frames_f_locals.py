import sys
def f(a, b=2, *args, **kw):
    c = a + b
    def inner(): return c, d
    d = 5
    fr = sys._getframe()
    print(sorted(fr.f_locals), fr.f_locals["c"], fr.f_code.co_name, fr.f_back.f_code.co_name, fr.f_globals is globals(), fr.f_lineno, fr.f_lasti > 0)
    raise ValueError(inner())
try: f(1, 2, 3, k=4)
except ValueError as e:
    fr = e.__traceback__.tb_next.tb_frame
    print(sorted(fr.f_locals.items(), key=lambda kv: kv[0])[:4], fr.f_back, fr.f_lineno, type(fr).__name__)
    fr.clear(); print(fr.f_locals)
class C:
    x = 1
    print(sorted(k for k in sys._getframe().f_locals if not k.startswith("__")))
def g():
    fr = sys._getframe(); yield fr.f_locals; x = 1; yield dict(fr.f_locals)
print([sorted(d) for d in g()])
