from _collections import deque
d = deque([1, 2, 3]); d.append(4); d.appendleft(0); print(d, d.pop(), d.popleft(), list(d), len(d), d[0], d[-1]); d.rotate(1); print(d); d.extend([9, 8]); d.extendleft("ab"); print(d, d.count(9), 9 in d); d.reverse(); print(d)
m = deque(maxlen=2); m.extend("abc"); print(m, m.maxlen); d.remove(9); d.clear(); print(d, bool(d))
for f in (lambda: d.pop(), lambda: d.popleft(), lambda: d[5], lambda: d.remove(1), lambda: deque(5), lambda: deque(maxlen=-1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, "|", e)
