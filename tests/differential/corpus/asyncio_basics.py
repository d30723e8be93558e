"""asyncio.run, gather, sleep with results and order of completion, create_task, names of tasks, as_completed."""

import asyncio


async def work(name, delay, log):
    log.append(f"{name} starts")
    await asyncio.sleep(delay)
    log.append(f"{name} ends")
    return name.upper()


async def main():
    log = []
    print(await asyncio.gather(work("a", 0.03, log), work("b", 0.01, log), work("c", 0.02, log)))
    print(log)
    task = asyncio.create_task(work("d", 0, log), name="fourth")
    print(task.get_name(), task.done(), task.cancelled())
    print(await task, task.result(), task.exception(), task.done())
    print(await asyncio.sleep(0, "value"))
    for future in asyncio.as_completed([work("x", 0.02, log), work("y", 0.01, log)]):
        print(await future)
    done, pending = await asyncio.wait(
        [asyncio.create_task(work(n, d, log)) for n, d in (("p", 0.01), ("q", 0.5))],
        return_when=asyncio.FIRST_COMPLETED)
    print(len(done), len(pending), [t.result() for t in done])
    for t in pending:
        t.cancel()
    print(await asyncio.gather(*pending, return_exceptions=True))
    print(asyncio.current_task() in asyncio.all_tasks(), len(asyncio.all_tasks()))
    return "finished"


print(asyncio.run(main()))
try:
    asyncio.run(5)
except ValueError as err:
    print(err)
try:
    asyncio.get_running_loop()
except RuntimeError as err:
    print(err)
