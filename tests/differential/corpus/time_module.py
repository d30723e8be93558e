import time
t = time.time(); p = time.perf_counter(); m = time.monotonic()
time.sleep(0.02)
print(time.time() - t >= 0.015, time.perf_counter() - p >= 0.015, time.monotonic() - m >= 0.015, isinstance(time.time_ns(), int), isinstance(time.process_time(), float))
for f in (lambda: time.sleep(-1), lambda: time.sleep("x"), lambda: time.nope, lambda: time.sleep()):
    try: print(f())
    except Exception as e: print(type(e).__name__, "|", e)
