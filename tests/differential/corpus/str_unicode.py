s = "naïve café — 日本 😀"
print(s, len(s), s.upper(), s[::-1], s.encode("utf-8"), s.split(), ascii(s), repr(s), s.casefold(), "ß".upper(), "İ".lower(), "ŉ".title())
print("é" == "e\u0301", len("e\u0301"), "\N{BULLET}", "\x41\u0042\U00000043", ord("😀"), chr(128512), "😀".encode("utf-16"), "日".isalpha(), "٣".isdigit(), int("٣"), "Ⅷ".isnumeric(), "ª".islower())
print(repr("\ud800"), repr("\u200b\ufeff\xad"), "\ud800".encode("utf-8", "surrogatepass"), sorted("éàz"), "straße".replace("ß", "ss"), "x".join("日本"), f"{'日':>5}|{'日':*^5}|", "%5s|" % "日", "日本".center(8, "·"))
for f in (lambda: "\ud800".encode(), lambda: "é".encode("ascii"), lambda: b"\xc3".decode(), lambda: b"\x80abc".decode("utf-8"), lambda: "日本".encode("latin-1"), lambda: chr(0x110000), lambda: b"\xff\xfe\x00".decode("utf-16")):
    try: print(f())
    except (UnicodeError, ValueError) as e: print(type(e).__name__, e)
identifiers = {"ñ": 1}; ñandú = 5; print(ñandú, "ñ" in identifiers, "ﬁ".isidentifier())
