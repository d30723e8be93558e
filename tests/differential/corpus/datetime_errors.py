"""What each function of datetime says of wrong arguments."""
import datetime
import warnings
from datetime import date, datetime as dt, time, timedelta, timezone, tzinfo

warnings.simplefilter("ignore", DeprecationWarning)
D, T, M, Z = date(2024, 1, 2), time(1, 2, 3), dt(2024, 1, 2, 3), timezone.utc


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        if isinstance(self.value, Exception):
            raise self.value
        return self.value


def tell(text):
    try:
        value = eval(text)
    except Exception as err:
        value = f"{type(err).__name__}: {err}"
    print(text, "->", value if isinstance(value, str) else repr(value))


def tell_all(lines):
    for line in lines.strip().splitlines():
        tell(line.strip())


tell_all("""
    date()
    date(1)
    date(1, 2)
    date(1, 2, 3, 4)
    date(1, 2, 3, day=4)
    date(1, 2, dya=3)
    date(1, 2, year=3)
    date(1, month=2, day=3)
    date(day=3, month=2, year=1)
    date('1', 2)
    date(1.0, 2, 3)
    date(None, 2, 3)
    date(1 << 31, 2, 3)
    date(-1 << 31, 2, 3)
    date(1 << 70, 2, 3)
    date(0, 1, 1)
    date(10000, 1, 1)
    date(2024, 0, 1)
    date(2024, 13, 1)
    date(2024, 1, 0)
    date(2023, 2, 29)
    date(Index(2024), Index(1), day=Index(2))
    date(Index(KeyError('k')), 1, 2)
    date(2024, Index('x'), 2)
    date(2024, Index(1 << 40), 2)
    date.fromordinal()
    date.fromordinal(1, 2)
    date.fromordinal(ordinal=1)
    date.fromordinal('1')
    date.fromordinal(-1)
    date.fromordinal(1 << 40)
    date.fromordinal(Index(5))
    date.fromtimestamp()
    date.fromtimestamp('x')
    date.fromtimestamp(None)
    date.fromtimestamp(1e300)
    date.fromtimestamp(float('inf'))
    date.fromtimestamp(float('nan'))
    date.fromtimestamp(1 << 70)
    date.fromtimestamp(1 << 60)
    date.fromtimestamp(10 ** 12)
    date.fromtimestamp(Index(5))
    date.fromtimestamp(Index(1 << 70))
    date.fromisocalendar()
    date.fromisocalendar(1, 2)
    date.fromisocalendar(1, 2, 3, 4)
    date.fromisocalendar(1, 2, x=3)
    date.fromisocalendar('1', 2, 3)
    date.fromisocalendar(1 << 40, 2, 3)
    date.fromisocalendar(1 << 80, 2, 3)
    date.fromisocalendar(Index(2024), 1, Index(1))
    date.fromisocalendar(0, 1, 1)
    date.fromisocalendar(2024, 0, 1)
    date.fromisocalendar(2024, 54, 1)
    date.fromisocalendar(2024, 1, 0)
    date.fromisoformat()
    date.today(1)
    D.strftime()
    D.strftime(5)
    D.strftime('a', 'b')
    D.strftime(fmt='a')
    D.strftime(format='%Y')
    D.__format__()
    D.__format__(5)
    D.__format__('a', 'b')
    D.__format__(format='a')
    format(D, '%Y')
    D.replace(1, 2, 3, 4)
    D.replace(hour=1)
    D.replace(2024, year=5)
    D.replace(year='x')
    D.replace(year=None)
    D.replace(month=13)
    D.replace(day=Index(5))
    D.replace(year=1 << 40)
    D.__replace__(x=1)
    D.isoformat(1)
    D.__reduce__(1)
    type(D.isocalendar())()
    type(D.isocalendar())(1, 2, 3, 4)
    type(D.isocalendar())(1, 2, day=3)
    type(D.isocalendar())(1, 2, 'x')
    type(D.isocalendar())(1, week=2, weekday=Index(3))
    D.isocalendar().year, D.isocalendar().week, D.isocalendar().weekday
    D.isocalendar().month
    setattr(D.isocalendar(), 'year', 1)
    D.isocalendar()[3]
""")
tell_all("""
    time(24)
    time(-1)
    time(0, 60)
    time(0, 0, 60)
    time(0, 0, 0, 1000000)
    time(fold=2)
    time(fold='x')
    time(1, 2, 3, 4, 5)
    time(1, 2, 3, 4, None, 1)
    time(1, 2, 3, 4, None, fold=1, x=1)
    time(x=1)
    time(1, hour=1)
    time('1')
    time(b'123')
    time(Index(3), tzinfo=5)
    time(tzinfo=tzinfo)
    T.isoformat('x')
    T.isoformat(5)
    T.isoformat('auto', 'x')
    T.isoformat(spec='auto')
    T.strftime()
    T.strftime(5)
    T.__format__(5)
    T.replace(24)
    T.replace(1, 2, 3, 4, 5)
    T.replace(1, 2, 3, 4, None, 1)
    T.replace(x=1)
    T.replace(tzinfo=1)
    T.replace(fold=2)
    T.replace(fold=Index(1))
    T.__replace__(minute='x')
    time.fromisoformat()
    T.utcoffset(1)
    T.__reduce_ex__()
    T.__reduce_ex__('x')
    T.__reduce_ex__(proto=1)
    T.__reduce_ex__(Index(4))
""")
tell_all("""
    dt()
    dt(1, 2)
    dt(1, 2, 3, 4, 5, 6, 7, None, 1)
    dt(1, 2, 3, 4, 5, 6, 7, None, fold=1, x=1)
    dt(1, 2, 3, x=1)
    dt(1, 2, 3, hours=1)
    dt(1, 2, 3, 24)
    dt(1, 2, 3, tzinfo=5)
    dt(1, 2, 3, fold=-1)
    dt(10000, 1, 1)
    dt('x', 1, 1)
    dt(Index(2024), 1, 1, fold=Index(1))
    dt.now(5)
    dt.now(None, None)
    dt.now(zone=1)
    dt.utcnow(1)
    dt.fromtimestamp()
    dt.fromtimestamp(1, 2)
    dt.fromtimestamp(1, None, 3)
    dt.fromtimestamp(1, zone=None)
    dt.fromtimestamp(timestamp=1, tz=Z)
    dt.fromtimestamp('x')
    dt.fromtimestamp(float('nan'))
    dt.fromtimestamp(float('inf'), Z)
    dt.fromtimestamp(1e18)
    dt.fromtimestamp(1e12)
    dt.fromtimestamp(-1e12, Z)
    dt.fromtimestamp(253402300800, Z)
    dt.fromtimestamp(-62135596801, Z)
    dt.fromtimestamp(1 << 63)
    dt.fromtimestamp(Index(5))
    dt.utcfromtimestamp()
    dt.utcfromtimestamp(1, 2)
    dt.utcfromtimestamp(timestamp=1)
    dt.utcfromtimestamp('x')
    dt.strptime()
    dt.strptime('x')
    dt.strptime('x', 5)
    dt.strptime(5, 'x')
    dt.strptime('x', format='y')
    dt.strptime('x', '%Y')
    dt.combine()
    dt.combine(D)
    dt.combine(D, 5)
    dt.combine(5, T)
    dt.combine(None, T)
    dt.combine(D, T, 5)
    dt.combine(D, T, zone=None)
    dt.combine(D, T, None, None)
    dt.combine(time=T, date=M)
    dt.fromisoformat()
    dt.fromisoformat(5)
    M.isoformat('ab')
    M.isoformat('')
    M.isoformat(5)
    M.isoformat('T', 5)
    M.isoformat('T', 'x')
    M.isoformat('T', 'auto', 1)
    M.isoformat(space=' ')
    M.replace(1, 2, 3, 4, 5, 6, 7, None, 1)
    M.replace(x=1)
    M.replace(tzinfo=5)
    M.replace(year=0)
    M.replace(minute='x')
    M.replace(2024, year=1)
    M.astimezone(5)
    M.astimezone(Z, Z)
    M.astimezone(zone=Z)
    M.timestamp(1)
    M.__reduce_ex__()
    M.__reduce_ex__('x')
    M.__reduce_ex__(protocol=1)
    dt.max.astimezone(timezone(timedelta(hours=1)))
    dt.min.replace(tzinfo=timezone(timedelta(hours=1))).astimezone(Z)
    dt.max.replace(tzinfo=timezone(timedelta(hours=-1))).utctimetuple()
    timedelta(1, 2, 3, 4, 5, 6, 7, 8)
    timedelta(x=1)
    timedelta(1, days=1)
    timedelta(day=1)
    timedelta(**{'days': 1, 'hour': 2})
    timezone()
    timezone(5)
    timezone(timedelta(1))
    timezone(timedelta(0), 5)
    timezone(timedelta(0), 'x', 1)
    timezone(timedelta(0), nam='x')
    timezone(name='x')
    Z.utcoffset()
    Z.utcoffset(D)
    Z.dst('x')
    Z.tzname(None, None)
    tzinfo().tzname()
    tzinfo(1, x=2).utcoffset(None)
    tzinfo.fromutc(Z, M)
    tzinfo.__reduce__(5)
    date.__add__(5, timedelta(1))
    date.strftime(T, '%Y')
    dt.date(D)
    timedelta.total_seconds(5)
""")


