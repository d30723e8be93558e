"""The clocks of the time module: what sleeping and working moves, clocks by number, strptime."""
import threading
import time


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__, str(e)


def passes(clock, work):
    start = clock()
    work()
    return round(clock() - start, 1)


def sleep():
    time.sleep(0.4)


def work():
    sum(i for i in range(2000))


for name in ("monotonic", "perf_counter", "process_time", "thread_time", "time"):
    print(name, passes(getattr(time, name), sleep))
for number in (time.CLOCK_REALTIME, time.CLOCK_MONOTONIC, time.CLOCK_PROCESS_CPUTIME_ID,
               time.CLOCK_THREAD_CPUTIME_ID, time.CLOCK_BOOTTIME):
    print(number, passes(lambda: time.clock_gettime(number), sleep), time.clock_getres(number) > 0,
          type(time.clock_gettime_ns(number)))
start = time.thread_time_ns(), time.process_time_ns()
work()
print(time.thread_time_ns() > start[0], time.process_time_ns() > start[1])

ready, done = threading.Event(), threading.Event()
thread = threading.Thread(target=lambda: (work(), ready.set(), done.wait()))
thread.start()
ready.wait()
clock = time.pthread_getcpuclockid(thread.ident)
print(clock < 0, time.clock_gettime(clock) > 0, passes(lambda: time.clock_gettime(clock), sleep))
done.set()
thread.join()

print(attempt(time.clock_gettime, 99), attempt(time.clock_getres, 99), attempt(time.clock_gettime, "x"))
print(attempt(time.clock_settime, time.CLOCK_MONOTONIC, 1), attempt(time.clock_settime, 0, "x"))
print(attempt(time.clock_settime_ns, time.CLOCK_MONOTONIC, 1), attempt(time.clock_settime_ns, 0, 1.0))
print(time.strptime("30 Nov 00", "%d %b %y"), attempt(time.strptime, "x", "%Y"), attempt(time.strptime))
print(time._STRUCT_TM_ITEMS, sorted(n for n in dir(time) if n.startswith("CLOCK_")))
