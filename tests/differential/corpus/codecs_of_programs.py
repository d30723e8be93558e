"""str.encode, bytes.decode and their kin use codecs that a program registers."""
import codecs


def simple(name):
    def encode(text, errors="strict"):
        print("encode", text, errors)
        return RESULTS[name], len(text)

    def decode(data, errors="strict"):
        print("decode", bytes(data), errors)
        return RESULTS[name], len(data)

    return encode, decode


RESULTS = {"my.bytes": b"made", "my.text": "made", "my.number": 42, "my.array": bytearray(b"z")}


def search(name):
    print("search", name)
    if name in RESULTS:
        return *simple(name), None, None
    if name == "my.pair":
        return (lambda *args: 42), (lambda *args: (1, 2, 3)), None, None
    if name == "my.failing":
        return (lambda *args: 1 / 0), (lambda *args: {}[1]), None, None
    if name == "my.binary":
        return codecs.CodecInfo(*simple("my.bytes"), name=name, _is_text_encoding=False)
    if name == "my.info":
        return codecs.CodecInfo(*simple("my.text"), name=name)
    if name == "my.wrong":
        return 1, 2
    return None


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e, getattr(e, "__notes__", None))


codecs.register(search)
for name in (*RESULTS, "my.pair", "my.failing", "my.binary", "my.info", "my.wrong", "My-Other 1.x"):
    attempt("text".encode, name)
    attempt("text".encode, name, "ignore")
    attempt(bytes, "text", name)
    attempt(bytearray, "text", name)
    if name != "my.array":
        attempt(b"data".decode, name)
        attempt(bytearray(b"data").decode, name, "replace")
        attempt(str, b"data", name)
        attempt(str, memoryview(b"data"), name)
codecs.unregister(search)
attempt("text".encode, "my.bytes")
for name in ("unknown-8", "", "\u00e9", "rot13", "hex"):
    for errors in ("strict", "nope"):
        attempt("text".encode, name, errors)
        attempt(b"data".decode, name, errors)
        attempt(b"".decode, name, errors)
