def outer():
    x = 1
    def inner():
        nonlocal x
        x += 1
        return x
    return inner, lambda: x
inc, get = outer()
print(inc(), inc(), get(), inc.__closure__[0].cell_contents, inc.__code__.co_freevars)
def adders(): return [lambda y, i=i: i + y for i in range(3)]
print([f(10) for f in adders()])
def late(): return [lambda: i for i in range(3)]
print([f() for f in late()])
def use_before():
    try:
        print(v)
    except UnboundLocalError as e:
        print(e)
    v = 1
use_before()
def free():
    def g():
        return later
    try:
        g()
    except NameError as e:
        print(type(e).__name__, e)
    later = 5
    return g()
print(free())
def deleted():
    a = 1
    del a
    return a
try:
    deleted()
except UnboundLocalError as e:
    print(e)
x = "global"
def scopes():
    global made
    made = x
    def shadow():
        x = "local"
        return x
    return shadow(), x
print(scopes(), made)
def compose(*fs):
    def run(x):
        for f in fs: x = f(x)
        return x
    return run
print(compose(lambda x: x + 1, lambda x: x * 10)(4))
