"""Arithmetic of dates, times and differences: operators, carries, rounding, limits, numbers with operators of their own."""
import datetime
from datetime import date, datetime as dt, time, timedelta, timezone
from fractions import Fraction

DAY, SECOND, US = timedelta(1), timedelta(seconds=1), timedelta.resolution


def tell(*expressions):
    for text in expressions:
        try:
            value = eval(text)
        except Exception as err:
            value = f"{type(err).__name__}: {err}"
        print(text, "->", repr(value))


tell("timedelta()", "timedelta(1, 2, 3)", "timedelta(weeks=1, days=2, hours=3, minutes=4, seconds=5, milliseconds=6, microseconds=7)",
     "timedelta(-1)", "timedelta(seconds=-1)", "timedelta(microseconds=-1)", "timedelta(hours=25, minutes=-61)", "timedelta(True)",
     "timedelta(0.5)", "timedelta(days=1.5, seconds=1e-7)", "timedelta(microseconds=0.5)", "timedelta(microseconds=1.5)",
     "timedelta(microseconds=2.5)", "timedelta(microseconds=-0.5)", "timedelta(seconds=0.0000005, microseconds=0.5)",
     "timedelta(milliseconds=0.1, microseconds=0.4)", "timedelta(1e9)", "timedelta(-999999999)", "timedelta(-999999999) - US",
     "timedelta.max + US", "timedelta(days=1e300)", "timedelta(days=float('inf'))", "timedelta(seconds=float('nan'))",
     "timedelta(10 ** 30)", "timedelta(microseconds=10 ** 30)", "timedelta('1')", "timedelta(hours=None)", "timedelta(Fraction(1))")
tell("DAY + SECOND", "DAY - SECOND", "SECOND - DAY", "-DAY", "+DAY", "abs(-DAY - US)", "DAY * 3", "3 * DAY", "DAY * -1", "DAY * 0.1",
     "0.1 * DAY", "DAY * 1e-20", "DAY * float('nan')", "DAY * float('inf')", "DAY * 10 ** 12", "DAY / 2", "DAY / -7", "US / 2", "US * 3 / 2",
     "DAY / 0.3", "DAY / 0.0", "DAY / 0", "DAY // 7", "DAY // -7", "DAY // 0", "DAY // True", "DAY / SECOND", "SECOND / DAY",
     "DAY // (SECOND * 7)", "DAY % (SECOND * 7)", "-DAY % (SECOND * 7)", "divmod(DAY, SECOND * 7)", "divmod(-DAY, SECOND * 7)",
     "DAY // timedelta()", "DAY / timedelta()", "DAY % timedelta()", "divmod(DAY, timedelta())", "DAY % 2", "2 % DAY", "divmod(DAY, 2)",
     "1 / DAY", "1 // DAY", "1.5 // DAY", "DAY // 1.5", "DAY * DAY", "DAY + 1", "1 + DAY", "DAY ** 2", "DAY * Fraction(1, 2)", "~DAY", "DAY * 'a'",
     "bool(DAY)", "bool(timedelta())", "DAY.total_seconds()", "US.total_seconds()", "timedelta.max.total_seconds()", "DAY == 86400 * SECOND",
     "DAY > SECOND", "DAY < 1", "DAY == 1", "DAY != None", "hash(DAY) == hash(timedelta(hours=24))", "hash(DAY), hash(US), hash(timedelta.min)")
tell("date(2024, 2, 28) + DAY", "date(2024, 2, 29) + DAY", "date(2023, 2, 28) + DAY", "DAY + date(2023, 12, 31)", "date(2024, 3, 1) - DAY",
     "date(2024, 1, 1) - DAY", "date(2024, 1, 1) + 366 * DAY", "date(2024, 1, 1) - timedelta(100000)", "date(1, 1, 1) - DAY",
     "date(9999, 12, 31) + DAY", "date(1, 1, 1) - timedelta(999999999)", "date(2024, 1, 1) + timedelta(hours=47)", "date(2024, 1, 1) - timedelta(hours=1)",
     "date(2024, 3, 1) - date(2023, 3, 1)", "date.max - date.min", "date(2024, 1, 1) - dt(2024, 1, 1)", "dt(2024, 1, 1) - date(2024, 1, 1)",
     "date(2024, 1, 1) + 1", "1 + date(2024, 1, 1)", "DAY - date(2024, 1, 1)", "date(2024, 1, 1) + date(2024, 1, 1)", "date(2024, 1, 1) * 2")
