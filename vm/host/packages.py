"""Packages for the guest: what a program asks for, fetched by micropip, put beside the library.

A program names them itself, in a block of inline metadata (PEP 723):

    # /// script
    # dependencies = ["attrs"]
    # ///

In the browser micropip finds the wheels and what they depend on. They are unpacked for the guest alone: the host,
in which the VM runs, never imports anything of them. Only wheels of pure Python will do: the guest has no other.
"""

from __future__ import annotations

import hashlib
import io
import re
import tomllib
import zipfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

#: Unpacked bytes of all packages together.
MAX_BYTES = 1 << 27
MAX_REQUIREMENTS = 50

_BLOCK = re.compile(r"(?m)^# /// (?P<type>[a-zA-Z0-9-]+)$\s(?P<content>(^#(| .*)$\s)+)^# ///$")
#: What environment markers ask about: the guest, which is a CPython on Linux.
_MARKERS = {
    "implementation_name": "cpython", "implementation_version": "3.13.0", "os_name": "posix",
    "platform_machine": "x86_64", "platform_release": "", "platform_system": "Linux",
    "platform_version": "", "python_full_version": "3.13.0", "platform_python_implementation": "CPython",
    "python_version": "3.13", "sys_platform": "linux", "extra": "",
}


class PackageError(Exception):
    """A package cannot be had; the text says why, for the person who asked for it."""


@dataclass(frozen=True)
class Wheel:
    """A wheel that was found: its file name, where it is, and its digest if the index tells it."""

    filename: str
    url: str
    sha256: str | None


#: Path under site-packages -> contents, of everything that is installed.
_files: dict[str, bytes] = {}
#: The requirements that have been met, as they were written.
_met: set[str] = set()


def requirements(source: str) -> list[str]:
    """The packages that a program's inline metadata name; none if there is no such block.

    Raises:
        PackageError: there is one, and it cannot be read.
    """
    blocks = [match for match in _BLOCK.finditer(source) if match.group("type") == "script"]
    if not blocks:
        return []
    if len(blocks) > 1:
        raise PackageError("the program has more than one block of script metadata")
    lines = blocks[0].group("content").splitlines()
    text = "\n".join(line[2:] if line.startswith("# ") else line[1:] for line in lines)
    try:
        found = tomllib.loads(text).get("dependencies", [])
    except tomllib.TOMLDecodeError as error:
        raise PackageError(f"the script metadata cannot be read: {error}") from None
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        raise PackageError("the script metadata's dependencies are no list of strings")
    if len(found) > MAX_REQUIREMENTS:
        raise PackageError(f"the program asks for more than {MAX_REQUIREMENTS} packages")
    return found


def missing(source: str) -> list[str]:
    """The requirements of a program that have not been met yet."""
    return [name for name in requirements(source) if name not in _met]


def installed() -> dict[str, bytes]:
    """Path under site-packages -> contents, of everything that is installed."""
    return _files


def forget() -> None:
    """Take every package off again."""
    _files.clear()
    _met.clear()


async def install(
    names: list[str],
    find: Callable[[list[str]], Awaitable[list[Wheel]]] | None = None,
    fetch: Callable[[str], Awaitable[bytes]] | None = None,
) -> None:
    """Fetch packages and put them where the next program finds them.

    Args:
        names: requirements as pip takes them ("attrs", "attrs>=24").
        find, fetch: how wheels are found and read; micropip's and Pyodide's way unless others are given.

    Raises:
        PackageError: one of them cannot be had; nothing is installed then.
    """
    try:
        wheels = await (find or find_wheels)(names)
        unpacked: dict[str, bytes] = {}
        for wheel in wheels:
            data = await (fetch or fetch_bytes)(wheel.url)
            unpacked |= unpack(wheel, data)
            if sum(map(len, unpacked.values())) + sum(map(len, _files.values())) > MAX_BYTES:
                raise PackageError("the packages are too large")
    except PackageError:
        raise
    except Exception as error:  # micropip's and the network's are of many kinds
        raise PackageError(str(error).strip() or type(error).__name__) from error
    _files.update(unpacked)
    _met.update(names)


async def find_wheels(names: list[str]) -> list[Wheel]:
    """What micropip finds for requirements, dependencies included."""
    import micropip  # type: ignore[import-not-found]  # in Pyodide only
    from micropip._compat import compatibility_layer  # type: ignore[import-not-found]
    from micropip.package_index import DEFAULT_INDEX_URLS  # type: ignore[import-not-found]
    from micropip.transaction import Transaction  # type: ignore[import-not-found]

    assert micropip.__version__
    transaction = Transaction(
        _compat_layer=compatibility_layer, ctx=dict(_MARKERS), ctx_extras=[], keep_going=False, deps=True,
        pre=False, fetch_kwargs={}, index_urls=list(DEFAULT_INDEX_URLS))
    transaction.search_pyodide_lock_first = False  # what is there is for the host
    await transaction.gather_requirements(names)
    if transaction.pyodide_packages:
        found = ", ".join(package.name for package in transaction.pyodide_packages)
        raise PackageError(f"no wheel of pure Python for {found}")
    return [Wheel(wheel.filename, wheel.url, wheel.sha256) for wheel in transaction.wheels]


async def fetch_bytes(url: str) -> bytes:
    """The contents of an address, by the browser."""
    from pyodide.http import pyfetch  # type: ignore[import-not-found]

    answer = await pyfetch(url)
    if not answer.ok:
        raise PackageError(f"{url}: HTTP status {answer.status}")
    data: Any = await answer.bytes()
    return bytes(data)


def unpack(wheel: Wheel, data: bytes) -> dict[str, bytes]:
    """Path under site-packages -> contents, of a wheel's files."""
    if not wheel.filename.endswith("-none-any.whl"):
        raise PackageError(f"{wheel.filename} is not a wheel of pure Python")
    if wheel.sha256 is not None and hashlib.sha256(data).hexdigest() != wheel.sha256:
        raise PackageError(f"{wheel.filename} is not the file that the index tells of")
    files = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(info.file_size for info in archive.infolist()) > MAX_BYTES:
            raise PackageError(f"{wheel.filename} is too large")
        for info in archive.infolist():
            path = _place(info.filename)
            if path is not None:
                files[path] = archive.read(info)
    return files


def _place(name: str) -> str | None:
    """Where a member goes, or None: folders, scripts and data outside the packages are left out."""
    parts = name.split("/")
    if name.endswith("/") or any(part in ("", ".", "..") for part in parts):
        return None
    if parts[0].endswith(".data"):
        return "/".join(parts[2:]) if len(parts) > 2 and parts[1] in ("purelib", "platlib") else None
    return name
