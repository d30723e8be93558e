"""Run a program under a tool, and print what the tool is told of the program's own code: for either side.

    python traced.py trace|opcodes|profile|monitor PROGRAM

``monitor`` asks sys.monitoring for every event there is. The program's own output is thrown away.
"""

import io
import sys

#: Events that are printed; the number of all of them stands on the first line.
SHOWN = 20_000

kind, name = sys.argv[1:3]
with open(name, encoding="utf-8") as file:
    code = compile(file.read(), name, "exec")
events = []


def shown(arg):
    """An argument of an event as something that is the same on both sides."""
    if isinstance(arg, tuple) and len(arg) == 3:
        return arg[0].__name__
    return type(arg).__name__


def tracer(frame, event, arg):
    if frame.f_code.co_filename != name:
        return None
    events.append((event, frame.f_code.co_name, frame.f_lineno, shown(arg)))
    return tracer


def opcode_tracer(frame, event, arg):
    if frame.f_code.co_filename != name:
        return None
    frame.f_trace_opcodes = True
    events.append((event, frame.f_code.co_name, frame.f_lineno,
                   frame.f_lasti if event == "opcode" else shown(arg)))
    return opcode_tracer


def profiler(frame, event, arg):
    if frame.f_code.co_filename == name:
        events.append((event, frame.f_code.co_name, frame.f_lineno,
                       getattr(arg, "__name__", None) if event.startswith("c_") else shown(arg)))


def callback(event):
    def tell(code, *args):
        if code.co_filename == name:
            shown_args = [arg if isinstance(arg, int) else type(arg).__name__ for arg in args]
            events.append((event, code.co_name, *shown_args))
    return tell


def start():
    if kind == "monitor":
        monitoring = sys.monitoring
        monitoring.use_tool_id(monitoring.COVERAGE_ID, "traced")
        for event, bit in vars(monitoring.events).items():
            if bit:
                monitoring.register_callback(monitoring.COVERAGE_ID, bit, callback(event))
        monitoring.set_events(monitoring.COVERAGE_ID, sum(vars(monitoring.events).values()))
    elif kind == "profile":
        sys.setprofile(profiler)
    else:
        sys.settrace(tracer if kind == "trace" else opcode_tracer)


def stop():
    sys.settrace(None)
    sys.setprofile(None)
    sys.monitoring.set_events(sys.monitoring.COVERAGE_ID, 0) if kind == "monitor" else None


def main():
    streams = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = io.StringIO(), io.StringIO()
    sys.argv = [name]
    end = None
    try:
        start()
        exec(code, {"__name__": "__main__", "__file__": name, "__builtins__": __builtins__})
    except BaseException as exc:
        end = type(exc).__name__
    finally:
        stop()
        sys.stdout, sys.stderr = streams
    print(len(events), end)
    for event in events[:SHOWN]:
        print(*event)


main()
