"""Time zones: classes of zones with their hooks, fold, conversions, local time by $TZ, comparisons across zones."""
import datetime
import os
import time as clock
from datetime import date, datetime as dt, time, timedelta, timezone, tzinfo

HOUR = timedelta(hours=1)
ZERO = timedelta(0)


def tell(text, **names):
    try:
        value = eval(text, globals() | names)
    except Exception as err:
        value = f"{type(err).__name__}: {err}"
    print(text, "->", repr(value))


class Summer(tzinfo):
    """Summer time from April to October, from 1 to 1 o'clock in UTC."""

    def __init__(self, hours=1):
        self.standard = timedelta(hours=hours)

    def utcoffset(self, when):
        return self.standard + self.dst(when)

    def dst(self, when):
        if when is None:
            return ZERO
        start, end = dt(when.year, 4, 1, 2), dt(when.year, 10, 1, 3)
        naive = when.replace(tzinfo=None, fold=0)
        if start + HOUR <= naive < end - HOUR:
            return HOUR
        if end - HOUR <= naive < end:
            return ZERO if when.fold else HOUR
        if start <= naive < start + HOUR:
            return HOUR if when.fold else ZERO
        return ZERO

    def tzname(self, when):
        return "summer" if when is not None and self.dst(when) else "winter"

    def __repr__(self):
        return f"Summer({self.standard})"


S, S2 = Summer(), Summer(2)
for when in (dt(2024, 1, 1, tzinfo=S), dt(2024, 7, 1, tzinfo=S), dt(2024, 10, 1, 2, 30, tzinfo=S), dt(2024, 10, 1, 2, 30, tzinfo=S, fold=1),
             dt(2024, 4, 1, 2, 30, tzinfo=S)):
    print(when, when.tzname(), when.dst(), when.timetuple().tm_isdst, when.utctimetuple()[:6], when.astimezone(timezone.utc), when.timestamp(),
          when.astimezone(S2), when.astimezone(S) is when, when.timetz(), hash(when))
for hour in range(-1, 4):
    utc = dt(2024, 10, 1, tzinfo=timezone.utc) + hour * HOUR
    print(utc.astimezone(S), utc.astimezone(S2), utc.astimezone(S).fold)
tell("dt(2024, 10, 1, 2, 30, tzinfo=S) == dt(2024, 10, 1, 2, 30, tzinfo=S, fold=1)")
tell("dt(2024, 10, 1, 2, 30, tzinfo=S) == dt(2024, 10, 1, 0, 30, tzinfo=timezone.utc)")
tell("dt(2024, 10, 1, 2, 30, tzinfo=S) != dt(2024, 10, 1, 0, 30, tzinfo=timezone.utc)")
tell("dt(2024, 10, 1, 2, 30, tzinfo=S) < dt(2024, 10, 1, 0, 30, tzinfo=timezone.utc)")
tell("dt(2024, 7, 1, 2, 30, tzinfo=S) == dt(2024, 7, 1, 0, 30, tzinfo=timezone.utc)")
tell("dt(2024, 7, 1, 2, 30, tzinfo=S) == dt(2024, 7, 1, 2, 30, tzinfo=Summer())")
tell("dt(2024, 7, 1, 2, 30, tzinfo=S) - dt(2024, 1, 1, tzinfo=S)")
tell("dt(2024, 7, 1, 2, 30, tzinfo=S) - dt(2024, 1, 1, tzinfo=S2)")
tell("dt(2024, 7, 1, tzinfo=S) > dt(2024, 7, 1, tzinfo=S2)")
tell("time(1, tzinfo=S) == time(2, tzinfo=S2), time(1, tzinfo=S) < time(1, tzinfo=S2), hash(time(1, tzinfo=S)) == hash(time(2, tzinfo=S2))")
tell("time(1, tzinfo=S) == time(1), time(1, tzinfo=S) != time(1)")
tell("time(1, tzinfo=S) < time(1)")
tell("dt(2024, 1, 1, tzinfo=S) == dt(2024, 1, 1), dt(2024, 1, 1) != dt(2024, 1, 1, tzinfo=S)")
tell("dt(2024, 1, 1, tzinfo=S) <= dt(2024, 1, 1)")
tell("dt(2024, 1, 1) - dt(2024, 1, 1, tzinfo=S)")


class Bad(tzinfo):
    """Gives what it is told to give."""

    def __init__(self, **answers):
        self.answers = answers

    def answer(self, name):
        value = self.answers.get(name)
        if isinstance(value, type):
            raise value(name)
        return value

    def utcoffset(self, when):
        return self.answer("utcoffset")

    def dst(self, when):
        return self.answer("dst")

    def tzname(self, when):
        return self.answer("tzname")

    def __repr__(self):
        return "Bad()"


class Delta(timedelta):
    pass


