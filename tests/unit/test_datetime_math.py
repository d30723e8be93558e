"""The calendar and the reader of ISO 8601 under _datetime, against the host's own datetime."""

from __future__ import annotations

import datetime as host
import random

import pytest

import vm.python.pylifecycle  # noqa: F401  (fills the slots of frames and tracebacks)
from vm.objects.linker import link

link()  # the types of these files are made when they are imported
from vm.modules._datetime_date import packed, utf8_or_none  # noqa: E402
from vm.modules._datetime_datetime import _parse_isoformat, _sanitize_isoformat_str  # noqa: E402
from vm.modules._datetime_math import (  # noqa: E402
    MAXORDINAL,
    c_round,
    divide_nearest,
    iso_to_ymd,
    normalize_d_s_us,
    normalize_datetime,
    ord_to_ymd,
    parse_isoformat_date,
    parse_isoformat_time,
    weekday,
    ymd_to_ord,
)

SEED = 8601
PIECES = [
    "2024", "0001", "9999", "02", "29", "30", "12", "W01", "W53", "1", "7", "-", ":", "T", " ", "Z", "+", ".", ",",
    "123", "123456", "1234567", "\u00e9", "\U0001f600", "\ud800", "\0", "x", "23:59:60", "2024-02-29", "20240229",
    "2024-W05-3", "2024W053", "12:34:56", "123456.5", "+05:30", "-00:00:01",
]


def test_ordinals():
    for ordinal in [*range(1, 3000), *range(1, MAXORDINAL, 617), *range(MAXORDINAL - 3000, MAXORDINAL + 1)]:
        date = host.date.fromordinal(ordinal)
        assert ord_to_ymd(ordinal) == (date.year, date.month, date.day)
        assert ymd_to_ord(date.year, date.month, date.day) == ordinal
        assert weekday(date.year, date.month, date.day) == date.weekday()


def test_iso_weeks():
    for year in range(1, 10000, 7):
        for week in (-1, 0, 1, 30, 52, 53, 54):
            for day in (0, 1, 7, 8):
                try:
                    date = host.date.fromisocalendar(year, week, day)
                except ValueError:
                    assert isinstance(iso_to_ymd(year, week, day), int) or year == 9999
                else:
                    assert iso_to_ymd(year, week, day) == (date.year, date.month, date.day)


def test_normalisation():
    random.seed(SEED)
    for _ in range(5000):
        days, seconds, us = random.randint(-9999, 9999), random.randint(-10**6, 10**6), random.randint(-10**9, 10**9)
        delta = host.timedelta(days, seconds, us)
        assert normalize_d_s_us(days, seconds, us) == (delta.days, delta.seconds, delta.microseconds)
        moment = host.datetime(2024, 3, 1, 12) + delta
        fields = (*moment.timetuple()[:6], moment.microsecond)
        assert normalize_datetime(2024, 3, 1 + days, 12, 0, seconds, us) == fields


@pytest.mark.parametrize("m", [-7, -5, -3, 0, 3, 5, 7, 10**40])
@pytest.mark.parametrize("n", [-4, -2, -1, 1, 2, 3, 4])
def test_halves_go_to_the_even_number(m, n):
    unit = host.timedelta(microseconds=1)
    expected = round(m / n) if abs(m) < 100 else None
    assert expected is None or divide_nearest(m, n) == expected == (m * unit / n) // unit


def test_round_away_from_zero():
    assert [c_round(x) for x in (-2.5, -1.5, -0.5, -0.4, 0.0, 0.4, 0.5, 0.49999999999999994, 1.5, 2.5)] == [
        -3.0, -2.0, -1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 2.0, 3.0]


def random_text() -> str:
    text = "".join(random.choices(PIECES, k=random.randint(1, 7)))
    if text and random.random() < 0.3:
        at = random.randrange(len(text))
        text = text[:at] + random.choice(["", "0", "9", "-", ":", "T"]) + text[at + 1:]
    return text


def outcome(cls, text):
    """What the host makes of a text: an object, or None."""
    try:
        return cls.fromisoformat(text)
    except ValueError:
        return None


def read_datetime(text):
    clean = _sanitize_isoformat_str(text)
    data = None if clean is None else utf8_or_none(clean)
    found = None if data is None else _parse_isoformat(data, len(data) - 8)
    return found and (host.datetime, *found)


def read_time(text):
    data = utf8_or_none(text)
    if data is None:
        return None
    rv, fields, offset, us = parse_isoformat_time(data, int(data[0] == 84), len(data) - 8)
    return None if rv < 0 else (host.time, fields, rv, offset, us)


def read_date(text):
    data = utf8_or_none(text)
    if data is None or len(data) - 8 not in (7, 8, 10):
        return None
    found = parse_isoformat_date(data, len(data) - 8)
    return None if isinstance(found, int) else (host.date, found)


def build(found):
    """The host's object of what was read, or None if it is none."""
    if found is None:
        return None
    cls, fields, *zone = found
    try:
        if not zone:
            return cls(*fields)
        rv, offset, us = zone
        tz = None
        if rv == 1:
            tz = host.timezone(host.timedelta(seconds=offset, microseconds=us)) if offset else host.UTC
        return cls(*fields, tzinfo=tz)
    except ValueError:
        return None


@pytest.mark.parametrize(("cls", "read"), [
    (host.date, read_date), (host.time, read_time), (host.datetime, read_datetime)])
def test_texts_in_iso_8601(cls, read):
    random.seed(SEED)
    good = 0
    for _ in range(20000):
        text = random_text()
        expected = outcome(cls, text)
        assert repr(build(read(text))) == repr(expected), text
        good += expected is not None
    assert good > 50


def test_bytes_of_pickles():
    for moment in (host.datetime(1, 2, 3), host.datetime(2024, 12, 31, 23, 59, 58, 999999)):
        fields = (*moment.timetuple()[:6], moment.microsecond)
        assert packed(fields, True) == moment.__reduce__()[1][0]
        assert packed(fields[:3], True) == moment.date().__reduce__()[1][0]
        assert packed(fields[3:], False) == moment.time().__reduce__()[1][0]
