print([x * y for x in range(3) for y in range(3) if x != y], {x: x ** 2 for x in range(4)}, {c for c in "hello"} == set("helo"), list(x for x in "ab"))
print([[j for j in range(i)] for i in range(4)], [x if x % 2 else -x for x in range(5)], [(a, b) for a, b in {"k": 1}.items()], sum(x for x in range(10) if x % 3 == 0))
x = "outer"; print([x for x in range(3)], x); fs = [lambda: i for i in range(3)]; print([f() for f in fs])
print([y for x in [1, 2] if (y := x * 10) > 10], y, {k: [v for v in range(k)] for k in range(3)}, [*[1, 2], *(3,)], [a for a, *b in [(1, 2), (3, 4, 5)]])
class C:
    n = 3
    sq = [i * i for i in range(n)]
    try: bad = [n for _ in range(2)]
    except NameError as e: msg = str(e)
print(C.sq, C.msg)
def g(): return [z for z in range(2)], [(lambda: z)() for z in range(2)]
print(g(), [i for i in range(20) if i % 2 if i % 3], next(x for x in [5, 6] if x > 5), list(map(lambda p: p[0] + p[1], [(1, 2)])))
try: [1 / z for z in (1, 0)]
except ZeroDivisionError as e: print(e)
try: {[]: 1 for _ in range(1)}
except TypeError as e: print(e)
