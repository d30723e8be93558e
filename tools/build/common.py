"""Shared parts of the build: places, running commands, and stamps that say what is up to date."""
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Iterable, Optional

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
WORK = ROOT / ".build"
DIST = ROOT / "dist"
SITE = DIST / "site"
NODE_MODULES = ROOT / "node_modules"


class Failure(Exception):
    """Something that the person at the keyboard can mend; its text is one clear sentence."""


def venv_bin(name: str) -> Path:
    """Return the path of a command installed in .venv."""
    if os.name == "nt":
        return VENV / "Scripts" / (name + ".exe")
    return VENV / "bin" / name


def say(text: str) -> None:
    """Print one line of progress at once."""
    print(text, flush=True)


def run(command: Iterable[object], what: str, quiet: bool = True,
        env: Optional[dict] = None, cwd: Path = ROOT) -> str:
    """Run a command; raise Failure with the end of its output when it fails.

    `what` names the step in the words of the person who waits for it.
    """
    words = [str(word) for word in command]
    pipe = subprocess.PIPE if quiet else None
    result = subprocess.run(words, cwd=str(cwd), env={**os.environ, **(env or {})},
                            stdin=subprocess.DEVNULL, stdout=pipe,
                            stderr=subprocess.STDOUT if quiet else None,
                            text=True, check=False)
    if result.returncode:
        # Cut: minified JavaScript quotes itself in its errors, on lines of a megabyte.
        lines = [line[:300] for line in (result.stdout or "").strip().splitlines()[-15:]]
        shown = ":\n" + "\n".join(lines) if lines else "."
        command_line = " ".join(words)[:300]
        raise Failure(f"{what} failed (`{command_line}` exited with {result.returncode}){shown}")
    return result.stdout or ""


def sha256(data: bytes) -> str:
    """Return the hexadecimal SHA-256 of some bytes."""
    return hashlib.sha256(data).hexdigest()


def files_under(*places: Path) -> "list[Path]":
    """Return every file in the given files and folders, sorted, without compiled Python."""
    found = []
    for place in places:
        if place.is_file():
            found.append(place)
        else:
            found += [p for p in place.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    return sorted(found)


def digest(paths: Iterable[Path], *words: str) -> str:
    """Return one hash for the names and contents of files, and for some words besides."""
    total = hashlib.sha256(repr(words).encode())
    for path in paths:
        name = path.relative_to(ROOT).as_posix() if ROOT in path.parents else path.name
        total.update(f"{name}\0{sha256(path.read_bytes())}\n".encode())
    return total.hexdigest()


class Stamp:
    """Remembers the inputs that a step last succeeded with, so that it is not run again in vain."""

    def __init__(self, name: str, inputs: str) -> None:
        self.path = WORK / "stamps" / name
        self.inputs = inputs

    def fresh(self, *outputs: Path) -> bool:
        """Tell whether the step has run with these inputs and its outputs are still there."""
        try:
            same = self.path.read_text() == self.inputs
        except FileNotFoundError:
            return False
        return same and all(path.exists() for path in outputs)

    def set(self) -> None:
        """Note that the step has run with these inputs."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.inputs)


def warn(text: str) -> None:
    """Print one line to stderr at once."""
    print(text, file=sys.stderr, flush=True)
