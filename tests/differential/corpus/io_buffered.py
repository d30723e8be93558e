"""Buffered streams: what they ask of the raw stream, where both stand, what happens to errors and partial writes."""

import io
import os
import tempfile
import threading


class Raw(io.RawIOBase):
    """A raw stream in memory that tells what is asked of it."""

    def __init__(self, data=b"", most=5):
        self.data, self.at, self.most, self.told = bytearray(data), 0, most, []

    def readable(self):
        return True

    writable = seekable = readable

    def readinto(self, buffer):
        self.told.append(("readinto", len(buffer)))
        n = min(len(buffer), self.most, len(self.data) - self.at)
        buffer[:n] = self.data[self.at:self.at + n]
        self.at += n
        return n

    def write(self, data):
        self.told.append(("write", bytes(data)))
        n = min(len(data), self.most)
        self.data[self.at:self.at + n] = data[:n]
        self.at += n
        return n

    def seek(self, pos, whence=0):
        self.told.append(("seek", pos, whence))
        self.at = pos + (0, self.at, len(self.data))[whence]
        return self.at

    def tell(self):
        self.told.append("tell")
        return self.at

    def truncate(self, pos=None):
        self.told.append(("truncate", pos))
        return 7


def told(raw):
    """What was asked since the last time."""
    found, raw.told = raw.told, []
    return found


def attempt(function, *args):
    try:
        return function(*args)
    except Exception as err:
        return f"{type(err).__name__}: {err}"


def reading():
    raw = Raw(b"0123456789\nabcdefghij\n" * 3)
    stream = io.BufferedReader(raw, 8)
    print(told(raw), stream.read(2), told(raw), stream.read1(), stream.read1(3), told(raw))
    print(stream.peek(), stream.tell(), stream.readline(), told(raw))
    print(stream.seek(0), told(raw), stream.read(20), told(raw), stream.tell(), told(raw))
    print(stream.seek(-2, 1), stream.read(1), told(raw))
    target = bytearray(20)
    print(stream.readinto(target), target, told(raw), stream.readinto1(target), told(raw))
    print(stream.readline(3), stream.readline(0), stream.read(), told(raw), stream.read(5))
    print(stream.__sizeof__() - io.BufferedReader.__basicsize__, stream.raw is raw, stream._finalizing)
    print(attempt(stream.read, -2), attempt(stream.seek, 0, 9), attempt(stream.truncate))
    print(attempt(stream.readinto, b"x"), attempt(stream.readinto1, 5), attempt(stream.seek, 1 << 70))


def writing():
    raw = Raw()
    stream = io.BufferedWriter(raw, 8)
    print(told(raw), stream.write(b"abc"), stream.write(b"defgh"), told(raw))
    print(stream.write(b"i"), told(raw), stream.write(b"0123456789ABCDEFGHIJ"), told(raw), stream.tell())
    print(stream.flush(), told(raw), bytes(raw.data), stream.truncate(3), told(raw))
    print(stream.seek(2), stream.write(b"xx"), stream.close(), told(raw), bytes(raw.data))
    print(attempt(stream.write, b""), attempt(stream.flush), attempt(stream.tell), stream.__sizeof__() < 4096)


def both():
    raw = Raw(b"0123456789" * 3, most=100)
    stream = io.BufferedRandom(raw, 8)
    print(stream.read(3), stream.write(b"ab"), stream.read(2), told(raw), bytes(raw.data))
    print(stream.tell(), stream.seek(1), stream.write(b"X"), stream.peek(), told(raw))
    print(stream.readline(), stream.write(b"end"), stream.seek(-3, 2), stream.read(), bytes(raw.data))
    pair = io.BufferedRWPair(Raw(b"read"), Raw(), 4)
    print(pair.read(2), pair.peek(), pair.write(b"12345"), pair.isatty(), pair.readable(), pair.closed)
    print(pair.close(), pair.closed, attempt(pair.read, 1))


class Full(Raw):
    """Takes a few bytes, and then none without waiting."""

    def write(self, data):
        if len(self.data) > 9:
            return None
        return super().write(data)


def blocking():
    raw = Full()
    stream = io.BufferedWriter(raw, 8)
    print(stream.write(b"abcdef"), stream.write(b"ghi"))
    for data in (b"klmnopqrst", b"u"):
        try:
            print(stream.write(data))
        except BlockingIOError as err:
            print(err.args, err.characters_written, err.errno)
    print(attempt(stream.flush), bytes(raw.data))
    raw.data.clear()
    raw.at = 0
    print(stream.flush(), bytes(raw.data))


class Bad(Raw):
    """Whose results make no sense."""

    def readinto(self, buffer):
        return self.result

    def write(self, data):
        return self.result

    def tell(self):
        return -1

    seek = None


def nonsense():
    raw = Bad()
    reader, writer = io.BufferedReader(raw, 4), io.BufferedWriter(raw, 4)
    for raw.result in (5, -1, "x", None):
        print(attempt(reader.read, 2), attempt(reader.readline), attempt(writer.write, b"abcdef"))
    try:
        raw.result = "x"
        reader.readline()
    except OSError as err:
        print(repr(err), repr(err.__cause__))
    print(attempt(reader.tell), attempt(reader.seek, 0), attempt(io.BufferedReader, raw, 0))
    raw.result = 1
    print(attempt(writer.close), raw.closed)


class Nested(Raw):
    """Uses its own buffered stream."""

    def readinto(self, buffer):
        for name in ("read", "close", "readline", "peek"):
            print(name, attempt(getattr(self.owner, name))[:36])
        self.owner.detach()
        return 0


def nested():
    raw = Nested()
    raw.owner = stream = io.BufferedReader(raw)
    print(stream.read(1), attempt(stream.read, 1), attempt(stream.detach), stream)
    raw.owner = None


def from_threads():
    """A stream that is written by several threads while its raw stream takes its time."""
    class Slow(Raw):
        def write(self, data):
            event.wait(0.01)
            return super().write(data)

    event = threading.Event()
    raw = Slow(most=50)
    stream = io.BufferedWriter(raw, 16)
    threads = [threading.Thread(target=lambda c=c: [stream.write(c * 7) for _ in range(5)]) for c in (b"a", b"b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stream.flush()
    print(sorted(raw.data.decode()) == sorted("a" * 35 + "b" * 35), len(told(raw)) > 3)


def files():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "file")
        with open(path, "w+b", 10) as file:
            print(file.write(b"line\n" * 5), file.raw.tell(), file.tell(), file.seek(3), file.read(4))
            file.write(b"!")
            print(file.seek(0), file.readlines(), file.raw.mode)
        with open(path, "ab") as file:
            print(file.tell(), file.write(b"more"), os.stat(path).st_size, file.flush(), os.stat(path).st_size)
        with open(path, "rb", 0) as raw:
            print(raw.readall(), raw.read(1), raw.seek(-4, 2), raw.readinto(target := bytearray(9)), target)
    with open("/dev/zero", "rb") as zero:
        print(zero.seek(5), zero.tell(), zero.read(3), zero.tell(), zero.seek(7), zero.tell())


for part in (reading, writing, both, blocking, nonsense, nested, from_threads):
    print(part.__name__)
    part()
print("files")
try:
    files()
except OSError as err:
    print(err)
