"""Threads beside a loop: to_thread, run_in_executor, call_soon_threadsafe, run_coroutine_threadsafe, contextvars."""

import asyncio
import concurrent.futures
import contextvars
import threading
import time

var = contextvars.ContextVar("var", default="unset")


def blocking(n):
    time.sleep(0.001 * n)
    return n, threading.current_thread() is threading.main_thread(), var.get()


async def main():
    var.set("main's")
    print(await asyncio.to_thread(blocking, 2))
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, blocking, 1))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        jobs = [loop.run_in_executor(pool, blocking, n) for n in (3, 1, 2)]
        print([n for n, *_ in await asyncio.gather(*jobs)])
    try:
        await asyncio.to_thread(int, "x")
    except ValueError as err:
        print(err)
    future = loop.create_future()
    thread = threading.Thread(
        target=lambda: (time.sleep(0.005), loop.call_soon_threadsafe(future.set_result, "called")))
    thread.start()
    print(await future)
    thread.join()

    async def asked(n):
        await asyncio.sleep(0)
        return n + 1

    results = []

    def other():
        waiting = asyncio.run_coroutine_threadsafe(asked(41), loop)
        results.append(waiting.result())

    await asyncio.to_thread(other)
    print(results)
    event = threading.Event()
    ticks = 0
    job = asyncio.create_task(asyncio.to_thread(event.wait, 5))
    while ticks < 3:
        await asyncio.sleep(0.001)
        ticks += 1
    event.set()
    print(await job, ticks)


def worker(out):
    async def inner():
        await asyncio.sleep(0.001)
        return "a loop of its own"
    out.append(asyncio.run(inner()))


asyncio.run(main())
out = []
thread = threading.Thread(target=worker, args=(out,))
thread.start()
thread.join()
print(out)
