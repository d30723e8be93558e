u = int | str
print(u, type(u), u == str|int, u != int|str, hash(u)==hash(str|int), u.__args__, u | None, None | int, int | int, u | float | str)
print(isinstance(3,u), isinstance(3.0,u), issubclass(bool,u), isinstance(None, int|None))
print(list[int] | None, list[int] | list[int], list[int]|list[str])
class A: pass
print(A | int, u.__parameters__, u.__module__)
for f in (lambda: int | 3, lambda: 3 | int, lambda: u[int], lambda: isinstance(3, int|list[int])):
    try: print(f())
    except TypeError as e: print(e)
def g(x: int | None = None) -> 'str | None': pass
print(g.__annotations__, {u: 1}[str|int])
class Meta(type):
    def __or__(c, o): return 'meta or'
class B(metaclass=Meta): pass
print(B | int, int | B)
