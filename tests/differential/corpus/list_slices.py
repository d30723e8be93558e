a = list(range(10))
print(a[2:5], a[::3], a[::-2], a[-3:], a[:-7], a[7:2:-1], a[20:], a[slice(1, 8, 3)])
a[2:4] = ["x", "y", "z"]; print(a)
a[::2] = [0] * 6; print(a)
a[1:1] = [100]; print(a); a[:] = a[:4]; print(a)
del a[0]; del a[1:3]; print(a); a = list(range(8)); del a[::2]; print(a); del a[:]; print(a)
a = [1, 2, 3]
for f in (lambda: a[3], lambda: a[-4], lambda: a["x"], lambda: a[1.5], lambda: a.pop(5), lambda: [].pop(), lambda: a.index(9), lambda: a.remove(9),
          lambda: a + (1,), lambda: a * 1.5, lambda: a < 3, lambda: a.append(), lambda: a.append(1, 2), lambda: a.sort(key=5), lambda: sorted([1, "a"]),
          lambda: a.insert("x", 1), lambda: list(5), lambda: a.extend(5), lambda: a.foo, lambda: {a: 1}, lambda: a.__setitem__(10, 0)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, "|", e)
try:
    a[::2] = [1]
except ValueError as e:
    print(e)
try:
    a[1:2] = 5
except TypeError as e:
    print(e)
try:
    x, y = a
except ValueError as e:
    print(e)
try:
    x, y, z, w = a
except ValueError as e:
    print(e)
