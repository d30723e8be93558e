"""What the abstract classes of io do by themselves for classes that derive from them."""

import errno
import gc
import io
import sys


def attempt(function, *args):
    try:
        return function(*args)
    except Exception as err:
        return f"{type(err).__name__}: {err}"


class Lines(io.IOBase):
    """Reads what it is told to, byte by byte or with a look ahead."""

    def __init__(self, *pieces):
        self.pieces, self.sizes = list(pieces), []

    def read(self, size):
        self.sizes.append(size)
        piece = self.pieces.pop(0) if self.pieces else b""
        if isinstance(piece, Exception):
            raise piece
        return piece


class Ahead(Lines):
    def peek(self, size):
        self.sizes.append(("peek", size))
        found = self.ahead.pop(0)
        if isinstance(found, Exception):
            raise found
        return found


def reading_lines():
    for pieces in ((b"a", b"b", b"\n", b"c"), (b"abc\n", b"d"), ("text",), (None,), (OSError(errno.EINTR, "x"), b"a", b"\n"),
                   (OSError(errno.EIO, "x"),), (bytearray(b"a"),)):
        for size in (None, -1, 0, 2, "x", 1 << 70):
            stream = Lines(*pieces)
            print(repr(attempt(stream.readline, size)), stream.sizes, end=" ")
        print()
    for ahead in ([b"ab\ncd"], [b"abc", b"d\n"], [b"", b"x\n"], ["text"], [None], [OSError(errno.EINTR, "x"), b"a\n"],
                  [ValueError("x")]):
        stream = Ahead(b"ab\n", b"cd\n", b"ef")
        stream.ahead = ahead
        print(repr(attempt(stream.readline)), repr(attempt(stream.readline, 2)), stream.sizes)
    for hint in (None, -1, 0, 1, 5, "x", 1 << 70):
        print(attempt(Lines(b"abc\n", b"de\n", b"\n", b"f").readlines, hint), end=" ")
    print()
    print(list(Lines(b"a\n", b"b")), attempt(next, Lines()), attempt(next, Lines("x")))

    class Odd(io.IOBase):
        def readline(self):
            return result

    for result in (5, [], [1], None, "ab"):
        print(attempt(next, Odd()), end=" ")
    print()


def abstract():
    for kind in (io.IOBase, io.RawIOBase, io.BufferedIOBase, io.TextIOBase):
        class Derived(kind):
            pass

        stream = Derived()
        for name, args in (("seek", (0,)), ("tell", ()), ("truncate", ()), ("fileno", ()), ("read", ()), ("read1", ()),
                           ("readinto", (bytearray(2),)), ("readinto1", (bytearray(2),)), ("readall", ()), ("write", (b"",)),
                           ("detach", ()), ("readline", ()), ("readlines", ()), ("isatty", ()), ("seekable", ()),
                           ("readable", ()), ("writable", ()), ("flush", ()), ("writelines", (5,)), ("writelines", ([],)),
                           ("_checkClosed", ()), ("_checkReadable", ()), ("_checkSeekable", ()), ("_checkWritable", ()),
                           ("__iter__", ()), ("__enter__", ())):
            found = attempt(getattr(stream, name), *args) if hasattr(stream, name) else "-"
            print(name, "itself" if found is stream else found, end="; ")
        for name in ("closed", "encoding", "errors", "newlines", "name", "mode"):
            print(name, attempt(getattr, stream, name), end="; ")
        print(stream.close(), stream.closed, stream.close(), stream.__dict__)
        for name in ("flush", "isatty", "__enter__", "__iter__", "_checkClosed", "writelines", "readline", "seekable"):
            print(name, attempt(getattr(stream, name), *[[]][:name == "writelines"]), end="; ")
        print(attempt(setattr, kind, "x", 1) if kind.__module__ == "_io" else "")


class Raw(io.RawIOBase):
    """Whose readinto() gives what it is told to."""

    def readinto(self, buffer):
        result = self.results.pop(0) if self.results else 0
        if isinstance(result, Exception):
            raise result
        if isinstance(result, bytes):
            buffer[:len(result)] = result
            return len(result)
        return result


def raw_reading():
    for results in ([b"abc"], [None], [-1], ["x"], [1 << 70], [b"ab", None, b"c"], [ValueError("x")],
                    [b"ab", OSError(errno.EINTR, "x"), b"c"], [b"a", ValueError("x")]):
        for args in ((3,), (), (-1,), (None,), (0,)):
            raw = Raw()
            raw.results = list(results)
            print(repr(attempt(raw.read, *args)), end=" ")
        raw.results = list(results)
        print(repr(attempt(raw.readall)))

    class Reads(io.RawIOBase):
        def read(self, size):
            return results.pop(0)

    for results in ([b"a", b"b", b""], [None], [b"a", None], ["x"], [bytearray(b"a"), b""]):
        print(repr(attempt(Reads().readall)), end=" ")
    print()


class Buffered(io.BufferedIOBase):
    def read(self, size):
        return self.result

    read1 = read


def buffered_reading():
    stream = Buffered()
    for stream.result in (b"abc", b"abcdef", "text", None, bytearray(b"ab")):
        target = bytearray(4)
        print(attempt(stream.readinto, target), attempt(stream.readinto1, memoryview(target)[1:]), target)
    print(attempt(stream.readinto, b"abcd"), attempt(stream.readinto, 5))


class Finalized(io.IOBase):
    """Tells how it is closed when nobody wants it any more."""

    def __init__(self, fails=None):
        self.fails = fails

    def close(self):
        print("close", sorted(self.__dict__), end=" ")
        if self.fails:
            raise self.fails
        super().close()

    def flush(self):
        print("flush", end=" ")
        super().flush()


def finalizers():
    Finalized()
    print()
    sys.unraisablehook = lambda told: print(type(told.exc_value).__name__, end=" ")
    Finalized(OSError("x"))
    print()

    class Closed(Finalized):
        closed = True

    Closed()

    class Broken(Finalized):
        @property
        def closed(self):
            raise ValueError

    Broken()
    stream = Finalized()
    stream.itself = stream
    del stream
    print("collect", gc.collect() > 0)
    with Finalized() as stream:
        print("inside", end=" ")
    print(attempt(stream.__enter__), stream.closed)
    print(attempt(io.IOBase.close, Finalized(None)))
    sys.unraisablehook = sys.__unraisablehook__


for part in (reading_lines, abstract, raw_reading, buffered_reading, finalizers):
    print(part.__name__)
    part()
