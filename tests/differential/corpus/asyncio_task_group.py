"""TaskGroup: results, errors that cancel the rest, exception groups, nested groups, misuse."""

import asyncio


async def ok(n):
    await asyncio.sleep(0.001 * n)
    return n * n


async def bad(n, exc):
    await asyncio.sleep(0.001 * n)
    raise exc


async def forever(log):
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        log.append("cancelled")
        raise


async def main():
    async with asyncio.TaskGroup() as tg:
        tasks = [tg.create_task(ok(i)) for i in range(4)]
    print([t.result() for t in tasks])
    log = []
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(forever(log))
            tg.create_task(bad(1, ValueError("first")))
            tg.create_task(forever(log))
    except* ValueError as group:
        print(repr(group), group.exceptions, log)
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(bad(0, OSError("one")))
            raise TypeError("body")
    except BaseExceptionGroup as group:
        print([type(e).__name__ for e in group.exceptions], group.message)
    try:
        async with asyncio.TaskGroup() as outer:
            async with asyncio.TaskGroup() as inner:
                inner.create_task(bad(0, KeyError("k")))
    except ExceptionGroup as group:
        print(repr(group))
    try:
        tg.create_task(coro := ok(1))
    except RuntimeError as err:
        print(str(err).split("<")[0], str(err).rsplit(">")[-1])
        coro.close()
    async with asyncio.TaskGroup() as tg:
        async def spawn():
            tg.create_task(ok(2), name="late")
            return [t.get_name() for t in tg._tasks if t.get_name() == "late"]
        found = tg.create_task(spawn())
    print(found.result())
    task = asyncio.create_task(asyncio.sleep(0))

    async def in_group():
        async with asyncio.TaskGroup() as group:
            group.create_task(forever(log))
    task = asyncio.create_task(in_group())
    await asyncio.sleep(0.001)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled from outside", log)


asyncio.run(main())
