"""warn_explicit: filters that change meanwhile, globals with loaders, odd settings."""
import sys
import types
import warnings
import _warnings


class Changing:
    def match(self, text):
        rows[:] = []


def attempt(what, *args, **kwargs):
    try:
        with warnings.catch_warnings(record=True) as shown:
            result = what(*args, **kwargs)
        print("shown", [str(w.message) for w in shown], result)
    except Exception as err:
        print(type(err).__name__, err)


with warnings.catch_warnings(record=True) as seen:
    rows = [("default", Changing(), UserWarning, Changing(), 0) for _ in range(2)]
    warnings.filters = rows
    _warnings.warn_explicit(UserWarning("b"), None, "f.py", 42)
    print([str(w.message) for w in seen], rows)
for filters in ([1], [("default",)], 3, [(1, None, UserWarning, None, 0)],
                [("always", None, UserWarning, None, "x")], [("always", None, 5, None, 0)], [("always", None, UserWarning, None, 1 << 70)],
                [("nonsense", None, UserWarning, None, 0)]):
    warnings.filters = filters
    try:
        _warnings.warn_explicit("text", UserWarning, "f.py", 42)
    except Exception as err:
        print(type(err).__name__, err)
warnings.filters = [("always", None, Warning, None, 0)]


class Loader:
    def __init__(self, source): self.source = source
    def get_source(self, name):
        print("get_source", name)
        return self.source


for source in ("one\ntwo", None, 3, ""):
    loader = Loader(source)
    for names in ({"__name__": "m", "__loader__": loader, "__spec__": types.SimpleNamespace(loader=loader)},
                  {"__loader__": loader, "__spec__": types.SimpleNamespace(loader=loader)}):
        attempt(_warnings.warn_explicit, "text", UserWarning, "f.py", 2, module_globals=names)
for names in ({"__name__": "m", "__spec__": None}, {"__name__": "m", "__loader__": 1}, 3, {},
              {"__name__": "m", "__loader__": 1, "__spec__": types.SimpleNamespace(loader=2)},
              {"__name__": "m", "__spec__": types.SimpleNamespace()}):
    attempt(_warnings.warn_explicit, "text", UserWarning, "f.py", 1, module_globals=names)
for prefixes in ([], (b"x",), "text", (), ("nowhere",)):
    attempt(_warnings.warn, "text", skip_file_prefixes=prefixes)
show = warnings._showwarnmsg
warnings._showwarnmsg = 3
try:
    _warnings.warn("text")
except TypeError as err:
    print(err)
warnings._showwarnmsg = show
print(sys.getrefcount(show) > 1)
