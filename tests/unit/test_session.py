"""The session and the worker's end of the protocol, natively: the same code that the browser runs."""

import dis
import json
from pathlib import Path

import pytest

from vm.probe import engine, views
from vm.probe.protocol import Server
from vm.probe.session import Session, SessionError

PROGRAMS = sorted((Path(__file__).parents[1] / "programs").glob("*.py"))
FIB = """\
def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)

print("fib", [fib(n) for n in range(8)])
"""


def loaded(source):
    session = Session()
    session.load(source)
    return session


def output(session, stream="stdout"):
    return "".join(text for name, text in session.take_output() if name == stream)


def current_line(session):
    position = session.state(["position"])["views"]["position"]
    return position and position["line"]


# -- stepping -----------------------------------------------------------------------------------------


def test_a_program_runs_to_its_end():
    session = loaded(FIB)
    assert session.status == "paused"
    session.run()
    assert session.status == "finished"
    assert output(session) == "fib [0, 1, 1, 2, 3, 5, 8, 13]\n"
    assert session.finish() == {
        "status": 0, "how": "returned", "traceback": "", "lines": [], "step": session.step_count,
    }


def test_each_instruction_is_one_step():
    source = "a = 1\nb = a + 41\nprint(b)\n"
    session = loaded(source)
    expected = [item.offset for item in dis.get_instructions(compile(source, "m", "exec"))]
    seen = []
    while session.status == "paused":
        seen.append(session.state(["code"])["views"]["code"]["next"])
        session.step("instruction")
    assert seen == expected
    assert session.step_count == len(expected)
    assert output(session) == "42\n"


def test_a_session_stepped_by_instructions_ends_as_one_that_runs():
    stepped = loaded(FIB)
    while stepped.status == "paused":
        stepped.step("instruction", 7)
    ends = [(output(stepped), stepped.step_count)]
    ran = loaded(FIB)
    ran.run()
    ends.append((output(ran), ran.step_count))
    assert ends[0] == ends[1]


def test_lines_are_those_of_a_tracer():
    session = loaded("x = 0\nfor i in range(2):\n    x += i\nprint(x)\n")
    lines = []
    while session.status == "paused":
        session.step("line")
        if session.status == "paused":
            lines.append(current_line(session))
    assert lines == [1, 2, 3, 2, 3, 2, 4]


def test_a_line_step_enters_a_call_and_leaves_it():
    session = loaded("def f(x):\n    y = x + 1\n    return y\na = f(1)\nb = f(2)\n")
    lines = []
    for _ in range(9):
        session.step("line")
        lines.append(current_line(session))
    assert lines == [1, 4, 1, 2, 3, 5, 1, 2, 3]


def test_a_loop_on_one_line_can_be_stepped_by_line():
    session = loaded("while True: pass\n")
    for _ in range(4):
        session.step("line")
        assert (session.status, current_line(session)) == ("paused", 1)


def test_pause_leaves_a_session_that_goes_on():
    session = loaded("n = 0\nwhile n < 100000:\n    n += 1\nprint(n)\n")
    session.begin("run")
    session.run_slice(5)
    assert session.status == "running"
    session.pause()
    assert session.status == "paused"
    before = session.step_count
    session.step("instruction")
    assert session.step_count == before + 1
    session.run()
    assert output(session) == "100000\n"


def test_a_slice_ends_in_time():
    import time

    session = loaded("while True: pass\n")
    session.begin("run")
    waits = []
    for _ in range(20):
        started = time.perf_counter()
        session.run_slice(8)
        waits.append(time.perf_counter() - started)
    assert session.status == "running"
    assert sorted(waits)[10] < 0.030


def test_stop_raises_keyboard_interrupt():
    session = loaded("try:\n    while True: pass\nfinally:\n    print('bye')\n")
    session.begin("run")
    session.run_slice(5)
    session.stop()
    session.run()
    assert session.finish()["how"] == "stopped"
    assert session.finish()["status"] == 130
    written = session.take_output()
    assert ("stdout", "bye\n") in written
    assert "".join(text for stream, text in written if stream == "stderr").endswith("KeyboardInterrupt\n")


