class AppError(Exception): pass
class Coded(AppError):
    def __init__(self, code, message="none"): super().__init__(message); self.code = code
    def __str__(self): return f"[{self.code}] {self.args[0]}"
class NoInit(AppError):
    def __init__(self, *a): self.a = a
for x in (AppError("a", 2), Coded(5), Coded(7, "m"), NoInit(1, 2)):
    try: raise x
    except AppError as e: print(type(e).__name__, e, repr(e), e.args, e.__dict__)
class Multi(ValueError, KeyError): pass
try: raise Multi("both")
except KeyError as e: print(repr(e), isinstance(e, ValueError), str(e))
class MyOS(OSError):
    def __init__(self, a): super().__init__(a, "text", "file")
print(MyOS(2), MyOS(2).errno, type(MyOS(2)).__name__)
class Prop(Exception):
    @property
    def message(self): return "p:" + self.args[0]
print(Prop("x").message)
class New(Exception):
    def __new__(cls, *a): o = super().__new__(cls, *a); o.made = True; return o
print(New(1).made, New(1).args)
try: raise AppError
except AppError as e: print(repr(e))
class Stop(StopIteration): pass
class It:
    def __iter__(self): return self
    def __next__(self): raise Stop
print(list(It()))
class Slots(Exception):
    __slots__ = ("q",)
s = Slots("m"); s.q = 1; s.z = 2; print(s.q, s.z, s)
