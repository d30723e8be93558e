"""multiprocessing.shared_memory within one process: two who have mapped the same memory."""
from multiprocessing import resource_tracker, shared_memory

resource_tracker.register = resource_tracker.unregister = lambda *args: None  # it would be a process

a = shared_memory.SharedMemory(create=True, size=100)
b = shared_memory.SharedMemory(a.name)
a.buf[:5] = b"hello"
print(bytes(b.buf[:6]), b.size, len(a.buf))
b.buf[1] = 69
print(bytes(a.buf[:6]), a.buf[1], a.buf[::-1][-3:].tobytes())
c = a.buf.cast("i")
c[1] = -5
d = a.buf[8:24].cast("d")
d[0] = 2.5
print(c[1], b.buf[4:8].tobytes(), c.tolist()[:3], d.tolist(), b.buf[8:16].hex())
c.release()
d.release()
try:
    a._mmap.close()
except BufferError as e:
    print(e)
one = shared_memory.ShareableList([1, 2.5, "abc", b"xyz", None, True])
two = shared_memory.ShareableList(name=one.shm.name)
one[0] = 99
two[2] = "x"
print(list(one), list(two), two.count(None), two.format, two.index("x"))
two.shm.close()
one.shm.close()
one.shm.unlink()
b.close()
a.close()
a.unlink()
try:
    shared_memory.SharedMemory(a.name)
except FileNotFoundError as e:
    print(e.errno, e.strerror)
