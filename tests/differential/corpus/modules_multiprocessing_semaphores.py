# _multiprocessing.SemLock and what multiprocessing.synchronize makes of it, between threads.
import _multiprocessing
import multiprocessing
import threading
from _multiprocessing import SemLock


def tell(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as err:
        print(type(err).__name__, err)


s = SemLock(1, 2, 3, "/prog-sem-1", True)
print(s.kind, s.maxvalue, s.name, type(s.handle), s._get_value(), s._is_zero(), s._count(), s._is_mine())
print(s.acquire(), s.acquire(False), s.acquire(False), s.acquire(timeout=0.01), s.acquire(True, -1))
print(s._get_value(), s._is_zero(), s._count(), s._is_mine())
s.release()
with s:
    print(s._get_value())
s.release(), s.release()
tell(s.release)
tell(s.acquire, timeout="x")
s._after_fork()
print(s._count())
r = SemLock(0, 1, 1, "/prog-sem-1", True)
tell(r.release)
print(r.acquire(), r.acquire(), r._count(), r._is_mine(), r._get_value())
seen = []


def other():
    seen.append(r.acquire(False))
    seen.append(r._is_mine())
    try:
        r.release()
    except AssertionError as err:
        seen.append(str(err))
    seen.append(r.acquire(timeout=30))
    r.release()


t = threading.Thread(target=other)
t.start()
while len(seen) < 3:
    pass
r.release()
r.release()
t.join()
print(seen)
named = SemLock(1, 1, 1, "/prog-sem-named", False)
print(named.name)
tell(SemLock, 1, 1, 1, "/prog-sem-named", True)
again = SemLock._rebuild(named.handle, named.kind, named.maxvalue, named.name)
print(again.acquire(), named._get_value(), again._count(), named._count(), again.name)
_multiprocessing.sem_unlink("/prog-sem-named")
tell(_multiprocessing.sem_unlink, "/prog-sem-named")
for args in ((5, 1, 1, "/x", True), (1, -1, 1, "/x", True), (1, 1, 1, "/a/b", True), (1, 1, 1, "", True),
             (1, "a", 1, "/x", 1), (1, 1), (1, 1, 1, 5, True), (1, 1, 1, "a\0b", True)):
    tell(SemLock, *args)
tell(setattr, s, "kind", 5)
print(_multiprocessing.flags, SemLock.SEM_VALUE_MAX, SemLock.__mro__)


class Sub(SemLock):
    pass


sub = Sub(0, 1, 1, "/prog-sem-2", True)
sub.extra = 1
with sub as entered:
    print(entered, sub.extra)

lock, rlock = multiprocessing.Lock(), multiprocessing.RLock()
condition, event, barrier = multiprocessing.Condition(), multiprocessing.Event(), multiprocessing.Semaphore(2)
print(lock, rlock, barrier)
total = []


def work(n):
    event.wait()
    for i in range(20):
        with lock, rlock, rlock, barrier:
            total.append(n)
    with condition:
        condition.notify_all()


threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
for t in threads:
    t.start()
event.set()
with condition:
    print(condition.wait_for(lambda: len(total) == 60, timeout=60))
for t in threads:
    t.join()
print(sorted(total) == [0] * 20 + [1] * 20 + [2] * 20, event.is_set(), lock)
tell(lock.release)
