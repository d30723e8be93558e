"""faulthandler: stacks on a descriptor, the watchdog, signals."""
import faulthandler
import signal
import sys
import tempfile
import time


def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except BaseException as error:
        print(type(error).__name__, error)


def shown(work):
    with tempfile.TemporaryFile("w+") as file:
        work(file)
        file.seek(0)
        text = file.read()
    import re
    print(re.sub(r"0x[0-9a-f]+", "0xID", text).replace(__file__, "FILE"), end="")


def outer(file, **options):
    def inner():
        faulthandler.dump_traceback(file, **options)
    inner()


shown(outer)
shown(lambda file: outer(file, all_threads=False))
attempt(faulthandler.is_enabled)
attempt(faulthandler.enable)
attempt(faulthandler.is_enabled)
attempt(faulthandler.disable)
attempt(faulthandler.disable)
for bad in (-1, "x", 1.5, object()):
    attempt(faulthandler.enable, bad)
attempt(faulthandler.dump_traceback_later, 0)
attempt(faulthandler.dump_traceback_later, -1)
attempt(faulthandler.dump_traceback_later, "x")
attempt(faulthandler.dump_traceback_later)


def watched(file):
    faulthandler.dump_traceback_later(0.01, file=file)
    time.sleep(0.05)
    faulthandler.cancel_dump_traceback_later()


shown(watched)


def cancelled(file):
    faulthandler.dump_traceback_later(0.05, file=file)
    faulthandler.cancel_dump_traceback_later()
    time.sleep(0.1)
    faulthandler.dump_traceback_later(3600, file=file)
    faulthandler.dump_traceback_later(3700, file=file)
    faulthandler.cancel_dump_traceback_later()


shown(cancelled)


def signalled(file):
    calls = []
    signal.signal(signal.SIGUSR1, lambda number, frame: calls.append(number))
    faulthandler.register(signal.SIGUSR1, file, all_threads=False)
    signal.raise_signal(signal.SIGUSR1)
    faulthandler.unregister(signal.SIGUSR1)
    faulthandler.register(signal.SIGUSR1, file, all_threads=False, chain=True)
    signal.raise_signal(signal.SIGUSR1)
    print(calls, faulthandler.unregister(signal.SIGUSR1), faulthandler.unregister(signal.SIGUSR1))


shown(signalled)
attempt(faulthandler.register, signal.SIGSEGV)
attempt(faulthandler.register, 0)
attempt(faulthandler.register, 1000)
stderr, sys.stderr = sys.stderr, None
attempt(faulthandler.enable)
del sys.stderr
attempt(faulthandler.enable)
sys.stderr = stderr
