import sys
def t(fn, *a, **k):
    try: print(repr(fn(*a, **k)))
    except BaseException as e: print(type(e).__name__, e)
class W:
    def __init__(self): self.out = []
    def write(self, s): self.out.append(s)
class Bad:
    def write(self, s): raise OSError("write")
class NoFlush(W): flush = None
class S:
    def __str__(self): return "S!"
class BS:
    def __str__(self): raise ValueError("str")
w = W(); print("a", S(), 1.5, None, file=w); print(w.out); w.out.clear(); print(file=w); print("x", end="", file=w); print(1, 2, sep="", file=w); print(w.out)
t(print, 1, file=Bad()); t(print, 1, file=object()); t(print, BS()); t(print, 1, flush=True, file=w); t(print, 1, flush=True, file=NoFlush()); t(print, 1, sep=1); t(print, 1, end=b""); t(print, 1, "a", nope=1); t(print, *range(5), sep="\n", end="")
print()
class SS(str):
    def __str__(self): return "overridden"
print(SS("raw"), f"{SS('raw')}", "%s" % SS("raw"), SS("raw") + ""); print("é", "日本", "\x00", "a\tb")
old = sys.stdout; sys.stdout = w; w.out.clear(); print("captured"); t(print, 1, file=None); sys.stdout = old; print(w.out)
sys.stdout = None; print("nowhere"); sys.stdout = old
del sys.stdout
try: print("lost")
except RuntimeError as e: err = e
sys.stdout = old; print(err)
t(input); t(input, "prompt> "); t(input, 1, 2); t(input, BS())
class In:
    def __init__(self, lines): self.lines = lines
    def readline(self): return self.lines.pop(0)
sys.stdin = In(["one\n", "two", "", 5, "tail\r\n"])
for i in range(5): t(input, "p" * i)
sys.stdin = Bad(); t(input); sys.stdin = None; t(input); del sys.stdin; t(input)
sys.stdin = sys.__stdin__
class R(list):
    def __repr__(self): return "R" + super().__repr__()
print(R([1]), [R()], {1: R()}, (R(),))
x = []; x.append(x); y = {}; y["y"] = y; print(x, y, [x, y])
print(sys.displayhook(5), __builtins__._); sys.displayhook(None); sys.displayhook("é\udc80")