def test_stop_reaches_a_program_that_waits_for_input():
    session = loaded("try:\n    input('? ')\nexcept KeyboardInterrupt:\n    print('not asked any more')\n    raise\n")
    session.run()
    assert session.status == "waiting"
    session.stop()
    session.run()
    assert session.finish() == {"how": "stopped", "status": 130} | session.finish()
    written = session.take_output()
    assert ("stdout", "? not asked any more\n") in written
    assert "KeyboardInterrupt" in "".join(text for stream, text in written if stream == "stderr")


def test_a_handler_of_the_program_takes_the_stop():
    session = loaded("import signal\nsignal.signal(signal.SIGINT, lambda *args: print('mine'))\n"
                     "print(input())\nwhile True: pass\n")
    session.run()
    session.stop()
    session.run()
    assert session.status == "waiting"
    assert output(session) == "mine\n"
    session.stop()
    assert session.status == "finished"
    assert session.finish()["how"] == "stopped"


def test_a_second_stop_discards_a_program_that_catches_the_first():
    session = loaded(
        "while True:\n    try:\n        while True: pass\n    except KeyboardInterrupt:\n        print('no')\n"
    )
    session.begin("run")
    session.run_slice(5)
    session.stop()
    session.run_slice(20)
    assert session.status == "running"
    session.stop()
    assert session.status == "finished"
    assert session.finish()["how"] == "stopped"


def test_stop_works_on_a_paused_session():
    session = loaded("print('never')\n")
    session.stop()
    session.run()
    assert session.status == "finished"
    assert output(session) == ""


def test_a_session_can_be_loaded_again_and_again():
    session = Session()
    for n in range(5):
        session.load(f"x = {n}\nprint(x)\n")
        if n % 2:
            session.step("line", 2)
        else:
            session.run()
            assert output(session) == f"{n}\n"


def test_breakpoints_stop_a_run_at_the_start_of_a_line():
    session = loaded("x = 0\nfor i in range(3):\n    x += i\nprint(x)\n")
    session.set_breakpoints([3])
    stops = []
    session.run()
    while session.status == "paused":
        stops.append((session.reason, current_line(session)))
        session.run()
    assert stops == [("breakpoint", 3)] * 3
    assert output(session) == "3\n"


def test_a_runtime_prepared_ahead_is_taken_once_and_is_like_any_other():
    source = "import gc, sys\nprint(sys.argv, gc.get_count(), id(object()), __name__)\n"

    def run(session, filename="main.py"):
        session.load(source, filename)
        machine = session.engine.machine
        session.run()
        return machine, output(session), session.step_count

    session = Session()
    _, text, steps = run(session)
    engine.prepare("main.py")
    prepared = engine._prepared[0]
    assert run(session) == (prepared, text, steps)
    machine, again, _ = run(session)
    assert machine is not prepared
    assert again == text
    engine.prepare("main.py")
    stale = engine._prepared[0]
    machine, other, _ = run(session, "other.py")
    assert machine is not stale
    assert other == text.replace("main.py", "other.py")


def test_a_server_at_rest_prepares_the_next_runtime_and_never_disturbs_a_program():
    page = Page()
    assert json.loads(page.server.rest()) == []
    first = engine._prepared[0]
    page.send("load", source="print(1)\n", filename="main.py")
    assert page.server.session.engine.machine is first
    page.server.rest()
    assert engine._prepared is None
    assert "finished" in [reply["type"] for reply in page.send("run")]
    page.server.rest()
    second = engine._prepared[0]
    page.server.rest()
    assert engine._prepared[0] is second is not first
    replies = page.send("load", source="1 +\n", filename="main.py")
    assert [reply["type"] for reply in replies] == ["syntaxError"]
    page.send("load", source="print(2)\n", filename="main.py")
    assert page.server.session.engine.machine is second


def test_what_makes_no_sense_is_refused():
    session = Session()
    with pytest.raises(SessionError):
        session.begin("run")
    session.load("pass\n")
    with pytest.raises(SessionError):
        session.begin("sideways")


# -- errors -------------------------------------------------------------------------------------------


