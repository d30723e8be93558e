"""States, copies and pickles of dates and times, forged ones as well; subclasses: which results are of the subclass."""
import copy
import datetime
import pickle
import warnings
from datetime import date, datetime as dt, time, timedelta, timezone, tzinfo

warnings.simplefilter("ignore", DeprecationWarning)
EAST = timezone(timedelta(hours=1), "east")


def tell(text, **names):
    try:
        value = eval(text, globals() | names)
    except Exception as err:
        value = f"{type(err).__name__}: {err}"
    print(text, "->", repr(value))


class Zone(tzinfo):
    def __init__(self, name="z"):
        self.name = name

    def __getinitargs__(self):
        return (self.name,)

    def utcoffset(self, when):
        return timedelta(hours=2)

    def __repr__(self):
        return f"Zone({vars(self)})"

    def __eq__(self, other):
        return vars(self) == vars(other)


class Slots(tzinfo):
    __slots__ = ("a", "b")


slots = Slots()
slots.a = 5
zone = Zone("named")
zone.extra = [1]
objects = [timedelta(1, 2, 3), timedelta(), timedelta.min, date(2024, 2, 3), date.max, time(), time(1, 2, 3, 4), time(1, fold=1), time(1, tzinfo=EAST),
           time(1, 2, 3, 400, zone, fold=1), dt(2024, 1, 2), dt(2024, 1, 2, 3, 4, 5, 678901), dt(2024, 1, 2, fold=1), dt(2024, 1, 2, tzinfo=timezone.utc),
           dt(2024, 1, 2, 3, 4, 5, 6, zone, fold=1), timezone.utc, EAST, timezone(timedelta(hours=-3)), zone, tzinfo(), slots, date(2024, 1, 1).isocalendar()]
for op in objects:
    if type(op) not in (tzinfo, Slots):
        print(repr(op), op.__reduce__(), [op.__reduce_ex__(n)[1:] for n in (0, 2, 3, 4)] if hasattr(op, "hour") else "")
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        data = pickle.dumps(op, protocol)
        print(data.hex() if type(op).__module__ == "datetime" else len(data), end=" ")
        back = pickle.loads(data)
        assert type(back) is (tuple if "Iso" in type(op).__name__ else type(op)), back
        assert back == op or type(op) in (tzinfo, Slots), (back, op)
        assert getattr(back, "fold", 0) == (getattr(op, "fold", 0) if protocol > 3 else 0)
    print()
    for copied in (copy.copy(op), copy.deepcopy(op)):
        print(copied == op, copied is op, type(copied).__name__)
print(pickle.loads(pickle.dumps(timezone.utc)) is timezone.utc, copy.copy(slots).a, copy.deepcopy(zone).extra is zone.extra, slots.__reduce__()[2])
print(pickle.loads(b"\x80\x02cdatetime\ndate\nU\x04\x07\xe8\x02\x03\x85R.", encoding="latin1"))
print(pickle.loads(b"\x80\x02cdatetime\ndatetime\nU\n\x07\xe8\x81\x02\x03\x04\x05\n\x5b\xb5\x85R.", encoding="latin1"))

for text in (r"date(b'\x07\xe8\x02\x03')", r"date('\x07\xe8\x02\x03')", r"date(b'\x07\xe8\x00\x03')", r"date(b'\x07\xe8\x0d\x03')", r"date(b'\x07\xe8\x02')",
             r"date('\x07\xe8\x02\u0103')", r"date('\x07\xe8\u0102\x03')", r"date(b'\x07\xe8\x02\x03', 1)", r"date(b'\0\0\x01\0')", r"date(b'\xff\xff\x0c\xff')",
             r"date(b'\0\0\x01\0').toordinal()", r"date(b'\xff\xff\x0c\xff').isoformat()", r"date(b'\0\0\x01\0') + timedelta(1)", r"date(b'\0\0\x01\0').weekday()",
             r"date(b'\xff\xff\x0c\xff').timetuple()[:3]", r"date(b'\0\0\x01\0').replace(day=2)", r"hash(date(b'\0\0\x01\0'))",
             r"time(b'\x01\x02\x03\x00\x00\x04')", r"time(b'\x81\x02\x03\x00\x00\x04')", r"time(b'\x18\x02\x03\x00\x00\x04')", r"time('\x01\x02\x03\x00\x00\u0104')",
             r"time(b'\x01\x02\x03\x00\x00\x04', None)", r"time(b'\x01\x02\x03\x00\x00\x04', EAST)", r"time(b'\x01\x02\x03\x00\x00\x04', 5)",
             r"time(b'\x01\xff\xff\xff\xff\xff')", r"hash(time(b'\x01\xff\xff\xff\xff\xff'))", r"time(b'\x01\xff\xff\xff\xff\xff').isoformat()",
             r"time(b'\x01\xff\xff\xff\xff\xff').replace(hour=1)", r"time(b'\x01\xff\xff\xff\xff\xff', EAST) < time(1, tzinfo=timezone.utc)",
             r"dt(b'\x07\xe8\x02\x03\x04\x05\x06\x00\x00\x07')", r"dt(b'\x07\xe8\x82\x03\x04\x05\x06\x00\x00\x07', EAST)", r"dt(b'\x07\xe8\x02\x03\x04\x05\x06\x00\x00\x07', 5)",
             r"dt('\x07\xe8\x82\x03\x04\x05\x06\x00\x00\x07')", r"dt('\x07\xe8\x02\x03\x04\x05\x06\x00\x00\u0107')", r"dt(b'\x07\xe8\x00\x03\x04\x05\x06\x00\x00\x07')",
             r"dt(b'\0\0\x01\xff\xff\xff\xff\xff\xff\xff').isoformat()", r"dt(b'\0\0\x01\xff\xff\xff\xff\xff\xff\xff').timestamp()",
             r"dt(b'\0\0\x01\xff\xff\xff\xff\xff\xff\xff', EAST).timestamp()", r"dt(b'\0\0\x01\xff\xff\xff\xff\xff\xff\xff').time()",
             r"dt(b'\xff\xff\x01\xff\xff\xff\xff\xff\xff\xff', EAST) - dt(2024, 1, 1, tzinfo=timezone.utc)", r"dt(b'\xff\xff\x01\xff\xff\xff\xff\xff\xff\xff').ctime()"):
    tell(text)


