class A:
    x: int = 1
    y: "str" = "s"
def f(a: int, *b: str, c: list[int] = [], **d) -> dict: pass
print(A.__annotations__, f.__annotations__)
z: 'undefined_name' = 5
print(__annotations__, z)
def g():
    local: int = 3
    return local
print(g())
type Alias = list[int]
print(Alias, type(Alias).__name__)
def generic[T](x: T) -> T: return x
class Box[T]:
    def __init__(self, v: T): self.v = v
print(generic(5), Box(3).v, Box[int].__name__, generic.__type_params__, Box.__type_params__)
