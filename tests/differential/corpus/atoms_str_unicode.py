"""str methods on every kind of character."""

import sys
def t(f, *a, **k):
    try:
        r = f(*a, **k)
    except Exception as e:
        print(type(e).__name__, str(e).encode("ascii", "backslashreplace").decode())
    else:
        print(type(r).__name__, ascii(r))


texts = ["", "abc", "ABC", "aBc Def", "\xdf", "\u0130", "\u0131I", "\u01c5\u01c6\u01c4", "\ufb03", "\u1e9e", "\u03a3\u03b1\u03a3", "A\u03a3", "A\u03a3.", "\u0345\u0391", "\u2160\u24d0", "\U00010400\U00010428", "\u0660\u00b2\u00bd\u2167\u4e00", "\u200b\u2028\u3000\xa0\x1f", "e\u0301", "\ud800", "\U0001f468\u200d\U0001f469", "they're Bill's", "x\ty\tz", "a\r\nb\x0bc\x0cd\x1ce\x85f\u2028g\u2029h\n", "_x1", "1x", "\u02bcn", "\u00b7a", "a\u00b7", "\u2118", "None", "\xaa\xba", "\u1d79", "\U0001e943", "\x00\x7f\x80", "%\u0394", "\u10d0\u1c90", "\u13a0\uab70"]
for s in texts:
    print("--", ascii(s))
    for name in ("upper", "lower", "title", "capitalize", "swapcase", "casefold", "isalpha", "isalnum", "isdigit", "isdecimal", "isnumeric", "isidentifier", "isprintable", "isspace", "isupper", "islower", "istitle", "isascii", "split", "splitlines", "strip", "lstrip", "rstrip", "expandtabs", "encode", "__len__", "__hash__", "__repr__"):
        t(getattr(s, name))
    t(s.splitlines, True); t(s.expandtabs, 0); t(s.expandtabs, 3); t(s.expandtabs, -1); t(s.zfill, 6); t(s.center, 7, "\u1234"); t(s.split, None, 1); t(s.rsplit, None, 1); t(s.partition, "b"); t(lambda: s[::-1]); t(s.translate, {97: "AA", 98: None, 0x3a3: 0x61, 0x130: ""}); t(s.encode, "ascii", "backslashreplace"); t(s.encode, "ascii", "namereplace"); t(s.encode, "ascii", "xmlcharrefreplace"); t(s.encode, "latin-1", "replace"); t(s.encode, "utf-16"); t(s.encode, "utf-8", "surrogatepass")
t(str.maketrans, "abc", "xyz"); t(str.maketrans, "abc", "xyz", "d"); t(str.maketrans, {"a": 1, 98: "c", "d": None}); t(str.maketrans, {"ab": 1}); t(str.maketrans, {1.5: 2}); t(str.maketrans, "ab", "c"); t(str.maketrans, 5); t(str.maketrans, [1]); t(str.maketrans, "a", 5); t(str.maketrans, 5, "a"); t(str.maketrans, "a", "b", 5); t(str.maketrans); t(str.maketrans, {}, "a"); t(str.maketrans, {-1: "x"}); t(str.maketrans, {True: 2})
class M:
    def __init__(self, v): self.v = v
    def __getitem__(self, k):
        print("get", k)
        if isinstance(self.v, type): raise self.v("boom")
        return self.v
for v in (None, 65, "xy", "", -1, 0x110000, 2**70, 1.5, b"x", True, LookupError, KeyError, IndexError, ValueError):
    t("aab\u1234".translate, M(v))
t("ab".translate, "0123"); t("\x00\x01".translate, ["x", "yy"]); t("ab".translate, 5); t("ab".translate); t("".translate, 5)
class S(str):
    def __str__(self): return "STR"
    def __repr__(self): return "REPR"
    def __eq__(self, o): return True
    __hash__ = str.__hash__
s = S("body")
for f in (str, repr, format, ascii, lambda x: f"{x}", lambda x: f"{x!r}", lambda x: f"{x:>6}", lambda x: "%s %r" % (x, x), lambda x: "".join([x]), lambda x: ",".join([x, x]), lambda x: x + "", lambda x: x.upper(), lambda x: x.strip(), lambda x: x.replace("q", ""), lambda x: x[:], lambda x: x * 1, lambda x: str.__str__(x), lambda x: x.__getnewargs__(), lambda x: "{}".format(x), lambda x: x.encode(), lambda x: x.split("q"), lambda x: x.partition("q"), lambda x: x.title(), lambda x: x.ljust(2), lambda x: x.expandtabs(), lambda x: x.format(), lambda x: x % (), lambda x: x.translate({}), lambda x: x.join(["a"]), lambda x: x.removeprefix("q"), lambda x: sys.intern(x)):
    t(f, s)
