"""Calendars in whole numbers: the helper functions at the beginning of Modules/_datetimemodule.c.

Nothing here knows of guest objects but the checks, which raise the guest's exceptions.
"""

from __future__ import annotations

from math import floor

from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_OverflowError,
    PyExc_ValueError,
)

MINYEAR, MAXYEAR = 1, 9999
MAXORDINAL = 3652059
MAX_DELTA_DAYS = 999999999
DI4Y, DI100Y, DI400Y = 1461, 36524, 146097
SECONDS_PER_DAY = 86400
US_PER_SECOND = 1_000_000
_days_in_month = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_days_before_month = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


def is_leap(year: int) -> bool:
    """Whether a year has a 29th of February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """How many days a month of a year has."""
    return 29 if month == 2 and is_leap(year) else _days_in_month[month]


def days_before_month(year: int, month: int) -> int:
    """The days of a year before its month."""
    return _days_before_month[month] + (month > 2 and is_leap(year))


def days_before_year(year: int) -> int:
    """The days before the first of January of a year; the year 0 (of a forged pickle) as C's division has it."""
    y = year - 1
    return y * 365 + y // 4 - y // 100 + y // 400 if y >= 0 else y * 365


def ymd_to_ord(year: int, month: int, day: int) -> int:
    """The ordinal of a date; that of the first day of the year 1 is 1."""
    return days_before_year(year) + days_before_month(year, month) + day


def ord_to_ymd(ordinal: int) -> tuple[int, int, int]:
    """The date of an ordinal from 1 on; years beyond 9999 are given as well."""
    n400, n = divmod(ordinal - 1, DI400Y)
    n100, n = divmod(n, DI100Y)
    n4, n = divmod(n, DI4Y)
    n1, n = divmod(n, 365)
    year = n400 * 400 + n100 * 100 + n4 * 4 + n1 + 1
    if n1 == 4 or n100 == 4:  # the last day of a cycle
        return year - 1, 12, 31
    month = (n + 50) >> 5  # right, or one too many
    preceding = days_before_month(year, month)
    if preceding > n:
        month -= 1
        preceding -= days_in_month(year, month)
    return year, month, n - preceding + 1


def _weekday_of(ordinal: int) -> int:
    """The day of the week; below the calendar (of a forged pickle) as C's remainder has it."""
    shifted = ordinal + 6
    return shifted % 7 if shifted >= 0 else -(-shifted % 7)


def weekday(year: int, month: int, day: int) -> int:
    """The day of the week; Monday is 0."""
    return _weekday_of(ymd_to_ord(year, month, day))


def iso_week1_monday(year: int) -> int:
    """The ordinal of the Monday of the first week of an ISO year."""
    first_day = ymd_to_ord(year, 1, 1)
    first_weekday = _weekday_of(first_day)
    return first_day - first_weekday + (7 if first_weekday > 3 else 0)


def iso_to_ymd(year: int, week: int, day: int) -> tuple[int, int, int] | int:
    """The date of a day of an ISO week; else what is wrong: -4 the year, -2 the week, -3 the day."""
    if not MINYEAR <= year <= MAXYEAR:
        return -4
    if not 0 < week < 53:
        first_weekday = weekday(year, 1, 1)
        long_year = first_weekday == 3 or (first_weekday == 2 and is_leap(year))
        if week != 53 or not long_year:
            return -2
    if not 0 < day < 8:
        return -3
    return ord_to_ymd(iso_week1_monday(year) + (week - 1) * 7 + day - 1)


# ---- checks

def check_delta_day_range(days: int) -> None:
    """OverflowError for a difference of too many days."""
    if not -MAX_DELTA_DAYS <= days <= MAX_DELTA_DAYS:
        raise PyErr_Format(
            PyExc_OverflowError, f"days={days}; must have magnitude <= {MAX_DELTA_DAYS}")


def check_date_args(year: int, month: int, day: int) -> None:
    """ValueError for a date that does not exist."""
    if not MINYEAR <= year <= MAXYEAR:
        raise PyErr_Format(PyExc_ValueError, f"year {year} is out of range")
    if not 1 <= month <= 12:
        raise PyErr_Format(PyExc_ValueError, "month must be in 1..12")
    if not 1 <= day <= days_in_month(year, month):
        raise PyErr_Format(PyExc_ValueError, "day is out of range for month")


