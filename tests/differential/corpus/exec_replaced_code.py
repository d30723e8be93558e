import sys
C=type((lambda:0).__code__); F=type(lambda:0)
def t(fn,*a,**k):
    try: print(repr(fn(*a,**k))[:100])
    except BaseException as e: print(type(e).__name__, e)
def f(a,b=2):
    try:
        with breakpoint as q: return [x for x in a] + [b]
    except Exception as e: return (a,b,type(e).__name__)
g=F(f.__code__.replace(co_name='g'),globals(),'g',(5,)); t(g,1)
def gen(n):
    x=yield from range(n)
    try: yield x
    finally: print('fin')
h=F(gen.__code__.replace(co_firstlineno=7),globals()); t(list,h(3))
def clo():
    v=1
    def inner(): return v
    return inner
k=clo(); m=F(k.__code__.replace(co_name='m'),globals(),'m',None,k.__closure__); t(m)
t(F,k.__code__,globals()); t(F(compile('x=1\nprint(x,__name__)','m','exec'),globals())); ge=(i for i in [1]).gi_code; t(list,F(ge,{})(5)) if 0 else None
import_=compile('import sys\nclass K:\n  def m(self): return super().__init__()\nprint(K().m(), [i*2 for i in (1,2)], f"{sys.maxsize:,}")\ntry: 1/0\nexcept* ZeroDivisionError as e: print(e)\nmatch {"a":[1,2]}:\n  case {"a":[x,*y]}: print(x,y)\nprint(*[1],**{"sep":""})','m2','exec').replace(co_filename='zz'); exec(import_)
async def co(): 
    async with 5 as x: pass
t(F(co.__code__.replace(co_name='cc'),globals())().send,None)
