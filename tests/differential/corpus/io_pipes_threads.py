"""A reader of a pipe waits for another thread, for a signal's handler, for the end of the pipe."""
import os
import signal
import threading


def reads_in_a_thread():
    r, w = os.pipe()
    lines = []

    def read():
        with open(r) as stream:
            lines.extend(stream)

    thread = threading.Thread(target=read)
    thread.start()
    with open(w, "w") as stream:
        for i in range(3):
            print("line", i, file=stream, flush=True)
    thread.join()
    print(lines)


def reads_in_the_main_thread():
    r, w = os.pipe()
    timer = threading.Timer(0.05, os.write, (w, b"from a timer"))
    timer.start()
    print(os.read(r, 100))
    timer.join()
    signal.signal(signal.SIGALRM, lambda number, frame: os.write(w, b"from a handler"))
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    print(os.read(r, 100))
    timer = threading.Timer(0.05, os.close, (w,))
    timer.start()
    print(os.read(r, 100))
    timer.join()
    os.close(r)


def left_by_an_exception():
    r, w = os.pipe()

    def handler(number, frame):
        raise TimeoutError("no data")

    signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        os.read(r, 1)
    except TimeoutError as e:
        print("left by", e)
    os.set_blocking(r, False)
    try:
        os.read(r, 1)
    except BlockingIOError as e:
        print(e)
    os.close(r)
    os.close(w)


reads_in_a_thread()
reads_in_the_main_thread()
left_by_an_exception()