class Nope(timedelta):
    def __repr__(self):
        raise LookupError("no repr")


class Initargs(tzinfo):
    def __getinitargs__(self):
        raise LookupError("no arguments")


class State(tzinfo):
    def __getstate__(self):
        raise LookupError("no state")


class Hidden(tzinfo):
    @property
    def __getinitargs__(self):
        raise AttributeError("hidden")


tell("timezone(Nope(2))")
tell("repr(timezone(Nope(seconds=5)))")
tell("Initargs().__reduce__()")
tell("State().__reduce__()")
tell("Hidden().__reduce__()[1:]")


class Odd(dt):
    made = None

    def __new__(cls, *args, **kwargs):
        if cls.made is not None:
            raise LookupError("not made")
        return super().__new__(cls, *args, **kwargs)


odd = Odd(2024, 1, 2, tzinfo=Z)
Odd.made = 1
tell_all("""
    odd + timedelta(1)
    odd - timedelta(1)
    odd.replace(day=3)
    odd.astimezone(timezone.max)
    odd.utctimetuple()
    Odd.fromtimestamp(0)
    Odd.fromtimestamp(0, Z)
    Odd.now()
    Odd.utcnow()
    Odd.combine(D, T)
    Odd.fromisoformat('2024-01-02')
    Odd.fromordinal(5)
    Odd.strptime('2024', '%Y')
    timezone.utc.fromutc(odd)
""")
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    dt.utcnow()
    dt.utcfromtimestamp(0)
    tell("dt.utcfromtimestamp()")
    tell("dt.utcnow(5)")
for warning in caught:
    print(warning.category.__name__, warning.message, warning.lineno)
warnings.simplefilter("error")
tell("dt.utcnow()")
tell("dt.utcfromtimestamp(0)")
tell("dt.utcfromtimestamp()")
