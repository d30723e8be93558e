"""What is finalised at the end of the program, and in which order."""
import sys, gc
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
_private = D("private")
first = D("first")
second = D("second")
cycle = D("cycle"); cycle.me = cycle
holder = [D("in list"), D("in list too")]
class Klass: attr = D("class attribute")
inst = Klass(); inst.d = D("instance attribute")
def func(default=D("default")): pass
closure = (lambda v: lambda: v)(D("cell"))
gen = (x for x in [D("generator")])
sys.extra = D("on sys")
print("end of main")
