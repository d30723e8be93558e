"""Signals in a loop: add_signal_handler, set_wakeup_fd, SIGINT cancels the main task, os.kill on itself."""

import asyncio
import os
import signal
import socket

a, b = socket.socketpair()
for fd in (b.fileno(), 12345):
    try:
        signal.set_wakeup_fd(fd)
    except (ValueError, OSError) as err:
        print(type(err).__name__, str(err).replace(str(fd), "FD"))
b.setblocking(False)
print(signal.set_wakeup_fd(b.fileno()))
signal.signal(signal.SIGUSR1, lambda number, frame: print("handler", number))
signal.raise_signal(signal.SIGUSR1)
os.kill(os.getpid(), signal.SIGUSR1)
print(a.recv(10), signal.set_wakeup_fd(-1) == b.fileno())
a.close()
b.close()


async def main():
    loop = asyncio.get_running_loop()
    heard = asyncio.Queue()
    loop.add_signal_handler(signal.SIGUSR1, heard.put_nowait, "usr1")
    loop.add_signal_handler(signal.SIGTERM, heard.put_nowait, "term")
    loop.call_later(0.005, os.kill, os.getpid(), signal.SIGTERM)
    signal.raise_signal(signal.SIGUSR1)
    print(await heard.get(), await heard.get())
    print(loop.remove_signal_handler(signal.SIGUSR1), loop.remove_signal_handler(signal.SIGUSR1))
    try:
        loop.add_signal_handler(signal.SIGKILL, print)
    except RuntimeError as err:
        print(err)
    try:
        loop.add_signal_handler(999, print)
    except ValueError as err:
        print(err)


asyncio.run(main())


async def interrupted():
    try:
        asyncio.get_running_loop().call_later(0.002, signal.raise_signal, signal.SIGINT)
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        print("cancelled by SIGINT")
        raise


try:
    asyncio.run(interrupted())
except KeyboardInterrupt:
    print("KeyboardInterrupt out of run()")
print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
