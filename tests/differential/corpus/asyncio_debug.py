"""Debug mode: checks of threads and loops, coroutines never awaited, the origin of a task, the log."""

import asyncio
import logging
import sys
import warnings

logging.basicConfig(stream=sys.stdout, level=logging.DEBUG, format="%(levelname)s %(name)s %(message)s")
warnings.simplefilter("always")


async def child():
    await asyncio.sleep(0)
    return 1


async def main():
    loop = asyncio.get_running_loop()
    print(loop.get_debug(), loop.slow_callback_duration)
    task = asyncio.create_task(child())
    print("created at" in repr(task))
    print(await task)
    try:
        loop.call_soon("not callable")
    except TypeError as err:
        print(err)
    try:
        loop.call_soon(child)
    except TypeError as err:
        print(str(err).split("<")[0])

    def elsewhere():
        try:
            loop.call_soon(print)
        except RuntimeError as err:
            return str(err)

    print(await asyncio.to_thread(elsewhere))
    with warnings.catch_warnings(record=True) as caught:
        child()
    print(str(caught[0].message).splitlines()[0])
    print(sys.get_coroutine_origin_tracking_depth() > 0)


asyncio.run(main(), debug=True)
print(sys.get_coroutine_origin_tracking_depth())
