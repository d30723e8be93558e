import sys
def t(fn, *a, **k):
    try: print(repr(fn(*a, **k))[:40].split(' at ')[0])
    except BaseException as e: print(type(e).__name__, e)
def get():
    try: 1 / 0
    except ZeroDivisionError as e: return e.__traceback__
def deep(n):
    if n: deep(n - 1)
    else: raise ValueError("deep")
tb = get(); T = type(tb); fr = tb.tb_frame
print(tb.tb_lineno, tb.tb_lasti > 0, tb.tb_next, fr.f_code.co_name, dir(tb))
t(T); t(T, None, fr, 1); t(T, 1, fr, 1, 2); t(T, None, 5, 1, 2); t(T, None, fr, 'x', 2); t(T, None, fr, 1, 2**40); t(T, None, None, 1, 2); t(T, tb_next=None, tb_frame=fr, tb_lasti=4, tb_lineno=9)
t2 = T(tb, fr, 3, 77); print(t2.tb_lineno, t2.tb_lasti, t2.tb_next is tb); t3 = T(None, fr, tb.tb_lasti, -1); print(t3.tb_lineno == tb.tb_lineno)
t(setattr, tb, 'tb_next', tb); t(setattr, tb, 'tb_next', t2); t(setattr, tb, 'tb_next', 5); t(delattr, tb, 'tb_next'); tb.tb_next = None; t(setattr, tb, 'tb_lineno', 1); t(setattr, tb, 'tb_frame', 1); t(setattr, tb, 'tb_lasti', 1)
try: deep(3)
except ValueError as e:
    n = []; x = e.__traceback__
    while x: n.append((x.tb_frame.f_code.co_name, x.tb_lineno, x.tb_frame.f_lineno)); x = x.tb_next
    print(n)
    e.__traceback__.tb_next.tb_next = None
    x = e.__traceback__; print(x.tb_next.tb_frame.f_locals)
    keep = e
try: raise keep.with_traceback(t2)
except ValueError as e: print(e.__traceback__.tb_next is t2)
try: raise keep
except ValueError as e: print(e.__traceback__.tb_next.tb_next is t2)
class O:
    def __del__(self): print("O gone")
def hold():
    o = O()
    raise KeyError
try: hold()
except KeyError as e: saved = e
print("still held"); saved.__traceback__ = None; print("dropped")
def clear():
    o = O()
    raise KeyError
try: clear()
except KeyError as e:
    e.__traceback__.tb_next.tb_frame.clear(); print("cleared", e.__traceback__.tb_next.tb_frame.f_locals)
print(sys.exc_info())
raise keep
