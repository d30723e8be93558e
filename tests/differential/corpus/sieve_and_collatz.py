def primes(n):
    s = [True] * (n + 1); s[:2] = [False] * 2
    for i in range(2, int(n ** 0.5) + 1):
        if s[i]: s[i * i::i] = [False] * len(s[i * i::i])
    return [i for i, p in enumerate(s) if p]
print(primes(60), len(primes(1000)))
def collatz(n):
    while n != 1: yield n; n = n * 3 + 1 if n % 2 else n // 2
    yield 1
print(list(collatz(7)), max((len(list(collatz(i))), i) for i in range(1, 60)))
print([n for n in range(1, 500) if n == sum(d for d in range(1, n) if n % d == 0)], [f"{i}: {'Fizz' * (i % 3 == 0) + 'Buzz' * (i % 5 == 0) or i}" for i in range(1, 16)][-3:])
