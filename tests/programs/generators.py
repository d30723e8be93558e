"""A pipeline of generators: each stage pulls from the one before, one item at a time."""

LOG = """\
09:00 INFO server started
09:01 WARN disk almost full
09:03 ERROR cannot write file
09:03 INFO request took 12 ms
09:04 INFO request took 48 ms
bad line
09:05 ERROR connection lost
09:06 INFO request took 7 ms
"""


def lines(text):
    """Stage 1: the lines, one after the other."""
    for number, line in enumerate(text.splitlines(), start=1):
        print(f"    read line {number}")
        yield line


def parse(source):
    """Stage 2: (time, level, message) tuples; what cannot be parsed is passed over."""
    for line in source:
        try:
            time, level, message = line.split(" ", 2)
        except ValueError:
            print(f"    skipped {line!r}")
        else:
            yield time, level, message


def only(level, source):
    """Stage 3: a filter."""
    return (entry for entry in source if entry[1] == level)


def take(count, source):
    """The first items of any iterable."""
    for _ in range(count):
        try:
            yield next(source)
        except StopIteration:
            return


print("nothing has been read yet")
errors = only("ERROR", parse(lines(LOG)))
print("first error:", next(errors))
print("all others:", list(errors))

durations = (int(message.split()[-2]) for _, _, message in parse(lines(LOG)) if "took" in message)
print("two durations:", list(take(2, durations)))


def running_average():
    """A coroutine in the old sense: values are sent in, averages come out."""
    total = count = 0
    average = None
    try:
        while True:
            value = yield average
            if value is None:
                continue
            total += value
            count += 1
            average = total / count
    finally:
        print(f"closed after {count} values")


averager = running_average()
next(averager)
print([averager.send(value) for value in (10, 20, 60)])
averager.close()


def countdown(n):
    while n:
        yield n
        n -= 1
    return "lift-off"


def launch():
    message = yield from countdown(3)
    yield message
    yield from "!?"


print(list(launch()))


def tree(value, *children):
    return value, children


def walk(node):
    value, children = node
    yield value
    for child in children:
        yield from walk(child)


print(" ".join(walk(tree("a", tree("b", tree("c"), tree("d")), tree("e", tree("f"))))))


def fibonacci():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


print(list(take(15, fibonacci())))
print(sum(n for n in take(30, fibonacci()) if n % 2 == 0))
