log = []
class R:
    def __init__(self, n, fail=False): self.n, self.fail = n, fail
    def __enter__(self):
        if self.fail: raise ValueError(f"enter {self.n}")
        log.append(f"+{self.n}"); return self.n
    def __exit__(self, t, v, tb): log.append(f"-{self.n}{t.__name__ if t else ''}")
with R(1) as a, R(2) as b, R(3): log.append(f"body{a}{b}")
print(log); log.clear()
try:
    with R(1), R(2, True), R(3): log.append("never")
except ValueError as e: print(e, log); log.clear()
def f():
    with R("f"): return log.append("ret") or "value"
print(f(), log); log.clear()
def g():
    with R("g") as n: yield n; log.append("after")
print(list(g()), log); log.clear()
x = g(); next(x); del x; print(log); log.clear()
with R("t") as (log2): pass
d = {}
with R("k") as d["key"]: pass
print(log2, d); log.clear()
for i in range(3):
    with R(i):
        if i == 1: continue
print(log)
