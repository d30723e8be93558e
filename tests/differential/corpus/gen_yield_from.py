def inner():
    x = yield 1
    print("inner got", x)
    try:
        yield 2
    except ValueError:
        print("inner caught")
        yield 3
    return "inner result"
def outer():
    r = yield from inner()
    print("result", r)
    yield from [10, 20]
    yield from "ab"
o = outer(); print(next(o), o.send("s"), o.throw(ValueError), next(o), list(o))
def tree(t):
    if isinstance(t, list):
        for x in t: yield from tree(x)
    else: yield t
print(list(tree([1, [2, [3, 4], 5], [[6]]])))
def chain(*its):
    for it in its: yield from it
print(list(chain("ab", range(2), {"k": 1})))
def delegating():
    try:
        yield from inner()
    finally: print("outer cleanup")
d = delegating(); next(d); d.close()
def acc():
    total = 0
    while (v := (yield total)) is not None: total += v
    return total
def run():
    results = []
    while True: results.append((yield from acc())); print(results)
r = run(); next(r); r.send(1); r.send(2); r.send(None); r.send(5); r.send(None)
try:
    def bad(): yield from 5
    list(bad())
except TypeError as e:
    print(e)
