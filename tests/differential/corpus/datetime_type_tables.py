"""The types of datetime: members and their kinds, signatures, docstrings, slots, sizes, flags, what the collector sees."""
import datetime
import gc
import inspect
import sys
from datetime import date, datetime as dt, time, timedelta, timezone, tzinfo

iso = date(2024, 1, 1).isocalendar()
for cls in (date, time, dt, timedelta, tzinfo, timezone, type(iso)):
    print(cls, cls.__name__, cls.__qualname__, cls.__module__, cls.__bases__, cls.__basicsize__, cls.__itemsize__, hex(cls.__flags__ & ~(1 << 19)),
          cls.__dictoffset__, cls.__weakrefoffset__, cls.__text_signature__)
    print(len(cls.__doc__ or ""), "__match_args__" in vars(cls))
    for name, value in vars(cls).items():
        signature = getattr(value, "__text_signature__", None)
        print("   ", name, type(value).__name__, signature, len(getattr(value, "__doc__", None) or ""), getattr(value, "__qualname__", None))
    print(inspect.isabstract(cls), callable(cls))
import _datetime
print([name for name in vars(_datetime) if not name.startswith("__")], _datetime.__doc__, _datetime.__name__, repr(_datetime.datetime_CAPI)[:46])
print(datetime.__all__, all(getattr(datetime, name) is getattr(_datetime, name) for name in datetime.__all__), "_pydatetime" in sys.modules)
zone = timezone(timedelta(hours=1), "name")


class Date(date):
    pass


class Zone(tzinfo):
    pass


class Moment(dt):
    __slots__ = ()


for op in (timedelta(1), date(2024, 1, 1), time(1), time(1, tzinfo=zone), dt(2024, 1, 1), dt(2024, 1, 1, tzinfo=zone), zone, tzinfo(), iso,
           Date(2024, 1, 1), Zone(), Moment(2024, 1, 1, tzinfo=zone)):
    print(type(op).__name__, sys.getsizeof(op), gc.is_tracked(op), len(gc.get_referents(op)), type(op).__dictoffset__, type(op).__weakrefoffset__,
          hasattr(op, "__dict__"), sys.getrefcount(op))
print(timedelta(0) is timedelta(0), timedelta() is timedelta(1) - timedelta(1), timezone(timedelta(0)) is timezone.utc, datetime.UTC is timezone.utc)
print(sys.getrefcount(timezone.utc) > 1 << 20, sys.getrefcount(timedelta(0)) > 1 << 20, sys.getrefcount(date) > 1 << 20)
base = sys.getrefcount(zone)
held = [dt(2024, 1, 1, tzinfo=zone), time(1, tzinfo=zone), dt(2024, 1, 1, tzinfo=zone) + timedelta(1)]
print(sys.getrefcount(zone) - base)
held.append(held[0].replace(hour=5))
held.append(held[0].timetz())
held.append(held[0].astimezone(timezone.utc))
print(sys.getrefcount(zone) - base)
hash(held[0]), held[0] == held[5], repr(held[0]), held[0].utctimetuple(), held[0].isoformat(), held[0] - held[5]
print(sys.getrefcount(zone) - base)
del held
print(sys.getrefcount(zone) - base)
for name in ("days", "seconds", "microseconds"):
    print(vars(timedelta)[name], inspect.ismemberdescriptor(vars(timedelta)[name]), inspect.isgetsetdescriptor(vars(date)["year"]))
print(date.replace, timezone.utcoffset, dt.timestamp)
print({date(2024, 1, 1): 1, dt(2024, 1, 1): 2, time(1): 3, timedelta(1): 4, timezone.utc: 5}, {date(2024, 1, 1), date(2024, 1, 1)}, len({dt(2024, 1, 1, tzinfo=timezone.utc), dt(2024, 1, 1, 1, tzinfo=zone)}))
for name in dir(dt):
    assert hasattr(dt, name), name
match date(2024, 1, 2):
    case date(year=2024, month=m):
        print("matched", m)
match iso:
    case (y, w, d):
        print(y, w, d)
print(isinstance(iso, tuple), len(iso), iso == (2024, 1, 1), hash(iso) == hash((2024, 1, 1)), iso + (1,), iso[1:], list(iso), iso.count(1))
