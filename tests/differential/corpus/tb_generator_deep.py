def a():
    yield from b()
def b():
    yield from c()
def c():
    yield 1
    raise ValueError("deep in generators")
for x in a(): print(x)
