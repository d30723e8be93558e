"""Signals that are blocked and waited for, and the wakeup descriptor."""
import os
import select
import signal
import threading
import time


def show(number, frame):
    print("handler", signal.Signals(number).name)


def blocked():
    signal.signal(signal.SIGUSR1, show)
    signal.signal(signal.SIGUSR2, show)
    print(signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1, signal.SIGUSR2]))
    for number in signal.SIGUSR2, signal.SIGUSR1, signal.SIGUSR1:
        os.kill(os.getpid(), number)
    print(sorted(signal.sigpending()))
    print(sorted(signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGUSR1})))
    print(sorted(signal.sigpending()))
    print(sorted(signal.pthread_sigmask(signal.SIG_SETMASK, ())), signal.sigpending())


def waited_for():
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1, signal.SIGRTMIN])
    os.kill(os.getpid(), signal.SIGUSR1)
    print(signal.sigwait([signal.SIGUSR1]))
    print(signal.sigtimedwait([signal.SIGUSR1], 0.1), signal.sigtimedwait([signal.SIGUSR1], 0))
    for _ in range(2):
        os.kill(os.getpid(), signal.SIGRTMIN)
    print(signal.sigwaitinfo([signal.SIGRTMIN]).si_signo, signal.sigwaitinfo([signal.SIGRTMIN])[0], signal.sigpending())
    timer = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGUSR1))
    timer.start()
    info = signal.sigwaitinfo({signal.SIGUSR1})
    print(info.si_signo, info.si_code == 0, info.si_pid == os.getpid(), len(info))
    timer.join()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1, signal.SIGRTMIN])


def a_thread_waits():
    """A signal that every thread blocks goes to the one that waits for it."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
    thread = threading.Thread(target=lambda: print("thread got", signal.sigwait([signal.SIGUSR1])))
    thread.start()
    time.sleep(0.1)
    os.kill(os.getpid(), signal.SIGUSR1)
    thread.join()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1])


def paused():
    signal.signal(signal.SIGALRM, show)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    print(signal.pause())


def woken():
    a, b = os.pipe()
    os.set_blocking(a, False)
    try:
        signal.set_wakeup_fd(b)
    except ValueError as e:
        print(str(e).replace(str(b), "FD"))
    os.set_blocking(b, False)
    print(signal.set_wakeup_fd(b), signal.set_wakeup_fd(b) == b)
    signal.signal(signal.SIGALRM, show)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    print(select.select([a], [], [], 5)[0] == [a], os.read(a, 10))
    signal.raise_signal(signal.SIGUSR2)
    print(os.read(a, 10))
    signal.set_wakeup_fd(-1)
    os.close(a)
    os.close(b)


def interrupted_select():
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    begin = time.monotonic()
    print(select.select([], [], [], 0.3), 0.25 < time.monotonic() - begin < 1)


blocked()
waited_for()
a_thread_waits()
paused()
signal.signal(signal.SIGUSR2, show)
woken()
interrupted_select()
print(len(signal.valid_signals()), signal.Signals.SIGTERM in signal.valid_signals())