def test_an_uncaught_exception():
    session = loaded("def f():\n    return 1 / 0\nf()\n")
    session.run()
    end = session.finish()
    assert (end["status"], end["how"]) == (1, "exception")
    assert end["lines"] == [3, 2]
    assert end["traceback"].startswith("Traceback (most recent call last):\n")
    assert end["traceback"].endswith("ZeroDivisionError: division by zero\n")
    assert output(session, "stderr") == end["traceback"]


@pytest.mark.parametrize("code, status", [("", 0), ("3", 3), ("None", 0), ("'sorry'", 1)])
def test_system_exit(code, status):
    session = loaded(f"raise SystemExit({code})\n")
    session.run()
    assert (session.finish()["status"], session.finish()["how"]) == (status, "exit")


@pytest.mark.parametrize("source", ["print((x]\n", "x = (\n", "def f(:\n", "  x = 1\n y = 2\n", "x = 1\n\tfoo = (\n"])
def test_a_syntax_error_has_the_host_s_message_and_place(source):
    with pytest.raises(SyntaxError) as expected:
        compile(source, "main.py", "exec")
    with pytest.raises(SyntaxError) as caught:
        loaded(source)
    assert views.syntax_error(caught.value) == views.syntax_error(expected.value)


def test_columns_are_characters():
    session = loaded("s = '🪐é'; t = s\n")
    seen = set()
    while session.status == "paused":
        position = session.state(["position"])["views"]["position"]
        if position:
            seen.add((position["col"], position["endCol"]))
        session.step("instruction")
    assert (4, 8) in seen  # the literal
    assert (14, 15) in seen  # the last name


# -- views --------------------------------------------------------------------------------------------


def test_views_are_plain_data_with_nothing_of_the_host():
    session = loaded(FIB)
    for _ in range(40):
        session.step("instruction")
        text = json.dumps(session.state())
        assert " object at 0x" not in text


def test_frames_show_locals_and_the_value_stack():
    session = loaded("def f(a, b):\n    c = a\n    return (a, b, c)\nf(1, 'two')\n")
    found = None
    while session.status == "paused":
        stack = session.state(["frames"])["views"]["frames"][0]["frames"]
        if stack and stack[0]["opname"] == "BUILD_TUPLE":
            found = stack
        session.step("instruction")
    top, module, *below = found
    assert [(frame["kind"], frame["name"]) for frame in below] == [
        ("native", name) for name in (
            "run_eval_code_obj", "run_mod", "pyrun_file", "_PyRun_SimpleFileObject", "pymain_run_file",
            "pymain_run_python", "Py_RunMain")
    ]
    assert [(v["name"], v["value"]["repr"]) for v in top["locals"]] == [
        ("a", "1"), ("b", "'two'"), ("c", "1"),
    ]
    assert [v["repr"] for v in top["stack"]] == ["1", "'two'", "1"]
    assert module["name"] == "<module>"
    assert [v["name"] for v in module["locals"]] == ["f"]


def test_cells_and_free_variables_are_shown():
    session = loaded("def f():\n    n = 5\n    def g():\n        return n\n    return g()\nf()\n")
    cells = set()
    while session.status == "paused":
        for frame in session.state(["frames"])["views"]["frames"][0]["frames"]:
            cells |= {(frame["name"], v["name"], v["value"] and v["value"]["repr"]) for v in frame["cells"]}
        session.step("instruction")
    assert ("f", "n", "<cell: 5>") in cells
    assert ("f.<locals>.g", "n", "<cell: 5>") in cells


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_every_state_of_the_ten_programs_can_be_shown(path):
    session = loaded(path.read_text(encoding="utf-8"))
    shims = 0
    for _ in range(400):
        if session.status != "paused":
            break
        frames = session.state()["views"]["frames"]
        shims += sum(frame["opname"] == "EXIT_INIT_CHECK" for stack in frames for frame in stack["frames"])
        session.step("line")
    if path.stem in ("bank", "lru_cache"):
        assert shims  # the frame below __init__ that checks what it returns


