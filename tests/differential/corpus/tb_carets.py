def binop(): return (1 + 2) * ("a" + 1)
def sub(): return {"a": {"b": []}}["a"]["b"][0]
def call(): return len(5)
def attr(): return "abc".nope.upper()
def chain(): return int("1") + int("x") + int("2")
def compare(): return 1 < "a"
def multi():
    return (1 +
            2 +
            None)
def unary(): return -"a"
def args(): return max(1,
        2, key=len)
def kw(): return dict(a=1)["b"]
def aug():
    x = [1]
    x[0] += "a"
def nested(): return [1, 2, 3][[0, 1][5]]
def starred(): return print(*5)
def slicing(): return [1][::0]
def unpack(): a, b = 1, 2, 3
def fs(): return f"{1 + 1} {1 / 0}"
def de(): del {}["k"]
import sys
for f in (binop, sub, call, attr, chain, compare, multi, unary, args, kw, aug, nested, starred, slicing, unpack, fs, de):
    try:
        f()
    except Exception as e:
        tb = e.__traceback__
        sys.excepthook(type(e), e, tb)
