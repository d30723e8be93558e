"""os._exit(): no output is flushed, no finaliser and no exit function runs, other threads end."""
import atexit
import os
import threading
import time


class Finalized:
    def __del__(self):
        os.write(1, b"finalised\n")


def other():
    time.sleep(60)


atexit.register(os.write, 1, b"at exit\n")
kept = Finalized()
threading.Thread(target=other).start()
print("flushed", flush=True)
print("never seen", end="")
try:
    os._exit(519)
finally:
    os.write(1, b"unwound\n")
