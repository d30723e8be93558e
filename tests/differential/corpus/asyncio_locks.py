"""Lock, Event, Condition, Semaphore, BoundedSemaphore, Barrier: fairness, order and errors."""

import asyncio


async def main():
    lock = asyncio.Lock()
    log = []

    async def critical(name):
        async with lock:
            log.append(name + " in")
            await asyncio.sleep(0.001)
            log.append(name + " out")

    await asyncio.gather(*(critical(n) for n in "abc"))
    print(log, lock.locked())
    try:
        lock.release()
    except RuntimeError as err:
        print(err)
    event = asyncio.Event()

    async def waiter(n):
        await event.wait()
        return n

    waiters = [asyncio.create_task(waiter(i)) for i in range(3)]
    await asyncio.sleep(0)
    print(event.is_set(), event.set(), await asyncio.gather(*waiters), event.is_set())
    condition = asyncio.Condition()
    items = []

    async def take(n):
        async with condition:
            await condition.wait_for(lambda: len(items) >= n)
            return items.pop()

    takers = [asyncio.create_task(take(n)) for n in (1, 2)]
    for i in range(3):
        await asyncio.sleep(0)
        async with condition:
            items.append(i)
            condition.notify_all()
    print(await asyncio.gather(*takers), items)
    try:
        condition.notify()
    except RuntimeError as err:
        print(err)
    semaphore = asyncio.Semaphore(2)
    running = peak = 0

    async def limited():
        nonlocal running, peak
        async with semaphore:
            running += 1
            peak = max(peak, running)
            await asyncio.sleep(0)
            running -= 1

    await asyncio.gather(*(limited() for _ in range(7)))
    print(peak, semaphore.locked())
    bounded = asyncio.BoundedSemaphore(1)
    await bounded.acquire()
    bounded.release()
    try:
        bounded.release()
    except ValueError as err:
        print(err)
    barrier = asyncio.Barrier(3)

    async def meet(name):
        place = await barrier.wait()
        return place

    print(sorted(await asyncio.gather(*(meet(n) for n in "xyz"))), barrier.n_waiting, barrier.broken)
    held = asyncio.create_task(lock.acquire())
    await held
    blocked = asyncio.create_task(lock.acquire())
    await asyncio.sleep(0)
    blocked.cancel()
    try:
        await blocked
    except asyncio.CancelledError:
        lock.release()
        print("not locked", lock.locked())


asyncio.run(main())
