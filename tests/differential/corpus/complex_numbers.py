z = 3 + 4j
print(z, abs(z), z.real, z.imag, z.conjugate(), z * 2, z * 1j, z / (1 - 1j), z ** 2, -z, z == 3 + 4j)
print(complex("1+2j"), complex(1, -0.0), complex(2), 1j ** 2, repr(1j), 0j, complex(0, float("inf")), (-1) ** 0.5)
print(hash(1 + 0j) == hash(1), 1 + 0j == 1, {1: "one"}[1 + 0j], bool(0j), sum([1j, 2]))
for f in (lambda: 1j < 2j, lambda: int(1j), lambda: float(1j), lambda: 1j // 1, lambda: complex("x"), lambda: 1j / 0):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