def check_time_args(hour: int, minute: int, second: int, microsecond: int, fold: int) -> None:
    """ValueError for a time of day that does not exist."""
    if not 0 <= hour <= 23:
        raise PyErr_Format(PyExc_ValueError, "hour must be in 0..23")
    if not 0 <= minute <= 59:
        raise PyErr_Format(PyExc_ValueError, "minute must be in 0..59")
    if not 0 <= second <= 59:
        raise PyErr_Format(PyExc_ValueError, "second must be in 0..59")
    if not 0 <= microsecond <= 999999:
        raise PyErr_Format(PyExc_ValueError, "microsecond must be in 0..999999")
    if fold not in (0, 1):
        raise PyErr_Format(PyExc_ValueError, "fold must be either 0 or 1")


# ---- normalisation

def normalize_d_s_us(days: int, seconds: int, microseconds: int) -> tuple[int, int, int]:
    """The same difference with seconds of a day and microseconds of a second."""
    carry, microseconds = divmod(microseconds, US_PER_SECOND)
    carry, seconds = divmod(seconds + carry, SECONDS_PER_DAY)
    return days + carry, seconds, microseconds


def normalize_y_m_d(year: int, month: int, day: int) -> tuple[int, int, int]:
    """The date whose day may be out of its month; OverflowError beyond the calendar."""
    dim = days_in_month(year, month)
    if not 1 <= day <= dim:
        if day == 0:
            month -= 1
            if month:
                day = days_in_month(year, month)
            else:
                year, month, day = year - 1, 12, 31
        elif day == dim + 1:
            day = 1
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        else:
            ordinal = ymd_to_ord(year, month, 1) + day - 1
            if not 1 <= ordinal <= MAXORDINAL:
                raise _out_of_range()
            return ord_to_ymd(ordinal)
    if not MINYEAR <= year <= MAXYEAR:
        raise _out_of_range()
    return year, month, day


normalize_date = normalize_y_m_d


def _out_of_range() -> Exception:
    return PyErr_Format(PyExc_OverflowError, "date value out of range")


def normalize_datetime(
    year: int, month: int, day: int, hour: int, minute: int, second: int, microsecond: int
) -> tuple[int, int, int, int, int, int, int]:
    """The same moment with each field in its range; OverflowError beyond the calendar."""
    carry, microsecond = divmod(microsecond, US_PER_SECOND)
    carry, second = divmod(second + carry, 60)
    carry, minute = divmod(minute + carry, 60)
    carry, hour = divmod(hour + carry, 24)
    return (*normalize_y_m_d(year, month, day + carry), hour, minute, second, microsecond)


def divide_nearest(m: int, n: int) -> int:
    """m / n rounded to the nearest integer, a half to the even one; n is not 0 (_PyLong_DivmodNear)."""
    if n < 0:
        m, n = -m, -n
    quo, rem = divmod(m, n)
    return quo + (2 * rem > n or (2 * rem == n and quo & 1))


def c_round(x: float) -> float:
    """C's round(): halves away from zero."""
    whole = floor(abs(x))
    whole += abs(x) - whole >= 0.5
    return float(-whole if x < 0 else whole)


# ---- ISO 8601

def parse_digits(text: bytes, pos: int, count: int) -> tuple[int, int] | None:
    """(position behind, number) of so many digits, or None."""
    digits = text[pos:pos + count]
    return (pos + count, int(digits)) if len(digits) == count and digits.isdigit() else None


def parse_isoformat_date(text: bytes, length: int) -> tuple[int, int, int] | int:
    """The date at the beginning of a text, unchecked, or a negative number if there is none.

    Args:
        text: the text, with NULs behind it.
        length: where the date ends.
    """
    found = parse_digits(text, 0, 4)
    if found is None:
        return -1
    pos, year = found
    uses_separator = text[pos] == 45
    pos += uses_separator
    if text[pos] == 87:  # W
        return _parse_iso_week(text, pos + 1, length, year, uses_separator)
    found = parse_digits(text, pos, 2)
    if found is None:
        return -1
    pos, month = found
    if uses_separator:
        if text[pos] != 45:
            return -2
        pos += 1
    found = parse_digits(text, pos, 2)
    return -1 if found is None else (year, month, found[1])


