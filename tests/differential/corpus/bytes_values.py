b = b"hello \x00\xff'"
print(b, len(b), b[0], b[1:3], b[-1], list(b"ab"), b"a" + b"b", b"ab" * 2, b"l" in b, 104 in b, b.upper(), b.find(b"l"), b.split(b" "), b.hex())
print(bytes(3), bytes([1, 2]), bytes("é", "utf-8"), bytes(range(3)), bytes.fromhex("00 ff"), b"abc".decode(), b"\xc3\xa9".decode("utf-8"), b"x" == "x", hash(b"a") == hash(b"a"))
print(b"a,b".split(b","), b"-".join([b"a", b"b"]), b"abc".replace(b"b", b"X"), b"abc".startswith(b"ab"), b"%d %s" % (5, b"x"), b"a".ljust(3, b"."), b" x ".strip(), b"ab".isalpha(), b'"', b"'")
a = bytearray(b"abc"); a.append(100); a.extend(b"ef"); a[0] = 65; a[1:3] = b"__"; print(a, len(a), bytes(a), a.pop(), a); del a[0]; a += b"!"; a.reverse(); print(a, a.decode())
for f in (lambda: bytes("x"), lambda: bytes([256]), lambda: b"a" + "b", lambda: b"ab"[5], lambda: bytes(-1), lambda: b"\xff".decode(), lambda: "é".encode("ascii"), lambda: bytearray(b"a").append(256),
          lambda: bytes.fromhex("zz"), lambda: b"a" < "b", lambda: b"".join(["a"]), lambda: "x".encode("nope"), lambda: b"a".index(b"z"), lambda: bytes([1, "a"])):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, "|", e)
print(b"\xff".decode("utf-8", "replace"), "é".encode("ascii", "ignore"), "é".encode("ascii", "backslashreplace"), b"\xe9".decode("latin-1"))
