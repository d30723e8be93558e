import sys
class C:
    def __call__(self, *a, **k): raise ValueError("call")
    def m(self): raise ValueError("m")
    @staticmethod
    def s(): raise ValueError("s")
    @classmethod
    def c(cls): raise ValueError("c")
    def __getitem__(self, k): raise ValueError("getitem")
    def __enter__(self): raise ValueError("enter")
    def __exit__(self, *a): pass
    def __iter__(self): raise ValueError("iter")
    def __eq__(self, o): raise ValueError("eq")
    def __contains__(self, o): raise ValueError("contains")
    def __iadd__(self, o): raise ValueError("iadd")
    def __neg__(self): raise ValueError("neg")
    def __bool__(self): raise ValueError("bool")
    def __format__(self, s): raise ValueError("format")
    def __setattr__(self, n, v): raise ValueError("setattr")
    def __delattr__(self, n): raise ValueError("delattr")
    def __getattr__(self, n): raise ValueError("getattr")
    def __del__(self): pass
o = C()
def t1(): o(1, *[2], **{"x": 3})
def t2(): C().m()
def t3(): return C.s()
def t4(): x = C.c()
def t5(): o["k"]["j"]
def t6():
    with o as x:
        pass
def t7():
    for x in o: pass
def t8(): [1, o == 2]
def t9(): return 1 in o
def t10():
    global o
    o += 1
def t11(): -o
def t12():
    if o: pass
def t13(): f"a{o:x}b"
def t14(): o.x = 1
def t15(): del o.x
def t16(): o.attr.other
def t17(): a, b = o
def t18(): print(*o)
def t19(): return [*o]
def t20():
    while o: pass
def t21(): assert o, "m"
def t22(): return o and 1
def t23(): return [x for x in o if x]
def t24(): lambda: 0; (lambda: o())()
def t25(): max([1, 2], key=o)
def t26(): yield from o
def t27():
    match o:
        case 5: pass
def t28(): {**o}
def t29(): raise o
def t30(): import nothing_here
for f in (t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11, t12, t13, t14, t15, t16, t17, t18, t19, t20, t21, t22, t23, t24, t25, lambda: list(t26()), t27, t28, t29, t30):
    try: f()
    except Exception as e: sys.excepthook(type(e), e, e.__traceback__)
