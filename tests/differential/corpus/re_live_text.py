"""A match reads its text again each time; scanners and replacements hold the text's buffer."""

import array
import gc
import re
import sys


def told(f, *args):
    try:
        print(f(*args))
    except Exception as error:
        print(type(error).__name__, error)


text = bytearray(b"abcdefgh")
m = re.search(b"(?P<first>[a-d]+)(?P<none>x)?([e-h]+)", text)
for change in (b"xyz", b"", b"ABCDEFGHIJKL", b"abc"):
    text[:] = change
    print(m.group(), m.group(1, 3), m.groups(b"default"), m.groupdict(), m[3], m.span(3), m.regs, m)
    told(m.expand, rb"<\1|\3|\g<first>>")
print(m.string is text, m.lastindex, m.lastgroup, m.pos, m.endpos)

it = re.finditer(b"a", text)
told(text.extend, b"x" * 400)
print(list(it))
told(text.extend, b"x")
told(lambda: text.append(1))
scanner = re.compile(b"b").scanner(text)
told(text.append, 2)
print(scanner.search(), scanner.search(), scanner.match())
told(text.append, 3)
del scanner
gc.collect()
told(text.append, 4)
print(sys.getrefcount(text), bytes(text))


def replaced(match):
    told(text.append, 5)
    text[0] = 65
    return match.group().upper()


told(re.sub, b"[abc]", replaced, text)
told(re.sub, b"[abc]", lambda match: 1 / 0, text)
told(text.append, 6)
told(re.sub, "x", "y", text)
told(re.sub, b"x", "y", text)
told(re.compile("x").scanner, text)
told(text.append, 7)
told(re.compile(b"x").finditer, text, "a")
told(text.append, 8)
told(re.split, b"c", array.array("B", b"abcabc"))
told(re.findall, b"c.", memoryview(b"abcabc"))


class Exporter:
    def __init__(self):
        self.data = bytearray(b"one two")

    def __buffer__(self, flags):
        print("buffer")
        return memoryview(self.data)

    def __release_buffer__(self, view):
        print("release")
        view.release()


exporter = Exporter()
m = re.match(b"(o)(n)(x)?", exporter)
exporter.data[:] = b"ONE"
print(m.group(), m.groups(), m.group(3), m[2], repr(m))
told(re.sub, b"o", lambda match: b"0", exporter)
told(re.sub, "o", "0", exporter)
scanner = re.compile(b"O").scanner(exporter)
print(scanner.search())
del scanner


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


class Name(str):
    def __hash__(self):
        return hash("first")

    def __eq__(self, other):
        return True


m = re.match("(?P<first>a)(b)?", "abc")
for group in (0, 1, 2, 3, -1, 1 << 1000, Index(1), Index(1 << 1000), Index(-5), "first", "x", Name("other"), b"first", [],
              None, 1.0, True):
    told(m.group, group)
    told(m.start, group)
    told(m.group, 0, group)


class Text(str):
    pass


class Bytes(bytes):
    pass


for text in ("none", Text("none"), b"none", Bytes(b"none"), bytearray(b"none")):
    pattern = "x" if isinstance(text, str) else b"x"
    result = re.sub(pattern, pattern, text)
    print(type(result), result is text, re.subn(pattern, pattern, text), type(re.split(pattern, text)[0]))
for name in ("match", "fullmatch", "search", "findall", "finditer", "scanner"):
    method = getattr(re.compile("x"), name)
    for args in ((b"xxx", sys.maxsize + 1), (b"xxx", 1, "a"), (3, "a"), (b"xxx", 1)):
        told(method, *args)
