import sys
def show(e, n=0):
    while e is not None and n < 8:
        print(' ' * n, repr(e), 'cause', repr(e.__cause__), 'sup', e.__suppress_context__); e = e.__context__; n += 1
def a():
    try: 1 / 0
    except ZeroDivisionError as e:
        try: raise KeyError from e
        except KeyError as k:
            try: raise ValueError from None
            finally: print(sys.exception())
try: a()
except ValueError as e: show(e)
e1 = ValueError(1); e2 = ValueError(2)
try:
    try: raise e1
    except ValueError:
        try: raise e2
        except ValueError: raise e1
except ValueError as e: show(e); print(e is e1, e2.__context__ is e1)
x = [Exception(i) for i in range(4)]
for i in range(3): x[i].__context__ = x[i + 1]
x[3].__context__ = x[1]
try:
    try: raise x[0]
    except Exception: raise Exception("new")
except Exception as e: show(e)
try:
    try: raise x[2]
    except Exception: raise x[0]
except Exception as e: show(e)
def g():
    try: yield 1
    except ValueError: yield sys.exception()
    yield sys.exception()
try: raise KeyError
except KeyError:
    i = g(); next(i); print(repr(i.throw(ValueError("t"))), repr(next(i)), repr(sys.exception()))
class E(Exception):
    def __init__(self, *a): super().__init__(*a); raise TypeError("in init")
try:
    try: 1 / 0
    except ZeroDivisionError: raise E
except TypeError as e: show(e)
for bad in (5, None, int, "s", object()):
    try:
        try: raise bad
        except ValueError: pass
    except TypeError as e: print(e)
    try: raise ValueError from bad
    except TypeError as e: print(e)
    except ValueError as e: print("ok", e.__cause__)
try:
    try: raise ValueError
    except bad: pass
except TypeError as e: print(e); show(e)
try:
    try: raise ValueError
    except (KeyError, (ValueError,)): print("nested")
except TypeError as e: print(e)
try: raise
except RuntimeError as e: print(e)
def f():
    try: return 1
    finally: print(sys.exception()); raise KeyError
try: f()
except KeyError as e: show(e)
def swallow():
    for i in range(3):
        try: 1 / 0
        finally:
            if i < 2: continue
            return "swallowed"
print(swallow())
try:
    try: raise KeyError("k")
    except KeyError as e: pass
    print(e)
except NameError as n: show(n)
def nested():
    try: raise ValueError("v")
    except ValueError as e:
        def inner():
            try: raise
            except ValueError as q: return q is e
        print(inner())
nested()
class CM:
    def __enter__(self): return self
    def __exit__(self, t, v, tb): print(t, repr(v), v.__context__ if v else None); raise LookupError("exit") if v else None
try:
    with CM(): raise OSError("body")
except LookupError as e: show(e)
try:
    with CM(): pass
except TypeError as e: show(e)
