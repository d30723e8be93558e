"""What io's streams do before __init__, and when closing fails twice; their signatures."""

import _io
import io


def show(error):
    while error is not None:
        print(type(error).__name__, error, end="; ")
        error = error.__context__
    print()


class Raw(_io.BytesIO):
    failing = True

    def flush(self):
        if self.failing:
            raise OSError("flush")

    def close(self):
        if self.failing:
            raise OSError("close")
        super().close()


for cls in (_io.BufferedReader, _io.BufferedWriter, _io.BufferedRandom, _io.TextIOWrapper):
    class Stream(cls):
        failing = True

        def flush(self):
            if self.failing:
                raise OSError("flush of the stream")
            super().flush()

    raw = Raw(b"a")
    stream = Stream(raw)
    try:
        stream.close()
    except OSError as error:
        show(error)
    Stream.failing = raw.failing = False
    try:
        stream.close()
    except ValueError as error:
        show(error)


class File(_io.FileIO):
    def flush(self):
        raise OSError("flush")


file = File(__file__)
try:
    file.close()
except OSError as error:
    show(error)
print(file.closed)
pair = _io.BufferedRWPair(_io.BytesIO(), _io.BytesIO())
pair.close()

for cls in (_io._IOBase, _io._RawIOBase, _io.BufferedReader, _io.BufferedRandom, _io.TextIOWrapper,
            _io.IncrementalNewlineDecoder, _io.FileIO, _io.BytesIO, _io.StringIO, _io.BufferedRWPair):
    print(cls.__name__, cls.__new__ is object.__new__, cls.__text_signature__, "__iter__" in vars(cls))
    for args in ((cls, 1), ()):
        try:
            cls.__new__(*args)
        except TypeError as error:
            print(error)
    try:
        cls(1, 2, 3, 4, 5, 6, 7, 8, 9)
    except TypeError as error:
        print(error)

    class Slotted(cls):
        __slots__ = ("x",)

        def __new__(cls, *args):
            self = super().__new__(cls)
            self.x = args
            return self

        def __init__(self, *args):
            pass

    print(Slotted(1).x)
    try:
        Slotted(1).close()
    except (AttributeError, ValueError) as error:
        print(error)

    class Unready(cls):
        def __init__(self, *args):
            pass

    for ask in (lambda s: s.read(2), iter, lambda s: s.closed):
        try:
            ask(Unready(1))
        except (AttributeError, ValueError, RuntimeError, TypeError) as error:
            print(type(error).__name__, error)

print(issubclass(io.RawIOBase, _io._RawIOBase), io.IOBase.__text_signature__)


class WithSignature(dict):
    """WithSignature(raw, size=8)\n--\n\nWhat it is for."""


class Without(dict):
    """Without a signature\n--\n\n"""


class Derived(WithSignature):
    pass


for cls in (WithSignature, Without, Derived):
    print(cls.__text_signature__)
print(WithSignature.mro.__text_signature__, int.mro.__doc__, dict.fromkeys.__text_signature__)