def test_a_native_frame_stands_in_the_chain():
    session = loaded("def key(x):\n    return -x\nprint(sorted([1, 2, 3], key=key))\n")
    kinds = set()
    while session.status == "paused":
        frames = session.state(["frames"])["views"]["frames"][0]["frames"]
        kinds.add(tuple(frame["kind"] for frame in frames))
        session.step("instruction")
    assert any(chain[0] == "python" and "native" in chain[1:] for chain in kinds)
    assert output(session) == "[3, 2, 1]\n"


def test_looking_changes_nothing():
    counts = []
    for look in (False, True):
        session = loaded(FIB)
        for _ in range(300):
            session.step("instruction")
            if look:
                session.state()
        counts.append(session.state(["gc", "frames"]))
    assert counts[0]["views"]["gc"]["generations"] == counts[1]["views"]["gc"]["generations"]
    assert [f["name"] for f in counts[0]["views"]["frames"][0]["frames"]] == [
        f["name"] for f in counts[1]["views"]["frames"][0]["frames"]
    ]


def test_showing_a_value_runs_no_guest_code():
    session = loaded(
        "class Loud:\n    def __repr__(self):\n        print('repr ran')\n        return 'x'\nv = Loud()\nw = [v]\n"
    )
    while session.status == "paused":
        session.state()
        session.step("instruction")
    assert output(session) == ""


@pytest.mark.parametrize("expression", [
    "[0] * 1000000", "'x' * 1000000", "10 ** 5000", "{i: i for i in range(1000)}", "set(range(1000))",
    "b'x' * 100000", "range(10)", "(1,)", "None", "True", "1.5", "2j", "...", "NotImplemented", "print", "int",
    "lambda x: x", "ValueError('no')", "frozenset()", "slice(1, 2)", "[].append", "type", "object()",
    "(n for n in [1])", "bytearray(b'ab')",
])
def test_every_kind_of_value_can_be_shown_shortly(expression):
    session = loaded(f"v = {expression}\npass\n")
    while session.status == "paused" and current_line(session) != 2:
        session.step("line")
    shown = session.state(["frames"])["views"]["frames"][0]["frames"][0]["locals"]
    text = next(v["value"]["repr"] for v in shown if v["name"] == "v")
    assert 0 < len(text) <= 120


def test_a_deep_or_circular_value_can_be_shown():
    session = loaded(
        "v = []\nfor _ in range(20000): v = [v]\nw = []\nw.append(w)\nd = {}\nd['self'] = d\npass\n"
    )
    while session.status == "paused" and current_line(session) != 7:
        session.step("line", 2)
    assert len(json.dumps(session.state())) < 1_000_000


def test_gc_view_reads_the_collector():
    session = loaded("xs = [[] for _ in range(200)]\npass\n")  # more than the free list holds
    before = session.state(["gc"])["views"]["gc"]
    while session.status == "paused" and current_line(session) != 2:
        session.step("line")
    after = session.state(["gc"])["views"]["gc"]
    assert [g["threshold"] for g in after["generations"]] == [2000, 10, 10]
    assert after["generations"][0]["count"] - before["generations"][0]["count"] >= 120
    assert after["objects"][0]["generation"] == 0
    assert any(op["type"] == "list" and op["refcnt"] == 1 for op in after["objects"])


def test_threads_view_names_the_holder():
    view = loaded("pass\n").state(["threads"])["views"]["threads"]
    assert view["gil"]["locked"]
    assert view["gil"]["holder"] == view["threads"][0]["id"]
    assert view["threads"][0]["name"] == "MainThread"


@pytest.mark.parametrize("source", [FIB, "class A:\n    x: int = 1\n    def m(self): return super().__init__()\n"])
def test_the_listing_is_the_one_of_dis(source):
    session = loaded(source)
    shown = session.state(["code"])["views"]["code"]["instructions"]
    code = compile(source, "main.py", "exec")
    for row, item in zip(shown, dis.Bytecode(code), strict=True):
        assert (row["offset"], row["opname"], row["arg"]) == (item.offset, item.opname, item.arg)
        assert row["line"] == (item.line_number or None)  # line 0 is none
        if "code object" not in item.argrepr:
            assert row["argrepr"] == item.argrepr


