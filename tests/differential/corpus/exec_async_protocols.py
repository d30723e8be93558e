import sys
def run(co, *sends):
    out = []
    try:
        out.append(co.send(None))
        for s in sends: out.append(co.throw(s) if isinstance(s, BaseException) else co.send(s))
    except BaseException as e: out.append((type(e).__name__, e.args))
    print(out)
class Aw:
    def __init__(self, v): self.v = v
    def __await__(self): return (yield self.v)
class CM:
    def __init__(self, n, sup=False): self.n, self.sup = n, sup
    async def __aenter__(self): print("aenter", self.n, await Aw("in")); return self
    async def __aexit__(self, *a): print("aexit", self.n, a[0] and a[0].__name__, await Aw("out")); return self.sup
class It:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        if not self.n: raise StopAsyncIteration
        self.n -= 1; await Aw(("next", self.n)); return self.n
async def a():
    async with CM(1) as x, CM(2, True):
        print(x.n); raise ValueError("body")
    print("after")
run(a(), 1, 2, 3, 4)
async def b():
    async for i in It(2): print("i", i)
    else: print("else")
    return [j async for j in It(2) if j], {j: j async for j in It(1)}, {j async for j in It(1)}
run(b(), *range(6))
async def c():
    try: await Aw(1)
    except KeyError as e: print("caught", e); return await Aw(2)
run(c(), KeyError("k"), "r"); run(c(), ValueError("v")); run(c(), GeneratorExit())
async def d():
    async def inner(n):
        try: yield n; yield n + 1
        finally: print("inner done", await Aw("fin"))
    g = inner(5)
    print(await g.__anext__(), await g.asend("x")); await g.aclose(); print("closed")
    async for q in inner(9): break
    print([x async for x in (y async for y in inner(1))])
run(d(), *range(8))
async def e():
    async with 5: pass
async def f():
    async for x in 5: pass
async def g():
    class B:
        def __aiter__(self): return 5
    async for x in B(): pass
async def h():
    class B:
        def __aiter__(self): return self
        def __anext__(self): return 5
    async for x in B(): pass
async def i(): await 5
async def j():
    class B:
        async def __aenter__(self): pass
    async with B(): pass
async def k():
    class B:
        def __aenter__(self): pass
        async def __aexit__(self, *a): pass
    async with B(): pass
for q in (e, f, g, h, i, j, k): run(q())
co = i()
print(co.cr_frame.f_lineno == i.__code__.co_firstlineno, co.cr_code.co_name); co.close()
w = c().__await__(); print(next(w)); print(w.throw(KeyError("via wrapper")))
try: w.send("end")
except StopIteration as s: print(s.value)
def types_coroutine():
    def gen(): yield 1
    code = gen.__code__
    gen.__code__ = code.replace(co_flags=code.co_flags | 0x100)
    return gen()
async def uses(): return await types_coroutine()
run(uses(), None)
async def reuse():
    x = c(); x.close()
    await x
run(reuse())
async def twice():
    x = c()
    y = x.__await__(); next(y)
    await x
run(twice())
