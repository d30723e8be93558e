from datetime import datetime

from dateutil import tz
from dateutil.easter import easter
from dateutil.parser import ParserError, isoparse, parse
from dateutil.relativedelta import FR, relativedelta
from dateutil.rrule import DAILY, MO, MONTHLY, WEEKLY, rrule, rrulestr

print(parse("Thu Sep 25 2003 10:36:28"), parse("10/11/12", dayfirst=True), isoparse("2020-02-29T01:02:03+02:00"))
print(datetime(2024, 1, 31) + relativedelta(months=1), relativedelta(datetime(2024, 3, 1), datetime(2020, 2, 29)))
print(datetime(2024, 1, 1) + relativedelta(weekday=FR(2)), easter(2024))
print(list(rrule(WEEKLY, count=3, byweekday=MO, dtstart=datetime(2024, 1, 1))))
print([str(d) for d in rrulestr("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", dtstart=datetime(2024, 1, 1))])
print(rrule(DAILY, dtstart=datetime(2024, 1, 1)).after(datetime(2024, 5, 5)), MONTHLY)
print(datetime(2024, 7, 1, tzinfo=tz.UTC).astimezone(tz.tzoffset("X", 3600)), tz.tzoffset(None, -60))
for text in ("no date", "Feb 31 2020 x"):
    try:
        parse(text)
    except ParserError as err:
        print(err)
