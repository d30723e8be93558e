def f[T, *Ts, **P](x: T) -> T: return x
print(f.__type_params__, [type(t).__name__ for t in f.__type_params__])
class Box[T: int = bool]:
    def __init__(self, v): self.v=v
    def get(self) -> T: return self.v
print(Box(3).get(), Box.__type_params__, Box.__type_params__[0].__bound__, Box.__type_params__[0].__default__)
type A[K] = dict[K, int]
print(A, A.__name__, A.__type_params__, A.__value__, A[str], type(A))
type R = int | str
print(R.__value__, R | None)
try: R[int]
except TypeError as e: print(e)
T = f.__type_params__[0]
print(list[T], list[T].__parameters__, T.__name__, T.__constraints__, T.has_default(), T.__bound__, T.__infer_variance__)
def g[U: (int, str)](): pass
print(g.__type_params__[0].__constraints__)
try:
    class X(T): pass
except TypeError as e: print(e)
P = f.__type_params__[2]; print(P.args, P.kwargs, P.args == P.args, P.args.__origin__ is P)
print(T.__module__, Box.__mro__[-1])
