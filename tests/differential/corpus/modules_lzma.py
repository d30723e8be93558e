# lzma: formats, filters, checks, decompression in pieces, errors.
import _lzma
import io
import lzma

data = b"some text, some text, some more text. " * 40


def tell(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as err:
        print(type(err).__name__, err)


for container in (lzma.FORMAT_XZ, lzma.FORMAT_ALONE):
    packed = lzma.compress(data, container)
    print(container, len(packed), lzma.decompress(packed) == data)
filters = [{"id": lzma.FILTER_DELTA, "dist": 5}, {"id": lzma.FILTER_LZMA2, "preset": 7 | lzma.PRESET_EXTREME}]
raw = lzma.compress(data, lzma.FORMAT_RAW, filters=filters)
print(len(raw), lzma.decompress(raw, lzma.FORMAT_RAW, filters=tuple(filters)) == data)
packed = lzma.compress(data, check=lzma.CHECK_SHA256, preset=1)

d = lzma.LZMADecompressor()
print(d.check, d.eof, d.needs_input, d.unused_data)
out = d.decompress(packed[:20]) + d.decompress(packed[20:], max_length=100)
print(len(out), d.check, d.eof, d.needs_input)
while not d.eof:
    out += d.decompress(b"", 300)
print(out == data, d.eof, d.unused_data)
tell(d.decompress, b"more")
d = lzma.LZMADecompressor()
print(len(d.decompress(packed + b"rest")), d.unused_data)

c = lzma.LZMACompressor()
pieces = c.compress(data[:50]) + c.compress(memoryview(data)[50:]) + c.flush()
print(lzma.decompress(pieces) == data)
tell(c.flush)
tell(c.compress, b"x")
tell(c.compress, "text")

with io.BytesIO() as file:
    with lzma.open(file, "wt", encoding="utf-8") as text:
        text.write("line 1\nline 2\n" * 3)
    file.seek(0)
    with lzma.open(file, "rt", encoding="utf-8") as text:
        print(text.readline(), len(text.read()))

tell(lzma.decompress, b"not packed")
tell(lzma.decompress, packed[:-5])
tell(lzma.LZMACompressor, 99)
tell(lzma.LZMACompressor, lzma.FORMAT_ALONE, lzma.CHECK_CRC32)
tell(lzma.LZMACompressor, preset=3, filters=filters)
tell(lzma.LZMACompressor, preset=33)
tell(lzma.LZMACompressor, preset="x")
tell(lzma.LZMACompressor, filters=5)
tell(lzma.LZMACompressor, filters=[5])
tell(lzma.LZMACompressor, filters=[{}])
tell(lzma.LZMACompressor, filters=[{"id": 98765}])
tell(lzma.LZMACompressor, filters=[{"id": lzma.FILTER_LZMA2, "nope": 1}])
tell(lzma.LZMACompressor, filters=[{"id": lzma.FILTER_LZMA2, "lc": "x"}])
tell(lzma.LZMACompressor, "x")
tell(lzma.LZMADecompressor, lzma.FORMAT_RAW)
tell(lzma.LZMADecompressor, lzma.FORMAT_RAW, 5, filters)
tell(lzma.LZMADecompressor, filters=filters)
tell(lzma.LZMADecompressor, memlimit="x")
tell(lzma.decompress, packed, memlimit=10)
tell(lzma.LZMADecompressor, nothing=1)
print(_lzma._encode_filter_properties({"id": lzma.FILTER_LZMA1, "lc": 2, "dict_size": 4096}))
print(_lzma._decode_filter_properties(lzma.FILTER_LZMA1, b"]\0\0\x80\0"))
tell(_lzma._decode_filter_properties, lzma.FILTER_LZMA1, b"")
print(lzma.is_check_supported(lzma.CHECK_CRC64), lzma.is_check_supported(99))
print(lzma.LZMAError.__mro__, lzma.LZMACompressor, sorted(n for n in dir(_lzma) if n.isupper()))
