import sys, gc
class Err:  # the hint at tracemalloc depends on a module
    def write(self, text):
        sys.__stderr__.write("".join(line for line in text.splitlines(True) if "tracemalloc" not in line))
    def flush(self): sys.__stderr__.flush()
sys.stderr = Err()
def t(fn,*a,**k):
    try: print(repr(fn(*a,**k))[:120])
    except BaseException as e: print(type(e).__name__, e, e.args, getattr(e,'value','-'))
async def c(v=1): return v
x=c(); print(x.cr_running,x.cr_suspended,x.cr_await,x.cr_origin,x.cr_code is c.__code__); t(x.send,1); t(x.send,None); t(x.send,None); t(x.throw,ValueError); t(x.close); t(x.__await__)
t(iter,c) ; y=c(); t(iter,y); t(next,y); t(lambda: (await_ for await_ in y)); y.close()
w=c().__await__(); print(type(w)); t(next,w); t(next,w); t(w.close); t(w.send,None); t(w.throw,ValueError)
class A:
    def __await__(self): return iter([1,2])
async def d():
    r=await A(); return r
x=d(); t(x.send,None); print(x.cr_await); t(x.send,None); t(x.send,None)
for bad in (lambda s:5, lambda s:c(), lambda s:[1], None):
    B=type('B',(),{'__await__':bad} if bad else {})
    async def e():
        await B()
    z=e(); t(z.send,None)
async def ag(n=3):
    try:
        for i in range(n):
            r=yield i
            if r is not None: print('r',r)
    finally: print('ag fin')
def run(co):
    try:
        while 1: co.send(None)
    except StopIteration as e: return e.value
a=ag(); print(a.ag_running,a.ag_suspended,a.ag_await,a.ag_frame is not None,a.ag_code.co_name); t(run,a.__anext__()); t(run,a.asend('hey')); t(run,a.athrow(ValueError('v'))); t(run,a.__anext__()); t(run,a.aclose())
a=ag(); s=a.asend(1); t(s.send,None); t(s.send,None); s=a.__anext__(); t(s.send,None); t(s.send,None); t(s.throw,ValueError); t(s.close); s=a.aclose(); t(s.send,1); t(s.send,None); t(s.send,None); t(s.throw,ValueError)
a=ag(); run(a.__anext__()); t(run,a.athrow(ValueError,'msg',None)); a=ag(); run(a.__anext__()); t(run,a.athrow(GeneratorExit)); a=ag(); t(a.athrow); t(run,a.athrow(1)); t(a.asend); 
async def ign():
    try: yield 1
    except GeneratorExit: yield 2
a=ign(); run(a.__anext__()); t(run,a.aclose()); 
class Aw:
    def __await__(self): yield 'aw'
async def ag2():
    try:
        await Aw(); yield 1; await Aw(); yield 2
    finally: await Aw()
a=ag2(); s=a.__anext__(); t(s.send,None); print(a.ag_running); s2=a.__anext__(); t(s2.send,None); q=a.aclose(); t(q.send,None); q=a.athrow(ValueError); t(q.send,None); print(a.ag_await); t(s.throw,KeyError('kk')); t(s.send,None)
a=ag2(); s=a.__anext__(); s.send(None); t(s.send,None); q=a.aclose(); t(q.send,None); t(q.throw,ValueError('in close')); t(q.send,None)
t(run, anext(ag2(),'dflt')); 
async def m():
    a=ag(1); print(await anext(a), await anext(a,'D'), await anext(a,'D2'))
    try: await anext(a)
    except StopAsyncIteration as e: print('SAI',e.args)
    async for v in ag(2): print(v)
    print([v async for v in ag(2)], {v:1 async for v in ag(1)})
t(run,m()); t(anext,5); t(aiter,5); t(anext,ag(),1,2); an=anext(ag(0),'z'); print(type(an)); t(next,an); an=anext(ag(),'z'); t(an.send,None); an=anext(ag(),'z'); t(an.throw,ValueError('v')); an=anext(ag(),'z'); t(an.close)
async def bad():
    yield 1
    raise StopAsyncIteration
a=bad(); run(a.__anext__()); t(run,a.__anext__())
async def bad2():
    raise StopIteration(5)
t(run,bad2())
fin=[]
print(sys.get_asyncgen_hooks())
sys.set_asyncgen_hooks(firstiter=lambda a: print('first',a.__name__), finalizer=lambda a: (print('final',a.__name__), fin.append(a)))
a=ag(); run(a.__anext__()); run(a.__anext__()); del a; print(len(fin)); sys.set_asyncgen_hooks(None,None); t(sys.set_asyncgen_hooks,1); t(sys.set_asyncgen_hooks,firstiter=1); print(sys.get_asyncgen_hooks())
t(run, fin.pop().aclose())
print(sys.get_coroutine_origin_tracking_depth()); t(sys.set_coroutine_origin_tracking_depth,-1); sys.set_coroutine_origin_tracking_depth(2)
def mk(): return c()
x=mk(); print(x.cr_origin[0][1:], len(x.cr_origin)); x.close(); sys.set_coroutine_origin_tracking_depth(0)
async def never(): pass
never()
n=never(); del n
def scope():
    z=never(); z=None
    ag().asend(1); ag().aclose(); ag().athrow(ValueError)
scope()
async def cm():
    class CM:
        async def __aenter__(self): print('enter'); return 5
        async def __aexit__(self,*a): print('exit',a[0]); return True
    async with CM() as v: print(v); raise ValueError
    try:
        async with 5: pass
    except TypeError as e: print(e)
    try:
        async for _ in 5: pass
    except TypeError as e: print(e)
t(run,cm()); print(type(c).__name__, repr(ag)[:14], repr(ag())[:30])
