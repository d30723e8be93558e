def g():
    r = yield from inner()
    print("r", r)
def inner():
    yield 1
    return 5
print(list(g()))
class It:
    def __iter__(self): return self
    def __next__(self): raise StopIteration("value")
def h(): return (yield from It())
it = h()
try: next(it)
except StopIteration as e: print(e.value)
try: next(It())
except StopIteration as e: print(e.value, e.args)
def bad():
    next(iter([]))
    yield
try: list(bad())
except RuntimeError as e: print(e, repr(e.__cause__), repr(e.__context__))
try: list(next(iter([])) for _ in range(1))
except RuntimeError as e: print(e)
print([x for x in It()], list(map(lambda x: next(iter([])), [1])), max(It(), default=3), dict.fromkeys(It()))
def ret():
    yield
    return (1, 2)
it = ret(); next(it)
try: next(it)
except StopIteration as e: print(e.value, e.args)
def ret_exc():
    yield
    return ValueError("v")
it = ret_exc(); next(it)
try: next(it)
except StopIteration as e: print(repr(e.value), e.args)