uses = ("x.utcoffset()", "x.dst()", "x.tzname()", "x.isoformat()", "x.strftime('%z')", "x.strftime('%Z')", "x.timetuple()[8]", "x.utctimetuple()[:5]",
        "x.timestamp()", "x.astimezone(timezone.utc)", "x == x.replace(tzinfo=timezone.utc)", "x < x.replace(tzinfo=timezone.utc)",
        "x - x.replace(tzinfo=timezone.utc)", "hash(x) is None", "dt(2024, 1, 1, tzinfo=timezone.utc).astimezone(x.tzinfo)", "x.tzinfo.fromutc(x)",
        "x.timetz().isoformat()", "x.timetz() == time(1, tzinfo=timezone.utc)", "hash(x.timetz()) is None", "repr(x)")
for bad in (Bad(), Bad(utcoffset=ZERO), Bad(utcoffset=HOUR, dst=HOUR, tzname="name"), Bad(utcoffset=5, dst="x", tzname=5),
            Bad(utcoffset=24 * HOUR, dst=-24 * HOUR, tzname=b"x"), Bad(utcoffset=ValueError, dst=KeyError, tzname=OSError),
            Bad(utcoffset=Delta(hours=-23, seconds=1), dst=None), Bad(utcoffset=HOUR, dst=ZERO)):
    print(bad.answers)
    for use in uses:
        tell(use, x=dt(2024, 1, 1, 1, tzinfo=bad))
print(type(dt(2024, 1, 1, tzinfo=Bad(utcoffset=Delta(1) - timedelta(seconds=1))).utcoffset()))


class Inconsistent(tzinfo):
    count = 0

    def utcoffset(self, when):
        return HOUR

    def dst(self, when):
        self.count += 1
        return ZERO if self.count == 1 else None


tell("dt(2024, 1, 1, tzinfo=timezone.utc).astimezone(Inconsistent())")


class Own(tzinfo):
    def fromutc(self, when):
        print("fromutc", when.tzinfo is self, when.replace(tzinfo=None) if when.year < 2024 else "now")
        return "what it likes"


tell("dt(2024, 1, 1, tzinfo=timezone.utc).astimezone(Own())")
tell("dt.fromtimestamp(0, Own())")
tell("dt.now(Own())")
tell("dt(2023, 1, 1).astimezone(Own())")
for name in ("utcoffset", "dst", "tzname"):
    tell(f"tzinfo().{name}(None)")
tell("tzinfo().fromutc(5)")
tell("tzinfo().fromutc(dt(2024, 1, 1))")
T = tzinfo()
tell("T.fromutc(dt(2024, 1, 1, tzinfo=T))")
for text in ("timezone(5)", "timezone(24 * HOUR)", "timezone(-24 * HOUR)", "timezone(-24 * HOUR + timedelta.resolution)", "timezone(HOUR, 5)", "timezone(Delta(1))",
             "timezone(ZERO) is timezone.utc", "timezone(Delta(0)) is timezone.utc", "timezone(ZERO, 'x') is timezone.utc", "timezone(HOUR) is timezone(HOUR)",
             "timezone(HOUR).utcoffset(5)", "timezone(HOUR).dst(5)", "timezone(HOUR).tzname(5)", "timezone(HOUR).tzname(None)", "timezone(HOUR, 'n').tzname(None)",
             "timezone(HOUR).dst(dt(2024, 1, 1))", "timezone.utc.fromutc(dt(2024, 1, 1))", "timezone.utc.fromutc(dt(2024, 1, 1, tzinfo=timezone.utc))",
             "timezone(HOUR).fromutc(5)", "hash(timezone(HOUR)) == hash(HOUR)", "datetime.UTC is timezone.utc", "type('Z', (timezone,), {})"):
    tell(text)

for zone in ("UTC", "CET-1CEST,M3.5.0,M10.5.0/3", "EST5EDT,M3.2.0,M11.1.0", "XXX3:30:15"):
    os.environ["TZ"] = zone
    clock.tzset()
    print(zone)
    for seconds in (0, 1.5, -1.5, 1711846799, 1711846800, 1729990800, 1729994400, 1729994399.9999996, 1730613600, 1730617200, 253402214400):
        here = dt.fromtimestamp(seconds)
        print(here, here.fold, here.timestamp(), here.astimezone(), here.astimezone().tzname(), date.fromtimestamp(seconds),
              dt.fromtimestamp(seconds, timezone.utc), here.astimezone(timezone.utc))
    for when in (dt(2024, 3, 31, 2, 30), dt(2024, 3, 31, 2, 30, fold=1), dt(2024, 10, 27, 2, 30), dt(2024, 10, 27, 2, 30, fold=1), dt(2024, 3, 10, 2, 30)):
        print(when.timestamp(), when.astimezone(), when.astimezone(timezone.utc), dt(2024, 7, 1, tzinfo=timezone.utc).astimezone())
    tell("dt.min.timestamp()")
    tell("dt.max.timestamp()")
    tell("dt(2024, 1, 1, tzinfo=timezone.utc).astimezone().tzinfo")
os.environ["TZ"] = "UTC"
clock.tzset()
a, b, c = dt.now(), dt.fromtimestamp(clock.time()), dt.now(timezone.utc)
print(timedelta(0) <= b - a < HOUR, c.tzinfo, a.tzinfo, date.today() == dt.today().date(), timedelta(0) <= c.replace(tzinfo=None) - a < HOUR)
