"""Every slice of small lists read, assigned and deleted, with values of every size and kind."""
import sys

BOUNDS = (None, 0, 1, 2, 4, 6, -1, -3, -7)
for n in (0, 1, 4):
    for start in BOUNDS:
        for stop in BOUNDS:
            for step in (None, 1, 2, -1, -2, 3):
                s = slice(start, stop, step)
                out = [list(range(n))[s]]
                x = list(range(n))
                del x[s]
                out.append(x)
                for k in (0, 1, 2):
                    x = list(range(n))
                    try:
                        x[s] = "ab"[:k]
                        out.append(x)
                    except ValueError as e:
                        out.append(str(e))
                print(n, start, stop, step, out, sys.getsizeof(x))
b = bytearray(b"abcdef")
b[1:3] = b"XYZ"
print(b, tuple(range(9))[7:2:-2], range(9)[7:2:-2], "abcdefghi"[7:2:-2], b"abcdefghi"[7:2:-2])
