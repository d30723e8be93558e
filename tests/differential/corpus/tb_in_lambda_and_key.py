data = [3, 1, "x", 2]
result = sorted(data, key=lambda v: v + 1)
