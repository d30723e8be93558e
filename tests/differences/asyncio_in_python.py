"""Tasks and futures of asyncio are those of Lib/asyncio, in Python, so that their state can be looked at.

1. What differs: messages and tracebacks where C's twin has its own. InvalidStateError says "Result is not ready." and
   not "Result is not set.", and a traceback shows the frames of tasks.py and futures.py that C runs without frames.
2. Why: _asyncio is made of the same Python code; a page is to show a task's state and step through it.
3. What would remove it: an _asyncio of our own in the form of C.
"""

import asyncio


async def main():
    future = asyncio.get_running_loop().create_future()
    try:
        future.result()
    except asyncio.InvalidStateError as err:
        print(err)


asyncio.run(main())
