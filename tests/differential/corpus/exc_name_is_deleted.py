e = "before"
try: raise ValueError
except ValueError as e: pass
try: print(e)
except NameError as x: print(x)
def f():
    e = 1
    try: raise ValueError
    except ValueError as e: inner = lambda: e
    try: return inner()
    except NameError as x: return str(x)
print(f())
def g():
    try: raise ValueError("kept")
    except ValueError as e:
        saved = e
        del e
    return saved
print(repr(g()))
for i in range(2):
    try:
        if i: raise KeyError(i)
        continue
    except KeyError as k: print("k", k); break
    finally: print("finally", i)
while True:
    try: break
    finally: print("left")
def h():
    while True:
        try: return 1
        finally: break
    return 2
print(h())
