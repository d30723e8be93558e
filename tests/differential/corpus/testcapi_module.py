"""_testcapi: the calling conventions, events of code that is no code object, tracebacks as C prints them."""

import io
import sys

import _testcapi

for owner in (_testcapi, _testcapi.MethInstance(), _testcapi.MethClass, _testcapi.MethStatic):
    for call in (lambda: owner.meth_varargs(1, 2), lambda: owner.meth_varargs_keywords(1, x=2), lambda: owner.meth_o(3),
                 lambda: owner.meth_noargs(), lambda: owner.meth_fastcall(), lambda: owner.meth_fastcall_keywords(x=1)):
        res = call()
        head, rest = (res[0], res[1:]) if isinstance(res, tuple) else (res, ())
        print(head is owner or head is None or type(head).__name__, rest)
print(_testcapi.pyobject_vectorcall(divmod, (7, 2), None), _testcapi.pyobject_fastcalldict(int, ("12",), {"base": 5}))
told = []
monitoring = sys.monitoring
monitoring.use_tool_id(4, "t")
E = monitoring.events
for event in (E.PY_START, E.CALL, E.RAISE, E.STOP_ITERATION):
    monitoring.register_callback(4, event, lambda code, *args: told.append((str(code), *map(repr, args))))
monitoring.set_events(4, E.PY_START | E.CALL | E.RAISE | E.STOP_ITERATION)
code = _testcapi.CodeLike(2)
_testcapi.monitoring_enter_scope(code, 0, 10)
del told[:]
states = [_testcapi.fire_event_py_start(code, 0), _testcapi.fire_event_raise(code, 1, KeyError(3))]
monitoring.set_events(4, 0)
print(states, [entry for entry in told if entry[0].startswith("PyCodeLike")], str(code))
try:
    _testcapi.fire_event_raise(code, 1, None)
except ValueError as exc:
    print(exc)
try:
    _testcapi.fire_event_raise(5, 1, None)
except TypeError as exc:
    print(exc)
monitoring.free_tool_id(4)
try:
    {}["k"]
except KeyError as exc:
    file = io.StringIO()
    _testcapi.traceback_print(exc.__traceback__, file)
    print(file.getvalue().count("\n"))
    stderr, sys.stderr = sys.stderr, io.StringIO()
    _testcapi.exception_print(exc)
    _testcapi.exception_print(7)
    text, sys.stderr = sys.stderr.getvalue(), stderr
    print(text.splitlines()[-2:])
print(_testcapi.INT_MAX, _testcapi.LONG_MIN, _testcapi.FLT_MAX, _testcapi.SIZEOF_TIME_T)
