"""Exceptions: finally, else, raise ... from, context managers, and an error that nobody catches."""


class ConfigError(Exception):
    """Something is wrong with the settings."""

    def __init__(self, message, line):
        super().__init__(message, line)
        self.line = line

    def __str__(self):
        message, line = self.args
        return f"line {line}: {message}"


def parse_setting(text, line):
    """Turn "name = number" into a pair."""
    try:
        name, value = text.split("=")
        return name.strip(), int(value)
    except ValueError as error:
        raise ConfigError(f"cannot read {text!r}", line) from error


def order_of_events(action):
    """Shows which blocks run, and when."""
    events = []
    try:
        events.append("try")
        action()
    except ZeroDivisionError:
        events.append("except")
    else:
        events.append("else")
    finally:
        events.append("finally")
    return " ".join(events)


print(order_of_events(lambda: 1))
print(order_of_events(lambda: 1 / 0))


def finally_wins():
    for n in range(3):
        try:
            return f"try {n}"
        finally:
            if n < 2:
                continue
            print("leaving")


print(finally_wins())


class Resource:
    """A context manager that says what happens to it."""

    def __init__(self, name, forgiving=()):
        self.name = name
        self.forgiving = forgiving

    def __enter__(self):
        print("open", self.name)
        return self

    def __exit__(self, exc_type, exc, traceback):
        print("close", self.name, "because of", exc_type.__name__ if exc_type else "nothing")
        return exc_type is not None and issubclass(exc_type, self.forgiving)


with Resource("a") as a, Resource("b", (KeyError,)) as b:
    print("working with", a.name, b.name)
    {}["missing"]
    print("never reached")

try:
    with Resource("c"):
        parse_setting("depth: 3", 7)
except ConfigError as error:
    print("ConfigError:", error)
    print("  caused by", type(error.__cause__).__name__, error.__cause__)
    print("  args", error.args, error.line)

try:
    try:
        [].pop()
    except IndexError:
        undefined_name
except NameError as error:
    print("NameError:", error)
    print("  while handling", repr(error.__context__))

for attempt in (lambda: int("x"), lambda: [1][5], lambda: None.upper(), lambda: "a" + 1):
    try:
        attempt()
    except (ValueError, LookupError) as error:
        print(type(error).__mro__[1].__name__, "|", error)
    except Exception as error:
        print(type(error).__name__, "|", error)

settings = ["width = 80", "height = 25", "depth = shallow"]
for number, text in enumerate(settings, start=1):
    print(parse_setting(text, number))
