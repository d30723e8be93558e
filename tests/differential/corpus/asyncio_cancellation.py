"""Cancellation: messages, shields, cleanup in finally, cancelling() and uncancel(), cancelling while cancelled."""

import asyncio


async def sleeper(log):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as err:
        log.append(("cancelled", err.args))
        raise
    finally:
        log.append("cleanup")


async def stubborn():
    for _ in range(3):
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            print("not yet", asyncio.current_task().cancelling())
            asyncio.current_task().uncancel()
    return "in the end"


async def main():
    log = []
    task = asyncio.create_task(sleeper(log))
    await asyncio.sleep(0)
    print(task.cancel("enough"), task.cancelling())
    try:
        await task
    except asyncio.CancelledError as err:
        print("main saw", err.args)
    print(log, task.cancelled(), task.cancel())
    task = asyncio.create_task(stubborn())
    for _ in range(3):
        await asyncio.sleep(0)
        task.cancel()
    print(await task)
    inner = asyncio.create_task(asyncio.sleep(0.01, "shielded"))
    outer = asyncio.shield(inner)
    await asyncio.sleep(0)
    outer.cancel()
    try:
        await outer
    except asyncio.CancelledError:
        print("outer cancelled, inner", inner.cancelled())
    print(await inner)
    never = asyncio.create_task(sleeper(log))
    never.cancel()
    try:
        await never
    except asyncio.CancelledError:
        print("before the start", log[-1])
    group = asyncio.gather(sleeper(log), sleeper(log))
    await asyncio.sleep(0)
    group.cancel()
    try:
        await group
    except asyncio.CancelledError:
        print(len(log))
    try:
        task.result()
        never.result()
    except asyncio.CancelledError as err:
        print(type(err).__mro__[1].__name__)


asyncio.run(main())
