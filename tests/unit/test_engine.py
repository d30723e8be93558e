"""The engine: stepping and running agree, natives suspend, threads switch, the host's stack stays flat."""

import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from vm.host.console import BufferConsole
from vm.objects.pycore_state import _PyRuntime
from vm.python.audit import audit
from vm.python.initconfig import PyConfig
from vm.python.pylifecycle import Py_InitializeFromConfig
from vm.python.runloop import DEADLOCK, FINISHED, RAN, WAITING


def boot(source):
    console = BufferConsole()
    return Py_InitializeFromConfig(PyConfig("main.py", source, ["main.py"]), console), console


def text(console, stream="stdout"):
    return "".join(part for name, part in console.output if name == stream)


def run(source, ticks=50_000, limit=4000):
    machine, console = boot(source)
    for _ in range(limit):
        outcome = machine.loop.run(ticks)
        if outcome != RAN:
            return outcome, machine, console
    raise AssertionError("the program did not end")


def step(source, size, limit=20_000_000):
    machine, console = boot(source)
    while True:
        outcome = machine.loop.run_steps(size)
        if outcome != RAN:
            return outcome, machine, console
        limit -= size
        assert limit > 0


PROGRAM = """
import _thread, time
order = []
def work(name):
    for i in range(300):
        order.append(name)
for name in "ab":
    _thread.start_new_thread(work, (name,))
while len(order) < 600:
    pass
def key(n):
    return [k for k in range(n)][-1:] and -n
print(sorted([3, 1, 2], key=key), "".join(order).count("ab"), time.perf_counter())
class D:
    def __del__(self): print("del", self.n)
    def __eq__(self, other): return True
    __hash__ = object.__hash__
d = D(); d.n = 1
print([D.__new__(D) for D in ()], d in [5], {d: 1}[d])
del d
try:
    {}["x"]
except KeyError as e:
    print(repr(e))
"""


def test_stepping_and_running_give_the_same_output_and_clock():
    _, _, ran = run(PROGRAM)
    now = _PyRuntime.now
    for size in (1, 7, 1000):
        _, _, stepped = step(PROGRAM, size)
        assert stepped.output == ran.output
        assert abs(_PyRuntime.now - now) <= 1


def test_slices_do_not_change_the_schedule():
    outputs = {tuple(run(PROGRAM, ticks, 20_000)[2].output) for ticks in (997, 5_000, 50_000)}
    assert len(outputs) == 1


def test_the_first_and_a_later_program_of_a_process_see_the_same_counts_and_addresses():
    source = (
        "import gc\nclass A: pass\na = A()\n"
        "print(gc.get_count(), len(gc.get_objects()), id(a), hash(a))\n"
        "x = [[] for _ in range(5000)]\nprint(gc.get_count(), gc.get_stats()[0]['collections'])\n")
    run("class B(list): pass\nb = [B()]\nb.append(b)")
    root = Path(__file__).resolve().parents[2]
    fresh = subprocess.run(
        [sys.executable, "-c", "import sys; from tests.unit.test_engine import run, text\n"
         "sys.stdout.write(text(run(sys.argv[1])[2]))", source],
        cwd=root, capture_output=True, text=True, check=True).stdout
    assert text(run(source)[2]) == fresh
    assert fresh.count("\n") == 2


def test_one_step_is_one_instruction():
    machine, _console = boot("x = 1\ny = x + 2\n")
    for _ in range(3):
        assert machine.loop.run_steps(1) == RAN
    assert machine.loop.steps == 3


def test_guest_recursion_does_not_use_the_hosts_stack():
    source = """
import sys
class R:
    def __repr__(self): return depth(sys.getrecursionlimit() - 40)
def depth(n):
    return "bottom" if n == 0 else depth(n - 1)
sys.setrecursionlimit(5000)
print(repr(R()), sorted([1], key=lambda n: len(repr(R()))))
"""
    before = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(400)
        outcome, machine, console = run(source)
    finally:
        sys.setrecursionlimit(before)
    assert (outcome, machine.exit_status) == (FINISHED, 0), console.output
    assert "bottom" in text(console)


@pytest.mark.parametrize("source", [
    "def f(): return f()\nf()",
    "class A:\n    def __repr__(self): return repr(self)\nrepr(A())",
    "class A:\n    def __getattr__(self, n): return getattr(self, n)\nA().x",
    "class A:\n    def __eq__(self, o): return self == o\nA() == 1",
    "x = []\nfor _ in range(100000): x = [x]\nrepr(x)",
    "class A:\n    def __lt__(self, o): return sorted([self, o])\nsorted([A(), A()])",
    "class A:\n    def __hash__(self): return hash(self)\n{A(): 1}",
])
def test_endless_recursion_is_the_guests_recursion_error(source):
    outcome, machine, console = run(source)
    assert (outcome, machine.exit_status) == (FINISHED, 1)
    assert "RecursionError: maximum recursion depth exceeded" in text(console, "stderr")


