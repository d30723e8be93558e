"""Two threads share a counter: with a lock no increment is lost."""

import _thread

ROUNDS = 300


class Counter:
    """A counter that two threads may use."""

    def __init__(self):
        self.value = 0
        self.lock = _thread.allocate_lock()

    def increment(self):
        with self.lock:
            before = self.value
            self.value = before + 1


def worker(name, counter, finished, log):
    """Count, then say so; releasing `finished` tells the main thread."""
    try:
        for _ in range(ROUNDS):
            counter.increment()
        with counter.lock:
            log.append(name)
    finally:
        finished.release()


def run(names):
    counter = Counter()
    log = []
    waiting = []
    for name in names:
        finished = _thread.allocate_lock()
        finished.acquire()
        waiting.append(finished)
        _thread.start_new_thread(worker, (name, counter, finished, log))
    for finished in waiting:
        finished.acquire()
    return counter.value, sorted(log)


print("two threads:", run(["red", "blue"]))
print("four threads:", run(["north", "east", "south", "west"]))

lock = _thread.allocate_lock()
print(lock.locked(), lock.acquire(), lock.locked(), lock.acquire(False))
lock.release()
print("released:", not lock.locked())
try:
    lock.release()
except RuntimeError as error:
    print("RuntimeError:", error)

# A queue of one place, made of two locks: the producer and the consumer take turns.
full, empty = _thread.allocate_lock(), _thread.allocate_lock()
full.acquire()
box = []


def producer():
    for item in ["bread", "butter", "jam", None]:
        empty.acquire()
        box.append(item)
        full.release()


_thread.start_new_thread(producer, ())
while True:
    full.acquire()
    item = box.pop()
    empty.release()
    if item is None:
        break
    print("consumed", item)
