import sys
import warnings


def deprecated():
    warnings.warn("old", DeprecationWarning, stacklevel=2)


for _ in range(2):
    deprecated()
deprecated()
warnings.warn("user")
warnings.warn(UserWarning("instance"))
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    warnings.warn("one", RuntimeWarning)
    warnings.warn("two", stacklevel=1)
print([(w.category.__name__, str(w.message), w.lineno > 0) for w in caught])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    for category in (UserWarning, DeprecationWarning, ResourceWarning):
        try:
            warnings.warn("raised", category)
        except Warning as e:
            print(type(e).__name__, e)
    try:
        flag = True
        ~flag
    except DeprecationWarning as e:
        print("operator", str(e)[:30])
with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="x.*", category=UserWarning)
    warnings.filterwarnings("once", message="o.*")
    warnings.filterwarnings("error", module="no.*")
    warnings.warn("xyz")
    for _ in range(3):
        warnings.warn("once only")
for bad in (lambda: warnings.warn("a", int), lambda: warnings.warn("a", "b"), lambda: warnings.warn(),
            lambda: warnings.warn_explicit("m", UserWarning, 3, 4), lambda: warnings.simplefilter("nope"),
            lambda: warnings.warn("a", skip_file_prefixes=(3,))):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
warnings.warn_explicit("explicit", UserWarning, "file.py", 7)
warnings.warn_explicit("explicit", UserWarning, "file.py", 7, registry={})
print(sorted(k if isinstance(k, str) else k[0] for k in __warningregistry__), len(warnings.filters))


class MyWarning(UserWarning):
    pass


warnings.warn("mine", MyWarning)
warnings.showwarning = lambda *args, **kw: print("shown", args[0], args[1].__name__, args[3] > 0)
warnings.warn("shown elsewhere")


@warnings.deprecated("use g")
def f():
    return 1


print(f(), f.__deprecated__)
sys.stderr.flush()
