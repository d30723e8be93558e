print(2 + 3 * 4 ** 2 // 5 % 7 - -1, -2 ** 2, (-2) ** 2, 2 ** -1, not 1 == 2, 1 if 0 else 2 if 1 else 3, 1 or 0 and 0, 5 & 3 | 4 ^ 1, 1 << 2 + 1, ~1 + 2, 3 > 2 == True, 3 > 2 > 1, 1 < 2 in [2], "a" if "" else "b" + "c")
print([1, 2][0] + [3][0], (lambda x: x + 1)(2) * 3, {"a": 1}["a"] ** 2, -[1][0], not [] and 1, 2 * "ab" + "c", "%s" % 1 + "2", 1 < 2 and 2 < 1 or 3, 10 // 3 * 3 + 10 % 3 == 10)
def show(n, v): print("eval", n); return v
print(show(1, 2) + show(2, 3) * show(3, 4), show("a", 0) and show("b", 1), show("c", 1) or show("d", 2), [show(i, i) for i in (1, 2)], {show("k", 1): show("v", 2)})
print(show("l", 5) < show("m", 3) < show("n", 9)); x = [0]; x[show("i", 0)] = show("val", 7); print(x, max(show("p", 1), show("q", 2)))
def kw(a, b): return a, b
print(kw(b=show("b", 1), a=show("a", 2)))
