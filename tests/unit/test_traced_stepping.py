"""A traced program, stepped: events come once, in the same order, and each instruction counts once."""

import pytest

from vm.probe.session import Session

PROGRAM = """\
import sys
events = []
def tracer(frame, event, arg):
    if frame.f_code.co_name == "traced":
        events.append((event, frame.f_lineno))
    return tracer
def traced(n):
    for i in range(n):
        try:
            if i == 1:
                raise ValueError
        except ValueError:
            len([])
    return n
TRACE
traced(3)
print(len(events), events)
"""
TOOLS = {
    "settrace": "sys.settrace(tracer)",
    "monitoring": """\
m = sys.monitoring
m.use_tool_id(1, "t")
for name in ("LINE", "INSTRUCTION", "CALL", "C_RETURN", "BRANCH", "JUMP", "RAISE", "PY_START", "PY_RETURN"):
    m.register_callback(1, getattr(m.events, name), lambda code, *args, name=name:
                        events.append((name, args[0])) if code.co_name == "traced" else None)
m.set_events(1, (1 << 11) - 1)""",
}


def output(session):
    return "".join(text for stream, text in session.take_output())


@pytest.mark.parametrize("tool", TOOLS)
def test_stepping_tells_a_tool_the_same(tool):
    source = PROGRAM.replace("TRACE", TOOLS[tool])
    whole = Session()
    whole.load(source)
    whole.run()
    expected, steps = output(whole), whole.step_count
    assert expected.split()[0].isdigit() and int(expected.split()[0]) > 10
    stepped = Session()
    stepped.load(source)
    count = 0
    while stepped.status == "paused":
        stepped.step("instruction")
        count += 1
    assert (output(stepped), stepped.step_count) == (expected, steps)
    assert count == steps


def test_a_breakpoint_stops_once_in_front_of_the_events_of_its_line():
    session = Session()
    session.load(PROGRAM.replace("TRACE", TOOLS["settrace"]))
    session.set_breakpoints([14])
    session.run()
    assert session.status == "paused"
    session.run()
    assert session.status == "finished"
    assert "('return', 14)" in output(session)
