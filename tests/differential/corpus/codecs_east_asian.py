"""The codecs of East Asian encodings: whole texts, pieces, streams, error handlers, state, errors."""

import codecs
import io

NAMES = """big5 big5hkscs cp932 cp949 cp950 euc_jis_2004 euc_jisx0213 euc_jp euc_kr gb18030 gb2312 gbk hz iso2022_jp
iso2022_jp_1 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext iso2022_kr johab shift_jis shift_jis_2004
shift_jisx0213""".split()
TEXT = "abc 日本語 한국어 中文 ｶﾅ Ω é ~\n次の行\n🎈end"
for name in NAMES:
    data = TEXT.encode(name, "replace")
    print(name, data.hex(), ascii(data.decode(name, "replace")))
    for errors in ("ignore", "backslashreplace", "xmlcharrefreplace", "namereplace"):
        print(TEXT.encode(name, errors)[-20:], end=" ")
    try:
        TEXT.encode(name)
        print("all of it")
    except UnicodeEncodeError as err:
        print(err.encoding, err.start, err.end, err.reason)
    try:
        print(ascii((data + b"\xff\x81").decode(name)))
    except UnicodeDecodeError as err:
        print(err.encoding, err.start, err.end, err.reason)
    encoder, decoder = codecs.getincrementalencoder(name)("replace"), codecs.getincrementaldecoder(name)("replace")
    pieces = [encoder.encode(char) for char in TEXT] + [encoder.encode("", True)]
    joined = b"".join(pieces)
    print(joined == data, encoder.getstate(), end=" ")
    out = "".join(decoder.decode(joined[i:i + 1]) for i in range(len(joined)))
    print(ascii(out + decoder.decode(b"", True)) == ascii(joined.decode(name, "replace")), decoder.getstate())
    stream = io.BytesIO()
    writer = codecs.getwriter(name)(stream, "ignore")
    writer.write("中文\n")
    writer.writelines(["日本\n", "x"])
    writer.reset()
    stream.seek(0)
    reader = codecs.getreader(name)(stream)
    print(ascii(reader.readline()), ascii(reader.read(2)), ascii(reader.read()), stream.getvalue().hex())
    stream.seek(0)
    print([ascii(line) for line in codecs.getreader(name)(stream).readlines()])

codecs.register_error("mine", lambda err: (f"<{err.object[err.start:err.end]!r}>", err.end))
codecs.register_error("raw", lambda err: (b"RAW", err.end))
codecs.register_error("bad", lambda err: 5)
codecs.register_error("far", lambda err: ("?", 1000))
for name in ("euc_jp", "iso2022_jp", "gbk", "hz"):
    for errors in ("mine", "raw", "bad", "far", "nonesuch"):
        for work in (lambda: codecs.encode("日é本🎈x", name, errors), lambda: codecs.decode(b"a\xff\xfeb", name, errors)):
            try:
                print(name, errors, ascii(work()))
            except Exception as err:
                print(name, errors, type(err).__name__, err)
encoder = codecs.getincrementalencoder("iso2022_jp")()
print(encoder.encode("日"), encoder.getstate(), encoder.reset(), encoder.encode("本"), encoder.errors)
encoder.errors = "replace"
print(encoder.encode("🎈", final=True), encoder.errors)
decoder = codecs.getincrementaldecoder("euc_jp")()
print(ascii(decoder.decode(b"\xc6")), decoder.getstate(), ascii(decoder.decode(b"\xfc")))
decoder.setstate((b"\xc6", 0))
import _codecs_jp
import _multibytecodec

codec = _codecs_jp.getcodec("euc_jp")
print(type(codec), codec.encode("日本"), codec.decode(b"\xc6\xfc", "strict"))
for call in [
    lambda: decoder.decode(b"", True), lambda: _codecs_jp.getcodec("gbk"), lambda: _codecs_jp.getcodec(5),
    lambda: _multibytecodec.MultibyteIncrementalEncoder(), lambda: codec.encode("é", 5), lambda: codec.decode("é"),
    lambda: setattr(encoder, "errors", 5), lambda: delattr(encoder, "errors"), lambda: encoder.setstate("x"),
    lambda: decoder.setstate(5), lambda: codecs.getreader("euc_jp")(io.StringIO("x")).read(),
    lambda: codecs.getreader("euc_jp")(io.BytesIO(b"x")).read("x"), lambda: codec.encode(5), lambda: encoder.encode(),
]:
    try:
        print(call())
    except Exception as err:
        print(type(err).__name__, err)
