for i in range(3):
    for j in range(3):
        if j == 1: continue
        if i == 2: break
        print(i, j)
    else: print("inner done", i)
else: print("outer done")
n = 5
while n:
    n -= 1
    if n == 2: break
else: print("no break")
while n < 4: n += 1
else: print("else", n)
for x in []: pass
else: print("empty")
for i, c in enumerate("ab"): print(i, c)
for a, (b, *c) in [(1, (2, 3, 4)), (5, (6,))]: print(a, b, c)
for x in [1, 2]: pass
print(x)
i = 10
for i in range(2): pass
print(i)
lst = [0] * 2
for lst[1] in (7, 8): pass
print(lst)
total = 0
for _ in range(10):
    total += 1
    if total > 5: break
print(total)
