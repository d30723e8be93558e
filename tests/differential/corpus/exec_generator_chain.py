import gc, sys
def g(inner):
    try: yield inner
    finally: count[0] += 1
count = [0]
c = None
for i in range(30000):
    n = g(c); next(n); c = n
del n; del c
print(count, gc.collect())
def plain(inner): yield inner
c = None
for i in range(30000):
    n = plain(c); next(n); c = n
del n, c; print("plain gone")
def order(n, inner):
    try: yield
    finally: print("fin", n)
a = order(1, None); next(a); b = order(2, a); next(b); c = order(3, b); next(c); del a, b; print("now"); del c
def loop():
    me = yield
    try: yield me
    finally: print("cycle fin")
for i in range(3):
    x = loop(); next(x); x.send([x])
del x; print(gc.collect())
def never(): yield 1
gens = [never() for _ in range(3)]; del gens; print("never started")
def res():
    try: yield
    finally: saved.append(sys._getframe())
saved = []; r = res(); next(r); del r; print(saved[0].f_code.co_name, saved[0].f_locals); saved.clear()
def yields():
    try: yield 1
    finally: yield 2
y = yields(); next(y); del y
def raises():
    try: yield 1
    finally: raise ValueError("in finally")
y = raises(); next(y); del y
async def coro(): pass
cs = [coro() for _ in range(2)]
for k in cs: k.close()
def ctx():
    try: yield
    except GeneratorExit as e: print(repr(e), e.__context__); raise
try: raise KeyError("outer")
except KeyError: q = ctx(); next(q); del q
