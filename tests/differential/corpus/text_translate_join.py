"""translate, maketrans and join with the program's own tables and iterables."""


class Table:
    def __init__(self):
        self.asked = []

    def __getitem__(self, code):
        self.asked.append(code)
        if code == ord("a"):
            return "AA"
        if code == ord("b"):
            return None
        if code == ord("c"):
            return 0x263A
        if code == ord("x"):
            raise ValueError("x is forbidden")
        raise LookupError(code)


table = Table()
print("abcabc d".translate(table), table.asked)
table = Table()
print("abé éa".translate(table), table.asked)
try:
    "ax".translate(Table())
except ValueError as error:
    print(error)
print("hello".translate(str.maketrans("el", "ip")), "hello".translate(str.maketrans({"h": None, "e": "EE", 108: 76})))
print(str.maketrans("ab", "cd", "e"), str.maketrans({"a": 1}), "".maketrans("x", "y"))


def words():
    yield "one"
    print("generating")
    yield "two"


class Iter:
    def __init__(self, *items):
        self.items = list(items)

    def __iter__(self):
        return self

    def __next__(self):
        if not self.items:
            raise StopIteration
        return self.items.pop(0)


class Sequence:
    def __getitem__(self, i):
        return "xyz"[i]


print(", ".join(words()), "+".join(Iter("a", "b")), "/".join(Sequence()), "".join(sorted("banana")), "-".join("abc"))
print(b", ".join([b"a", bytearray(b"b"), memoryview(b"c")]), bytearray(b"-").join(iter([b"1", b"2"])), b"".join(()))
print("|".join({"k1": 1, "k2": 2}), "".join(map(str, range(5))), ",".join(c for c in "abc" if c != "b"), "x".join([]))
one = ["single"]
print("".join(one) is one[0], "".join(["", ""]) == "", " ".join(("tuple", "of", "words")))
for attempt in [
    lambda: ",".join([1]), lambda: ",".join(["a", None]), lambda: ",".join(5), lambda: ",".join(Iter("a", 5)),
    lambda: b",".join(["a"]), lambda: b",".join(5), lambda: "abc".translate(5), lambda: "abc".translate({97: 1.5}),
    lambda: "abc".translate({97: -1}), lambda: str.maketrans("ab", "c"), lambda: str.maketrans(5),
    lambda: str.maketrans({"ab": 1}), lambda: str.maketrans("a", 5), lambda: b"abc".translate(b"short"),
    lambda: bytes.maketrans(b"ab", b"c"), lambda: str.maketrans({(): 1}),
]:
    try:
        print(attempt())
    except Exception as error:
        print(type(error).__name__, error)
print(b"hello".translate(None, b"l"), b"hello".translate(bytes(range(256))[::-1])[:2], b"abc".translate(bytes.maketrans(b"a", b"z")))
