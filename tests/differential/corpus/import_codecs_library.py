import codecs, encodings, io

print(codecs.lookup("utf8").name, codecs.lookup("latin1").name, codecs.encode("a\xe9", "latin-1"), codecs.decode("uryyb", "rot13"), codecs.encode(b"ab", "hex"))
print(codecs.utf_8_decode(b"abc\xc3"), codecs.lookup_error("strict"), codecs.getdecoder("ascii")(b"x"), codecs.BOM_UTF8)
codecs.register_error("mine", lambda e: ("<%s>" % type(e).__name__, e.end))
print(codecs.utf_8_decode(b"a\xffb\xfe", "mine"), codecs.charmap_encode("ab", "strict", {97: 120, 98: b"yy"}), codecs.charmap_decode(b"ab", "strict", {97: "X", 98: 0x42}))
d = codecs.getincrementaldecoder("utf-8")()
print([d.decode(bytes([b])) for b in "\u20aca".encode()], d.getstate(), d.decode(b"", True))
e = codecs.getincrementalencoder("utf-16")()
print(e.encode("a"), e.encode("b"), codecs.getincrementaldecoder("utf-8-sig")().decode(codecs.BOM_UTF8 + b"x"))
for bad in (lambda: codecs.lookup("nope"), lambda: codecs.lookup_error("nope"), lambda: codecs.decode(b"\xff", "ascii"), lambda: codecs.encode("\u20ac", "latin-1"),
            lambda: codecs.register(3), lambda: codecs.encode("a", "hex"), lambda: "a".encode("hex") if False else codecs.utf_8_encode(3)):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, str(e)[:70])


def search(name):
    if name == "shout":
        return codecs.CodecInfo(lambda s, errors="strict": (s.upper().encode(), len(s)), lambda b, errors="strict": (bytes(b).decode().lower(), len(b)), name="shout")


codecs.register(search)
print(codecs.encode("abc", "shout"), codecs.decode(b"ABC", "shout"), codecs.lookup("shout"). name)
codecs.unregister(search)
with io.TextIOWrapper(io.BytesIO(), encoding="cp1252", errors="replace", newline="\r\n") as t:
    t.write("\xe9\u20ac\u0100\n")
    t.flush()
    print(t.buffer.getvalue(), t.encoding, t.errors)
r = codecs.getreader("utf-8")(io.BytesIO("l1\nl\xe92\n".encode()))
print(r.readline(), list(r), encodings.normalize_encoding("UTF 8"))
print(io.TextIOWrapper(io.BytesIO("\u20ac\n".encode("utf-16")), encoding="utf-16").read(), codecs.escape_decode(b"\\x41\\n"), codecs.unicode_escape_encode("\u20ac"))
