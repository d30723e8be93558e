total = 0
for i in range(1000):
    total += i * i % 7
    total ^= i
print(total)
n = 27
steps = 0
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
    steps += 1
print(steps)
def gcd(a, b):
    while b:
        a, b = b, a % b
    return a
print(gcd(1071, 462), gcd(2 ** 50, 6 ** 20))
x = 10
x -= 3; x *= 5; x //= 2; x %= 10; x **= 3; x <<= 2; x >>= 1; x |= 9; x &= 0xFF; x ^= 3
print(x)
