# _posixshmem: objects that are made, found again, and removed; errors.
import _posixshmem
import os


def tell(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as err:
        print(type(err).__name__, err)


name = f"/program-{os.getpid()}"
fd = _posixshmem.shm_open(name, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode=0o600)
try:
    os.ftruncate(fd, 100)
    print(os.fstat(fd).st_size, oct(os.fstat(fd).st_mode), os.get_inheritable(fd))
    os.write(fd, b"shared")
    again = _posixshmem.shm_open(path=name, flags=os.O_RDONLY)
    print(os.read(again, 6))
    os.close(again)
    try:
        _posixshmem.shm_open(name, os.O_CREAT | os.O_EXCL)
    except FileExistsError as err:
        print(err.errno, err.filename == name)
finally:
    os.close(fd)
    print(_posixshmem.shm_unlink(name))
for args in (("/a/b", 0), ("", 0), ("/nope-x", os.O_RDONLY), ("x\0y", 0), (b"x", 0), ("/x", "y"), ()):
    tell(_posixshmem.shm_open, *args)
for path in ("/nope-x", "/a/b", "", 5):
    tell(_posixshmem.shm_unlink, path)
