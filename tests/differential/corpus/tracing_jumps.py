"""Setting f_lineno: where a trace function may jump to, and what it is told where it may not."""

import sys
import warnings


def jumper(function, source, target, event="line"):
    first = function.__code__.co_firstlineno
    done = []

    def trace(frame, what, arg):
        if frame.f_code is not function.__code__:
            return None
        if what == event and frame.f_lineno == first + source and not done:
            done.append(True)
            try:
                frame.f_lineno = first + target if isinstance(target, int) else target
            except (ValueError, AttributeError, TypeError) as exc:
                output.append(f"{type(exc).__name__}: {exc}")
        return trace

    output = []
    sys.settrace(trace)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            result = function(output)
            if hasattr(result, "__next__"):
                output.append(list(result))
    except BaseException as exc:
        output.append(f"raised {type(exc).__name__}: {exc}")
    finally:
        sys.settrace(None)
    print(function.__name__, source, target, event, output, [str(w.message) for w in caught])


def straight(output):
    output.append(1)
    a = 2
    output.append(3)
    b = a
    output.append(b)


def loops(output):
    for i in range(2):
        output.append(i)
        if i:
            output.append("yes")
    while output:
        output.append("while")
        break
    output.append("end")


def handles(output):
    try:
        output.append(2)
        raise ValueError
    except ValueError as exc:
        output.append(5)
    finally:
        output.append(7)
    with open(__file__) as file:
        output.append(9)
    output.append(10)


def yields(output):
    output.append(1)
    yield 2
    output.append(3)
    yield 4
    output.append(5)


def matches(output):
    match output:
        case []:
            output.append(3)
        case _:
            output.append(5)
    return


for source in range(1, 6):
    for target in range(0, 8):
        jumper(straight, source, target)
# From inside a handler only where the host survives it.
for function, sources, size in ((loops, range(1, 9), 9), (handles, (1, 2, 3, 8, 9, 10), 11), (yields, range(1, 6), 6),
                                (matches, range(1, 7), 7)):
    for source in sources:
        for target in range(1, size):
            if source != target:
                jumper(function, source, target)
for event in ("call", "return", "exception"):
    for function in (straight, handles, yields):
        for source in (0, 2, 3, 5):
            jumper(function, source, 1, event)
for target in ("x", 1.5, True, 1 << 40, -5, None):
    jumper(straight, 2, target)
try:
    sys._getframe().f_lineno = 3
except ValueError as exc:
    print(exc)
try:
    del sys._getframe().f_lineno
except AttributeError as exc:
    print(exc)
