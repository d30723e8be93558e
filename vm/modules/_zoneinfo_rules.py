"""What _zoneinfo reads out of a file: kinds of time, transitions, the rule that follows them.

A part of Modules/_zoneinfo.c. Nothing here calls guest code; the names of zones are guest objects.
"""

from __future__ import annotations

from typing import Any

from vm.modules._datetime_math import is_leap, ymd_to_ord
from vm.modules._datetime_types import new_delta
from vm.objects.pycore_object import Py_NewRef, Py_None, PyErr, PyObject
from vm.objects.pyerrors import PyErr_Format, PyExc_ValueError
from vm.objects.unicodeobject import PyUnicode_FromString

EPOCHORDINAL = 719163
_DAYS_IN_MONTH = (-1, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class _ttinfo:
    """A kind of time: timedeltas ``utcoff`` and ``dstoff`` and ``tzname`` (owned), and the first in seconds."""

    __slots__ = ("dstoff", "tzname", "utcoff", "utcoff_seconds")

    def __init__(self, utcoff: PyObject, dstoff: PyObject, tzname: PyObject, seconds: int):
        self.utcoff = utcoff
        self.dstoff = dstoff
        self.tzname = tzname
        self.utcoff_seconds = seconds

    def references(self) -> tuple[PyObject, ...]:
        """What it owns."""
        return self.utcoff, self.dstoff, self.tzname

    def copy(self) -> _ttinfo:
        """The same with references of its own."""
        return _ttinfo(Py_NewRef(self.utcoff), Py_NewRef(self.dstoff), Py_NewRef(self.tzname), self.utcoff_seconds)


class Timedeltas(dict[int, PyObject]):
    """TIMEDELTA_CACHE: the timedeltas of all zones by their seconds (owned)."""

    def load_timedelta(self, seconds: int) -> PyObject:
        """The timedelta of so many seconds, a new reference."""
        found = self.get(seconds)
        if found is None:
            found = self[seconds] = new_delta(0, seconds, 0, True)
        return Py_NewRef(found)

    def build_ttinfo(self, utcoffset: int, dstoffset: int, tzname: PyObject) -> _ttinfo:
        """A kind of time from seconds; the name's reference is taken over."""
        return _ttinfo(self.load_timedelta(utcoffset), self.load_timedelta(dstoffset), tzname, utcoffset)


NO_TTINFO = _ttinfo(Py_None, Py_None, Py_None, 0)


class CalendarRule:
    """A weekday of a month: ``Mm.w.d/time``."""

    __slots__ = ("day", "month", "seconds", "week")

    def __init__(self, month: int, week: int, day: int, time: tuple[int, int, int]):
        if not 1 <= month <= 12 or not 1 <= week <= 5 or not 0 <= day <= 6:
            raise ValueError
        self.month, self.week, self.day, self.seconds = month, week, day, _rule_seconds(time)

    def year_to_timestamp(self, year: int) -> int:
        """When it is in a year, in seconds of local time since 1970."""
        first_day = (ymd_to_ord(year, self.month, 1) + 6) % 7
        days_in_month = _DAYS_IN_MONTH[self.month] + (self.month == 2 and is_leap(year))
        month_day = (self.day - first_day - 1) % 7 + 1 + (self.week - 1) * 7
        if month_day > days_in_month:
            month_day -= 7
        return (ymd_to_ord(year, self.month, month_day) - EPOCHORDINAL) * 86400 + self.seconds


class DayRule:
    """A day of the year: ``Jn/time`` without, ``n/time`` with the 29th of February."""

    __slots__ = ("day", "julian", "seconds")

    def __init__(self, julian: bool, day: int, time: tuple[int, int, int]):
        if not julian <= day <= 365:
            raise ValueError
        self.julian, self.day, self.seconds = julian, day, _rule_seconds(time)

    def year_to_timestamp(self, year: int) -> int:
        """When it is in a year, in seconds of local time since 1970."""
        day = self.day + (self.julian and self.day >= 59 and is_leap(year))
        return (ymd_to_ord(year, 1, 1) - EPOCHORDINAL - 1 + day) * 86400 + self.seconds


def _rule_seconds(time: tuple[int, int, int]) -> int:
    hour, minute, second = time
    if not -167 <= hour <= 167:
        raise ValueError
    return hour * 3600 + minute * 60 + second


Rule = CalendarRule | DayRule


class _tzrule:
    """What holds after the last transition: standard time, and daylight saving time from ``start`` to ``end``."""

    __slots__ = ("dst", "dst_diff", "end", "start", "std")

    def __init__(self, std: _ttinfo, dst: _ttinfo | None = None, start: Rule | None = None,
                 end: Rule | None = None):
        self.std = std
        self.dst = dst
        self.start = start
        self.end = end
        self.dst_diff = 0 if dst is None else dst.utcoff_seconds - std.utcoff_seconds

    @property
    def std_only(self) -> bool:
        """Whether there is no daylight saving time."""
        return self.dst is None

    def references(self) -> tuple[PyObject, ...]:
        """What it owns."""
        return (*self.std.references(), *(() if self.dst is None else self.dst.references()))

    def _transitions(self, year: int) -> tuple[int, int]:
        assert self.start is not None and self.end is not None
        return self.start.year_to_timestamp(year), self.end.year_to_timestamp(year)


def _within(ts: int, start: int, end: int) -> bool:
    """Whether a time is in the part of a year from start to end, over the new year if need be."""
    return start <= ts < end if start < end else ts < end or ts >= start


def find_tzrule_ttinfo(rule: _tzrule, ts: int, fold: int, year: int) -> _ttinfo:
    """What holds at a local time of a year."""
    if rule.dst is None:
        return rule.std
    start, end = rule._transitions(year)
    if fold == (rule.dst_diff >= 0):
        end -= rule.dst_diff
    else:
        start += rule.dst_diff
    return rule.dst if _within(ts, start, end) else rule.std


def find_tzrule_ttinfo_fromutc(rule: _tzrule, ts: int, year: int) -> tuple[_ttinfo, int]:
    """What holds at a time in UTC, and whether the local clock shows it for the second time."""
    if rule.dst is None:
        return rule.std, 0
    start, end = rule._transitions(year)
    start -= rule.std.utcoff_seconds
    end -= rule.dst.utcoff_seconds
    if rule.dst_diff > 0:
        fold = end <= ts < end + rule.dst_diff
    else:
        fold = start <= ts < start - rule.dst_diff
    return (rule.dst if _within(ts, start, end) else rule.std), int(fold)


# ---- the text of a rule

class _Text:
    """A TZ string that is read from the left."""

    def __init__(self, data: bytes):
        self.data = data.partition(b"\0")[0].decode("latin-1")
        self.pos = 0

    def peek(self) -> str:
        """The next character; at the end an empty text."""
        return self.data[self.pos:self.pos + 1]

    def take(self, char: str) -> bool:
        """Whether the next character is this one; then it is read."""
        found = self.peek() == char
        self.pos += found
        return found

    def digits(self, least: int, most: int) -> int:
        """A number of so many digits; ValueError if there is none."""
        start = self.pos
        while self.pos - start < most and "0" <= self.peek() <= "9":
            self.pos += 1
        if self.pos - start < least:
            raise ValueError
        return int(self.data[start:self.pos])

    def abbr(self) -> str:
        """The name of a zone; ValueError if there is none."""
        start = self.pos
        if self.take("<"):
            end = self.data.find(">", start)
            name = self.data[start + 1:end]
            if end < 0 or not all(char.isascii() and (char.isalnum() or char in "+-") for char in name):
                raise ValueError
            self.pos = end + 1
            return name
        while (char := self.peek()).isascii() and char.isalpha():
            self.pos += 1
        if self.pos == start:
            raise ValueError
        return self.data[start:self.pos]

    def time(self) -> tuple[int, int, int]:
        """``[+-]h[:mm[:ss]]``; ValueError if there is none."""
        sign = -1 if self.peek() == "-" else 1
        self.pos += self.peek() in ("-", "+") and bool(self.peek())
        hour, minute, second = self.digits(1, 3), 0, 0
        if self.take(":"):
            minute = self.digits(2, 2)
            if self.take(":"):
                second = self.digits(2, 2)
        return sign * hour, sign * minute, sign * second

    def delta(self) -> int:
        """An offset in seconds, east of Greenwich; ValueError if there is none."""
        hour, minute, second = self.time()
        if not -24 <= hour <= 24:
            raise ValueError
        return -(hour * 3600 + minute * 60 + second)

    def rule(self) -> Rule:
        """When daylight saving time begins or ends; ValueError if that is not said."""
        if not self.take("M"):
            julian = self.take("J")
            return DayRule(julian, self.digits(1, 3), self._rule_time())
        month = self.digits(1, 2)
        week = self._part()
        day = self._part()
        return CalendarRule(month, week, day, self._rule_time())

    def _part(self) -> int:
        if not self.take("."):
            raise ValueError
        return self.digits(1, 1)

    def _rule_time(self) -> tuple[int, int, int]:
        return self.time() if self.take("/") else (2, 0, 0)


def parse_tz_str(timedeltas: Timedeltas, data: bytes) -> _tzrule:
    """The rule of a TZ string as POSIX has it; the guest's ValueError if it is none."""
    text = _Text(data)
    what = "Invalid STD format in"
    start = end = None
    dst_abbr = ""
    dst_offset = 0
    try:
        std_abbr = text.abbr()
        what = "Invalid STD offset in"
        std_offset = text.delta()
        if text.peek():
            what = "Invalid DST format in"
            dst_abbr = text.abbr()
            what = "Invalid DST offset in"
            dst_offset = std_offset + 3600 if text.peek() == "," else text.delta()
            start, end = _rule_after_comma(text, data), _rule_after_comma(text, data)
            what = "Extraneous characters at end of TZ string:"
            if text.peek():
                raise ValueError
    except ValueError:
        raise _malformed(what, data) from None
    std = timedeltas.build_ttinfo(std_offset, 0, PyUnicode_FromString(std_abbr))
    if start is None:
        return _tzrule(std)
    dst = timedeltas.build_ttinfo(dst_offset, dst_offset - std_offset, PyUnicode_FromString(dst_abbr))
    return _tzrule(std, dst, start, end)


def _malformed(what: str, data: bytes) -> PyErr:
    return PyErr_Format(PyExc_ValueError, f"{what} {bytes(data)!r}")


def _rule_after_comma(text: _Text, data: bytes) -> Rule:
    if not text.take(","):
        raise _malformed("Missing transition rules in TZ string:", data)
    try:
        return text.rule()
    except ValueError:
        raise _malformed("Malformed transition rule in TZ string:", data) from None


# ---- the tables of a file

def utcoff_to_dstoff(trans_idx: list[int], utcoffs: list[int], isdsts: list[bool]) -> list[int]:
    """How much of each kind's offset is daylight saving, as the transitions from and to it suggest; an hour if not."""
    dstoffs = [0] * len(utcoffs)
    for i in range(1, len(trans_idx)):
        idx, before = trans_idx[i], trans_idx[i - 1]
        if not isdsts[idx] or dstoffs[idx]:
            continue
        dstoff = 0 if isdsts[before] else utcoffs[idx] - utcoffs[before]
        if not dstoff and idx < len(utcoffs) - 1 and i + 1 < len(trans_idx):
            after = trans_idx[i + 1]
            if isdsts[after]:
                continue
            dstoff = utcoffs[idx] - utcoffs[after]
        dstoffs[idx] = dstoff
    return [3600 if isdst and not dstoff else dstoff for isdst, dstoff in zip(isdsts, dstoffs, strict=True)]


def ts_to_local(trans_idx: list[int], trans_utc: list[int], utcoff: list[int]) -> tuple[list[int], list[int]]:
    """The local times of the transitions, for either fold."""
    walls: tuple[list[int], list[int]] = ([], [])
    before = utcoff[0] if utcoff else 0
    for when, idx in zip(trans_utc, trans_idx, strict=True):
        after = utcoff[idx]
        walls[0].append(when + max(before, after))
        walls[1].append(when + min(before, after))
        before = after
    return walls


class ZoneData:
    """Everything that a zone knows, and owns: the tables of its file and the rule behind them."""

    __slots__ = ("fixed_offset", "ttinfo_before", "ttinfos", "trans_list_utc", "trans_list_wall",
                 "trans_ttinfos", "tzrule_after")

    def __init__(self, timedeltas: Timedeltas, trans_idx: list[int], trans_utc: list[int], utcoff: list[int],
                 isdst: list[bool], abbr: list[PyObject], rule: _tzrule | None):
        dstoff = utcoff_to_dstoff(trans_idx, utcoff, isdst)
        self.trans_list_utc = trans_utc
        self.trans_list_wall = ts_to_local(trans_idx, trans_utc, utcoff)
        self.ttinfos = [timedeltas.build_ttinfo(offset, dst, Py_NewRef(name))
                        for offset, dst, name in zip(utcoff, dstoff, abbr, strict=True)]
        self.trans_ttinfos = [self.ttinfos[idx] for idx in trans_idx]
        standard = [tti for tti, dst in zip(self.ttinfos, isdst, strict=True) if not dst]
        self.ttinfo_before = next(iter(standard or self.ttinfos), NO_TTINFO)
        if rule is None:
            last = self.trans_ttinfos[-1] if trans_idx else self.ttinfos[-1]
            rule = _tzrule(last.copy())
        self.tzrule_after = rule
        self.fixed_offset = rule.std_only and len(self.ttinfos) <= 1 and self._constant(rule.std)

    def _constant(self, std: _ttinfo) -> bool:
        """Whether the rule's standard time is the one kind of time that the file has."""
        if not self.ttinfos:
            return True
        only = self.ttinfos[0]
        return (only.utcoff_seconds == std.utcoff_seconds and only.tzname.value == std.tzname.value
                and _fields(only.dstoff) == _fields(std.dstoff))

    def references(self) -> list[PyObject]:
        """What it owns."""
        return [op for part in (*self.ttinfos, self.tzrule_after) for op in part.references()]


def _fields(delta: PyObject) -> Any:
    return delta.value.days, delta.value.seconds
