a = [1, 2, 3, 4]
for x in a:
    if x == 2: a.remove(2)
    print(x, end=" ")
print(a)
b = []
it = iter(b)
b.append(1); print(next(it)); b.append(2); print(list(it)); b.append(3); print(list(it))
it = iter([1, 2, 3]); print(next(it), it.__length_hint__(), list(it), next(it, "end"))
for i, (x, y) in enumerate([(1, 2), (3, 4)], 10): print(i, x, y)
for x in reversed([1, 2, 3]): print(x, end=",")
print()
matrix = [[1, 2], [3, 4]]
print([x for row in matrix for x in row], [[row[i] for row in matrix] for i in range(2)], list(zip(*matrix)))
print([(i, j) for i in range(3) for j in range(i)], [y := 5, y ** 2], [lambda: 1][0]())
