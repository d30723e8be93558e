"""Time zones: what tzset() of the C library makes of $TZ. The files are the guest's own.

A zone knows its transitions from a file in the TZif format (RFC 8536), or has only a rule like that of POSIX.
"""

from __future__ import annotations

import re
import struct
import time as host_time
from bisect import bisect_right
from calendar import timegm
from typing import Any, NamedTuple
from zoneinfo import _zoneinfo as host_zoneinfo

FOLDER = "/usr/share/zoneinfo/"
#: What follows the names where POSIX leaves the choice.
_USUAL_RULE = ",M3.2.0,M11.1.0"
_WITH_OFFSET = re.compile("(<[^>]+>|[A-Za-z]{3,})[-+]?[0-9]")
_MAX_FILE = 1 << 20
_HEADER = struct.Struct(">4sc15x6l")
#: A time beyond what the host's calendar has is taken by as many times 400 years nearer, after which all repeats.
_CYCLE = 146097 * 86400
_LATEST = 250_000_000_000
_YEAR = (365 * 24 + 6) * 3600
#: How far, and in what steps, mktime() looks for a time with the daylight saving that is asked for.
_STEP, _STEPS = 601_200, 447


class Kind(NamedTuple):
    """Seconds east of Greenwich, whether it is daylight saving time, and the name."""

    offset: int
    isdst: bool
    name: str


UTC_KIND = Kind(0, False, "UTC")


class Zone:
    """A time zone.

    Args:
        times: when it changed, in seconds since 1970, ascending.
        kinds: to what.
        types: all kinds in the order of the file; the first is that of the time before.
        rule: what holds after the last change, as the host's zoneinfo reads it; None: the last change holds.
    """

    def __init__(self, times: list[int], kinds: list[Kind], types: list[Kind], rule: Any = None):
        self.times, self.kinds, self.types, self.rule = times, kinds, types, rule
        self.first = next((kind for kind in types if not kind.isdst), types[0])

    def at(self, seconds: int) -> Kind:
        """What holds at a time."""
        if self.rule is not None and (not self.times or seconds >= self.times[-1]):
            return self._by_rule(seconds)
        index = bisect_right(self.times, seconds) - 1
        return self.kinds[index] if index >= 0 else self.first

    def _by_rule(self, seconds: int) -> Kind:
        rule = self.rule
        if hasattr(rule, "utcoff"):  # the same all year
            return _kind(rule, False)
        if abs(seconds) > _LATEST:
            seconds %= _CYCLE
        year = max(host_time.gmtime(seconds).tm_year, 1970)  # glibc's rules know no year before
        info, _ = rule.get_trans_info_fromutc(seconds, year)
        return _kind(info, info is rule.dst)

    def mktime(self, fields: tuple[int, ...]) -> int:
        """The time that a clock shows as year, month, ..., second; the ninth field says which of two is meant."""
        year, month = divmod(fields[0] * 12 + fields[1] - 1, 12)
        wall = timegm((year, month + 1, 1, 0, 0, 0)) + (fields[2] - 1) * 86400 \
            + fields[3] * 3600 + fields[4] * 60 + fields[5]
        around = [self.at(wall + days * 86400) for days in (-1, 1)]
        fitting = [kind for kind in around if self.at(wall - kind.offset) == kind]
        wanted = bool(fields[8])
        if fields[8] >= 0:
            fitting.sort(key=lambda kind: kind.isdst != wanted)
        seconds = wall - (fitting or around)[0].offset
        if fields[8] < 0 or self.at(seconds).isdst == wanted:
            return seconds
        for step in range(_STEP, _STEPS * _STEP, _STEP):  # as glibc looks for it
            for other in (self.at(seconds - step), self.at(seconds + step)):
                if other.isdst == wanted:
                    return wall - other.offset
        return seconds + (-3600 if wanted else 3600)

    def summary(self, now: int) -> tuple[int, int, tuple[str, str]]:
        """(timezone, altzone, tzname): standard and summer time in the year of a time."""
        start = now // _YEAR * _YEAR
        january, july = self.at(start), self.at(start + _YEAR // 2)
        if january.offset > july.offset:  # the south
            january, july = july, january
        return -january.offset, -july.offset, (january.name[:9], july.name[:9])


def _kind(info: Any, isdst: bool) -> Kind:
    return Kind(int(info.utcoff.total_seconds()), isdst, info.tzname)


UTC = Zone([], [], [UTC_KIND])


def find_zone(name: str | None, files: Any) -> Zone:
    """The zone that $TZ names; UTC if it names none.

    Args:
        name: the variable's text, or None.
        files: the driver of the file system.
    """
    name = (name or "").removeprefix(":")
    if not name:
        return UTC
    data = None if ".." in name.split("/") else _read(FOLDER + name.lstrip("/"), files)
    try:
        return _from_rule(name) if data is None else _from_file(data)
    except (ValueError, IndexError, struct.error):
        return UTC


def _read(path: str, files: Any) -> bytes | None:
    try:
        fd = files.open(path, 0, 0)
    except OSError:
        return None
    try:
        data = b""
        while len(data) < _MAX_FILE and (piece := files.read(fd, 1 << 16)):
            data += piece
        return data
    except OSError:  # a folder
        return None
    finally:
        files.close(fd)


def _from_rule(text: str) -> Zone:
    for candidate in (text, text + _USUAL_RULE) if _WITH_OFFSET.match(text) else ():
        try:
            rule = host_zoneinfo._parse_tz_str(candidate)
        except ValueError:
            continue
        return Zone([], [], [_kind(getattr(rule, "std", rule), False)], rule)
    named = re.match("[A-Za-z]{3,}", text)
    return Zone([], [], [Kind(0, False, named[0])]) if named else UTC


def _from_file(data: bytes) -> Zone:
    start, size = 0, 4
    magic, version, *counts = _HEADER.unpack_from(data)
    if magic != b"TZif":
        raise ValueError("not a file of a time zone")
    if version >= b"2":  # the same follows once more with 64 bits
        isutcs, isstds, leaps, changes, types, chars = counts
        start = _HEADER.size + changes * 5 + types * 6 + chars + leaps * 8 + isstds + isutcs
        size = 8
        _, _, *counts = _HEADER.unpack_from(data, start)
    isutcs, isstds, leaps, changes, types, chars = counts
    pos = start + _HEADER.size
    times = list(struct.unpack_from(f">{changes}{'q' if size == 8 else 'l'}", data, pos))
    pos += changes * size
    indexes = data[pos:pos + changes]
    pos += changes
    names = data[pos + types * 6:pos + types * 6 + chars]
    kinds = []
    for offset, isdst, index in struct.iter_unpack(">lBB", data[pos:pos + types * 6]):
        kinds.append(Kind(offset, bool(isdst), names[index:].partition(b"\0")[0].decode("latin-1")))
    pos += types * 6 + chars + leaps * (size + 4) + isstds + isutcs
    footer = data[pos:].strip(b"\n").decode("latin-1") if size == 8 else ""
    rule = host_zoneinfo._parse_tz_str(footer) if footer else None
    return Zone(times, [kinds[i] for i in indexes], kinds, rule)
