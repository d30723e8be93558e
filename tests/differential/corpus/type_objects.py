print(type(5).__name__, type("").__mro__, int.__bases__, type.__base__, object.__base__, bool.__base__, type(type), int.__class__, (5).__class__, str.__module__, int.__qualname__, dict.__doc__ is not None)
T = type("T", (list,), {"x": 1, "f": lambda self: len(self)}); t = T([1, 2]); print(T, t, t.x, t.f(), T.__name__, T.__module__, T.__dict__["x"], T.__bases__)
T.__name__ = "Renamed"; print(T, T.__qualname__); T.y = 2; print(t.y, hasattr(T, "z")); del T.y
print(isinstance(T, type), issubclass(T, list), issubclass(T, (int, list)), type(t) == T, type(t) is list, callable(T), T() == [], hash(T) == hash(T), T == T, T != list)
class A: pass
class B: pass
a = A(); a.__class__ = B; print(type(a).__name__)
for f in (lambda: setattr(a, "__class__", int), lambda: setattr(a, "__class__", 5), lambda: setattr(5, "__class__", A), lambda: setattr(T, "__bases__", (int,)), lambda: type("a\0b", (), {}), lambda: type(5, (), {}), lambda: int.__new__(5), lambda: delattr(A, "zz"), lambda: A.__name__.x, lambda: setattr(A, "__name__", 5)):
    try: print(f())
    except Exception as e: print(type(e).__name__, "|", e)
print(list[int], dict[str, int], type(list[int]).__name__, list[int]([1]), tuple[int, ...])
