"""The worker's end of the protocol of docs/protocol.md: commands in, replies out, both as JSON text.

The script of the worker only carries text to `Server.receive` and calls `Server.slice` as long as
`Server.busy`; everything a command means is decided here, and tested natively.
"""

from __future__ import annotations

import gc
import json
import platform
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any

from vm.host import packages
from vm.probe import views
from vm.probe.engine import is_prepared, prepare
from vm.probe.session import Session, SessionError

VERSION = 1
SLICE_MS = 8.0
#: The host's recursion limit in the worker: far more than the VM needs, and still safe in a browser.
HOST_RECURSION = 20_000
#: Seconds between two `running` replies.
RUNNING_EVERY = 0.1

Reply = dict[str, Any]
# The data is made by views.py and has no cycles; one encoder for all replies saves its set-up.
_encode = json.JSONEncoder(check_circular=False, separators=(",", ":")).encode


def _renewed(start: Callable[[], None]) -> None:
    """Start a runtime after freeing what the last one has left behind; the collector then leaves it alone."""
    gc.unfreeze()
    gc.collect()
    start()
    gc.freeze()


class Server:
    """One session, spoken to in messages."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter):
        self._clock = clock
        self.session = Session(clock)
        self._views: tuple[str, ...] = views.NAMES
        self._run_id: int | None = None
        self._replies: list[Reply] = []
        self._told = (0.0, 0)
        #: A load that waits for packages, and what it waits for.
        self._waiting: tuple[Reply, list[str]] | None = None
        self._collect: Callable[[], object] = lambda: None
        self._renew: Callable[[Callable[[], None]], None] = lambda start: start()
        self._commands: dict[str, Callable[[Reply], None]] = {
            "hello": self._hello,
            "subscribe": self._subscribe,
            "load": self._load,
            "run": self._run,
            "step": self._step,
            "pause": self._pause,
            "stop": self._stop,
            "setBreakpoints": self._set_breakpoints,
            "input": self._input,
            "describe": self._describe,
        }

    def busy(self) -> bool:
        """Whether the program runs, and needs slices."""
        return self.session.status == "running"

    def receive(self, text: str) -> str:
        """Answer one command."""
        command = json.loads(text)
        self._guarded(lambda: self._dispatch(command))
        return self._take(command.get("id"))

    def wants_packages(self) -> bool:
        """Whether the last load waits for `install`."""
        return self._waiting is not None

    async def install(self) -> str:
        """Fetch what the last load waits for, then answer it."""
        if self._waiting is None:  # another program has been loaded since
            return "[]"
        command, names = self._waiting
        self._waiting = None
        try:
            await packages.install(names)
        except packages.PackageError as error:
            self._say("missing", packages=names, msg=f"{', '.join(names)}: {error}")
        else:
            if self._run_id == command.get("id"):
                self._guarded(lambda: self._load(command))
        return self._take(command.get("id"))

    def slice(self) -> str:
        """Give the program its turn."""
        self._guarded(self._turn)
        return self._take(self._run_id)

    def rest(self) -> str:
        """Nothing has been asked for a while: start the runtime of the next program, unless one is shown."""
        self._guarded(self._rest)
        return self._take(None)

    def _rest(self) -> None:
        filename = self.session.filename or "main.py"
        if self.session.status not in ("empty", "finished") or is_prepared(filename):
            return
        self.session.engine.discard()
        self._renew(lambda: prepare(filename))

    # -- the frame around every command ---------------------------------------------------------

    def _guarded(self, action: Callable[[], None]) -> None:
        """Run an action; a host exception that leaves it is a crash of the VM, and is told."""
        try:
            action()
        except SessionError as error:
            self._say("rejected", msg=str(error))
        except Exception:
            report = f"{traceback.format_exc()}\n{self._circumstances()}"
            self.session.status = "empty"
            self._say("crash", report=report, fatal=False)

    def _circumstances(self) -> str:
        session = self.session
        return (
            f"PyOrrery protocol {VERSION}, Python {platform.python_version()}"
            f" on {platform.system() or 'an unknown system'}\n"
            f"status {session.status}, step {session.step_count}\n"
            f"--- program ---\n{session.source}"
        )

    def _dispatch(self, command: Reply) -> None:
        handler = self._commands.get(command.get("type", ""))
        if handler is None:
            raise SessionError(f"there is no command {command.get('type')!r}")
        handler(command)

    def _say(self, type_: str, **fields: Any) -> None:
        self._replies.append({"type": type_, **fields})

    def _take(self, re: int | None) -> str:
        replies, self._replies = self._replies, []
        if re is not None:
            for reply in replies:
                reply["re"] = re
        return _encode(replies)

    # -- commands -------------------------------------------------------------------------------

    def _hello(self, command: Reply) -> None:
        """The worker is up, and is the server's alone: set up its interpreter for the VM.

        The guest's counts free what a program made. The host's collector would only take time while one
        runs, so it is asked when a program is replaced, for what that one has left behind.
        """
        gc.collect()
        gc.freeze()
        gc.disable()
        sys.setrecursionlimit(HOST_RECURSION)
        self._collect, self._renew = gc.collect, _renewed
        self._say(
            "ready",
            version=VERSION,
            how=command.get("how", ""),
            refused=command.get("refused", ""),
            timings=command.get("timings", {}),
            python=platform.python_version(),
        )

    def _subscribe(self, command: Reply) -> None:
        self._views = tuple(name for name in views.NAMES if name in command["views"])

    def _load(self, command: Reply) -> None:
        self._run_id = command.get("id")
        self._waiting = None
        self.session.discard()
        self._collect()
        if not self._has_packages(command):
            return
        try:
            self.session.load(command["source"], command.get("filename", "main.py"))
        except SyntaxError as error:
            self._say("syntaxError", **views.syntax_error(error))
            return
        self._tell()

    def _has_packages(self, command: Reply) -> bool:
        """Whether a program's packages are there; if they are not, it is told, or they are to be fetched."""
        try:
            names = packages.missing(command["source"])
        except packages.PackageError as error:
            self._say("missing", packages=[], msg=str(error))
            return False
        if names and command.get("install"):
            self._waiting = (command, names)
            self._say("progress", stage="packages", fraction=0.5, packages=names)
        elif names:
            self._say("missing", packages=names, msg="")
        return not names

    def _run(self, command: Reply) -> None:
        self._begin(command, "run")

    def _step(self, command: Reply) -> None:
        self._begin(command, command.get("kind", "instruction"), command.get("count", 1))

    def _begin(self, command: Reply, kind: str, count: int = 1) -> None:
        self.session.begin(kind, count)
        self._run_id = command.get("id")
        self._told = (self._clock(), self.session.step_count)
        self._turn()

    def _pause(self, _command: Reply) -> None:
        if self.busy():
            self.session.pause()
            self._tell()

    def _stop(self, command: Reply) -> None:
        if self.session.status in ("empty", "finished"):
            return
        self.session.stop(bool(command.get("hard")))
        self._turn()
        if self.busy():  # the page must hear that Stop arrived, even if the program catches it
            self._say("running", step=self.session.step_count, perSecond=0)

    def _set_breakpoints(self, command: Reply) -> None:
        self.session.set_breakpoints(command["lines"])

    def _input(self, command: Reply) -> None:
        self.session.give_input(command["text"])
        self._turn()

    def _describe(self, command: Reply) -> None:
        self._say("description", **views.description(command["opname"]))

    # -- turns and what they tell ---------------------------------------------------------------

    def _turn(self) -> None:
        session = self.session
        session.run_slice(SLICE_MS)
        if session.status != "running":
            self._tell()
            return
        self._output()
        now, steps = self._clock(), session.step_count
        then, before = self._told
        if now - then >= RUNNING_EVERY:
            self._told = (now, steps)
            self._say("running", step=steps, perSecond=round((steps - before) / (now - then)))

    def _output(self) -> None:
        for stream, text in self.session.take_output():
            self._say("output", stream=stream, text=text)

    def _tell(self) -> None:
        """Say where the session stands now, output first."""
        session = self.session
        self._output()
        if session.status == "empty":
            return
        self._say("state", **session.state(self._views))
        if session.status == "finished":
            self._say("finished", **session.finish())
