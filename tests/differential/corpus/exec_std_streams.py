"""The standard streams: what they are made of, and what programs do with them."""
import io
import sys


def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except BaseException as error:
        print(type(error).__name__, error)


for name in ("stdin", "stdout", "stderr"):
    stream = getattr(sys, name)
    print(name, stream is getattr(sys, "__" + name + "__"), type(stream), stream.name, stream.mode, stream.encoding, stream.errors)
    print(stream.line_buffering, stream.write_through, stream.newlines, stream.closed, stream.isatty(), stream.fileno())
    print(type(stream.buffer), stream.buffer.name, type(stream.buffer.raw), stream.buffer.raw.name, stream.buffer.raw.closefd)
    print(stream.readable(), stream.writable(), vars(stream), repr(stream), repr(stream.buffer))
print(sys.stdout.write("three"), sys.stdout.writelines(["a", "b\n"]), sys.stdout.flush())
attempt(sys.stdout.write, 5)
attempt(sys.stdout.write, b"x")
attempt(sys.stdout.read)
attempt(sys.stdin.write, "x")
attempt(sys.stdin.read)
attempt(sys.stdin.readline)
attempt(input)
print(list(sys.stdin))
sys.stdout.flush()
sys.stdout.buffer.write(b"bytes \xc3\xa9\n")
sys.stdout.buffer.flush()
print("\udcff".encode("utf-8", "surrogateescape"))
sys.stdout.flush()
attempt(sys.stdout.reconfigure, line_buffering=True)
print(sys.stdout.line_buffering)
sys.stdout.reconfigure(errors="backslashreplace", encoding="ascii")
print("é", sys.stdout.encoding, sys.stdout.errors)
sys.stdout.reconfigure(encoding="utf-8", errors="strict", newline="\r\n")
print("carriage")
attempt(print, "\ud800")
sys.stdout.reconfigure(newline="\n")
attempt(sys.stdout.reconfigure, encoding="no such")
sys.stdout.mode = "changed"
print(sys.stdout)
calls = []


def write(text):
    calls.append(text)
    return len(text)


sys.stdout.write = write
print("caught", 1, sep="-")
del sys.stdout.write
print(calls)
old = sys.stdout
sys.stdout = io.StringIO()
print("in memory")
text = sys.stdout.getvalue()
sys.stdout = old
print(repr(text))


class Stream(io.TextIOBase):
    def write(self, text):
        calls.append(text)
        return len(text)


sys.stdout = Stream()
print("one", [2], end="")
sys.stdout = old
print(calls)


class Shown:
    def __str__(self):
        print("inside")
        return "shown"


print("a", Shown(), "b")


class Failing:
    def __str__(self):
        raise ValueError("no text")


attempt(print, "before", Failing(), "after")
attempt(print, "digits", 10 ** 5000)
print("to stderr", file=sys.stderr)
print("no newline", end="", file=sys.stderr, flush=True)
with io.open(1, "w", closefd=False) as again:
    again.write("by descriptor\n")
sys.stdout.flush()
new = io.TextIOWrapper(sys.stdout.detach(), encoding="utf-8")
sys.stdout = new
attempt(old.write, "detached")
print("the end", end="")
