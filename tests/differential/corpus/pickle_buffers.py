"""pickle.PickleBuffer, and the module _pickle behind pickle."""
import _pickle
import array
import pickle
import weakref

print(pickle.PickleBuffer is _pickle.PickleBuffer, pickle.Pickler is _pickle.Pickler,
      pickle.dumps is _pickle.dumps, issubclass(pickle.PicklingError, _pickle.PickleError))
print(pickle.Pickler.__name__, pickle.Pickler.__module__, pickle.loads.__name__, pickle.PickleBuffer)


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


attempt(pickle.PickleBuffer)
attempt(pickle.PickleBuffer, 1)
attempt(pickle.PickleBuffer, b"", b"")
attempt(pickle.PickleBuffer, object=b"")
attempt(pickle.PickleBuffer, a=b"", b=b"")
data = bytearray(b"0123456789")
buffer = pickle.PickleBuffer(data)
raw = buffer.raw()
print(raw.format, raw.shape, raw.readonly, bytes(raw), bytes(buffer), memoryview(buffer).nbytes)
raw[0] = 65
attempt(data.append, 1)
raw.release()
buffer.release()
buffer.release()
attempt(buffer.raw)
attempt(memoryview, buffer)
data.append(66)
print(data)
numbers = array.array("i", range(6))
print(bytes(pickle.PickleBuffer(numbers).raw())[:8], pickle.PickleBuffer(numbers).raw().shape)
attempt(pickle.PickleBuffer(memoryview(data)[::2]).raw)
ref = weakref.ref(pickle.PickleBuffer(data), lambda r: print("gone"))
print(ref())

buffers = []
held = pickle.PickleBuffer(bytearray(b"large"))
text = pickle.dumps([held, 1, held], 5, buffer_callback=buffers.append)
print(len(buffers), buffers[0] is held, text)
print(pickle.loads(text, buffers=buffers)[0] is held, pickle.loads(pickle.dumps(held, 5)))
attempt(pickle.loads, text)
attempt(pickle.dumps, held, 4)


class Cycle(bytearray):
    pass


loop = Cycle(b"x")
loop.buffer = pickle.PickleBuffer(loop)
del loop
for value in ([1, {2: (3, None)}], {"a": {1.5, b"x"}}, int, pickle.loads):
    print(pickle.loads(pickle.dumps(value)) == value)
print(type(pickle.dumps), type(_pickle.load), pickle.dumps.__self__ is _pickle)
