def f():
    try:
        raise ValueError("from try")
    finally:
        raise KeyError("from finally")
f()
