a = b = c = [1]; b.append(2); print(a, c is a)
x, y, z = 1, 2, 3; x, y = y, x; print(x, y, z); (p, q), r = (1, 2), 3; [s, *t] = "abc"; print(p, q, r, s, t)
*first, last = range(4); print(first, last); a, *_, b = "hello"; print(a, b, _)
d = {}; d["k"], d["j"] = 1, 2; print(d); i = 0; i, lst = 1, [0, 0]; lst[i] = i; print(lst)
x = 5; x += 2; x -= 1; x *= 3; x /= 2; x //= 2; x **= 2; x %= 7; print(x); l = [1]; m = l; l += [2]; print(m); l = l + [3]; print(m, l)
t = ([],)
try:
    t[0] += [1]
except TypeError as e:
    print(e, t)
if (n := 10) > 5: print(n)
print([y := 1, y ** 2], (lambda: (w := 3) + w)())
del x; del d["k"], lst[0]; print(d, lst)
try:
    x
except NameError as e:
    print(e)
v: int = 5; u: str; print(v, __annotations__)
try:
    u
except NameError as e:
    print(e)
for f in ("a, b = 1", "a, b = [1, 2, 3]", "a, *b = []", "a, b, *c = [1]", "a, b = {1: 2}", "a, b = None", "x.y = 1", "None.x = 1", "del undefined"):
    try:
        exec(f)
    except Exception as e:
        print(f, "|", type(e).__name__, e)