def test_the_listing_shows_what_has_been_specialised():
    source = "total = 0\nfor n in [1, 2, 3]:\n    total += n\n"
    session = loaded(source)
    names = {item.offset: item.opname for item in dis.Bytecode(compile(source, "main.py", "exec"))}
    seen = []
    while session.status == "paused":
        view = session.state(["code"])["views"]["code"]
        if view is not None and view["filename"] == "main.py":
            found = [(names[at], name) for at, name in view["specialized"]]
            if found not in seen:
                seen.append(found)
        session.step("instruction")
    resume, for_iter = ("RESUME", "RESUME_CHECK"), ("FOR_ITER", "FOR_ITER_TUPLE")
    assert seen == [[], [resume], [resume, for_iter], [resume, for_iter, ("BINARY_OP", "BINARY_OP_ADD_INT")]]


def test_a_sentence_says_where_the_machine_stands():
    session = loaded("a = 1\nb = 2\n")
    session.step("line")
    assert session.state()["sentence"] == "Line 1, in the module: next is LOAD_CONST 1."


# -- the protocol -------------------------------------------------------------------------------------


class Page:
    """Speaks to a server as a page does."""

    def __init__(self):
        self.server = Server()
        self.count = 0

    def send(self, type_, **fields):
        self.count += 1
        command = {"type": type_, "id": self.count, **fields}
        return json.loads(self.server.receive(json.dumps(command)))

    def drain(self):
        replies = []
        while self.server.busy():
            replies += json.loads(self.server.slice())
        return replies


def kinds(replies):
    return [reply["type"] for reply in replies]


def test_load_run_finish():
    page = Page()
    page.send("subscribe", views=["position", "frames"])
    [state] = page.send("load", source=FIB, filename="main.py")
    assert (state["type"], state["status"], state["re"]) == ("state", "paused", 2)
    assert set(state["views"]) == {"position", "frames"}
    replies = page.send("run") + page.drain()
    assert kinds(replies)[-3:] == ["output", "state", "finished"]
    assert all(reply["re"] == 3 for reply in replies)


def test_an_endless_loop_is_paused_and_stopped():
    page = Page()
    page.send("load", source="while True: pass\n")
    page.send("run")
    assert page.server.busy()
    [state] = page.send("pause")
    assert (state["status"], state["reason"]) == ("paused", "pause")
    page.send("run")
    replies = page.send("stop") + page.drain()
    assert kinds(replies)[-1] == "finished"
    assert replies[-1]["how"] == "stopped"


def test_running_is_told_now_and_then():
    ticks = iter(range(10**9))
    server = Server(clock=lambda: next(ticks) / 100)
    server.receive(json.dumps({"type": "load", "id": 1, "source": "while True: pass\n"}))
    server.receive(json.dumps({"type": "run", "id": 2}))
    told = [reply for _ in range(50) for reply in json.loads(server.slice())]
    assert told
    assert told[-1]["type"] == "running"
    assert told[-1]["step"] > 0


def test_a_syntax_error_is_a_reply():
    [reply] = Page().send("load", source="print((]\n")
    assert reply["type"] == "syntaxError"
    assert (reply["lineno"], reply["offset"]) == (1, 7)


def test_nonsense_is_rejected_and_changes_nothing():
    page = Page()
    page.send("load", source="pass\n")
    assert kinds(page.send("dance")) == ["rejected"]
    assert kinds(page.send("step", kind="sideways")) == ["rejected"]
    assert kinds(page.send("input", text="x")) == ["rejected"]
    assert kinds(page.send("step", kind="instruction")) == ["state"]


def test_a_host_exception_is_a_crash_with_a_report(monkeypatch):
    page = Page()
    page.send("load", source="x = 1\n")

    def fault(*_):
        raise ZeroDivisionError("a fault of the test")

    monkeypatch.setattr(page.server.session, "_advance", fault)
    replies = page.send("run")
    assert kinds(replies) == ["crash"]
    assert "a fault of the test" in replies[0]["report"]
    assert "x = 1" in replies[0]["report"]
    assert not page.server.busy()


def test_description_comes_from_the_definitions():
    [reply] = Page().send("describe", opname="LOAD_CONST")
    assert "constant" in reply["meaning"]
    assert reply["effect"] == "-- value"
    assert "def LOAD_CONST(oparg):" in reply["source"]
