"""Texts of dates and times: repr, str, isoformat, ctime, strftime, format; and back by fromisoformat and strptime."""
import _strptime
import datetime
from datetime import date, datetime as dt, time, timedelta, timezone, tzinfo

EAST = timezone(timedelta(hours=5, minutes=30))
ODD = timezone(-timedelta(hours=1, minutes=2, seconds=3, microseconds=4), "odd %d")


def tell(function, *args, **kwargs):
    try:
        value = function(*args, **kwargs)
    except Exception as err:
        value = f"{type(err).__name__}: {err}"
    print(getattr(function, "__qualname__", function), args, kwargs, "->", repr(value))


objects = [
    timedelta(), timedelta(1), timedelta(-1), timedelta(2, 3, 4), timedelta(seconds=59), timedelta(hours=-1), timedelta.max, timedelta.min,
    date(1, 2, 3), date(2024, 12, 31), time(), time(1, 2), time(1, 2, 3), time(1, 2, 3, 4), time(1, 0, 0, 4), time(1, fold=1),
    time(1, tzinfo=EAST), time(1, 2, 3, 4, ODD, fold=1), dt(1, 2, 3), dt(2024, 1, 2, 3, 4), dt(2024, 1, 2, 3, 4, 5), dt(2024, 1, 2, 3, 4, 5, 6),
    dt(2024, 1, 2, fold=1), dt(2024, 1, 2, 3, tzinfo=EAST), dt(2024, 1, 2, 3, 4, 5, 6, ODD, fold=1), dt(2024, 1, 2, tzinfo=timezone.utc),
    timezone.utc, EAST, ODD, timezone.min, timezone.max, timezone(timedelta(0), "zero"), timezone(timedelta(seconds=1)), date(2024, 12, 30).isocalendar(),
]
for op in objects:
    print(repr(op), "|", str(op), "|", f"{op!s:>40}")
for op in objects[8:26]:
    print(op.isoformat(), "|", getattr(op, "ctime", str)(), "|", format(op, "%H.%M.%S.%f %z %:z %Z %%"), "|", format(op))
for spec in ("auto", "hours", "minutes", "seconds", "milliseconds", "microseconds", "second", "", None, 5, "a\0", "\udc80"):
    tell(time(1, 2, 3, 456789).isoformat, spec)
    tell(dt(2024, 1, 2, 3, 4, 5, 678901, EAST).isoformat, " ", timespec=spec)
for sep in ("\u20ac", "\U0001f600", "\ud800", "", "ab", b"T", 5):
    tell(dt(2024, 1, 2).isoformat, sep)
for code in "aAbBcdDeFgGhHIjmMnprRStTuUVwWxXyYZ":
    tell(dt(2024, 2, 9, 13, 4, 5, tzinfo=timezone.utc).strftime, "%" + code)
for text in ("", "%", "%%", "a%", "%:", "%:z", "%:Z", "%%z", "%%%z", "x\0y%Y", "%f%f", "%Y-%m-%dT%H:%M:%S.%f%z", "\u00e9 %Y \u20ac", "%Z%Z", "\ud800"):
    tell(dt(2024, 2, 9, 13, 4, 5, 42, EAST).strftime, text)
    tell(date(2024, 2, 9).strftime, text)
    tell(time(13, 4, 5, 42, ODD).strftime, text)
for year in (1, 99, 1000, 1899, 9999):
    print(date(year, 1, 1).isoformat(), date(year, 1, 1).ctime())


class Name(str):
    def replace(self, old, new):
        print("replace", old, new)
        return self.answer


class Zone(tzinfo):
    def utcoffset(self, when):
        print("utcoffset", when)
        return timedelta(minutes=61)

    def tzname(self, when):
        name = Name("n%n")
        name.answer = self.answer
        return name

    def __repr__(self):
        return "Zone()"


