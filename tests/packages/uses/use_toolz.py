import toolz
from toolz import curried

print(toolz.groupby(len, ["a", "bb", "c", "dd"]), list(toolz.sliding_window(2, range(4))), toolz.frequencies("abca"))
print(toolz.pipe(range(10), curried.filter(lambda x: x % 2), curried.map(lambda x: x * x), sum))
inc = toolz.curry(lambda a, b, c=1: a + b + c)
print(inc(1)(2), inc(1, c=5)(2), toolz.compose(str, abs)(-3), toolz.memoize(lambda x: x)(4))
print(toolz.get_in(["a", 0, "b"], {"a": [{"b": 7}]}), toolz.update_in({"x": {"y": 1}}, ["x", "y"], lambda v: v + 1))
print(toolz.merge_with(sum, {"a": 1}, {"a": 2, "b": 3}), list(toolz.partition_all(3, range(7))),
      toolz.juxt(min, max)([3, 1]))