def _parse_iso_week(
    text: bytes, pos: int, length: int, year: int, uses_separator: bool
) -> tuple[int, int, int] | int:
    found = parse_digits(text, pos, 2)
    if found is None:
        return -3
    pos, week = found
    day = 1
    if pos < length:
        if uses_separator:
            if text[pos] != 45:
                return -2
            pos += 1
        found = parse_digits(text, pos, 1)
        if found is None:
            return -4
        day = found[1]
    date = iso_to_ymd(year, week, day)
    return -3 + date if isinstance(date, int) else date


def parse_hh_mm_ss_ff(text: bytes, pos: int, end: int) -> tuple[int, list[int]]:
    """The fields of a time of day: (0, or 1 if more follows, or what is wrong; four numbers)."""
    vals = [0, 0, 0, 0]
    has_separator = True
    for i in range(3):
        found = parse_digits(text, pos, 2)
        if found is None:
            return -3, vals
        pos, vals[i] = found
        char = text[pos]
        pos += 1
        if i == 0:
            has_separator = char == 58
        if pos >= end:
            return int(char != 0), vals
        if has_separator and char == 58:
            continue
        if char in b".,":
            break
        if has_separator:
            return -4, vals
        pos -= 1
    to_parse = min(end - pos, 6)
    found = parse_digits(text, pos, to_parse)
    if found is None:
        return -3, vals
    pos, fraction = found
    vals[3] = fraction * 10 ** (6 - to_parse)
    while 48 <= text[pos] <= 57:  # digits beyond a microsecond
        pos += 1
    return int(text[pos] != 0), vals


def parse_isoformat_time(text: bytes, pos: int, end: int) -> tuple[int, list[int], int, int]:
    """A time of day and its offset: (0 without offset, 1 with one, else what is wrong; fields; seconds; microseconds).

    Args:
        text: the text, with NULs behind it.
        pos, end: the part that is the time.
    """
    zone = next((i for i in range(pos, end) if text[i] in b"Z+-"), max(end, pos + 1))
    rv, vals = parse_hh_mm_ss_ff(text, pos, zone)
    if rv < 0:
        return rv, vals, 0, 0
    if zone >= end:
        return (-5 if rv == 1 else 0), vals, 0, 0
    if text[zone] == 90:  # Z
        return (-5 if text[zone + 1] else 1), vals, 0, 0
    sign = -1 if text[zone] == 45 else 1
    rv, (hours, minutes, seconds, microseconds) = parse_hh_mm_ss_ff(text, zone + 1, end)
    offset = hours * 3600 + minutes * 60 + seconds
    return (-5 if rv else 1), vals, sign * offset, sign * microseconds


def _find_isoformat_datetime_separator(text: bytes, length: int) -> int:
    """Where the date ends; -1 if that cannot be a date.

    What C does where ``YYYY-Www-##`` or ``YYYYWww...`` can be read in two ways.
    """
    if length == 7:
        return 7
    if text[4] == 45:
        if text[5] != 87:
            return 10  # YYYY-MM-DD
        if length > 8 and text[8] == 45:
            if length == 9:
                return -1
            return 8 if length > 10 and 48 <= text[10] <= 57 else 10
        return 8  # YYYY-Www
    if text[4] != 87:
        return 8  # YYYYMMDD
    pos = 7
    while pos < length and 48 <= text[pos] <= 57:
        pos += 1
    if pos < 9:
        return pos
    return 8 if pos % 2 else 7


__all__ = [
    "MAXORDINAL", "MAXYEAR", "MAX_DELTA_DAYS", "MINYEAR", "SECONDS_PER_DAY", "US_PER_SECOND",
    "_find_isoformat_datetime_separator", "c_round", "check_date_args", "check_delta_day_range",
    "check_time_args", "days_before_month", "divide_nearest", "is_leap", "iso_to_ymd",
    "iso_week1_monday", "normalize_d_s_us", "normalize_date", "normalize_datetime", "ord_to_ymd",
    "parse_isoformat_date", "parse_isoformat_time", "weekday", "ymd_to_ord",
]
