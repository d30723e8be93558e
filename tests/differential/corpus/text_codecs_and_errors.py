"""Encoding, decoding and the attributes of the errors they raise."""

samples = ["plain", "naïve", "€uro", "😀", "\ud800", "mixed ž\x00"]
for text in samples:
    for encoding in ["utf-8", "ascii", "latin-1", "utf-16-le", "utf-32-be", "cp1252"]:
        for errors in ["strict", "replace", "xmlcharrefreplace"]:
            try:
                print(ascii(text), encoding, errors, text.encode(encoding, errors))
            except UnicodeEncodeError as error:
                print(ascii(text), encoding, errors, ascii(error), error.encoding, ascii(error.object),
                      error.start, error.end, error.reason)
for data in [b"ok", b"\xff\xfe", b"\xe2\x82", b"a\x80b", b"\xf0\x9f\x98\x80"]:
    for encoding in ["utf-8", "ascii", "utf-16", "latin-1"]:
        try:
            print(data, encoding, ascii(data.decode(encoding)), ascii(data.decode(encoding, "surrogateescape")))
        except UnicodeDecodeError as error:
            print(data, encoding, error, error.object, error.start, error.end)
            print("   ", ascii(data.decode(encoding, "backslashreplace")), ascii(data.decode(encoding, "ignore")))
print(str(b"caf\xc3\xa9", "utf-8"), str(b"x", encoding="ascii"), str(b"raw"), str(object=5), bytes("é", "utf-8"))
print(bytearray("é", encoding="latin-1"), "é".encode(errors="replace", encoding="ascii"), b"z".decode(encoding="ascii"))
error = UnicodeDecodeError("codec", b"data", 1, 3, "because")
print(error, repr(error), error.args)
error.start = 0
print(error)
try:
    UnicodeEncodeError("codec", "text", "x", 1, "r")
except TypeError as caught:
    print(caught)
for attempt in [
    lambda: "a".encode("nope"), lambda: b"a".decode("nope"), lambda: "é".encode("ascii", "nope"),
    lambda: str("a", "utf-8"), lambda: str(5, "utf-8"), lambda: bytes("a"), lambda: bytes(5, "ascii"),
    lambda: "a".encode(5), lambda: b"a".decode(errors=5), lambda: "a".encode("rot13"), lambda: b"a".decode("hex"),
    lambda: str(b"a", "utf-8", "strict", 1), lambda: "a".encode("utf-8", bad=1), lambda: "a".encode("a\0b"),
]:
    try:
        print(attempt())
    except Exception as caught:
        print(type(caught).__name__, caught)
