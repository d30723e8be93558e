a = 3 ** 400; b = 7 ** 150
print(a % b, a // b == (a - a % b) // b, (a * b) % 1000007, a.bit_length(), hash(a), str(a)[:20], -a // b, -a % b, divmod(-a, -b)[1], a & b, (a | b) % 10 ** 9, a ^ b == b ^ a, a >> 300, (1 << 200) - 1 & a, ~a % 97)
print(int(str(a)) == a, a > b, a == float(a), int(1e20), 10 ** 25 == 1e25, 2 ** 1000 > 1e300, (2 ** 64).to_bytes(9, "little"), int.from_bytes(b"\xff" * 10, "big", signed=True), pow(a, b, 10 ** 9 + 7), round(a, -180) % 10 ** 182)
import math
print(math.isqrt(a), math.gcd(a * 6, b * 15), math.log2(a), math.factorial(30), math.comb(100, 50), sum(10 ** i for i in range(40)), f"{a:.5e}", f"{2 ** 70:,}", f"{a:x}"[:20], bin(b)[-20:], float(2 ** 80), 2 ** 80 / 3, -2 ** 80 // 7.0)
