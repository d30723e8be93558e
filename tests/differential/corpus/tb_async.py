async def inner(): raise ValueError("async")
async def outer():
    await inner()
def run(c):
    try: c.send(None)
    except StopIteration: pass
run(outer())
