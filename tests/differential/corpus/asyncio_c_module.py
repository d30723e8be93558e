"""Tasks and futures are those of _asyncio; the library's own stand beside them."""
import asyncio
import _asyncio

print(asyncio.Task, asyncio.Future, issubclass(asyncio.Task, asyncio.Future))
print(asyncio.futures._PyFuture, asyncio.tasks._PyTask, asyncio.futures._CFuture is _asyncio.Future)
print(asyncio.tasks._CTask is _asyncio.Task, asyncio.current_task is _asyncio.current_task)
print(asyncio.tasks._scheduled_tasks is _asyncio._scheduled_tasks)
print(asyncio.get_running_loop is _asyncio.get_running_loop, _asyncio.__name__)


async def step(n):
    await asyncio.sleep(n / 100)
    return n


async def main():
    loop = asyncio.get_running_loop()
    print(await asyncio.gather(step(1), step(2)), len(asyncio.all_tasks()))
    print(type(asyncio.current_task()), type(loop.create_future()))
    future = loop.create_future()
    loop.call_soon(future.set_result, 3)
    print(await future, future)
    for cls in (asyncio.futures._PyFuture, _asyncio.Future):
        print(asyncio.isfuture(cls(loop=loop)))
    for cls in (asyncio.tasks._PyTask, _asyncio.Task):
        task = cls(step(4), loop=loop, name="named")
        print(await task, task.get_name(), task.done())


asyncio.run(main())
try:
    _asyncio.no_such_name
except AttributeError as err:
    print(err)
