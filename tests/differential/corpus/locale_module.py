"""locale: setlocale and queries in the locales C and C.UTF-8, conventions, formatting, collation, aliases."""

import _locale
import locale

print(locale.setlocale(locale.LC_NUMERIC), locale.setlocale(locale.LC_ALL, "C"), locale.localeconv())
for name in ("POSIX", "C.UTF-8", "xx_XX.nonsense", "LC_CTYPE=C.UTF-8;LC_TIME=C"):
    try:
        print(name, locale.setlocale(locale.LC_ALL, name), locale.getlocale())
    except locale.Error as err:
        print(name, err)
print(locale.setlocale(locale.LC_ALL), locale.getencoding())
locale.setlocale(locale.LC_ALL, "C.UTF-8")
print(sorted(["b", "A", "é", "a", "Z"], key=locale.strxfrm), locale.strcoll("a", "b"), locale.strcoll("b", "a"))
print(locale.format_string("%d %.2f %s", (1234567, 3.14159, "x"), grouping=True), locale.str(2.5), locale.atof("1.5"))
print([locale.nl_langinfo(getattr(locale, n)) for n in dir(locale) if n.startswith(("DAY", "ABMON", "RADIX", "D_", "T_"))])
print(locale.normalize("de_de"), locale.normalize("EN.utf8"), locale.gettext("untranslated"))
for call in [
    lambda: locale.setlocale(77, "C"), lambda: _locale.setlocale(0, 5), lambda: _locale.setlocale("x"),
    lambda: _locale.nl_langinfo(12345), lambda: _locale.strxfrm("a\0"), lambda: _locale.strcoll(1, "a"),
    lambda: locale.currency(5), lambda: _locale.setlocale(0, "a\0"), lambda: locale.setlocale(6, ("de", "x", "y")),
]:
    try:
        print(call())
    except Exception as err:
        print(type(err).__name__, err)
print(_locale.textdomain(None), _locale.textdomain("mine"), _locale.bindtextdomain("mine", None))
