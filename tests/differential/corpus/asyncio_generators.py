"""Asynchronous generators in a loop: async for, aclose, those left over at the end, finaliser hooks, async with."""

import asyncio
import contextlib
import sys


async def ticker(n, log):
    try:
        for i in range(n):
            await asyncio.sleep(0)
            yield i
    finally:
        await asyncio.sleep(0)
        log.append("closed")


async def main(log):
    print([i async for i in ticker(3, log)], log)
    async for i in ticker(5, log):
        if i == 1:
            break
    del i
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(log)
    gen = ticker(5, log)
    print(await anext(gen), await anext(gen))
    await gen.aclose()
    print(log, await anext(gen, "default"))
    async with contextlib.aclosing(ticker(3, log)) as gen:
        async for i in gen:
            print("in", i)
            break
    print(log)

    @contextlib.asynccontextmanager
    async def manager(name):
        log.append(name + " enter")
        try:
            yield name
        finally:
            await asyncio.sleep(0)
            log.append(name + " exit")

    async with contextlib.AsyncExitStack() as stack:
        for name in "xy":
            await stack.enter_async_context(manager(name))
    print(log[-4:])
    hooks = sys.get_asyncgen_hooks()
    print(hooks.firstiter.__name__, hooks.finalizer.__name__)
    log.append(left := ticker(9, log))
    print(await anext(left))
    return {x: y async for x, y in pairs()}


async def pairs():
    for i in range(3):
        yield i, await asyncio.sleep(0, i * i)


log = []
print(asyncio.run(main(log)))
print(log[-1], sys.get_asyncgen_hooks().firstiter)
