"""The machine under a session: a runtime with one program, and where it stands between two instructions.

All that the probe knows of the evaluator's inner order is here: which instruction of a frame comes next,
how much of its stack is alive, which thread runs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from vm.host import packages
from vm.host.console import BufferConsole
from vm.host.parser_guard import check_source
from vm.objects.codeobject import instruction_positions
from vm.objects.pycore_frame import NativeFrame, _PyInterpreterFrame
from vm.objects.pycore_state import PyThreadState, _gil_runtime_state, _PyRuntime
from vm.python.ceval import between_instructions
from vm.python.initconfig import PyConfig
from vm.python.pylifecycle import INTERRUPTED_STATUS, Machine, Py_InitializeFromConfig
from vm.python.runloop import DEADLOCK, FINISHED, WAITING
from vm.python.signals import SIGINT, receive_from_outside

_LINE_OF_TRACEBACK = re.compile(r'^  File "(.*)", line (\d+)', re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """Where the running thread stands.

    Attributes:
        frame: its innermost Python frame.
        index: the instruction of that frame that comes next, or that waits for a native frame above.
        line: the instruction's line, or None.
        starts_line: whether the instruction is the first of its line.
    """

    frame: _PyInterpreterFrame
    index: int
    line: int | None
    starts_line: bool


#: A machine that has been started ahead of its program (`prepare`), until a program takes it, and how many files of
#: packages it knows.
_prepared: tuple[Machine, int] | None = None


def prepare(filename: str) -> None:
    """Start a runtime for the next program of this name, so that loading it need not. No program may be running.

    What the start leaves behind can be kept in a memory image; see docs/decisions/0011.
    """
    global _prepared
    if not is_prepared(filename):
        machine = Py_InitializeFromConfig(PyConfig(filename, "", [filename]), SessionConsole())
        _prepared = machine, len(packages.installed())


def is_prepared(filename: str) -> bool:
    """Whether a runtime has been started for the next program of this name, and nothing has happened since."""
    return _prepared is not None and _prepared[0].config.run_filename == filename and (
        _prepared[1] == len(packages.installed())) and _PyRuntime.interpreters[:1] == [_prepared[0].interp]


def _started(source: str, filename: str) -> Machine:
    """A machine at the start of a program: the one that was prepared for it, or a new one."""
    global _prepared
    prepare(filename)
    assert _prepared is not None
    machine, _prepared = _prepared[0], None
    machine.config.source = source
    return machine


class Engine:
    """Runs one program at a time; `load` replaces it."""

    def __init__(self) -> None:
        self.machine: Machine | None = None
        self.console = SessionConsole()
        self.listings: dict[Any, Any] = {}
        self._lines: dict[str, list[str]] = {}
        self.how = ""

    # -- a program's life -----------------------------------------------------------------------

    def load(self, source: str, filename: str) -> None:
        """Start a fresh runtime and go to the program's first instruction.

        Raises:
            SyntaxError: the host's; nothing has been started then.
        """
        check_source(source, filename)
        # Compiled here for its error alone: the VM's own compilation raises it as a guest exception.
        compile(source, filename, "exec", dont_inherit=True)
        self._lines = {filename: source.splitlines()}
        self.machine = _started(source, filename)
        self.console = _PyRuntime.host
        self.console.machine = self.machine
        self.machine.loop.run_steps(0)

    def discard(self) -> None:
        """Forget the program; its output can still be taken."""
        self.machine = None
        self.listings.clear()

    def run(self, steps: int) -> str:
        """Run at most so many instructions; returns "ran", "finished", or "waiting" (for input)."""
        assert self.machine is not None
        outcome = self.machine.loop.run_steps(steps)
        if outcome is FINISHED:
            self.how = self.machine.how
            return "finished"
        if outcome is DEADLOCK:
            self.how = "deadlock"
            return "finished"
        return "waiting" if outcome is WAITING else "ran"

    def interrupt(self) -> bool:
        """Stop the program by SIGINT; False if nothing is left that could receive it.

        Unless the program catches it, that is the end: whoever presses Stop does not wait for modules to be cleared.
        """
        if self.machine is None or self.machine.interp.main_thread is None:
            return False
        self.machine.stopping = True
        receive_from_outside(self.machine.interp, SIGINT)
        return True

    def give_input(self, text: str) -> None:
        """Give the program the line that it waits for."""
        assert self.machine is not None
        self.console.give(text + "\n")
        self.machine.loop.wake_reason("input")

    def take_output(self) -> list[tuple[str, str]]:
        """Return the output since the last call, neighbouring pieces of one stream joined."""
        joined: list[tuple[str, str]] = []
        for stream, text in self.console.take():
            if joined and joined[-1][0] == stream:
                text = joined.pop()[1] + text
            joined.append((stream, text))
        return joined

    # -- how it ended ---------------------------------------------------------------------------

    @property
    def exit_status(self) -> int:
        """The program's exit status; 1 for one that can never end."""
        if self.how == "deadlock" or self.machine is None:
            return 1
        return self.machine.exit_status or 0

    @property
    def interrupted(self) -> bool:
        """Whether the program ended by a KeyboardInterrupt that it did not catch."""
        return self.exit_status == INTERRUPTED_STATUS

    @property
    def traceback(self) -> str:
        """The display of the exception that ended the program, or ""."""
        return "".join(self.console.traceback)

    @property
    def traceback_lines(self) -> list[int]:
        """The lines of that display that lie in the program's own file, the innermost last."""
        found = _LINE_OF_TRACEBACK.findall(self.traceback)
        return [int(line) for filename, line in found if filename in self._lines]

    # -- where it stands ------------------------------------------------------------------------

    @property
    def step_count(self) -> int:
        """Instructions run since the program was loaded."""
        return self.machine.loop.steps if self.machine is not None else 0

    def threads(self) -> list[PyThreadState]:
        """Return the thread states, the main one first."""
        return list(self.machine.interp.threads) if self.machine is not None else []

    def current_thread(self) -> PyThreadState | None:
        """Return the thread that holds the GIL, else the one that gets it next."""
        if self.machine is None:
            return None
        holder = _PyRuntime.tstate_current
        if holder is not None:
            return holder
        gil = self.gil()
        return gil.waiters[0] if gil.waiters else self.machine.interp.main_thread

    def gil(self) -> _gil_runtime_state:
        """Return the state of the GIL."""
        return self.machine.interp.gil if self.machine is not None else _gil_runtime_state()

    def place(self) -> Place | None:
        """Return where the running thread stands; None if it is in no Python code."""
        tstate = self.current_thread()
        return _place_in(tstate) if tstate is not None else None

    def places(self) -> list[Place]:
        """Return where each Python frame of each thread stands."""
        return [
            _place_of(frame, above)
            for tstate in self.threads()
            for frame, above in chain(tstate)
            if isinstance(frame, _PyInterpreterFrame)
        ]

    def source_lines(self, filename: str) -> list[str]:
        """Return the lines of a file of the program, or nothing."""
        return self._lines.get(filename, [])


