import sys
def f(): g()
def g(): raise ValueError("x")
try: f()
except ValueError as e:
    tb = e.__traceback__
    while tb:
        print(tb.tb_lineno, tb.tb_frame.f_code.co_name, tb.tb_frame.f_lineno, tb.tb_lasti >= 0)
        last, tb = tb, tb.tb_next
    print(sys.exc_info()[0], sys.exc_info()[1] is e, sys.exception() is e, sys.exc_info()[2] is e.__traceback__)
    t = e.__traceback__
    print(dir(t), type(t).__name__)
    try: t.tb_next = t
    except ValueError as x: print(x)
    try: t.tb_next = 5
    except TypeError as x: print(x)
    t.tb_next = None
    print(t.tb_next)
print(sys.exc_info(), sys.exception())
T = type(last)
try: raise KeyError("again").with_traceback(T(None, last.tb_frame, last.tb_lasti, 99))
except KeyError as e: print(e.__traceback__.tb_next.tb_lineno)
for a in ((), (1, 2, 3, 4), (None, 1, 2, 3), (None, last.tb_frame, "a", 1)):
    try: T(*a)
    except TypeError as x: print(x)
