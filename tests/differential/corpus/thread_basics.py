import _thread, time
done = _thread.allocate_lock(); done.acquire(); out = []
def w(a, b=2, *, c): out.append((a, b, c)); done.release()
print(isinstance(_thread.start_new_thread(w, (1,), {"c": 3}), int)); done.acquire(); print(out, done.locked())
def fails(): raise SystemExit
ident = _thread.start_new_thread(fails, ()); time.sleep(0.01)
l = _thread.allocate_lock(); print(l.acquire(), l.acquire(blocking=False), l.acquire(timeout=0.01)); l.release()
with l: print(l.locked())
print(l.locked(), _thread.get_ident() == _thread.get_ident(), type(l).__name__, _thread.LockType is type(l))
r = _thread.RLock(); print(r.acquire(), r.acquire()); r.release(); r.release()
for f in (lambda: l.release(), lambda: r.release(), lambda: _thread.start_new_thread(5, ()), lambda: _thread.start_new_thread(w, 5), lambda: l.acquire(timeout=-5), lambda: l.acquire(False, 1), lambda: _thread.start_new_thread()):
    try: print(f())
    except Exception as e: print(type(e).__name__, "|", e)
n = 0; finished = []
def count():
    global n
    for _ in range(200):
        with l: n += 1
    finished.append(1)
for _ in range(4): _thread.start_new_thread(count, ())
while len(finished) < 4: time.sleep(0.001)
print(n)
