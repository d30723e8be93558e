"""queue.SimpleQueue from C: order, waiting, timeouts, several readers, weak references, cycles; queue.Queue beside it."""

import gc
import queue
import threading
import time
import weakref

q = queue.SimpleQueue()
print(q.empty(), q.qsize(), type(q), queue.Empty.__module__, issubclass(queue.Empty, Exception))
for i in range(40):
    q.put(i)
print([q.get() for _ in range(20)], q.qsize(), [q.get_nowait() for _ in range(20)])
for call in [lambda: q.get(False), lambda: q.get_nowait(), lambda: q.get(timeout=0.001), lambda: q.get(True, 0),
             lambda: q.get(timeout=-1), lambda: q.get(timeout="x"), lambda: q.put(), lambda: queue.SimpleQueue(1),
             lambda: q.get(1, 2, 3), lambda: queue.SimpleQueue(x=1), lambda: q.get(timeout=1e300)]:
    try:
        print(call())
    except Exception as err:
        print(type(err).__name__, err)
got = []
readers = [threading.Thread(target=lambda n=n: got.append((n, q.get()))) for n in range(3)]
for reader in readers:
    reader.start()
    time.sleep(0.002)
for item in "abc":
    q.put(item)
for reader in readers:
    reader.join()
print(sorted(n for n, _ in got), sorted(item for _, item in got), q.empty())
threading.Timer(0.01, q.put, args=["late"]).start()
start = time.monotonic()
print(q.get(timeout=5), time.monotonic() - start < 1)


class Sub(queue.SimpleQueue):
    pass


sub = Sub()
sub.put(sub)
ref = weakref.ref(sub)
del sub
gc.collect()
print(ref(), queue.SimpleQueue[int])
bounded = queue.Queue(2)
done = []


def consume():
    while (item := bounded.get()) is not None:
        done.append(item)
        bounded.task_done()
    bounded.task_done()


worker = threading.Thread(target=consume)
worker.start()
for i in range(6):
    bounded.put(i)
bounded.put(None)
bounded.join()
worker.join()
print(done)
