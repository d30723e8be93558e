"""unicodedata: every property of a sample of characters, normalisation, names, the database of version 3.2."""

import random
import unicodedata

rng = random.Random(3)
sample = [chr(rng.randrange(0x110000)) for _ in range(300)] + list("aZ5é½٣Ⅷ中가🎈\u0301\u200f") + ["\ud800"]
for char in sample:
    row = [getattr(unicodedata, f)(char) for f in (
        "category", "bidirectional", "combining", "mirrored", "east_asian_width", "decomposition")]
    row += [getattr(unicodedata, f)(char, None) for f in ("name", "decimal", "digit", "numeric")]
    if row[6] is not None:
        assert unicodedata.lookup(row[6]) == char
        print(ascii(char), row)
old = unicodedata.ucd_3_2_0
print(old.unidata_version, unicodedata.unidata_version, type(old), [old.category(c) for c in sample[-12:]])
texts = ["e\u0301a\u0323\u0302", "\u1e9b\u0323", "ﬁ½Å", "가각", "\u0344", "abc", "\U0001d15e"]
texts += ["".join(rng.choices("aeo\u0301\u0323\u0302\u0327\u1100\u1161\u11a8ﬀ\u2126", k=12)) for _ in range(20)]
for text in texts:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        print(ascii(unicodedata.normalize(form, text)), unicodedata.is_normalized(form, text), end=" ")
    print(ascii(old.normalize("NFKC", text)))
text = "plain"
print(unicodedata.normalize("NFC", text) is text)
for call in [
    lambda: unicodedata.name("\0"), lambda: unicodedata.decimal("a"), lambda: unicodedata.digit("a"),
    lambda: unicodedata.numeric("a"), lambda: unicodedata.category("ab"), lambda: unicodedata.category(5),
    lambda: unicodedata.name(b"a"), lambda: unicodedata.name("ab", 1), lambda: unicodedata.lookup("NO SUCH NAME"),
    lambda: unicodedata.lookup(5), lambda: unicodedata.normalize("NFX", "a"), lambda: unicodedata.normalize("NFC", 5),
    lambda: unicodedata.normalize("NFC"), lambda: unicodedata.UCD(), lambda: unicodedata.is_normalized(1, "a"),
    lambda: unicodedata.decimal(), lambda: unicodedata.category(chr="a"), lambda: old.name("\U0001f388"),
]:
    try:
        print(call())
    except Exception as err:
        print(type(err).__name__, err)
print("\N{BULLET}\N{greek small letter alpha}")
print("\N{BULLET}\N{GREEK SMALL LETTER ALPHA}", eval(r"'\N{SNOWMAN}'"))
