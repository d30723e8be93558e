"""zlib: one-shot and streaming, copies, dictionaries, limits, checksums, errors."""

import random
import zlib

rng = random.Random(5)
datas = [b"", b"a", b"hello " * 100, bytes(rng.randrange(256) for _ in range(3000)), bytes(70_000)]
for data in datas:
    for level in (-1, 0, 1, 9):
        packed = zlib.compress(data, level)
        print(len(packed), zlib.decompress(packed) == data, end=" ")
    print(zlib.crc32(data), zlib.adler32(data), zlib.crc32(data, 77), zlib.adler32(data, 2**40 + 3))
for wbits in (15, -15, 31, 9, 12):
    comp = zlib.compressobj(6, zlib.DEFLATED, wbits, 8, zlib.Z_DEFAULT_STRATEGY)
    packed = comp.compress(datas[2]) + comp.flush(zlib.Z_SYNC_FLUSH) + comp.compress(datas[3])
    twin = comp.copy()
    tail = comp.flush()
    print(wbits, len(packed), tail == twin.flush(), end=" ")
    decomp = zlib.decompressobj(wbits)
    out = b"".join(decomp.decompress(packed[i:i + 7]) for i in range(0, len(packed), 7))
    out += decomp.decompress(tail + b"beyond") + decomp.flush()
    print(out == datas[2] + datas[3], decomp.unused_data, decomp.eof, decomp.unconsumed_tail)
packed = zlib.compress(datas[2])
decomp = zlib.decompressobj()
first = decomp.decompress(packed, max_length=10)
print(first, len(decomp.unconsumed_tail), decomp.eof)
print(len(decomp.decompress(decomp.unconsumed_tail, 5)), len(decomp.flush()), decomp.eof)
comp = zlib.compressobj(zdict=b"hello world")
packed = comp.compress(b"hello world, hello") + comp.flush()
print(zlib.decompressobj(zdict=b"hello world").decompress(packed), len(packed))
bulk = zlib._ZlibDecompressor()
whole = zlib.compress(bytes(500)) + b"rest"
print(len(bulk.decompress(whole, max_length=100)), bulk.needs_input, bulk.eof)
print(len(bulk.decompress(b"")), bulk.needs_input, bulk.eof, bulk.unused_data)
for call in [
    lambda: zlib.decompress(b"junk"), lambda: zlib.decompress(packed[:-3]), lambda: zlib.compress("text"),
    lambda: zlib.compress(b"x", 99), lambda: zlib.compressobj(level=77), lambda: zlib.decompress(b"", bufsize=-1),
    lambda: zlib.decompressobj(zdict=5), lambda: zlib.decompressobj().decompress(b"", -1), lambda: zlib.crc32("a"),
    lambda: zlib.crc32(b"", "x"), lambda: zlib.decompressobj().flush(0), lambda: bulk.decompress(b"x"),
    lambda: zlib.decompressobj(wbits=99), lambda: zlib.decompressobj().decompress(packed),
    lambda: type(comp)(), lambda: zlib.compress(), lambda: zlib.decompressobj().decompress(memoryview(b"zz")),
]:
    try:
        print(call())
    except Exception as err:
        print(type(err).__name__, err)
print(zlib.error.__mro__[1], zlib.error.__module__, type(comp), type(decomp))
print([name for name in dir(zlib) if name.isupper() and "VERSION" not in name])
