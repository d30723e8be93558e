"""Where the guest's standard library comes from: the host's, a folder natively, a zip file in Pyodide."""

from __future__ import annotations

import os
import sys
import zipfile
import zlib

_LOCAL_HEADER = 30
#: Where a member's local header tells the lengths of its name and of its extra field.
_NAME_LENGTH, _EXTRA_LENGTH = slice(26, 28), slice(28, 30)


class ZipLibrary:
    """The members of a zip file, read by name.

    The list of members and what has been read are kept, and the file is open only while something is read: all
    of it may become part of a memory image, and what was read when that was made is there in a start from it,
    where reading the file means to download it.

    Attributes:
        path: of the zip file.
        members: what the file's directory tells of each member.
    """

    def __init__(self, path: str):
        self.path = path
        with zipfile.ZipFile(path) as archive:
            self.members = {info.filename: info for info in archive.infolist()}
        self._read: dict[str, bytes] = {}

    def read(self, name: str) -> bytes:
        """The contents of a member."""
        data = self._read.get(name)
        if data is None:
            data = self._read[name] = self._load(self.members[name])
        return data

    def _load(self, info: zipfile.ZipInfo) -> bytes:
        with open(self.path, "rb") as file:
            file.seek(info.header_offset)
            header = file.read(_LOCAL_HEADER)
            lengths = (int.from_bytes(header[part], "little") for part in (_NAME_LENGTH, _EXTRA_LENGTH))
            file.seek(sum(lengths), os.SEEK_CUR)
            data = file.read(info.compress_size)
        return data if info.compress_type == zipfile.ZIP_STORED else zlib.decompress(data, -15)


_zip: ZipLibrary | None = None


def zip_library() -> ZipLibrary | None:
    """The host's library, if it is in a zip file."""
    global _zip
    if _zip is None:
        folder = os.path.dirname(os.path.dirname(os.path.abspath(os.__file__)))
        path = os.path.join(folder, f"python{sys.version_info[0]}{sys.version_info[1]}.zip")
        if os.path.isfile(path):
            _zip = ZipLibrary(path)
    return _zip
