"""Matrices and prime numbers with comprehensions."""


def show(matrix):
    for row in matrix:
        print(" ".join(f"{value:4}" for value in row))
    print()


def identity(n):
    return [[int(row == column) for column in range(n)] for row in range(n)]


def multiply(a, b):
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def transpose(matrix):
    return [list(row) for row in zip(*matrix)]


def power(matrix, exponent):
    """By repeated squaring."""
    result = identity(len(matrix))
    while exponent:
        if exponent & 1:
            result = multiply(result, matrix)
        matrix = multiply(matrix, matrix)
        exponent >>= 1
    return result


def determinant(matrix):
    if len(matrix) == 1:
        return matrix[0][0]
    return sum(
        (-1) ** column * matrix[0][column]
        * determinant([row[:column] + row[column + 1:] for row in matrix[1:]])
        for column in range(len(matrix))
    )


table = [[row * column for column in range(1, 7)] for row in range(1, 5)]
show(table)
show(transpose(table))
square = [[2, -1, 0], [1, 3, 5], [4, 0, 6]]
show(multiply(square, square))
print("determinant", determinant(square))
print("fibonacci by matrix", power([[1, 1], [1, 0]], 90)[0][1])


def sieve(limit):
    """The sieve of Eratosthenes: cross out the multiples of each prime."""
    is_prime = [True] * (limit + 1)
    is_prime[0:2] = [False, False]
    for n in range(2, int(limit ** 0.5) + 1):
        if is_prime[n]:
            is_prime[n * n::n] = [False] * len(range(n * n, limit + 1, n))
    return [n for n, prime in enumerate(is_prime) if prime]


primes = sieve(200)
print(len(primes), "primes:", primes[:12], "...", primes[-3:])
twins = [(p, q) for p, q in zip(primes, primes[1:]) if q - p == 2]
print("twins", twins[-4:])


def factors(n):
    found = []
    for p in primes:
        while n % p == 0:
            found.append(p)
            n //= p
        if n == 1:
            return found
    return found + [n]


print({n: factors(n) for n in (60, 97, 1024, 9991)})
by_last_digit = {d: [p for p in primes if p % 10 == d] for d in sorted({p % 10 for p in primes})}
for digit, found in by_last_digit.items():
    print(digit, len(found), found[:5])

flat = [value for row in square for value in row if value > 0]
print(flat, sorted(set(flat), reverse=True), any(v > 5 for v in flat), all(v > 1 for v in flat))
pythagorean = [(a, b, c) for a in range(1, 20) for b in range(a, 20) for c in range(b, 20)
               if a * a + b * b == c * c]
print(pythagorean)
