def a(n):
    return b(n) + 1
def b(n):
    value = c(n, key="x")
    return value
def c(n, key):
    data = {"y": n}
    return data[key]
class K:
    def method(self, n):
        return [a(i) for i in range(n)]
K().method(2)
