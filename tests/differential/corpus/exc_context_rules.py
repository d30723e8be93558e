def show(e):
    while e:
        print(repr(e), "cause", repr(e.__cause__), "ctx", repr(e.__context__), e.__suppress_context__)
        e = e.__cause__ or (None if e.__suppress_context__ else e.__context__)
def gen():
    try: yield 1
    except ValueError: yield 2; raise KeyError("in gen")
g = gen(); next(g)
try:
    try: raise OSError("outer")
    except OSError: g.throw(ValueError("thrown")); next(g)
except KeyError as e: show(e)
try:
    try: 1 / 0
    except ZeroDivisionError as e: raise e
except ZeroDivisionError as e: show(e)
def nested():
    try: raise ValueError("a")
    except ValueError as a:
        try: raise TypeError("b")
        except TypeError as b:
            raise a from b
try: nested()
except ValueError as e: print(repr(e), repr(e.__cause__), repr(e.__context__), repr(e.__cause__.__context__))
class CM:
    def __exit__(self, *a): raise RuntimeError("exit") from None
    def __enter__(self): pass
try:
    with CM(): raise ValueError("body")
except RuntimeError as e: show(e)
def fin():
    try: raise ValueError("v")
    finally:
        try: raise KeyError("k")
        except KeyError as e: print(repr(e.__context__))
try: fin()
except ValueError as e: show(e)
class D:
    def __del__(self):
        import sys
        print("del sees", sys.exception())
try: raise ValueError("handled")
except ValueError:
    D()
    import sys; print(sys.exception())
print(sys.exception())
def g2():
    import sys
    print("in gen", sys.exception()); yield
    print("resumed", sys.exception())
try: raise ValueError("v")
except ValueError:
    it = g2(); next(it)
next(it, None)
