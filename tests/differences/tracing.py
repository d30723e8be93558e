"""Programs cannot be traced: ``sys.settrace`` and ``sys.setprofile`` take None only.

Why: the evaluator has no events for lines, calls and returns yet.
To remove: the events of Python/legacy_tracing.c and Python/instrumentation.c in both evaluators, with ``f_trace`` and
the setting of ``f_lineno``.
"""

import sys

events = []


def tracer(frame, event, arg):
    events.append(event)


def traced():
    return 1


sys.settrace(tracer)
traced()
sys.settrace(None)
print(events)
