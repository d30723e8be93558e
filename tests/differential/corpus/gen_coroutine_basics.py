async def co(x):
    return x * 2
c = co(5)
try:
    c.send(None)
except StopIteration as e:
    print("value", e.value)
class Aw:
    def __init__(self, v): self.v = v
    def __await__(self):
        got = yield ("request", self.v)
        return got + 1
async def main():
    a = await Aw(1)
    b = await Aw(a)
    async with ACM() as m: print("in", m)
    out = [x async for x in AIter(3)]
    async for x in agen(): print("agen", x)
    return a, b, out
class ACM:
    async def __aenter__(self): return "acm"
    async def __aexit__(self, *a): print("aexit", a[0])
class AIter:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        if not self.n: raise StopAsyncIteration
        self.n -= 1; return self.n
async def agen():
    for i in range(2): yield i
m = main(); v = None
try:
    while True:
        r = m.send(v); print(r); v = r[1] * 10
except StopIteration as e:
    print(e.value)
print(type(m).__name__, m.cr_frame)
async def fails(): raise ValueError("inside")
try:
    fails().send(None)
except ValueError as e:
    print(e)
async def bad(): await 5
try:
    bad().send(None)
except TypeError as e:
    print(e)
