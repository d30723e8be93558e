"""Trace functions: local and global ones, errors in them, what frames say of themselves, threads, nesting."""

import sys
import threading

log = []


def show(*what):
    log.append(what)


def tracer(frame, event, arg):
    if frame.f_code.co_filename != __file__:
        return None
    show(frame.f_code.co_name, event, frame.f_lineno, type(arg).__name__, frame.f_trace is not None,
         sys.gettrace() is tracer)
    return tracer


def traced(function, *args, trace=tracer):
    log.clear()
    sys.settrace(trace)
    try:
        function(*args)
    except BaseException as exc:
        print("raised", type(exc).__name__, exc)
    finally:
        still = sys.gettrace()
        sys.settrace(None)
    print(function.__name__, "still" if still is trace else still)
    for entry in log:
        print("  ", *entry)


def one_liner(): return [i for i in range(2)]


def loop_on_a_line(n):
    while n > 0: n -= 1


def finally_twice(n):
    for i in range(n):
        try:
            if i:
                continue
            raise KeyError(i)
        except KeyError as exc:
            value = exc
        finally:
            value = i
    return value


def generator():
    try:
        got = yield 1
        yield got
    finally:
        show("closing")


def closes():
    gen = generator()
    next(gen)
    gen.send(5)
    gen.close()
    thrown = generator()
    next(thrown)
    try:
        thrown.throw(ValueError("in"))
    except ValueError:
        pass


class Manager:
    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return True


def manages():
    with Manager() as m, \
            Manager():
        raise TypeError
    return m


async def inner():
    return 3


async def awaits():
    async for i in agen():
        await inner()


async def agen():
    yield 1


def drives():
    try:
        awaits().send(None)
    except StopIteration:
        pass


def class_body():
    class C:
        x: int = 1

        @property
        def p(self):
            return self.x
    return C().p


for function, *args in ((one_liner,), (loop_on_a_line, 2), (finally_twice, 2), (closes,), (manages,), (drives,),
                        (class_body,)):
    traced(function, *args)


def no_lines(frame, event, arg):
    frame.f_trace_lines = False
    return tracer(frame, event, arg) and no_lines


traced(finally_twice, 1, trace=no_lines)


def fails(frame, event, arg):
    if event == "line" and frame.f_lineno % 3 == 0:
        raise RuntimeError("no more")
    show(event)
    return fails


traced(finally_twice, 3, trace=fails)


def local_only(frame, event, arg):
    def of_this_call(frame, event, arg):
        show("local", event)
        return None if event == "line" else of_this_call
    show("global", event, frame.f_code.co_name)
    return of_this_call


traced(closes, trace=local_only)


def sees_locals(frame, event, arg):
    if event == "line":
        show(dict(frame.f_locals))
        if "n" in frame.f_locals and frame.f_locals["n"] == 1:
            frame.f_locals["n"] = 0
    return sees_locals


traced(loop_on_a_line, 3, trace=sees_locals)


def in_thread():
    thread = threading.Thread(target=loop_on_a_line, args=(1,))
    thread.start()
    thread.join()


log.clear()
threading.settrace(tracer)
in_thread()
threading.settrace(None)
print([entry for entry in log if entry[0] == "loop_on_a_line"])


def nested(frame, event, arg):
    if event == "call":
        sys.call_tracing(loop_on_a_line, (1,))
    return None


print(sys.call_tracing(one_liner, ()))
traced(one_liner, trace=lambda frame, event, arg: None)
try:
    sys.settrace(5)
    one_liner()
except TypeError as exc:
    print(exc, sys.gettrace())
for bad in (1, "x"):
    try:
        sys._getframe().f_trace_opcodes = bad
    except TypeError as exc:
        print(exc)
