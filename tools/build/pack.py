"""Put compiled modules beside the sources, in wheels and in the standard library's zip.

Most of a start is spent compiling the standard library's sources: with .pyc beside the .py it
takes a third of the time, and tracebacks and `inspect.getsource` still find the source.  The .pyc
files are of the "unchecked hash" kind (PEP 552): nothing compares them with a clock or a source,
and the same sources give the same bytes.
"""

import base64
import csv
import hashlib
import importlib.util
import io
import shutil
import sys
import zipfile
from collections.abc import Iterable
from importlib._bootstrap_external import _code_to_hash_pyc  # type: ignore[attr-defined]
from pathlib import Path

from .common import run, venv_bin

EPOCH = (2020, 1, 1, 0, 0, 0)
#: Offsets within a .pyc: the magic number, flags, then the source's hash (PEP 552).
FLAGS = slice(4, 8)
UNCHECKED_HASH = (1).to_bytes(4, "little")
CHECKED_HASH = (3).to_bytes(4, "little")


def write_zip(path: Path, members: Iterable[tuple[str, bytes]]) -> None:
    """Write a zip whose bytes depend on its members alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)


def compiled(source: bytes, filename: str) -> bytes:
    """Return the unchecked-hash .pyc of a source."""
    code = compile(source, filename, "exec", dont_inherit=True, optimize=0)
    return bytes(_code_to_hash_pyc(code, importlib.util.source_hash(source), False))


def stdlib(source: Path, target: Path) -> None:
    """Write Pyodide's standard library with .pyc beside each .py.

    The host starts faster with them, and the guest, whose library it is too, compiles nothing of it.
    """
    members = []
    with zipfile.ZipFile(source) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if name.endswith(".py"):
                members.append((name + "c", compiled(data, f"/lib/python313.zip/{name}")))
            members.append((name, data))
    write_zip(target, members)


def _py_compile(wheel: Path) -> Path:
    """Return the wheel of .pyc alone that pyodide-build makes of a wheel, written beside it."""
    # With this variable set the .pyc hold the source's hash instead of a time.
    run([venv_bin("pyodide"), "py-compile", "--silent", "--keep", wheel],
        f"pyodide py-compile {wheel.name}", env={"SOURCE_DATE_EPOCH": "1577836800"})
    return next(path for path in wheel.parent.glob("*.whl") if path != wheel)


def _unchecked(pyc: bytes) -> bytes:
    """Turn a checked-hash .pyc into an unchecked-hash one."""
    if pyc[FLAGS] != CHECKED_HASH:
        raise ValueError("pyodide py-compile no longer writes checked-hash .pyc files")
    return pyc[:FLAGS.start] + UNCHECKED_HASH + pyc[FLAGS.stop:]


def _cache_name(name: str) -> str:
    """Return where the import system looks for the .pyc of a source: __pycache__."""
    folder, _, file = name.rpartition("/")
    return f"{folder}/__pycache__/{file.removesuffix('.py')}.{sys.implementation.cache_tag}.pyc"


def _record(members: list[tuple[str, bytes]], name: str) -> bytes:
    """Return the RECORD file of a wheel's members."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    for member, data in members:
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        writer.writerow((member, f"sha256={digest}", len(data)))
    writer.writerow((name, "", ""))
    return lines.getvalue().encode()


def wheel_with_pyc(wheel: Path, scratch: Path, folder: Path) -> Path:
    """Write a wheel's browser form to a folder: its sources, and pyodide-build's .pyc of them."""
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    copy = scratch / wheel.name
    copy.write_bytes(wheel.read_bytes())
    made = _py_compile(copy)
    members = []
    with zipfile.ZipFile(copy) as plain, zipfile.ZipFile(made) as bytecode:
        record = next(name for name in plain.namelist() if name.endswith(".dist-info/RECORD"))
        for name in plain.namelist():
            if name == record:
                continue
            data = plain.read(name)
            members.append((name, data))
            if name.endswith(".py") and "/" in name:
                members.append((_cache_name(name), _unchecked(bytecode.read(name + "c"))))
    members.append((record, _record(members, record)))
    # The name stays: what is beside the sources serves CPython 3.13 and harms no other, and
    # pyodide-lock takes no wheel that is tagged cp313-none-any.
    target = folder / wheel.name
    write_zip(target, members)
    return target


def importable_zip(browser_wheel: Path, target: Path) -> None:
    """Write a wheel's modules as a zip to import from: each .pyc stands beside its .py.

    A Pyodide that starts from the image has no installed files; this one file stands for them.
    """
    members = []
    with zipfile.ZipFile(browser_wheel) as archive:
        for name in archive.namelist():
            if name.endswith(".py"):
                members.append((name + "c", archive.read(_cache_name(name))))
                members.append((name, archive.read(name)))
    write_zip(target, members)
