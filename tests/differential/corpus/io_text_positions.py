"""Text streams: positions that tell() gives and seek() takes, marks at the start, line ends, codecs, what is asked of the buffer."""

import codecs
import io
import os
import tempfile
import traceback


def attempt(function, *args, **keywords):
    try:
        return function(*args, **keywords)
    except Exception as err:
        return f"{type(err).__name__}: {err}"


class Odd(codecs.IncrementalDecoder):
    """Makes two characters of each pair of bytes, and keeps half a pair."""

    def __init__(self, errors="strict"):
        super().__init__(errors)
        self.kept = b""
        self.calls = []

    def decode(self, data, final=False):
        self.calls.append(("decode", bytes(data), final))
        data = self.kept + data
        whole = len(data) // 2 * 2 if not final else len(data)
        self.kept = data[whole:]
        return data[:whole].decode("latin-1").swapcase()

    def getstate(self):
        return self.kept, 6

    def setstate(self, state):
        self.calls.append(("setstate", state))
        self.kept = state[0]

    def reset(self):
        self.calls.append("reset")
        self.kept = b""


def find_odd(name):
    if name == "odd":
        latin = codecs.lookup("latin-1")
        return codecs.CodecInfo(latin.encode, latin.decode, incrementalencoder=latin.incrementalencoder,
                                incrementaldecoder=lambda errors: made.append(Odd(errors)) or made[-1], name="odd")
    return None


made = []
codecs.register(find_odd)


def positions():
    text = "a\u00e9\n\u20ac\r\n\U0001f600xyz\r" * 4
    for encoding in ("utf-8", "utf-16", "utf-16-be", "utf-8-sig", "utf-7", "shift_jis", "latin-1"):
        for newline in (None, "", "\n", "\r\n"):
            data = text.encode(encoding, "ignore")
            stream = io.TextIOWrapper(io.BytesIO(data), encoding, newline=newline)
            stream._CHUNK_SIZE = 7
            found = []
            while True:
                where = stream.tell()
                char = stream.read(1)
                if not char:
                    break
                found.append((where, char))
            again = []
            for where, char in reversed(found):
                stream.seek(where)
                again.append(stream.read(1) == char)
            print(encoding, repr(newline), [where for where, _ in found][::5], all(again), stream.newlines)


def own_codec():
    buffer = io.BytesIO(b"Hello, World\r\nsecond\n")
    stream = io.TextIOWrapper(buffer, "odd", newline="")
    stream._CHUNK_SIZE = 5
    print(stream.read(3), stream.tell(), stream.readline(), stream.tell())
    print(made[-1].calls)
    made[-1].calls.clear()
    print(stream.seek(0), stream.read(), made[-1].calls, stream.newlines)
    print(attempt(stream.reconfigure, encoding="utf-8"), stream.seek(0), stream.write("x"), stream.tell())


def marks():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "file")
        for encoding in ("utf-16", "utf-32", "utf-8-sig", "utf-16-le"):
            with open(path, "w", encoding=encoding) as file:
                file.write("aaa")
                where = file.tell()
                file.write("bb")
            with open(path, "a", encoding=encoding) as file:
                file.write("ccc")
            with open(path, "r+", encoding=encoding) as file:
                file.seek(where)
                file.write("zz")
                file.seek(0)
                file.write("A")
                file.reconfigure(errors="ignore")
                file.write("B")
                print(encoding, where, file.seek(0, 2), file.write("!"), file.seek(0), attempt(file.read))
            with open(path, "rb") as file:
                print(file.read())


class Buffer(io.BytesIO):
    """A buffer that tells what is asked of it."""

    def read1(self, size=-1):
        told.append(("read1", size))
        return memoryview(super().read1(min(size, 10)))

    def write(self, data):
        told.append(("write", bytes(data[:12]), len(data)))
        return super().write(data)

    def flush(self):
        told.append("flush")
        super().flush()


told = []


def asked():
    found = told[:]
    told.clear()
    return found


