"""datetime and decimal come from their C modules; an extension module that is not there is not found."""
import datetime
import decimal
import importlib.util
import pickle
import sys

for module, names in (("_datetime", ("date", "datetime", "time", "timedelta", "timezone", "tzinfo", "UTC")),
                      ("_decimal", ("Decimal", "Context", "getcontext", "HAVE_THREADS"))):
    own = sys.modules[module]
    public = sys.modules[module[1:]]
    print(module, all(getattr(own, name) is getattr(public, name) for name in names), own.__name__)
print("_pydatetime" in sys.modules, "_pydecimal" in sys.modules)
print(datetime.datetime.__module__, decimal.Decimal.__module__, datetime.date(2024, 10, 7))
print(pickle.loads(pickle.dumps(datetime.timedelta(days=1, microseconds=5))), decimal.Decimal("1.10") * 3)
print(importlib.util.find_spec("_no_such_extension"))
try:
    import _no_such_extension
except ModuleNotFoundError as err:
    print(err, err.name)
