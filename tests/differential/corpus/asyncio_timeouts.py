"""wait_for, timeout(), timeout_at, reschedule, nested timeouts, expiry against a task's own cancellation."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    try:
        await asyncio.wait_for(asyncio.sleep(10), 0.01)
    except TimeoutError as err:
        print(repr(err), type(err.__cause__).__name__)
    print(await asyncio.wait_for(asyncio.sleep(0, "quick"), 1))
    print(await asyncio.wait_for(asyncio.sleep(0, "no limit"), None))
    try:
        await asyncio.wait_for(asyncio.sleep(1), 0)
    except TimeoutError:
        print("at once")
    try:
        async with asyncio.timeout(0.01) as scope:
            await asyncio.sleep(5)
    except TimeoutError:
        print("expired", scope.expired(), repr(scope).split(" when")[0])
    async with asyncio.timeout(None) as scope:
        print(scope.when())
        scope.reschedule(loop.time() + 5)
        await asyncio.sleep(0.001)
    print(scope.expired())
    try:
        async with asyncio.timeout(10):
            try:
                async with asyncio.timeout(0.01):
                    await asyncio.sleep(1)
            except TimeoutError:
                print("inner only")
            await asyncio.sleep(0)
    except TimeoutError:
        print("never")
    try:
        async with asyncio.timeout(0.01):
            async with asyncio.timeout(5):
                await asyncio.sleep(1)
    except TimeoutError:
        print("outer")
    try:
        async with asyncio.timeout(1):
            raise KeyError("mine")
    except KeyError as err:
        print(repr(err))

    async def slow_to_cancel():
        try:
            await asyncio.sleep(1)
        finally:
            await asyncio.sleep(0)
            print("cleaned")

    try:
        await asyncio.wait_for(slow_to_cancel(), 0.01)
    except TimeoutError:
        print("after the cleaning")
    start = loop.time()
    await asyncio.sleep(0.25)
    print(0.24 < loop.time() - start < 1)
    try:
        asyncio.timeout(1).reschedule(2)
    except RuntimeError as err:
        print(err)


asyncio.run(main())