for answer in ("%%", "", 5, None, b"x", "a\0b", "\ud800"):
    Zone.answer = answer
    tell(dt(2024, 1, 2, tzinfo=Zone()).strftime, "<%Z> %z %z")
print(repr(time(1, tzinfo=Zone())), str(time(1, tzinfo=Zone())))


class Loud(dt):
    def isoformat(self, sep="T"):
        return f"loud{sep}"

    def strftime(self, text):
        return f"formatted {text}"

    def timetuple(self):
        return (2000,) * 9


print(str(Loud(2024, 1, 1)), format(Loud(2024, 1, 1), "x"), format(Loud(2024, 1, 1)), repr(Loud(2024, 1, 1)))


class Tuple(date):
    def timetuple(self):
        return self.answer


for answer in ((2001, 2, 3, 4, 5, 6, 0, 34, 0), (1, 2), None, 5):
    Tuple.answer = answer
    tell(Tuple(2024, 1, 1).strftime, "%Y %H")

texts = """2020-01-01 20200101 2020-W01 2020W01 2020-W01-3 2020W013 2020-W53-1 2021-W53-1 2020-0101 202001-01 2020-13-01 2020-02-30
2020-W01- 0000-01-01 2020-W00-1 2020-W01-0 2020-W01-8 2020-1-1 2020-01-1 +020-01-01 2020-01-01T 2020-01-01T12 2020-01-01T1 2020-01-01T12:30
2020-01-01T1230 2020-01-01T12:3 2020-01-01T12:30:45.1 2020-01-01T12:30:45.12345 2020-01-01T12:30:45,123456789 2020-01-01T123045.123
2020-01-01T12:30:45Z 2020-01-01T12:30:45Zx 2020-01-01T12:30:45z 2020-01-01T12:30:45+01 2020-01-01T12:30:45+0130 2020-01-01T12:30:45-00:00
2020-01-01T12:30:45+01:30:15.123456 2020-01-01T12:30:45-24:00 2020-01-01T12:30:45+23:59:59.999999 2020-01-01T12:30+1 2020-W0112:30
2020W01T12:30 2020-W01-12:30 2020W01312:30 2020W0111230 2020W01111230 2020-01-01T24:00 2020-01-01T12:60 T12 12 12:30: 123 12345678 12:34:56:78
12.5 12:30:45+00:00:00.5 2020-01-01+12:30 2020-01-01T12:30:45. 20200101T1 12:30:45Z 1230+0100 12:3045 1230:45 123045,5 12:30:45.x 99:00
12:30:45.123456x 2020-01-01T12:30:45.123456+01:00x 2020-01-01\u00e912:30 2020-01-01\U0001f60012:30 2020-01-01\ud80012:30 2020-01-01\ud80012:3\ud800
2020-01-0\u0661 \u0662020-01-01 2020-01-01T12:30:4\u0665""".split()
for text in [*texts, "", "2020-01-01 12:30", "2020-01-01T12:30\0", "2020-01-01\0", "12:30\0", 5, None, b"2020-01-01"]:
    for cls in (date, time, dt):
        tell(cls.fromisoformat, text)


class Text(str):
    def __repr__(self):
        return "<a text>"


tell(dt.fromisoformat, Text("x"))
tell(date.fromisoformat, Text("2024-01-02"))
for text, form in (("2024-03-04 05:06:07.89", "%Y-%m-%d %H:%M:%S.%f"), ("2024", "%m"), ("1 2", "%d %m"), ("+01:30", "%z"), ("UTC", "%Z"),
                   ("Z", "%z"), ("24", "%q"), ("2024 60", "%Y %j"), ("2024 10 3", "%G %V %u"), (5, "%Y"), ("5", 5)):
    tell(dt.strptime, text, form)
_strptime._regex_cache.clear()  # it keeps the last few
for op in objects[8:26]:
    back = type(op).fromisoformat(op.isoformat())
    print(back == op.replace(fold=0) if hasattr(op, "fold") else back == op, end=" ")
print()
