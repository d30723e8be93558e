"""What nobody waits for: exceptions never retrieved, exception handlers, callbacks that fail, call_later and call_at."""

import asyncio
import gc
import logging
import sys

logging.basicConfig(stream=sys.stdout, format="%(levelname)s:%(name)s:%(message)s")


async def fail():
    raise LookupError("nobody looked")


async def main():
    loop = asyncio.get_running_loop()
    seen = []
    loop.set_exception_handler(lambda loop, context: seen.append(
        (context["message"], repr(context.get("exception")), sorted(context))))
    task = asyncio.create_task(fail(), name="lost")
    await asyncio.sleep(0)
    del task
    gc.collect()
    loop.call_soon(lambda: 1 / 0)
    await asyncio.sleep(0)
    for entry in seen:
        print(entry[0].split("<")[0], entry[1:])
    loop.set_exception_handler(None)
    print(loop.get_exception_handler())
    loop.call_exception_handler({"message": "by hand", "zeta": 1, "alpha": [2]})
    loop.call_soon(int, "x")
    await asyncio.sleep(0)
    order = []
    handles = [loop.call_later(delay, order.append, delay) for delay in (0.003, 0.001, 0.002)]
    handles[2].cancel()
    at = loop.call_at(loop.time() + 0.004, order.append, "at")
    print(handles[2].cancelled(), at.when() > loop.time())
    loop.call_soon(order.append, "soon")
    await asyncio.sleep(0.01)
    print(order)
    try:
        loop.set_exception_handler(5)
    except TypeError as err:
        print(err)
    task = asyncio.create_task(fail())
    await asyncio.wait([task])
    print(repr(task.exception()))


asyncio.run(main())