class SessionConsole(BufferConsole):
    """Collects output, and what the interpreter wrote of the exception that ended the program."""

    def __init__(self) -> None:
        super().__init__()
        self.machine: Machine | None = None
        self.traceback: list[str] = []

    def show(self, stream: str, text: str) -> None:
        """Collect a piece of output."""
        super().show(stream, text)
        machine = self.machine
        # The interpreter has noted how the program ended when it displays why, but no status yet.
        if machine is not None and machine.how == "exception" and machine.exit_status is None:
            if "err" in stream:
                self.traceback.append(text)


def chain(tstate: PyThreadState) -> Any:
    """Yield each frame of a thread, innermost first, with the frame above it, which it waits for."""
    frame, above = tstate.current_frame, None
    while frame is not None:
        yield frame, above
        frame, above = frame.previous, frame


def _place_in(tstate: PyThreadState) -> Place | None:
    for frame, above in chain(tstate):
        if isinstance(frame, _PyInterpreterFrame):
            return _place_of(frame, above)
    return None


def _place_of(frame: _PyInterpreterFrame, above: Any) -> Place:
    index = index_of(frame, above)
    line = line_of(frame, index)
    return Place(frame, index, line, line is not None and (index == 0 or line_of(frame, index - 1) != line))


def line_of(frame: _PyInterpreterFrame, index: int) -> int | None:
    """Return the line of an instruction, or None.

    The shim below ``__init__`` has no lines; a module's first instruction stands on line 0, which is none.
    """
    return instruction_positions(frame.f_code)[index][0] or None


def index_of(frame: _PyInterpreterFrame, above: Any) -> int:
    """Return the instruction that comes next in a frame, or that waits for the frame above it."""
    if above is None or _runs_between(above):
        return frame.instr_ptr
    return max(frame.instr_ptr - 1, 0)


def stack_top(frame: Any, above: Any) -> int:
    """Return the index in localsplus where the frame's value stack ends.

    An instruction that waits for a native frame has its inputs still on the stack; one that put a Python
    frame above it has given them away, and the result will go to ``ret_slot``.
    """
    if isinstance(above, _PyInterpreterFrame):
        return frame.ret_slot
    units = frame.f_code.base_instrs
    return int(units[min(index_of(frame, above), len(units) - 1)][2])


def _runs_between(above: Any) -> bool:
    """Whether a native frame runs between two instructions (a finaliser, a signal's handler)."""
    return isinstance(above, NativeFrame) and above.then is between_instructions and above.saved is None


def value_stack(frame: Any, above: Any) -> list[Any]:
    """Return the live part of a frame's value stack, the bottom first; None is NULL."""
    return frame.localsplus[frame.f_code.co_nlocalsplus : stack_top(frame, above)]