def calls():
    stream = io.TextIOWrapper(Buffer(b"one\r\ntwo\rthree\nfour\r" * 2), "ascii")
    stream._CHUNK_SIZE = 16
    print(asked(), stream.readline(), stream.read(4), asked(), stream.read(30), asked(), stream.newlines)
    print(stream.seek(5), stream.readline(2), stream.readline(0), stream.readline(-1), list(stream), asked())
    print(attempt(stream.tell), stream.write("tail\n"), asked(), stream.flush(), asked(), stream.tell())
    stream = io.TextIOWrapper(Buffer(), "ascii", newline="\r\n", line_buffering=True)
    stream._CHUNK_SIZE = 8
    print(stream.write("abc"), asked(), stream.write("d\n"), asked(), stream.write("0123456789"), asked())
    print(stream.write("x"), stream.write("yyyyyyyyyyyy"), asked(), stream.reconfigure(write_through=True), asked())
    print(stream.write("z"), asked(), stream.close(), asked(), attempt(stream.write, "a"))


def settings():
    stream = io.TextIOWrapper(io.BytesIO(b"abc"), "ascii", "replace", "\n", True)
    print(stream, stream.encoding, stream.errors, stream.line_buffering, stream.write_through, stream._finalizing)
    for keywords in (dict(encoding="utf-8"), dict(errors="ignore"), dict(newline=""), dict(line_buffering=False),
                     dict(encoding=5), dict(errors=5), dict(newline=5), dict(newline="x"), dict(encoding="no such"),
                     dict(encoding="hex"), dict(line_buffering="x"), dict(other=1)):
        print(keywords, attempt(stream.reconfigure, **keywords), stream.encoding, stream.errors, stream.line_buffering)
    print(stream.read(1), attempt(stream.reconfigure, encoding="ascii"), attempt(stream.reconfigure, line_buffering=1))
    for name, value in (("_CHUNK_SIZE", 0), ("_CHUNK_SIZE", "x"), ("encoding", "x"), ("_finalizing", 1), ("errors", 1)):
        print(name, attempt(setattr, stream, name, value), attempt(delattr, stream, name))
    buffer = stream.detach()
    print(buffer.getvalue(), stream, stream.encoding, attempt(stream.read), attempt(getattr, stream, "closed"))
    print(attempt(stream.detach), stream.buffer, attempt(setattr, io.TextIOWrapper, "x", 1))
    print(attempt(stream.__init__, buffer, "no such"), attempt(stream.read), attempt(repr, stream))


def seeking():
    stream = io.TextIOWrapper(io.BytesIO(b"abcdef"), "utf-8")
    for arguments in ((0, 5), (1, 1), (1, 2), (-1,), ("x",), (1 << 200,), (0, "x"), (0, 1), (0, 2), (3,), (3 + (9 << 128),)):
        print(arguments, attempt(stream.seek, *arguments))
    stream.seek(0)
    next(stream)
    print(attempt(stream.tell), stream.seek(2), stream.tell(), stream.truncate(4), stream.truncate(), stream.read())


def errors():
    for encoding in ("utf-8", "ascii", "utf-16", "utf-8-sig", "cp1252"):
        for name, arguments in (("read", ()), ("readline", ()), ("read", (1,)), ("write", ("\udcff\u0400",))):
            stream = io.TextIOWrapper(io.BytesIO(b"ab\xff\x81"), encoding)
            try:
                getattr(stream, name)(*arguments)
            except UnicodeError as err:
                frames = traceback.extract_tb(err.__traceback__)
                print(encoding, name, err, [(os.path.basename(frame.filename), frame.name) for frame in frames])

    class Text(io.StringIO):
        def read1(self, size):
            return self.read(size)

    for encoding in ("utf-8", "ascii"):
        stream = io.TextIOWrapper(Text("abc"), encoding)
        print(attempt(stream.read, 1), attempt(stream.read), attempt(stream.readline))


for part in (positions, own_codec, marks, calls, settings, seeking, errors):
    print(part.__name__)
    part()
codecs.unregister(find_odd)
