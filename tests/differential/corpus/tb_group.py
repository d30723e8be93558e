def fail(n):
    raise ValueError(n)
errors = []
for n in range(2):
    try: fail(n)
    except ValueError as e: errors.append(e)
try: {}["x"]
except KeyError as e:
    inner = ExceptionGroup("inner", [e, TypeError("t")])
errors.append(inner)
def top(): raise ExceptionGroup("several things failed", errors)
top()
