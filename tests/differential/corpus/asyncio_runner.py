"""Runner, loops made by hand, run_forever and stop, policies, closed loops, contexts of tasks, uncaught errors."""

import asyncio
import contextvars

var = contextvars.ContextVar("var", default=0)


async def bump():
    var.set(var.get() + 1)
    return var.get()


with asyncio.Runner() as runner:
    print(runner.run(bump()), runner.run(bump()), runner.run(bump(), context=contextvars.copy_context()))
    loop = runner.get_loop()
    print(loop.is_running(), loop.is_closed(), type(loop).__name__)
print(loop.is_closed(), var.get())
try:
    runner.run(coro := bump())
except RuntimeError as err:
    print(err)
    coro.close()

loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
print(loop.run_until_complete(asyncio.sleep(0, "by hand")))
loop.call_later(0.002, loop.stop)
loop.call_soon(print, "soon")
loop.run_forever()
print("stopped", loop.is_running())
task = loop.create_task(asyncio.sleep(0, "kept"))
print(loop.run_until_complete(task))
loop.run_until_complete(loop.shutdown_asyncgens())
loop.run_until_complete(loop.shutdown_default_executor())
loop.close()
for work in (lambda: loop.run_forever(), lambda: loop.call_soon(print)):
    try:
        work()
    except RuntimeError as err:
        print(err)
asyncio.set_event_loop(None)


async def nested():
    try:
        asyncio.run(coro := bump())
    except RuntimeError as err:
        print(err)
        coro.close()
    try:
        asyncio.get_running_loop().run_until_complete(coro := bump())
    except RuntimeError as err:
        print(err)
        coro.close()


asyncio.run(nested())


class Policy(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self):
        print("policy asked")
        return super().new_event_loop()


asyncio.set_event_loop_policy(Policy())
print(asyncio.run(bump()))
asyncio.set_event_loop_policy(None)


async def leaves_tasks():
    async def child():
        try:
            await asyncio.sleep(10)
        finally:
            print("child cancelled at the end")
    asyncio.create_task(child())
    await asyncio.sleep(0)
    raise ArithmeticError("out of run()")


try:
    asyncio.run(leaves_tasks())
except ArithmeticError as err:
    print(repr(err))
