def m(x):
    match x:
        case 0: return "zero"
        case 1 | 2: return "small"
        case int(n) if n > 100: return f"big {n}"
        case int(): return "int"
        case "a" | "b" as s: return f"letter {s}"
        case str(s): return f"str {len(s)}"
        case []: return "empty"
        case [x]: return f"one {x}"
        case [1, *rest]: return f"one and {rest}"
        case (a, b): return f"pair {a} {b}"
        case [*_, last]: return f"last {last}"
        case {"type": "p", "x": x, **rest}: return f"map {x} {rest}"
        case {}: return "mapping"
        case None: return "none"
        case True | False: return "bool"
        case Point(x=0, y=y): return f"on axis {y}"
        case Point(x, y): return f"point {x} {y}"
        case float(f): return f"float {f}"
        case _: return "other"
class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
for v in (0, 2, 500, 50, "a", "xyz", [], [5], [1, 2, 3], (7, 8), [4, 5, 6], {"type": "p", "x": 1, "z": 2}, {"q": 1}, None, True, Point(0, 3), Point(1, 2), 2.5, {1}, b"x", -1):
    print(repr(v) if not isinstance(v, Point) else "Point", "->", m(v))
class Color: RED = "r"
match "r":
    case Color.RED: print("red")
match (1, (2, [3, 4])):
    case (a, (b, [c, d])): print(a, b, c, d)
match {"a": [1, {"b": 2}]}:
    case {"a": [_, {"b": x}]}: print(x)
match 5:
    case x if x < 0: print("negative")
print("no match")
try:
    match 1:
        case Point(1, 2, 3): pass
    match Point(1, 2):
        case Point(1, 2, 3): pass
except TypeError as e:
    print(e)
