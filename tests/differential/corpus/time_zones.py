"""tzset: $TZ names a file or says the rule itself."""
import os
import time

MOMENTS = (0, -10**9, 1720000000, 1704067200, 1711846799, 1711846800, 1729994399, 1729994400, 4102444800, 16725225600)


def show(zone):
    if zone is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = zone
    time.tzset()
    print(zone, time.timezone, time.altzone, time.daylight, time.tzname)
    for moment in MOMENTS:
        local = time.localtime(moment)
        back = time.mktime(local)
        print("", moment, tuple(local), local.tm_zone, local.tm_gmtoff, back - moment,
              time.strftime("%H:%M %Z %z %%Z", local), time.ctime(moment))
        for isdst in (0, 1) if 1711846799 <= moment <= 1729994400 else (-1, 0, 1):
            print("  ", isdst, time.mktime((*local[:8], isdst)) - moment,
                  repr(time.strftime("%Z %z", (*local[:8], isdst))))


for name in ("UTC0", "EST+05EDT,M3.2.0,M11.1.0", "AEST-10AEDT-11,M10.5.0,M3.5.0", "<+0330>-3:30", "UTC-02", "",
             "America/New_York", "Europe/Berlin", "<+0545>-5:45", ":Australia/Sydney"):
    show(name)
print(time.mktime((2024, 14, 35, 25, 61, 61, 0, 0, -1)), time.gmtime(0).tm_zone, time.gmtime(0).tm_gmtoff)
for bad in ((2024, 1, 1, 0, 0, 0, 0, 0), (1 << 40, 1, 1, 0, 0, 0, 0, 0, 0), (-(1 << 40), 1, 1, 0, 0, 0, 0, 0, 0)):
    try:
        print(time.mktime(bad))
    except (TypeError, OverflowError) as err:
        print(type(err).__name__, err)
