"""Code whose top level awaits, run as a coroutine in a namespace of its own."""

import ast
import gc

FLAG = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


class Once:
    def __await__(self):
        yield "paused"
        return "value"


def run(text, mode, stop=None):
    glob, loc = {"Once": Once}, {"x": 1}
    code = compile(text, "<top>", mode, flags=FLAG)
    coro = eval(code, glob, loc)
    try:
        for step in range(3):
            print(step, coro.send(None))
            if stop == "close":
                coro.close()
                break
            if stop == "throw":
                coro.throw(KeyError("thrown"))
            if stop == "drop":
                del coro
                break
    except StopIteration as e:
        print("returned", e.value)
    except KeyError as e:
        print("raised", e)
    print(sorted(set(glob) - {"__builtins__"}), sorted(loc))


for mode, text in (("exec", "a = await Once()\nb = x"), ("eval", "await Once(), x")):
    for stop in (None, "close", "throw", "drop"):
        run(text, mode, stop)
never = eval(compile("await Once()", "<top>", "eval", flags=FLAG), {"Once": Once}, {})
never.close()


ring = {"Once": Once}
ring["coro"] = eval(compile("await Once()", "<top>", "eval", flags=FLAG), ring, ring)
ring["coro"].send(None)
del ring
print(gc.collect() > 0)
