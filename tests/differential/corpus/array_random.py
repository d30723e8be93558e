"""Random operations on arrays beside the same on lists."""

import array
import random

rng = random.Random(11)
for code, low, high in (("b", -128, 127), ("H", 0, 65535), ("q", -2**63, 2**63 - 1), ("d", -5, 5)):
    a, b = array.array(code), []
    for step in range(400):
        n = len(b)
        i, j = rng.randint(-n - 2, n + 2), rng.randint(-n - 2, n + 2)
        k = rng.choice([None, 1, 1, 2, -1, 3, -2])
        items = [rng.randint(low, high) for _ in range(rng.randrange(4))]
        action = rng.randrange(10)
        if action == 0:
            a.extend(items), b.extend(items)
        elif action == 1:
            a.insert(i, low), b.insert(i, low)
        elif action == 2 and -n <= i < n:
            assert a.pop(i) == b.pop(i)
        elif action == 3 and k in (None, 1):
            a[i:j:k] = array.array(code, items)
            b[i:j:k] = items
        elif action == 4:
            del a[i:j:k], b[i:j:k]
        elif action == 5:
            assert a[i:j:k].tolist() == b[i:j:k]
        elif action == 6 and n < 50:
            a *= 2
            b *= 2
        elif action == 7:
            a.reverse(), b.reverse()
        elif action == 8:
            assert (a > array.array(code, items)) == (b > items)
        elif action == 9 and b:
            value = rng.choice(b)
            assert a.index(value) == b.index(value) and a.count(value) == b.count(value)
            a.remove(value), b.remove(value)
        assert a.tolist() == b, (code, step)
    print(code, len(a), a.tobytes().hex()[:40], a.__sizeof__())
