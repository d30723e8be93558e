b = bytearray(b"abcdef"); m = memoryview(b); print(m[0], bytes(m[1:3]), len(m), m.tolist(), m.readonly, m.format, m.itemsize, m.nbytes, m.shape)
m[0] = 65; m[1:3] = b"XY"; print(b, m == b"AXYdef", m[::2].tobytes(), memoryview(b"xy").readonly)
for f in (lambda: memoryview(5), lambda: m[10], lambda: memoryview(b"a").__setitem__(0, 1), lambda: m["a"], lambda: b.append(1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, "|", e)
m.release()
try: m[0]
except ValueError as e: print(e)
with memoryview(b) as v: print(v.obj is b, list(v[:2]))
