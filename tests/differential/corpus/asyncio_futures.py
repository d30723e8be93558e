"""Futures and Tasks as objects: states, callbacks and their order, reprs, errors of misuse, eager tasks."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    print(future.done(), future.cancelled())
    for method in (future.result, future.exception):
        try:
            method()
        except asyncio.InvalidStateError as err:
            print(type(err).__name__)
    order = []
    first = lambda f: order.append(("first", f.result()))
    future.add_done_callback(first)
    future.add_done_callback(lambda f: order.append("second"))
    future.add_done_callback(first)
    print(future.remove_done_callback(first))
    future.set_result(7)
    print(order, future.result())
    await asyncio.sleep(0)
    print(order, repr(future))
    try:
        future.set_result(8)
    except asyncio.InvalidStateError as err:
        print(type(err).__name__)
    failed = loop.create_future()
    failed.set_exception(ZeroDivisionError("no"))
    print(repr(failed.exception()), repr(failed))
    try:
        await failed
    except ZeroDivisionError as err:
        print("raised", err)
    try:
        loop.create_future().set_exception(StopIteration)
    except TypeError as err:
        print(err)

    async def eager(log):
        log.append("ran at once")
        return 1

    log = []
    task = asyncio.eager_task_factory(loop, eager(log))
    print(log, task.done(), await task)
    task = loop.create_task(asyncio.sleep(0), name="n1")
    print(task.get_name(), task.get_coro().__name__, task.get_context() is not None)
    task.set_name("n2")
    print("n2" in repr(task), "pending" in repr(task))
    await task
    try:
        task.set_result(1)
    except RuntimeError as err:
        print(err)
    try:
        await asyncio.ensure_future(5)
    except TypeError as err:
        print(err)

    class Awaitable:
        def __await__(self):
            yield
            return "awaited"

    print(await Awaitable(), await asyncio.ensure_future(Awaitable()))

    async def wrong():
        class Odd:
            def __await__(self):
                yield 5
        await Odd()

    try:
        await asyncio.create_task(wrong(), name="wrong")
    except RuntimeError as err:
        print(str(err).split("<")[0], str(err).split(">")[-1])
    print(asyncio.isfuture(future), asyncio.iscoroutine(coro := main()), asyncio.iscoroutinefunction(main))
    coro.close()


asyncio.run(main())
