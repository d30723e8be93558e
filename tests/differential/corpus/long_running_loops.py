n = 0
for i in range(20000):
    if i % 3: continue
    n += i
    try:
        if i % 1000 == 0: raise ValueError(i)
    except ValueError: n -= 1
print(n)
d = {}
for i in range(5000): d[i % 97, str(i % 13)] = d.get((i % 97, str(i % 13)), 0) + 1
print(len(d), sum(d.values()), max(d.values()))
s = set()
for i in range(5000): s ^= {i % 71}
print(len(s), sorted(s)[:5])
l = []
for i in range(3000):
    l.append(i)
    if len(l) > 50: del l[::2]
print(len(l), l[:5])
t = ""
for i in range(500): t += str(i)[-1]
print(len(t), t[::37])
