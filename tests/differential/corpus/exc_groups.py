eg = ExceptionGroup("group", [ValueError(1), TypeError("t"), ExceptionGroup("nested", [ValueError(2), KeyError("k")])])
print(eg, repr(eg), eg.message, eg.exceptions[0], len(eg.exceptions))
m, r = eg.split(ValueError); print(repr(m), repr(r)); print(repr(eg.subgroup(KeyError)), eg.subgroup(OSError), repr(eg.subgroup(lambda e: isinstance(e, TypeError))), eg.split((ValueError, TypeError, KeyError))[1])
try:
    raise eg
except* ValueError as g: print("VE", repr(g))
except* TypeError as g: print("TE", repr(g))
except* KeyError: print("KE")
try:
    try: raise eg
    except* ValueError: pass
except ExceptionGroup as rest: print("rest", repr(rest))
try:
    raise ValueError("naked")
except* ValueError as g: print(repr(g))
try:
    try: raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
    except* ValueError: raise OSError("new")
except ExceptionGroup as g: print(repr(g))
print(type(BaseExceptionGroup("b", [ValueError()])).__name__, type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__, eg.derive([ValueError()]).message, issubclass(ExceptionGroup, Exception), ExceptionGroup.__mro__)
for f in (lambda: ExceptionGroup("x", []), lambda: ExceptionGroup("x", [1]), lambda: ExceptionGroup(1, [ValueError()]), lambda: ExceptionGroup("x"), lambda: ExceptionGroup("x", [KeyboardInterrupt()]), lambda: ExceptionGroup("x", 5), lambda: eg.split(5), lambda: ExceptionGroup("x", {ValueError()})):
    try: print(f())
    except Exception as e: print(type(e).__name__, "|", e)
class MyGroup(ExceptionGroup):
    def derive(self, excs): return MyGroup(self.message + "!", excs)
print(repr(MyGroup("m", [ValueError(1), KeyError(1)]).split(ValueError)))
try:
    try: raise eg
    except* (ValueError, ExceptionGroup): pass
except TypeError as e: print(e)
