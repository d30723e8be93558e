def order(kind):
    out = []
    try:
        out.append("try")
        if kind == "v": raise ValueError("v")
        if kind == "k": raise KeyError("k")
        if kind == "r": return out
    except ValueError as e: out.append(f"except {e}")
    except (KeyError, IndexError) as e: out.append(f"except {e!r}")
    else: out.append("else")
    finally: out.append("finally")
    out.append("end")
    return out
for k in ("", "v", "k", "r"): print(order(k))
def f():
    try: return "try"
    finally: print("fin")
def g():
    try: 1 / 0
    finally: return "swallowed"
def h():
    for i in range(3):
        try:
            if i == 1: continue
            if i == 2: break
        finally: print("f", i)
    return i
print(f(), g(), h())
try:
    try: raise ValueError("first")
    except ValueError: raise KeyError("second")
except KeyError as e: print(repr(e), repr(e.__context__), e.__cause__, e.__suppress_context__)
try:
    try: raise ValueError("a")
    except ValueError as e: raise TypeError("b") from e
except TypeError as e: print(repr(e.__cause__), e.__suppress_context__)
try:
    try: 1 / 0
    except ZeroDivisionError: raise OSError("c") from None
except OSError as e: print(e.__cause__, repr(e.__context__), e.__suppress_context__)
try:
    try: raise ValueError("again")
    except ValueError: raise
except ValueError as e: print("reraised", e)
try: e
except NameError as err: print(err)
try: raise
except RuntimeError as e: print(e)
try: raise ValueError
except ValueError as e: print(repr(e), e.args)
for bad in (5, "x", int, None):
    try: raise bad
    except TypeError as e: print(e)
try:
    raise ValueError from 5
except TypeError as e: print(e)
try:
    try: 1 / 0
    except 5: pass
except TypeError as e: print(e)
assert True
try: assert 1 == 2, "message"
except AssertionError as e: print(repr(e))
try: assert not 5
except AssertionError as e: print(repr(e))