class Delta(timedelta):
    pass


class Date(date):
    def __new__(cls, *args, **kwargs):
        print("Date.__new__", args, kwargs)
        return super().__new__(cls, *args, **kwargs)


class DateTime(dt):
    def __new__(cls, *args, **kwargs):
        print("DateTime.__new__", args, kwargs)
        return super().__new__(cls, *args, **kwargs)


class Time(time):
    def __new__(cls, *args, **kwargs):
        print("Time.__new__", args, kwargs)
        return super().__new__(cls, *args, **kwargs)


tell("[type(x).__name__ for x in (Delta(1) + Delta(1), -Delta(1), Delta(1) * 2, Delta(2) / 2, abs(Delta(-1)), Delta(3) // 2, Delta(3) % Delta(2), +Delta(1))]")
for text in ("Date(2024, 1, 2) + timedelta(1)", "Date(2024, 1, 2) - Delta(1)", "Date(2024, 1, 2) - date(2024, 1, 1)", "Date(2024, 1, 2).replace(day=3)",
             "Date(2024, 1, 2).__replace__(month=3)", "Date.fromordinal(5)", "Date.fromisoformat('2024-01-02')", "Date.fromisocalendar(2024, 5, 6)", "Date.fromtimestamp(0)",
             "copy.copy(Date(2024, 1, 2))", "pickle.loads(pickle.dumps(Date(2024, 1, 2)))", "Date(2024, 1, 2) == date(2024, 1, 2)",
             "hash(Date(2024, 1, 2)) == hash(date(2024, 1, 2))", "DateTime(2024, 1, 2, fold=1) + timedelta(1)", "DateTime(2024, 1, 2, tzinfo=EAST) - timedelta(1)",
             "DateTime(2024, 1, 2).replace(fold=1)", "DateTime(2024, 1, 2, fold=1).replace(hour=3)", "DateTime(2024, 1, 2, fold=1).__replace__(tzinfo=EAST)",
             "DateTime(2024, 1, 2, tzinfo=EAST).astimezone(timezone.utc)", "DateTime(2024, 1, 2).astimezone(timezone.utc)", "DateTime.fromtimestamp(0)",
             "DateTime.fromtimestamp(0, EAST)", "DateTime.utcfromtimestamp(0)", "DateTime.combine(date(2024, 1, 2), time(3, fold=1))",
             "DateTime.combine(date(2024, 1, 2), time(3, tzinfo=EAST), None)", "DateTime.fromisoformat('2024-01-02T03:04+01:00')", "DateTime.strptime('2024', '%Y')",
             "DateTime.fromordinal(5)", "DateTime(2024, 1, 2).date(), DateTime(2024, 1, 2).time(), DateTime(2024, 1, 2).timetz()",
             "hash(DateTime(2024, 1, 2, tzinfo=zone, fold=1)) == hash(dt(2024, 1, 2, tzinfo=zone))", "DateTime(2024, 1, 2, tzinfo=zone) == dt(2024, 1, 2, tzinfo=EAST)",
             "DateTime(2024, 1, 2, tzinfo=EAST).utctimetuple()[:5]", "pickle.loads(pickle.dumps(DateTime(2024, 1, 2, tzinfo=EAST, fold=1)))",
             "copy.deepcopy(DateTime(2024, 1, 2, tzinfo=zone))", "Time(1).replace(minute=2)", "Time(1, fold=1).replace(tzinfo=EAST)", "Time(1).__replace__(fold=1)",
             "Time.fromisoformat('01:02+03:00')", "copy.copy(Time(1, tzinfo=EAST, fold=1))", "hash(Time(1, tzinfo=zone, fold=1)) == hash(time(1, tzinfo=zone))"):
    tell(text)


class Other(date):
    def __new__(cls, *args):
        return ("other", args)


tell("Other.fromordinal(5)")
tell("Other.today()[0]")
tell("Other.fromisoformat('2024-01-02')")


class Attributes(dt):
    def __init__(self, *args, **kwargs):
        self.note = "noted"


op = Attributes(2024, 1, 2, tzinfo=zone)
op.other = op
print(vars(op).keys(), vars(copy.copy(op)), type(op + timedelta(1)).__name__, (op + timedelta(1)).note)
del op


class Small(date):
    __slots__ = ("note",)


small = Small(2024, 1, 2)
small.note = 1
print(small, small.note, Small.fromordinal(9), hasattr(small, "__dict__"))
print(issubclass(dt, date), isinstance(dt.min, date), date.__subclasses__()[:1], timezone.__mro__)
for names in (("days",), ("year",), ("hour",), ("tzinfo",), ("fold",), ("utcoffset",)):
    for op in objects[:12:3] + [timezone.utc]:
        if hasattr(op, names[0]):
            tell("setattr(op, name, 1)", op=op, name=names[0])
            tell("delattr(op, name)", op=op, name=names[0])
for cls in (date, time, dt, timedelta, tzinfo, timezone):
    tell("setattr(cls, 'x', 1)", cls=cls)
