"""What StringIO and IncrementalNewlineDecoder take and refuse, and what line ends they see."""

import codecs
import io
import pickle


class Two:
    def __index__(self):
        return 2


def attempt(function, *args, **keywords):
    try:
        return function(*args, **keywords)
    except Exception as err:
        return f"{type(err).__name__}: {err}"


def making():
    for args in ((), ("a",), ("a\r\nb\rc\n",), (None,), (5,), ("a", "x"), ("a", 5), ("a", "\r\n"), ("a\nb\r", ""),
                 ("a\r\nb", None), ("a\nb", "\r"), ("a", "\0"), ("a", "\udc80"), ("a", "\n", 1)):
        stream = attempt(io.StringIO, *args)
        if isinstance(stream, str):
            print(args, stream)
            continue
        print(args, repr(stream.getvalue()), stream.newlines, stream.tell(), stream.readlines(), stream.closed)
        print(stream.write("x\r\ny\n"), repr(stream.getvalue()), stream.newlines, stream.line_buffering)


def methods():
    stream = io.StringIO("hello\nworld")
    for args in (("x",), (1 << 70,), (-1,), (1, 1), (0, 1), (0, 2), (1, 2), (0, 5), (3,), (Two(),), (0, Two()), (0, "x"),
                 (0, 1 << 40)):
        print(attempt(stream.seek, *args))
    for size in (None, 2, -5, "x", 1 << 70, Two(), 1.5):
        print(repr(attempt(stream.read, size)), repr(attempt(stream.readline, size)), stream.seek(0))
    for size in ("x", -1, 1 << 70, None, 3, Two()):
        print(attempt(stream.truncate, size), repr(stream.getvalue()))
    print(attempt(stream.write, 5), attempt(stream.write, b"x"), stream.write(""), attempt(stream.writelines, ["a", 5]))
    print(stream.seek(20), stream.write("z"), repr(stream.getvalue()), attempt(stream.detach), attempt(stream.fileno))
    stream.seek((1 << 63) - 1)
    print(stream.read(), attempt(stream.write, "x"), attempt(stream.write, ""))


def states():
    stream = io.StringIO("text\n", None)
    stream.extra = 1
    print(stream.__getstate__(), pickle.loads(pickle.dumps(stream)).__getstate__())
    for state in (5, (), ("a",), ("a", "\n", 0), ("a", "\n", 0, None), ("a", "\n", -1, None), ("a", "\n", "x", None),
                  ("a", "\n", 0, 5), (5, "\n", 0, None), ("a", "x", 0, None), ("a", "\r\n", 1 << 70, None),
                  ("a\r\n", None, 2, {"more": 1}), ("a", "\n", 0, None, 5)):
        print(attempt(stream.__setstate__, state), repr(stream.getvalue()), stream.tell())
    print(stream.__dict__)


def closed():
    class Lines(io.StringIO):
        def readline(self, *args):
            return 5

    print(attempt(next, Lines("a")), attempt(list, Lines("")))
    stream = io.StringIO("abc")
    print(stream.close(), stream.close())
    for name, args in (
            ("read", ()), ("write", ("a",)), ("getvalue", ()), ("seek", (0,)), ("tell", ()), ("readable", ()),
            ("truncate", ()), ("__next__", ()), ("__iter__", ()), ("__enter__", ()), ("readline", ()), ("flush", ()),
            ("isatty", ()), ("__getstate__", ()), ("__setstate__", (("a", None, 0, None),)), ("writelines", (["a"],)),
            ("readlines", ())):
        print(name, attempt(getattr(stream, name), *args))
    new = io.StringIO.__new__(io.StringIO)
    for name in ("read", "getvalue", "tell", "readable", "close"):
        print(name, attempt(getattr(new, name)))
    for name in ("closed", "newlines", "line_buffering"):
        print(name, attempt(getattr, stream, name), attempt(getattr, new, name))


class Decoder:
    """Whose state is whatever it is told to be."""

    def decode(self, *args, **keywords):
        print("decode", args, keywords)
        return self.result

    def getstate(self):
        return self.state

    def reset(self):
        return "reset"

    def setstate(self, state):
        return state


def decoders():
    make = io.IncrementalNewlineDecoder
    print(attempt(make), attempt(make, None), attempt(make, None, True, "x", 5), attempt(make.__new__(make).decode, "a"))
    print(attempt(make.__new__(make).getstate), attempt(getattr, make.__new__(make), "newlines"))
    for translate in (True, False):
        for inner in (None, codecs.getincrementaldecoder("utf-8")()):
            decoder = make(inner, translate)
            encode = str if inner is None else str.encode
            for piece in ("a\r", "\nb", "\r", "", "c\r", "\n\n", "x"):
                print(repr(decoder.decode(encode(piece))), decoder.getstate(), decoder.newlines)
            print(repr(decoder.decode(encode("q\r"), final=True)), repr(decoder.decode(encode("\r"), True)))
            print(decoder.setstate((b"", 1)), repr(decoder.decode(encode("\n"))), decoder.reset(), decoder.newlines)
    decoder = make(None, 1)
    for piece in (b"a", 5):
        print(attempt(decoder.decode, piece))
    for state in (5, (), (b"",), ("a", "b"), (b"", 1 << 70), (b"", -1), (b"", True), [b"", 0]):
        print(attempt(decoder.setstate, state), decoder.getstate())
    inner = Decoder()
    decoder = make(inner, True)
    for inner.result in ("text\r", 5, None):
        print(repr(attempt(decoder.decode, b"x")), repr(attempt(decoder.decode, b"x", final=Two())))
    print(decoder.reset(), decoder.setstate(("anything", 7)))
    for inner.state in (5, (), (1,), (b"", 1), (5, 5), (b"", "x"), (b"", 1 << 64), (b"", -1), (b"", 1, 2)):
        print(inner.state, attempt(decoder.getstate))


for part in (making, methods, states, closed, decoders):
    print(part.__name__)
    part()
