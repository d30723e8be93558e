"""heapq and bisect by their modules in C: order, errors, lists that change under a comparison."""

import _bisect
import _heapq
import bisect
import heapq


class Odd:
    def __init__(self, n, heap=None):
        self.n, self.heap = n, heap

    def __lt__(self, other):
        if self.heap is not None:
            self.heap.clear()
        return self.n < other.n

    def __repr__(self):
        return f"Odd({self.n})"


def attempt(f, *args, **kwargs):
    try:
        print(f.__name__, f(*args, **kwargs))
    except Exception as exc:
        print(f.__name__, type(exc).__name__, exc)


print(heapq.heapify is _heapq.heapify, bisect.bisect_left is _bisect.bisect_left, len(_heapq.__about__))
data = [(i * 7919) % 1009 for i in range(3000)]
for name in ("heapify", "_heapify_max"):
    heap = data[:]
    getattr(_heapq, name)(heap)
    print(heap[:12], heap[1500:1506], hash(tuple(heap)))
    heap = data[:50]
    getattr(_heapq, name)(heap)
    print(heap)
heap = []
for n in data[:20]:
    _heapq.heappush(heap, n)
print(heap, [_heapq.heappop(heap) for _ in range(20)])
heap = [Odd(n) for n in (5, 3, 8, 1)]
_heapq.heapify(heap)
print(heap, _heapq.heappushpop(heap, Odd(0)), _heapq.heapreplace(heap, Odd(9)), heap)
print(_heapq._heappop_max([9, 3, 5]), _heapq._heapreplace_max([9, 3, 5], 1))
for f, *args in ((_heapq.heappop, []), (_heapq.heappop, ()), (_heapq.heappush, 1, 2), (_heapq.heapreplace, [], 1),
                 (_heapq.heapify, None), (_heapq.heappushpop, [], 4), (_heapq.heappushpop, [1], "x"),
                 (_heapq.heappush, [1]), (_heapq.heapify, [1, "x", 2])):
    attempt(f, *args)
heap = [Odd(1), Odd(2), Odd(3)]
attempt(_heapq.heappush, heap, Odd(0, heap))
heap = [Odd(1), Odd(2), Odd(3)]
heap[1].heap = heap
attempt(_heapq.heapify, heap)

a = [1, 2, 2, 3, 5]
for f in (_bisect.bisect_left, _bisect.bisect_right):
    print([f(a, x) for x in range(7)], f(a, 2, 1, 3), f(a, 4, lo=2), f(a, -2, key=lambda n: -n))
for f in (_bisect.insort_left, _bisect.insort_right):
    b = a[:]
    f(b, 2.0)
    f(b, 4, key=lambda n: n)
    print(b)
    attempt(f, a, 1, -1)
    attempt(f, (1, 2), 1)
    attempt(f, {}, 1)
    attempt(f, [1], "x")
    attempt(f, [1], 1, hi="x")
    attempt(f, 5, 1)
attempt(_bisect.bisect_left, [1, 2], 1, 0, 9)
attempt(_bisect.bisect_left, "abc", "b")
attempt(_bisect.bisect_left, [1, 2, 3], 2, key=lambda n: 1 / 0)
