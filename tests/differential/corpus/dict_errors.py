d = {"a": 1}
def attempt(f):
    try:
        print("ok", f())
    except Exception as e:
        print(type(e).__name__, "|", e, "|", repr(e))
attempt(lambda: d["zz"])
attempt(lambda: d[1, 2])
attempt(lambda: d[[]])
attempt(lambda: d.pop("zz"))
attempt(lambda: {}.popitem())
attempt(lambda: dict([1]))
attempt(lambda: dict([(1, 2, 3)]))
attempt(lambda: dict(5))
attempt(lambda: d.update(5))
attempt(lambda: d + {})
attempt(lambda: d | [1])
attempt(lambda: d < d)
attempt(lambda: {[]: 1})
attempt(lambda: d.foo)
attempt(lambda: d.get())
attempt(lambda: dict(1, 2))
attempt(lambda: {**5})
attempt(lambda: hash(d))
attempt(lambda: d.__getitem__("q"))
def grow():
    for k in d:
        d[k + "x"] = 1
attempt(grow)
try:
    del d["nope"]
except KeyError as e:
    print("KeyError", e, e.args)
