x = []
for _ in range(20): x = [x, {"k": x}] if _ < 6 else [x]
print(str(x)[:60], len(str(x)))
d = {}; d["d"] = d; l = [d]; d["l"] = l; print(d, l); t = (l,); l.append(t); print(t)
a = [1, [2, [3]]]; b = a[:]; b[1].append(4); print(a, b is a, a == b); import sys
n = []
for _ in range(100): n = [n]
c = 0
while n: n = n[0]; c += 1
print(c)
big = list(range(100000)); print(len(big), sum(big), big[-1], len(set(big)), len({k: k for k in big})); del big
deep = ()
for _ in range(50000): deep = (deep,)
del deep; print("freed")
