"""statistics on the C helper: distributions, quantiles, averages, regressions."""

import statistics as s

dist = s.NormalDist(10, 2.5)
print([dist.inv_cdf(p / 100) for p in range(1, 100, 7)], dist.quantiles(4), dist.overlap(s.NormalDist(11, 2)))
print(dist + 3, dist * 2, dist.zscore(12), round(dist.cdf(12.3), 12), dist.pdf(10))
data = [1.5, 2.5, 2.5, 2.75, 3.25, 4.75]
print(s.mean(data), s.median(data), s.stdev(data), s.pvariance(data), s.mode(data), s.quantiles(data, n=5))
print(s.harmonic_mean([40, 60]), s.geometric_mean([54, 24, 36]), s.fmean([1, 2, 3], [3, 2, 1]), s.multimode("aabbc"))
print(s.correlation([1, 2, 3], [1, 3, 2]), s.linear_regression([1, 2, 3], [2, 4, 7]), s.covariance([1, 2, 3], [3, 1, 2]))
for call in [lambda: dist.inv_cdf(0), lambda: dist.inv_cdf(1.5), lambda: s.mean([]), lambda: s._normal_dist_inv_cdf(2, 0, 1),
             lambda: s._normal_dist_inv_cdf("x", 0, 1), lambda: s._normal_dist_inv_cdf(0.5, 0), lambda: s.NormalDist(0, -1)]:
    try:
        print(call())
    except Exception as err:
        print(type(err).__name__, err)
