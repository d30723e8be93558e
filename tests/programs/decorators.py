"""Closures and decorators: functions that make and wrap functions."""


def make_counter(start=0, step=1):
    """A closure keeps variables alive after its maker has returned."""
    count = start - step

    def counter():
        nonlocal count
        count += step
        return count

    return counter


ones, tens = make_counter(), make_counter(10, 10)
print([ones() for _ in range(4)], [tens() for _ in range(3)], ones())
print(ones.__closure__[0].cell_contents, ones.__code__.co_freevars)

# The classic trap: every function sees the variable's last value ...
print([function() for function in [lambda: n for n in range(3)]])
# ... unless a default argument keeps the value of the moment.
print([function() for function in [lambda n=n: n for n in range(3)]])


def traced(function):
    """Print each call with its depth."""
    depth = 0

    def wrapper(*args, **kwargs):
        nonlocal depth
        shown = ", ".join([repr(a) for a in args] + [f"{k}={v!r}" for k, v in kwargs.items()])
        print("  " * depth + f"{function.__name__}({shown})")
        depth += 1
        try:
            result = function(*args, **kwargs)
        finally:
            depth -= 1
        print("  " * depth + f"-> {result!r}")
        return result

    wrapper.__name__ = function.__name__
    wrapper.__doc__ = function.__doc__
    return wrapper


@traced
def factorial(n):
    """n * (n - 1) * ... * 1"""
    return 1 if n < 2 else n * factorial(n - 1)


factorial(3)
print(factorial.__name__, "|", factorial.__doc__)


def memoize(function):
    cache = {}

    def wrapper(*args):
        if args not in cache:
            cache[args] = function(*args)
        return cache[args]

    wrapper.cache = cache
    return wrapper


@memoize
def ways(steps):
    """In how many ways can stairs be climbed, one or two steps at a time?"""
    return 1 if steps < 2 else ways(steps - 1) + ways(steps - 2)


print(ways(60), len(ways.cache))


def repeat(times, *, between=None):
    """A decorator with arguments is a function that returns a decorator."""

    def decorate(function):
        def wrapper(*args):
            results = []
            for i in range(times):
                if i and between:
                    print(between)
                results.append(function(*args))
            return results

        return wrapper

    return decorate


@repeat(2, between="--")
def greet(name):
    print("Hello,", name)
    return len(name)


print(greet("world"))


def compose(*functions):
    def composed(value):
        for function in reversed(functions):
            value = function(value)
        return value

    return composed


print(compose(str, abs, lambda x: x - 10)(3))
