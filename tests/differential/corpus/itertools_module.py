import itertools as it
print(list(it.islice(it.count(5, 2), 3)), list(it.islice(it.cycle("ab"), 5)), list(it.repeat("x", 3)), list(it.chain("ab", [1])), list(it.chain.from_iterable(["ab", "c"])))
print(list(it.accumulate([1, 2, 3])), list(it.accumulate([1, 2, 3], lambda a, b: a * b)), list(it.product("ab", [1, 2])), list(it.permutations("abc", 2)), list(it.combinations("abcd", 2))[:4], list(it.combinations_with_replacement("ab", 2)))
print(list(it.takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(it.dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(it.filterfalse(lambda x: x % 2, range(5))), list(it.starmap(pow, [(2, 3), (3, 2)])), list(it.zip_longest("ab", "c", fillvalue="-")), list(it.compress("abcd", [1, 0, 1, 0])), list(it.pairwise("abcd")))
print([(k, list(g)) for k, g in it.groupby("aabbbc")], [(k, list(g)) for k, g in it.groupby([1, 3, 2, 4], key=lambda x: x % 2)], list(it.islice("abcdef", 1, 5, 2)), list(it.batched("abcde", 2)))
a, b = it.tee([1, 2, 3]); print(next(a), list(b), list(a), list(it.product([1, 2], repeat=2)))
for f in (lambda: list(it.islice([1], -1)), lambda: it.count("a"), lambda: it.chain(5).__next__(), lambda: it.combinations([1], -1), lambda: list(it.starmap(pow, [1])), lambda: it.nope, lambda: it.repeat()):
    try: print(f())
    except Exception as e: print(type(e).__name__, "|", e)
