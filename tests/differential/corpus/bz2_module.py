"""bz2: one-shot, streams, limits, several streams in one file, errors."""

import bz2
import io

data = b"some data, some more data " * 200
for level in (1, 5, 9):
    packed = bz2.compress(data, level)
    print(len(packed), bz2.decompress(packed) == data)
comp = bz2.BZ2Compressor()
packed = comp.compress(data[:1000]) + comp.compress(memoryview(data)[1000:]) + comp.flush()
decomp = bz2.BZ2Decompressor()
out = b""
for i in range(0, len(packed), 9):
    out += decomp.decompress(packed[i:i + 9])
print(out == data, decomp.eof, decomp.needs_input, decomp.unused_data)
decomp = bz2.BZ2Decompressor()
print(len(decomp.decompress(packed + b"tail", max_length=100)), decomp.needs_input, decomp.eof)
print(len(decomp.decompress(b"")), decomp.eof, decomp.unused_data)
file = io.BytesIO()
with bz2.open(file, "wt", encoding="utf-8") as f:
    f.write("líne one\nline two\n")
with bz2.BZ2File(file, "a") as f:
    f.write(b"second stream")
file.seek(0)
with bz2.open(file, "rt", encoding="utf-8") as f:
    print(f.read().splitlines())
for call in [
    lambda: bz2.BZ2Compressor(0), lambda: bz2.BZ2Compressor("x"), lambda: bz2.BZ2Compressor(x=1), lambda: bz2.BZ2Decompressor(1),
    lambda: bz2.decompress(b"junk"), lambda: bz2.decompress(packed[:-3]), lambda: decomp.decompress(b"x"), lambda: comp.flush(),
    lambda: comp.compress(b""), lambda: bz2.compress("text"), lambda: bz2.BZ2Decompressor().decompress(5), lambda: bz2.BZ2Compressor(1, 2),
]:
    try:
        print(call())
    except Exception as err:
        print(type(err).__name__, err)
