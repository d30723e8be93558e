"""The natives that show exceptions, on a running interpreter, without the command line."""

import time

import pytest

from vm.host.console import BufferConsole
from vm.objects.pycore_object import Py_DECREF
from vm.objects.pyerrors import PyErr_Clear
from vm.python.initconfig import PyConfig
from vm.python.pylifecycle import Py_InitializeFromConfig
from vm.python.pythonrun import syntax_error_from_host
from vm.python.runloop import FINISHED, SLICE_TICKS


def run(source):
    """Run a program; its exit status, stdout and stderr."""
    console = BufferConsole()
    machine = Py_InitializeFromConfig(PyConfig("<string>", source), console)
    while machine.loop.run(SLICE_TICKS) is not FINISHED:
        pass
    texts = {"stdout": "", "stderr": ""}
    for stream, text in console.take():
        texts[stream] += text
    return machine.exit_status, texts["stdout"], texts["stderr"]


@pytest.mark.parametrize(("code", "status", "shown"), [
    ("None", 0, ""), ("0", 0, ""), ("3", 3, ""), ("256 + 7", 7, ""), ("-1", 255, ""),
    ("True", 1, ""), ("'bye'", 1, "bye\n"), ("2.5", 1, "2.5\n"), ("(1, 2)", 1, "(1, 2)\n"),
])
def test_system_exit(code, status, shown):
    assert run(f"raise SystemExit({code})") == (status, "", shown)


def test_exit_code_that_fails_to_print():
    assert run("class C:\n  def __str__(self): 1 / 0\nraise SystemExit(C())") == (1, "", "\n")


def test_last_exception_is_kept():
    status, stdout, stderr = run(
        "import sys\n"
        "def hook(t, v, tb): print(repr(sys.last_exc), sys.last_type is t, sys.last_traceback is tb)\n"
        "sys.excepthook = hook\n1 / 0")
    assert (status, stderr) == (1, "")
    assert stdout == "ZeroDivisionError('division by zero') True True\n"


def test_suggestion_asks_the_object():
    """``__dir__`` is guest code: it may print, and it may fail."""
    _, stdout, stderr = run(
        "class C:\n  def __dir__(self): print('asked'); return ['spam', 'eggs']\nC().spamm")
    assert stdout == "asked\n"
    assert stderr.endswith("has no attribute 'spamm'. Did you mean: 'spam'?\n")
    _, _, stderr = run("class C:\n  def __dir__(self): 1 / 0\nC().spamm")
    assert stderr.endswith("has no attribute 'spamm'\n")


def test_display_survives_everything_failing():
    status, _, stderr = run(
        "class E(Exception):\n"
        "  def __str__(self): raise KeyError\n"
        "  def __getattribute__(self, name): raise TypeError(name)\n"
        "raise E")
    assert status == 1
    assert stderr.endswith(
        "E: <exception str() failed>\nIgnored error getting __notes__: TypeError('__notes__')\n")


def test_group_that_holds_itself_many_times_ends():
    """The tree has 2**40 leaves; gathering it visits each group once, and the depth shown is bounded."""
    status, _, stderr = run(
        "g = ValueError('leaf')\n"
        "for _ in range(40): g = ExceptionGroup('g', [g])\n"
        "for _ in range(3): g = ExceptionGroup('g', [g, g])\n"
        "raise g")
    assert status == 1
    assert "... (max_group_depth is 10)" in stderr


@pytest.mark.parametrize(("source", "name"), [
    ("1 +", "SyntaxError"), ("if 1:\nx", "IndentationError"), ("if 1:\n\tx\n        y", "TabError"),
])
def test_syntax_error_keeps_its_class(source, name):
    with pytest.raises(SyntaxError) as host:
        compile(source, "f.py", "exec")
    run("")
    err = syntax_error_from_host(host.value)
    assert err.exc.ob_type.value.tp_name == name
    assert err.exc.value.x_lineno.value == host.value.lineno
    assert err.exc.value.x_msg.value == host.value.msg
    PyErr_Clear(err)
    Py_DECREF(err.exc)


@pytest.mark.parametrize("err", [RecursionError("deep"), MemoryError(), OverflowError("big"),
                                 ValueError("bad")])
def test_other_errors_of_the_compiler(err):
    run("")
    raised = syntax_error_from_host(err)
    exc = raised.exc
    assert exc.ob_type.value.tp_name == type(err).__name__
    assert tuple(op.value for op in exc.value.args.value) == err.args
    PyErr_Clear(raised)
    Py_DECREF(exc)


@pytest.mark.parametrize("source", [
    "while True: pass",
    "for i in iter(int, 1): pass",
    "sum(iter(int, 1))",
    "any(iter(int, 1))",
    "1 in iter(int, 1)",
    "max(iter(int, 1))",
    "def g():\n  while 1: yield 0\nall(not x for x in g())",
    "import itertools\nall(itertools.repeat(1))",
    "import itertools\n5 in itertools.repeat(1)",
    "import itertools\nsum(itertools.count())",
    "sum(range(10 ** 12))",
    "10 ** 11 in iter(range(10 ** 12))",
    "def f():\n  try: f()\n  finally: f()\nf()",
])
def test_endless_programs_run_in_slices(source):
    """A slice ends in good time whatever the program does, so that it can be stopped."""
    machine = Py_InitializeFromConfig(PyConfig("<string>", source), BufferConsole())
    for _ in range(3):
        began = time.process_time()
        assert machine.loop.run(SLICE_TICKS) is not FINISHED
        assert time.process_time() - began < 5
