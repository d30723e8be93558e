"""Handlers: who sends, where they run, what they interrupt, what they leave alone."""
import _thread
import os
import signal
import threading
import time


def show(number, frame):
    print("handler", signal.Signals(number).name, frame.f_code.co_name)


def fail(number, frame):
    raise ValueError(signal.Signals(number).name)


def sends():
    signal.signal(signal.SIGUSR1, show)
    os.kill(os.getpid(), signal.SIGUSR1)
    signal.raise_signal(signal.SIGUSR1)
    signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)
    _thread.interrupt_main(signal.SIGUSR1)
    for _ in range(3):
        pass


def interrupts_a_sleep():
    signal.signal(signal.SIGALRM, show)
    print(signal.alarm(1), signal.alarm(1))
    begin = time.monotonic()
    time.sleep(2)
    print("slept", round(time.monotonic() - begin))


def interrupts_a_lock():
    lock = threading.Lock()
    lock.acquire()
    signal.signal(signal.SIGALRM, show)
    signal.setitimer(signal.ITIMER_REAL, 0.2, 0.2)
    print(lock.acquire(timeout=0.5))
    signal.signal(signal.SIGALRM, fail)
    for lock in lock, rlock_of_another():
        try:
            lock.acquire()
        except ValueError as e:
            print("left the lock by", e)
    print(signal.setitimer(signal.ITIMER_REAL, 0)[1], signal.getitimer(signal.ITIMER_REAL))


def rlock_of_another():
    lock = threading.RLock()
    thread = threading.Thread(target=lock.acquire)
    thread.start()
    thread.join()
    return lock


def interrupts_a_loop():
    signal.signal(signal.SIGPROF, fail)
    signal.setitimer(signal.ITIMER_PROF, 0.05)
    try:
        while True:
            pass
    except ValueError as e:
        print("left the loop by", e)


def comes_from_another_thread():
    """The main thread runs the handler, whoever sends."""
    def send():
        os.kill(os.getpid(), signal.SIGUSR1)

    signal.signal(signal.SIGUSR1, lambda number, frame: print(threading.current_thread().name))
    thread = threading.Thread(target=send)
    thread.start()
    thread.join()
    thread = threading.Thread(target=only_in_main)
    thread.start()
    thread.join()


def only_in_main():
    for call in (lambda: signal.signal(signal.SIGUSR1, show), lambda: signal.set_wakeup_fd(-1)):
        try:
            call()
        except ValueError as e:
            print(e)


def default_handlers():
    print(signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGPIPE), signal.getsignal(signal.SIGCHLD))
    print(signal.getsignal(32))
    os.kill(os.getpid(), signal.SIGCHLD)
    try:
        os.kill(os.getpid(), signal.SIGINT)
    except KeyboardInterrupt as e:
        print("interrupted", e.args)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.kill(os.getpid(), signal.SIGINT)
    _thread.interrupt_main()
    signal.signal(signal.SIGINT, show)
    _thread.interrupt_main()
    for _ in range(3):
        pass
    print(signal.signal(signal.SIGINT, signal.default_int_handler).__name__)


def nested():
    """A handler is interrupted by another signal."""
    def outer(number, frame):
        print("outer begins")
        signal.raise_signal(signal.SIGUSR2)
        print("outer ends")

    signal.signal(signal.SIGUSR1, outer)
    signal.signal(signal.SIGUSR2, show)
    signal.raise_signal(signal.SIGUSR1)


def errors():
    calls = (
        lambda: signal.signal(signal.SIGKILL, show), lambda: signal.signal(32, show), lambda: signal.signal(0, show),
        lambda: signal.signal(signal.SIGINT, 2), lambda: signal.signal(signal.SIGINT, None),
        lambda: signal.raise_signal(99), lambda: signal.getsignal(65), lambda: signal.strsignal(0),
        lambda: signal.setitimer(7, 1), lambda: signal.setitimer(0, -1), lambda: signal.setitimer(0, "x"),
        lambda: signal.setitimer(0, float("nan")), lambda: signal.getitimer(3), lambda: signal.alarm(1.5),
        lambda: signal.pthread_sigmask(9, [2]), lambda: signal.pthread_sigmask(0, [0]),
        lambda: signal.pthread_sigmask(0, 3), lambda: signal.pthread_sigmask(0, ["a"]),
        lambda: signal.sigtimedwait([2], -1), lambda: signal.set_wakeup_fd(999), lambda: signal.siginterrupt(0, 1),
        lambda: os.kill(os.getpid(), 99), lambda: _thread.interrupt_main(99), lambda: signal.pthread_kill("x", 2))
    for call in calls:
        try:
            print(call())
        except (OSError, ValueError, TypeError) as e:
            print(type(e).__name__, e)


sends()
interrupts_a_sleep()
interrupts_a_lock()
interrupts_a_loop()
comes_from_another_thread()
default_handlers()
nested()
errors()
