import bisect, datetime, decimal, fractions, heapq, itertools, math, numbers, random, statistics, struct, hashlib

print(decimal.Decimal("1.10") + decimal.Decimal("2.2"), decimal.Decimal(1) / 3, decimal.getcontext().prec)
with decimal.localcontext() as ctx:
    ctx.prec = 5
    print(decimal.Decimal(2).sqrt(), decimal.Decimal("1E+3").normalize())
try:
    decimal.Decimal(1) / 0
except decimal.DivisionByZero as e:
    print(type(e).__name__)
print(fractions.Fraction(3, 6) + fractions.Fraction("1/3"), fractions.Fraction(0.125), fractions.Fraction(22, 7).limit_denominator(3))
print(datetime.date(2024, 2, 29) + datetime.timedelta(days=366), datetime.datetime(2024, 1, 2, 3, 4, 5).isoformat(), datetime.date.fromisoformat("2020-05-06").strftime("%d/%m/%y"))
print(repr(datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc)), datetime.timedelta(hours=30), datetime.datetime.strptime("2024-03-04", "%Y-%m-%d"))
print(statistics.mean([1, 2, 3, 4]), statistics.median([3, 1, 2]), statistics.stdev([1, 2, 4]), statistics.mode("abca"))
h = [5, 1, 4]
heapq.heapify(h)
heapq.heappush(h, 0)
print(heapq.heappop(h), heapq.nlargest(2, h), list(heapq.merge([1, 3], [2])), bisect.bisect([1, 2, 2, 3], 2), bisect.insort([1], 2))
r = random.Random(42)
print(r.random(), r.randint(1, 100), r.choice("abc"), r.sample(range(100), 5), r.gauss(0, 1), r.getrandbits(70), r.shuffle([1]))
random.seed("text")
print(random.random(), random.choices("ab", k=3), random.uniform(1, 2))
print(struct.pack("<iHb5s?d", 1, 2, -3, b"abc", True, 1.5), struct.calcsize("@bl"), struct.unpack(">IQ", bytes(range(12))))
for bad in (lambda: struct.pack("i", "a"), lambda: struct.pack("b", 300), lambda: struct.unpack("i", b"a"), lambda: struct.Struct("zz")):
    try:
        print(bad())
    except struct.error as e:
        print(e)
print(hashlib.sha256(b"x").hexdigest()[:16], hashlib.md5(b"y").hexdigest(), hashlib.blake2b(b"a", digest_size=8).hexdigest(), hashlib.sha3_224(b"z").name)
print(list(itertools.batched("abcde", 2)), isinstance(1, numbers.Integral), math.isqrt(17))