tell("dt(2024, 2, 28, 23, 59, 59, 999999) + US", "dt(2024, 12, 31, 23, 59, 59) + SECOND", "dt(2024, 1, 1) - US", "SECOND + dt(2024, 1, 1)",
     "dt.max + US", "dt.min - US", "dt(2024, 1, 1) - timedelta(999999999)", "dt(2024, 1, 1, tzinfo=timezone.utc) + DAY",
     "dt(2024, 1, 1, fold=1) + timedelta()", "dt(2024, 1, 2, 3) - dt(2024, 1, 1, 4, 5, 6, 7)", "dt.max - dt.min", "dt.min - dt.max",
     "dt(2024, 1, 1, tzinfo=timezone.utc) - dt(2024, 1, 1, tzinfo=timezone(timedelta(hours=5)))", "dt(2024, 1, 1, tzinfo=timezone.utc) - dt(2024, 1, 1)",
     "dt(2024, 1, 1) + dt(2024, 1, 1)", "DAY - dt(2024, 1, 1)", "dt(2024, 1, 1) - 1", "time(1) + SECOND", "time(1) - time(0)")
tell("date(2024, 1, 1) < date(2024, 1, 2)", "date(2024, 1, 1) == dt(2024, 1, 1)", "dt(2024, 1, 1) == date(2024, 1, 1)", "date(2024, 1, 1) < dt(2024, 1, 1)",
     "dt(2024, 1, 1) >= dt(2024, 1, 1, 0, 0, 0, 1)", "max(date(2024, 1, 1), date(2025, 1, 1), date.min)", "sorted([dt(2024, 1, 2), dt(2023, 1, 1)])",
     "date(2024, 1, 1) in {date(2024, 1, 1): 1}", "time(1) < time(1, 0, 0, 1)", "time(1) == 1", "time(1) < 1", "date.__eq__(dt(2024, 1, 1, 5), date(2024, 1, 1))",
     "timezone.utc == timezone(timedelta(0))", "timezone.utc < timezone.max", "timezone(DAY - US) == timezone.utc")
tell("date.fromordinal(1)", "date.fromordinal(738886).toordinal()", "date.fromordinal(3652059)", "date.fromordinal(3652060)", "date.fromordinal(0)",
     "[date(y, 12, 31).isocalendar()[:2] for y in range(2015, 2025)]", "[date(y, 1, 1).isocalendar()[1] for y in range(2015, 2025)]",
     "[date(2024, m, 1).isoweekday() for m in range(1, 13)]", "date(2024, 2, 29).weekday()", "date.fromisocalendar(2020, 53, 7)",
     "date.fromisocalendar(2021, 53, 1)", "date.fromisocalendar(2021, 1, 8)", "date.fromisocalendar(10000, 1, 1)", "date.max.isocalendar()",
     "dt.fromordinal(738886)", "dt.fromisocalendar(2024, 9, 4)", "[date(2024, m, 1).timetuple().tm_yday for m in range(1, 13)]")
print(all(date.fromordinal(n).toordinal() == n for n in range(1, 3652060, 997)))
print(all((dt.min + timedelta(n, n, n)) - dt.min == timedelta(n, n, n) for n in range(0, 3652000, 9973)))


class Loud(int):
    def __mul__(self, other):
        print("mul", other)
        return int(self) * other

    __rmul__ = __mul__

    def __rfloordiv__(self, other):
        print("rfloordiv", other)
        return other // int(self)

    def __radd__(self, other):
        print("radd", other)
        return Loud(int(self) + other)

    def __add__(self, other):
        print("add", other)
        return Loud(int(self) + other)

    def __divmod__(self, other):
        print("divmod", self, other)
        return divmod(int(self), other)


print(DAY * Loud(2), Loud(2) * DAY, DAY // Loud(2), DAY / Loud(2), timedelta(Loud(1), Loud(2), hours=Loud(3), minutes=0.5))


class Giving(int):
    answer = None

    def __mul__(self, other):
        return self

    def __divmod__(self, other):
        return self.answer


for answer in (None, (), (1, 2, 3), (0, -1), (0, 10 ** 6), (0, "x"), ("x", 1), (10 ** 20, 1), (5, 1)):
    Giving.answer = answer
    tell("Giving(1) * SECOND")


class Ratio(float):
    answer = None

    def as_integer_ratio(self):
        return self.answer


for answer in (None, (1,), (1, 2), (1, 0), ("a", 2), (1.5, 2), (3, -2)):
    Ratio.answer = answer
    tell("SECOND * Ratio(1)", "SECOND / Ratio(1)")
