"""__reduce__, __setstate__ and copies of every iterator of itertools, fresh, in the middle and exhausted."""
import itertools as I


def show(it):
    r = it.__reduce__()
    out = [r[0].__name__]
    for part in r[1:]:
        out.append(spell(part))
    return out


def spell(x):
    if isinstance(x, tuple):
        return tuple(spell(y) for y in x)
    if isinstance(x, (int, float, str, bool, list, type(None))):
        return x
    if isinstance(x, type):
        return x.__name__
    if callable(x):
        return "callable"
    return type(x).__name__


def rebuild(it):
    r = it.__reduce__()
    new = r[0](*r[1])
    if len(r) > 2:
        new.__setstate__(r[2])
    return new


def key(x):
    return x // 3


makers = {
    "count": lambda: I.count(5), "count2": lambda: I.count(1.5, 0.5), "count3": lambda: I.count(2**70),
    "countstep": lambda: I.count(3, -2), "cycle": lambda: I.cycle("abc"), "repeat": lambda: I.repeat("x", 3),
    "repeatinf": lambda: I.repeat(7), "chain": lambda: I.chain("ab", [1, 2]),
    "fromit": lambda: I.chain.from_iterable(["ab", "cd"]), "compress": lambda: I.compress("abcdef", [1, 0, 1, 1, 0, 1]),
    "dropwhile": lambda: I.dropwhile(lambda x: x < 2, range(5)), "takewhile": lambda: I.takewhile(lambda x: x < 3, range(9)),
    "filterfalse": lambda: I.filterfalse(None, range(-1, 3)), "starmap": lambda: I.starmap(pow, [(2, 3), (3, 2), [4, 1]]),
    "islice": lambda: I.islice(range(20), 1, 12, 3), "isliceinf": lambda: I.islice(range(6), None),
    "accumulate": lambda: I.accumulate([1, 2, 3, 4]), "accinit": lambda: I.accumulate([1, 2], initial=10),
    "accnone": lambda: I.accumulate([None, 1], lambda a, b: None), "groupby": lambda: I.groupby(range(8), key),
    "product": lambda: I.product("ab", [1, 2]), "product0": lambda: I.product(), "productempty": lambda: I.product("ab", ""),
    "permutations": lambda: I.permutations("abc", 2), "permut4": lambda: I.permutations("ab", 4),
    "combinations": lambda: I.combinations("abcd", 2), "comb0": lambda: I.combinations("ab", 0),
    "cwr": lambda: I.combinations_with_replacement("abc", 2), "cwrempty": lambda: I.combinations_with_replacement("", 1),
    "zip_longest": lambda: I.zip_longest("ab", [1, 2, 3], fillvalue="-"), "tee": lambda: I.tee("abc")[0],
}
for name, make in makers.items():
    for steps in (0, 1, 2, 60):
        it = make()
        got = [next(it, None) for _ in range(min(steps, 8 if steps == 60 else steps))]
        try:
            print(name, steps, show(it))
            again = rebuild(it)
            print("   ", [spell(next(again, "end")) for _ in range(4)], [spell(next(it, "end")) for _ in range(4)])
        except Exception as e:
            print(name, steps, type(e).__name__, e)

states = [(), (1,), (1, 2), (1, 2, 3), [1], 5, None, ("a", "b", "c", "d"), ([1], 0), ((0,), (1,)), (iter(()),), (iter([9]), iter([8]))]
for name, make in makers.items():
    it = make()
    if not hasattr(it, "__setstate__"):
        print(name, "no setstate")
        continue
    for state in states[:0] if name == "cwrempty" else states:
        it = make()
        try:
            print(name, spell(state), it.__setstate__(state), [spell(next(it, "end")) for _ in range(2)])
        except Exception as e:
            print(name, spell(state), type(e).__name__, e)
g = I.groupby([1, 1, 2])
k, grp = next(g)
print(show(grp))
next(g)
print(spell(grp.__reduce__()))
a, b = I.tee(range(200))
print([next(a) for _ in range(60)][-1], spell(a.__reduce__()), spell(b.__reduce__()))
d = b.__reduce__()[2][0]
print(type(d).__name__, len(d.__reduce__()[1][1]), spell(d.__reduce__()[1][2]))
for args in ((iter(()), [], None), (iter(()), (), None), (iter(()), [1] * 58, None), (iter(()), [1], d), (iter(()), [1] * 57, d), (1, 2)):
    try:
        print(spell(type(d)(*args).__reduce__())[0])
    except Exception as e:
        print(type(e).__name__, e)
