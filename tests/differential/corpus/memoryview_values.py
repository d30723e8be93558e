"""memoryview: indexing, casts, exports and release."""

b = bytearray(b"hello world")
m = memoryview(b)
print(len(m), m[0], m[-1], bytes(m[2:5]), m.tolist()[:3], m.readonly, m.format, m.shape, m.strides, m.nbytes, m.ndim, m.obj is b)
m[0] = 72
m[1:3] = b"EL"
print(b, m == b, m[::2].tobytes(), m.hex("-"), [x for x in m[:3]])
try: b.append(1)
except BufferError as e: print("BufferError", e)
for stmt in ["m[100]", "m['a']", "m[0] = 300", "m[0] = 'a'", "m[0:2] = b'xyz'", "del m[0]", "memoryview('a')", "memoryview(b'ab')[0:1].cast('H')", "hash(m)", "m[0, 0]", "m[1.5]"]:
    try: exec(stmt); print(stmt, "ok")
    except Exception as e: print(stmt, type(e).__name__, e)
c = m[:8].cast("I")
print(c.tolist(), c.itemsize, c.shape, m[:8].cast("B", [2, 4]).tolist())
with memoryview(b"abc") as v:
    print(v.tobytes(), v.readonly, hash(v) == hash(b"abc"), bytes(v), v == b"abc", b"".join([v, b"x"]), int.from_bytes(v), b"xabc".find(v))
try: v[0]
except ValueError as e: print(e)
c.release(); m.release(); 
try: b.append(33); print(b)
except BufferError as e: print(e)
