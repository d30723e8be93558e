class A:
    def __add__(self, o): print("A add"); return NotImplemented
    def __radd__(self, o): print("A radd"); return "radd"
    def __mul__(self, o): return "mul"
    def __rmul__(self, o): return "rmul"
class B(A):
    def __radd__(self, o): print("B radd"); return "B radd"
class X:
    def __iadd__(self, o): return NotImplemented
    def __add__(self, o): return "added"
a, b = A(), B()
for f in (lambda: a + a, lambda: a + b, lambda: b + a, lambda: 1 + a, lambda: a + 1, lambda: [1] * a, lambda: a * [1], lambda: 2 * a, lambda: "s" + a, lambda: (1,) + a, lambda: [1] + a, lambda: 1.5 + a):
    try: print(f())
    except TypeError as e: print(e)
x = X(); x += 1; print(x)
l = [1]
try: l += 5
except TypeError as e: print(e)
t = (1,)
t += (2,); print(t)
s = "a"; s += "b"; s *= 2; print(s)
for op in ("a + b", "a - b", "a * b", "a / b", "a // b", "a % b", "a ** b", "a << b", "a >> b", "a & b", "a | b", "a ^ b", "a @ b", "divmod(a, b)", "a < b", "-a", "+a", "~a", "abs(a)", "a[b]", "a()", "len(a)"):
    try: print(op, eval(op, {"a": {}, "b": object}))
    except Exception as e: print(op, "|", type(e).__name__, e)
