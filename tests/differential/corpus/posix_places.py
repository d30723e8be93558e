"""os: reading and writing at a place, with several buffers; what is known of a disk; arguments that are no numbers."""
import mmap
import multiprocessing.heap
import os
import shutil
import tempfile

folder = tempfile.mkdtemp()
path = os.path.join(folder, "file")
fd = os.open(path, os.O_RDWR | os.O_CREAT)


class Index:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n


print(os.pwrite(fd, b"hello", 3), os.pread(fd, 10, 0), os.lseek(fd, 0, 1), os.pread(fd, 5, 100))
print(os.pwrite(fd, memoryview(b"abc")[1:], Index(0)), os.pread(fd, Index(3), Index(1)), os.fstat(fd).st_size)
print(os.pwrite(fd, b"", 50), os.fstat(fd).st_size, os.fdatasync(fd), os.posix_fallocate(fd, 0, 20))
print(os.fstat(fd).st_size, os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_WILLNEED))
a, b = bytearray(3), mmap.mmap(-1, 4)
print(os.readv(fd, [a, b]), a, b[:], os.readv(fd, (a,)), a, os.readv(fd, []))
os.lseek(fd, 0, 0)
print(os.writev(fd, [b"one", bytearray(b"two"), memoryview(b"three")]), os.pread(fd, 20, 0), os.writev(fd, ()))
for call in (
    lambda: os.pread(fd, -1, 0), lambda: os.pread(fd, 1, -1), lambda: os.pread(fd, 1.5, 0),
    lambda: os.pread(fd, 1, "a"), lambda: os.pread(fd, 1, 1 << 70), lambda: os.pread("a", 1, 1),
    lambda: os.pread(-1, 1, 1), lambda: os.pread(1 << 40, 1, 1), lambda: os.pread(fd),
    lambda: os.pwrite(fd, "a", 0), lambda: os.pwrite(fd, b"a", -1), lambda: os.pwrite(fd, b"a", None),
    lambda: os.posix_fallocate(fd, 0, 0), lambda: os.posix_fallocate(fd, -1, 5),
    lambda: os.posix_fadvise(fd, 0, 0, 99), lambda: os.posix_fadvise(-1, 0, 0, 0), lambda: os.fdatasync(-1),
    lambda: os.fdatasync("a"), lambda: os.readv(fd, 5), lambda: os.readv(fd, {}), lambda: os.readv(fd, [b"a"]),
    lambda: os.readv(fd, [a, 5]), lambda: os.writev(fd, [b"a", "b"]), lambda: os.writev(-1, [b"a"]),
    lambda: os.writev(fd, [b""] * 2000), lambda: os.lseek(fd, "a", 0), lambda: os.lseek(fd, [], 0),
    lambda: os.lseek(fd, 1 << 70, 0), lambda: os.lseek(fd, 1.5, 0), lambda: os.lseek(fd, Index(2), 0),
    lambda: os.ftruncate(fd, "a"), lambda: os.ftruncate(fd, 1 << 70), lambda: os.truncate(path, 1.5),
    lambda: os.truncate(path, Index(4)), lambda: os.fstat(fd).st_size, lambda: os.statvfs("/no/such"),
    lambda: os.statvfs(-1), lambda: os.fstatvfs(-1), lambda: os.statvfs(1.5), lambda: os.fstatvfs("a"),
):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)
for place in (folder, os.fsencode(folder), fd):
    disk = os.statvfs(place)
    print(disk.f_namemax, disk.f_bsize == os.fstatvfs(fd).f_bsize, disk.f_blocks >= disk.f_bfree >= disk.f_bavail,
          len(disk), disk.f_fsid == os.fstatvfs(fd).f_fsid, disk[5] == disk.f_files)
print(shutil.disk_usage(folder).total > 0, os.ST_RDONLY, os.ST_RELATIME)
os.close(fd)
fd = os.open(path, os.O_WRONLY | os.O_APPEND)
print(os.pwrite(fd, b"end", 0))
try:
    os.pread(fd, 1, 0)
except OSError as e:
    print(e)
os.close(fd)
with open(path, "rb") as f:
    print(f.read())
os.unlink(path)
os.rmdir(folder)

block = multiprocessing.heap.BufferWrapper(100)
view = block.create_memoryview()
view[:3] = b"abc"
print(bytes(view[:4]), len(view))
del view
print(type(multiprocessing.heap.Arena(4096).buffer))
