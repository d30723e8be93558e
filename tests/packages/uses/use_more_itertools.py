import more_itertools as mi

p = mi.peekable(iter([1, 2, 3]))
print(p.peek(), next(p), p[0], bool(p), list(p), p.peek("end"))
print(list(mi.chunked(range(7), 3)), list(mi.windowed([1, 2, 3, 4], 3)), list(mi.collapse([1, [2, [3, (4,)]]])))
b = mi.bucket(["a1", "b1", "a2", "c1"], key=lambda s: s[0])
print(sorted(b), list(b["a"]), [list(g) for g in mi.split_at("abcdcba", lambda c: c == "b")])
print(list(mi.interleave_longest([1, 2], [3, 4, 5])), mi.first([], 0), mi.ilen(iter(range(9))),
      list(mi.set_partitions("abc", 2)))
try:
    mi.one([1, 2])
except ValueError as err:
    print(err)
print(list(mi.distinct_permutations("aab")), mi.all_equal([1, 1]), list(mi.run_length.encode("aabccc")),
      mi.nth_or_last([1, 2], 5))
s = mi.seekable(iter("abc"))
next(s)
s.seek(0)
print(list(s), list(mi.unique_everseen([1, 2, 1])), list(mi.divide(2, range(5))[1]))
