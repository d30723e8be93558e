"""When locals die: return, del, exceptions, frames that are kept."""
import sys
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
def ret():
    a, b = D("a"), D("b")
    return a
r = ret(); print("returned"); del r
def rebinding():
    x = D(1); x = D(2); x = D(3)
    print("end of function")
rebinding()
def raising():
    x = D("x"); y = [D("in list")]
    raise KeyError
try: raising()
except KeyError as e: print("caught"); tb = e.__traceback__
print(sorted(tb.tb_next.tb_frame.f_locals)); del tb; print("traceback dropped")
def keep(): 
    v = D("kept by frame")
    return sys._getframe()
f = keep(); print("frame kept", f.f_locals["v"].n); f.clear(); print("frame cleared"); del f
def loop():
    for i in range(3):
        d = D(("loop", i))
    print("after loop")
loop()
def nested():
    outer = D("outer")
    def inner(): return outer
    return inner
n = nested(); print("closure holds"); n = None; print("closure gone")
[D(("comp", i)) for i in range(2)]; print("after comprehension")
x = D("expr").n; print("temporary gone")
def args(a, b=D("default")): print("in call")
args(D("argument")); print("call over")
del args; print("function gone")
def gen():
    g = D("in generator")
    try: yield 1
    finally: print("finally")
it = gen(); next(it); del it; print("generator gone")
def rec(n):
    d = D(("rec", n))
    if n: rec(n - 1)
rec(3)
try:
    e = D("before"); 1 / 0
except ZeroDivisionError: del e; print("deleted in handler")
def swap():
    p, q = D("p"), D("q"); p, q = q, p; del p; print("one left")
swap()
class Local: attr = D("class attribute")
del Local; import gc; gc.collect(); print("class gone")
if (w := D("walrus")): pass
w = None
global_at_exit = D("at exit")
