import sys
def f():
    try: raise ExceptionGroup("eg", [ValueError(1), TypeError(2), OSError(3)])
    except* ValueError as e: raise
    except* TypeError as e: raise KeyError("new") from e
try: f()
except ExceptionGroup as e: sys.excepthook(type(e), e, e.__traceback__)
try:
    try: raise ValueError("plain")
    except* ValueError: raise TypeError("from star")
except BaseException as e: sys.excepthook(type(e), e, e.__traceback__)
def g():
    for i in range(3):
        try:
            if i == 1: raise ExceptionGroup("x", [ValueError(i)])
        except* ValueError as e: print("caught", e.exceptions)
        else: print("else", i)
        finally: print("finally", i)
g()
raise ExceptionGroup("top", [ExceptionGroup("mid", [ValueError("multi\nline"), KeyError("k")]), SyntaxError("s", ("f", 1, 2, "x y", 1, 3))])