def test_a_deep_list_is_freed_without_trouble():
    outcome, _machine, console = run(
        "x = []\nfor _ in range(200000): x = [x]\ndel x\nprint('free')", limit=2000)
    assert (outcome, text(console)) == (FINISHED, "free\n")


def test_threads_switch_by_request_and_share_one_clock():
    _, machine, console = run("""
import _thread
turns = []
done = []
def spin(name):
    for _ in range(30000):
        if not turns or turns[-1] != name: turns.append(name)
    done.append(name)
_thread.start_new_thread(spin, ("a",))
_thread.start_new_thread(spin, ("b",))
while len(done) < 2: pass
print(len(turns) > 4, sorted(done))
""")
    assert text(console) == "True ['a', 'b']\n"
    assert machine.interp.gil.switch_number > 4


def test_a_sleep_costs_virtual_time_only():
    outcome, _machine, console = run(
        "import time\nt = time.time()\ntime.sleep(3600)\nprint(time.time() - t >= 3600)")
    assert (outcome, text(console)) == (FINISHED, "True\n")


def test_a_lock_is_handed_to_its_waiters_in_order():
    _, _, console = run("""
import _thread, time
lock = _thread.allocate_lock(); lock.acquire(); got = []
def wait(n):
    with lock: got.append(n)
for n in range(4): _thread.start_new_thread(wait, (n,))
time.sleep(1); lock.release(); time.sleep(1); print(got)
""")
    assert text(console) == "[0, 1, 2, 3]\n"


def test_a_deadlock_is_found():
    outcome, machine, _console = run(
        "import _thread\nl = _thread.allocate_lock(); l.acquire(); l.acquire()")
    assert outcome == DEADLOCK
    assert [t.status for t in machine.interp.threads] == ["parked"]


def test_a_timed_acquire_gives_up():
    _, _, console = run(
        "import _thread\nl = _thread.allocate_lock(); l.acquire(); print(l.acquire(timeout=2))")
    assert text(console) == "False\n"


def test_input_waits_for_a_line():
    machine, console = boot("print('hello', input('name? '))")
    assert machine.loop.run(10_000) == WAITING
    console.give("Ada\n")
    machine.loop.wake_reason("input")
    assert machine.loop.run(10_000) == FINISHED
    assert text(console) == "name? hello Ada\n"


def test_an_interrupt_ends_an_endless_loop():
    from vm.python.signals import SIGINT, receive_from_outside

    machine, console = boot("try:\n    while True: pass\nexcept KeyboardInterrupt:\n    print('stop')")
    assert machine.loop.run(10_000) == RAN
    receive_from_outside(machine.interp, SIGINT)
    assert machine.loop.run(10_000) == FINISHED
    assert text(console) == "stop\n"


def test_an_exception_between_two_instructions_reaches_the_handler_around_them():
    _, _, console = run("""
import _thread
try:
    _thread.interrupt_main()
    for _ in range(3): print(_)
except KeyboardInterrupt:
    print('caught')
""")
    assert text(console) == "caught\n"


@pytest.mark.parametrize("source", [
    "sum(range(10**12))", "10**12 in iter(int, 1)", "sorted(range(10**7), key=int)",
    "''.join(iter(str, 1))",
])
def test_a_native_that_takes_for_ever_can_be_stopped(source):
    from vm.python.signals import SIGINT, receive_from_outside

    machine, console = boot(source)
    for _ in range(3):
        machine.loop.run_steps(1000)
    receive_from_outside(machine.interp, SIGINT)
    outcomes = [machine.loop.run_steps(100_000) for _ in range(5)]
    assert FINISHED in outcomes, "the interrupt was not heard"
    assert "KeyboardInterrupt" in text(console, "stderr")


@pytest.mark.parametrize("source", [
    "def g():\n    try: yield 1\n    finally: print('f')\nx = g(); next(x); del x",
    "class C:\n    def __init__(self): raise ValueError(self)\ntry: C()\nexcept ValueError: pass",
    "def f(*a, k=1, **kw): return a, k, kw\nf(1, 2, k=3, z=4); f(*[1], **{'k': 2})\n"
    "try: f(k=1, **{'k': 2})\nexcept TypeError: pass",
    "x = [1, 2, 3]\na, *b = x\ntry: a, b = x\nexcept ValueError: pass",
    "async def c():\n    return 1\nasync def m():\n    return await c()\n"
    "try: m().send(None)\nexcept StopIteration: pass",
    "def f():\n    x = 1\n    def g(): return x\n    return g\nf()()",
    "try:\n    try: 1/0\n    except ZeroDivisionError as e: raise KeyError from e\n"
    "except KeyError as e: e2 = e",
    "match [1, {'a': 2}]:\n    case [int(x), {'a': y, **rest}]: pass",
])
def test_counts_agree_after(source):
    machine, console = boot(source)
    while machine.loop.run(50_000) == RAN:
        pass
    assert machine.exit_status == 0, console.output
    assert audit() == []
