"""Which compiled code is the library's own, so that it need not be verified (docs/decisions/0006).

A reader of files that has read a whole ``.pyc`` of the library, which no program can change
(``Files.is_library_code``), vouches for its contents here; ``marshal`` asks when it is handed bytes. What
counts is what the bytes are, not where they have been meanwhile.
"""

from __future__ import annotations

from hashlib import blake2b
from importlib.util import MAGIC_NUMBER

#: What precedes the code object in a .pyc.
HEADER_SIZE = 16

_digests: set[bytes] = set()


def vouch_for_library_code(data: bytes) -> None:
    """The whole contents of a .pyc of the library have been read."""
    if data.startswith(MAGIC_NUMBER):
        _digests.add(_digest(data[HEADER_SIZE:]))


def is_library_code(data: bytes) -> bool:
    """Whether bytes are the code of a module of the library, as its .pyc holds it."""
    return bool(_digests) and _digest(data) in _digests


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=32).digest()
