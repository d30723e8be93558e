def append(item, target=[]): target.append(item); return target
print(append(1), append(2), append(3, []), append.__defaults__)
n = 1
def g(x=n, *, y=n + 1): return x, y
n = 100
print(g(), g.__defaults__, g.__kwdefaults__, g.__name__, g.__qualname__, g.__module__, g.__doc__, g.__dict__)
def documented():
    """Says hello."""
    return "hello"
print(documented.__doc__, documented.__code__.co_name, documented.__code__.co_argcount, documented.__code__.co_varnames)
documented.attribute = 5
print(documented.attribute, documented.__dict__, callable(documented), callable(5))
g.__defaults__ = (7,); print(g())
def annotated(a: int, b: "str" = "x") -> float: return 1.0
print(annotated.__annotations__, annotated(1))
del documented.attribute
try:
    documented.attribute
except AttributeError as e:
    print(e)
