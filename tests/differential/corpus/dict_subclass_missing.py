class Default(dict):
    def __missing__(self, key): print("missing", key); self[key] = value = key * 2; return value
d = Default(a=1)
print(d["a"], d["b"], d["b"], d.get("c"), "c" in d, d, type(d).__name__, isinstance(d, dict))
class Upper(dict):
    def __setitem__(self, key, value): super().__setitem__(key.upper(), value)
    def __getitem__(self, key): return super().__getitem__(key.upper())
u = Upper(); u["x"] = 1; print(u["x"], u, len(u), list(u.items())); u.update(y=2); print(u)
u.attr = 5; print(u.attr, u.__dict__)
class Counter(dict):
    def add(self, key): self[key] = self.get(key, 0) + 1
c = Counter()
for ch in "mississippi": c.add(ch)
print(c, sorted(c.items(), key=lambda kv: -kv[1]))
