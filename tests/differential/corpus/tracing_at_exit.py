"""Tools that are still there when the program's own code ends."""

import atexit
import sys

told = []


class Tool:
    def __init__(self, name):
        self.name = name

    def __call__(self, code, *args):
        if code.co_name == "watched":
            told.append((self.name, code.co_name))


def watched():
    return 1


def at_exit():
    watched()
    print(told, sys.gettrace() is trace)
    sys.settrace(None)
    monitoring.set_events(3, 0)
    for event in vars(monitoring.events).values():
        if event:
            monitoring.register_callback(3, event, None)
    monitoring.free_tool_id(3)


def trace(frame, event, arg):
    if frame.f_code.co_name == "watched":
        told.append((event, frame.f_lineno))
    return trace


atexit.register(at_exit)
monitoring = sys.monitoring
monitoring.use_tool_id(3, "at exit")
for event in (monitoring.events.PY_START, monitoring.events.LINE, monitoring.events.PY_RETURN):
    monitoring.register_callback(3, event, Tool(event))
monitoring.set_events(3, monitoring.events.PY_START | monitoring.events.LINE | monitoring.events.PY_RETURN)
sys.settrace(trace)
watched()
print(monitoring._all_events())
