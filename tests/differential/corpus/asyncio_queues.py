"""Queues: order, sizes, producers that wait, join, priority and LIFO queues, shutdown."""

import asyncio


async def producer(queue, n):
    for i in range(n):
        await queue.put(i)
        print("put", i, queue.qsize())
    await queue.put(None)


async def consumer(queue):
    while (item := await queue.get()) is not None:
        print("got", item)
        queue.task_done()
        await asyncio.sleep(0)
    queue.task_done()


async def main():
    queue = asyncio.Queue(maxsize=2)
    print(repr(queue).split(" ", 3)[3:], queue.empty(), queue.full(), queue.maxsize)
    await asyncio.gather(producer(queue, 5), consumer(queue))
    await queue.join()
    for cls in asyncio.PriorityQueue, asyncio.LifoQueue:
        q = cls()
        for item in (3, 1, 2):
            q.put_nowait(item)
        print(cls.__name__, [q.get_nowait() for _ in range(3)])
        try:
            q.get_nowait()
        except asyncio.QueueEmpty as err:
            print(repr(err))
    queue.put_nowait(1)
    queue.put_nowait(2)
    try:
        queue.put_nowait(3)
    except asyncio.QueueFull as err:
        print(repr(err))
    try:
        for _ in range(3):
            queue.task_done()
    except ValueError as err:
        print(err)
    waiting = asyncio.create_task(queue.put(9))
    await asyncio.sleep(0)
    queue.shutdown()
    try:
        await waiting
    except asyncio.QueueShutDown as err:
        print(repr(err))
    print(await queue.get(), await queue.get())
    try:
        await queue.get()
    except asyncio.QueueShutDown:
        print("empty and shut down")


asyncio.run(main())
