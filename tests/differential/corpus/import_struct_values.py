"""struct: what integers may come from, sizes of Struct objects; bytearray.join while guest code runs."""

import struct

class Indexable:
    def __init__(self, v): self._value = v
    def __index__(self): return self._value
class NotAnInt: 
    def __int__(self): return 42
class BadIndex:
    def __index__(self): raise TypeError
    def __int__(self): return 42
for o in ("a", 3+42j, NotAnInt(), BadIndex(), Indexable(b'a'), Indexable('b'), Indexable(None), Indexable({'a':1}), Indexable([1]), Indexable(7), 2.5):
    for f in "bqP?":
        try: print(f, struct.pack(f, o))
        except Exception as e: print(f, type(e).__name__, e)
S=struct.Struct
for f in "B", "BHILfdspP", "", "xx", "3x2s0s0B100H", "@ 2i 3q":
    print(f, S(f).__sizeof__())
for t in (S, type(struct.iter_unpack("b", b"x"))):
    try: t.x = 1
    except TypeError as e: print(e)
try: type(struct.iter_unpack("b", b"x"))()
except TypeError as e: print(e)
array = bytearray(b',')
def iterator():
    try: array.clear()
    except BufferError as e: print(e)
    yield b'A'
    yield b'B'
print(array.join(iterator()), array)
array.clear()
def bad():
    array.append(1)
    yield b"a"
try: array.join(bad())
except BufferError as e: print(e)
print(array)
class Buf:
    def __buffer__(self, flags):
        try: array.append(1)
        except BufferError as e: print("held", e)
        return memoryview(b"x")
print(array.join([Buf(), b"y"]))
array.append(2)
class Inited:
    def __init__(self, x): self.x = x
import sys
for f in (sys.setswitchinterval, lambda o: struct.pack("d", o), lambda o: "%c" % o):
    try: print(f(Inited(1)))
    except Exception as e: print(type(e).__name__, e)
