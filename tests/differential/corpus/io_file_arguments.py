"""What FileIO and open() take and refuse."""

import io
import os
import tempfile
import warnings

PATH = "file"


class Index:
    def __init__(self, number):
        self.number = number

    def __index__(self):
        return self.number

    def __repr__(self):
        return f"Index({self.number})"


def attempt(function, *args, **keywords):
    try:
        print(function(*args, **keywords))
    except Exception as err:
        print(type(err).__name__, err, repr(err.__context__))


def raw_arguments():
    for name in (1 << 40, [], "a\0b", -1, Index(-1), -1 << 70, Index(9999), 1.5, b"no such", "..", None):
        attempt(io.FileIO, name)
    for mode in ("q", "rr", "r+a", "++", "", "+", "xr", 5, "r\0", None):
        attempt(io.FileIO, PATH, mode)
    attempt(io.FileIO, PATH, "w", closefd=False)
    for result in ("x", -3, 1 << 40, None, 999):
        attempt(io.FileIO, PATH, "w", opener=lambda name, flags: result)
    attempt(io.FileIO, PATH, "w", opener=lambda: 1)
    attempt(io.FileIO)


def raw_methods():
    file = io.FileIO(PATH, "w+")
    for pos in ("x", 1 << 70, -1, Index(3), 0):
        attempt(file.seek, pos)
    attempt(file.seek, 0, "x")
    attempt(file.seek, 0, 9)
    for size in ("x", 1 << 70, -1, Index(5), None):
        attempt(file.truncate, size)
    attempt(file.write, "x")
    attempt(file.write, memoryview(b"abc")[::2])
    attempt(file.read, "x")
    attempt(file.read, 1 << 70)
    attempt(file.readinto, b"a")
    attempt(file.readinto, 5)
    file.seek(2)
    attempt(file.readall)
    attempt(file.read, 5)
    for name, value in (("_blksize", 17), ("_blksize", None), ("_finalizing", 1), ("mode", 1), ("closed", 1)):
        attempt(setattr, file, name, value)
    attempt(delattr, file, "_blksize")
    print(file._blksize, file._finalizing, file)
    del file.name
    print(repr(file).replace(str(file.fileno()), "FD"))
    file.close()
    print(file, file.close())
    for method, args in (("read", ()), ("write", (b"",)), ("seek", (0,)), ("seekable", ()), ("isatty", ()),
                         ("fileno", ()), ("truncate", ()), ("readinto", (bytearray(1),)), ("readall", ())):
        attempt(getattr(file, method), *args)


def modes():
    file = io.FileIO(PATH)
    attempt(file.write, b"a")
    attempt(file.truncate)
    attempt(file.readline)
    file.__init__(PATH, "w")
    print(file.readable(), file.writable(), file.mode)
    file.close()
    file = io.FileIO(PATH, "a")
    attempt(file.read)
    attempt(file.readinto, bytearray(2))
    print(file.tell(), file.write(b"\nabc"), file.tell(), file.mode, file.close())


def opened(**keywords):
    try:
        with open(PATH, **keywords) as file:
            print(keywords, type(file).__name__, getattr(file, "mode", None))
    except Exception as err:
        print(keywords, type(err).__name__, err)


def open_arguments():
    for mode in ("r", "rb", "w", "wb", "a+", "x", "r+b", "rw", "", "b", "t", "+", "rbt", "rU", "U", "w+t", "rr", "q",
                 "r\0", 5, None):
        opened(mode=mode)
    for keywords in (
            dict(buffering=0), dict(buffering=1, mode="rb"), dict(buffering=-5), dict(buffering="a"),
            dict(buffering=1 << 40), dict(mode="rb", encoding="a"), dict(mode="rb", errors="a"),
            dict(mode="rb", newline="a"), dict(newline="x"), dict(newline=5), dict(encoding=5), dict(encoding="nope"),
            dict(errors=5), dict(errors="nope"), dict(encoding="a\0"), dict(encoding="\udc80"), dict(encoding="hex"),
            dict(closefd=0), dict(opener=5), dict(foo=1)):
        opened(**keywords)
    for args in ((), (5.5,), (None,), ("a\0",), (-1,), (999,), (Index(999),), (True, "q")):
        attempt(open, *args)
    attempt(io.text_encoding, None)
    attempt(io.text_encoding, 5, "x")
    attempt(io.open_code, 5)
    attempt(io.open_code, "no such")


def closing():
    """A file that is closed twice by two owners."""
    file = open(PATH, "w")
    file.write("kept back")
    os.close(file.fileno())
    attempt(file.close)
    print(file.closed, file.buffer.closed, file.buffer.raw.closed)
    fd = os.open(PATH, os.O_RDONLY)
    with open(fd, closefd=False) as file:
        print(file.buffer.raw.closefd, file.name == fd)
    print(os.read(fd, 10), os.close(fd))


warnings.simplefilter("ignore")
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    for part in (raw_arguments, raw_methods, modes, open_arguments, closing):
        print(part.__name__)
        part()
    os.chdir("..")
