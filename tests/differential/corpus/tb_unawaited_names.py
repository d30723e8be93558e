import sys
def f(a, b):
    return [
        a[i] /
        b[i]
        for i in range(2)
    ]
f([1, 2], [1, 0])
