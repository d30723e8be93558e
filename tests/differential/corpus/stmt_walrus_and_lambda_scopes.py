if (n := len("abc")) == 3: print(n)
while (n := n - 1) > 0: print(n)
print([last := x for x in range(3)], last, any((hit := x) > 1 for x in [1, 2, 3]), hit)
f = lambda x, *a, y=2, **k: (x, a, y, k); print(f(1), f(1, 2, y=3, z=4))
print((lambda: (yield))().__class__.__name__, (lambda x: lambda y: x + y)(1)(2), [(lambda i: i * i)(i) for i in range(3)])
def outer():
    total = 0
    def add(n):
        nonlocal total
        return (total := total + n)
    return [add(i) for i in range(4)], total
print(outer())
x = 5
class K:
    y = [x for _ in range(2)]
    z = (lambda: x)()
print(K.y, K.z)
