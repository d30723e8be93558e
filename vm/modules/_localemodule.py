"""The _locale module. Models Modules/_localemodule.c.

The guest's C library knows the locales "C" and "C.UTF-8", as a small Linux system does.
"""

from __future__ import annotations

from typing import Any

from vm.objects.dictobject import PyDict_New, PyDict_SetItemString
from vm.objects.getargs import c_int, c_string_arg, unicode_arg
from vm.objects.listobject import PyList_New
from vm.objects.longobject import PyLong_FromLong
from vm.objects.methoddef import PyMethodDef
from vm.objects.moduleobject import PyModule_AddObjectRef, PyModule_FromDefs
from vm.objects.pycore_frame import PENDING
from vm.objects.pycore_object import (
    Py_DECREF,
    Py_NewRef,
    Py_None,
    Py_TPFLAGS_BASE_EXC_SUBCLASS,
    Py_TPFLAGS_BASETYPE,
    Py_TPFLAGS_UNICODE_SUBCLASS,
    PyObject,
)
from vm.objects.pyerrors import (
    PyErr_Format,
    PyExc_Exception,
    PyExc_TypeError,
    PyExc_ValueError,
)
from vm.objects.typeobject_ready import PyType_FromSpec
from vm.objects.unicodeobject import PyUnicode_FromString

Error = PyType_FromSpec(
    "locale.Error", PyExc_Exception, tp_flags=Py_TPFLAGS_BASETYPE | Py_TPFLAGS_BASE_EXC_SUBCLASS,
    tp_basicsize=72, tp_dictoffset=16, tp_hostkey="identity")

LC_ALL = 6
_CATEGORIES = {"LC_CTYPE": 0, "LC_TIME": 2, "LC_COLLATE": 3, "LC_MONETARY": 4, "LC_MESSAGES": 5,
               "LC_NUMERIC": 1, "LC_ALL": LC_ALL}
#: Categories in the order in which the C library names them, with its numbers.
_NAMED = {0: "LC_CTYPE", 1: "LC_NUMERIC", 2: "LC_TIME", 3: "LC_COLLATE", 4: "LC_MONETARY",
          5: "LC_MESSAGES", 7: "LC_PAPER", 8: "LC_NAME", 9: "LC_ADDRESS", 10: "LC_TELEPHONE",
          11: "LC_MEASUREMENT", 12: "LC_IDENTIFICATION"}
_KNOWN = {"C": "C", "POSIX": "C", "C.UTF-8": "C.UTF-8", "C.utf8": "C.utf8", "": "C.UTF-8"}
CHAR_MAX = 127
_DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December"]
#: nl_langinfo: name -> (number, text), in the order in which C adds them.
LANGINFO: dict[str, tuple[int, str]] = {
    **{f"DAY_{i + 1}": (131079 + i, day) for i, day in enumerate(_DAYS)},
    **{f"ABDAY_{i + 1}": (131072 + i, day[:3]) for i, day in enumerate(_DAYS)},
    **{f"MON_{i + 1}": (131098 + i, month) for i, month in enumerate(_MONTHS)},
    **{f"ABMON_{i + 1}": (131086 + i, month[:3]) for i, month in enumerate(_MONTHS)},
    "RADIXCHAR": (65536, "."), "THOUSEP": (65537, ""), "CRNCYSTR": (262159, "-"),
    "D_T_FMT": (131112, "%a %b %e %H:%M:%S %Y"), "D_FMT": (131113, "%m/%d/%y"),
    "T_FMT": (131114, "%H:%M:%S"), "AM_STR": (131110, "AM"), "PM_STR": (131111, "PM"),
    "CODESET": (14, "UTF-8"), "T_FMT_AMPM": (131115, "%I:%M:%S %p"), "ERA": (131116, ""),
    "ERA_D_FMT": (131118, ""), "ERA_D_T_FMT": (131120, ""), "ERA_T_FMT": (131121, ""),
    "ALT_DIGITS": (131119, ""), "YESEXPR": (327680, "^[yY]"), "NOEXPR": (327681, "^[nN]"),
    "_DATE_FMT": (131180, "%a %b %e %H:%M:%S %Z %Y"),
}
_TEXT_FIELDS = ("int_curr_symbol", "currency_symbol", "mon_decimal_point", "mon_thousands_sep")
_NUMBER_FIELDS = ("int_frac_digits", "frac_digits", "p_cs_precedes", "p_sep_by_space",
                  "n_cs_precedes", "n_sep_by_space", "p_sign_posn", "n_sign_posn")


class locale_state:
    """The C library's: the locale of each category; what gettext was told."""

    __slots__ = ("names", "domain", "folders")

    def __init__(self) -> None:
        self.names = dict.fromkeys(_NAMED, "C") | {0: "C.UTF-8"}
        self.domain = "messages"
        self.folders: dict[str, str] = {}

    def references(self) -> tuple:
        """It owns nothing."""
        return ()


def _text(value: str) -> PyObject:
    return PyUnicode_FromString(value)


def _current(state: locale_state, category: int) -> str:
    """What setlocale() says of a category; for all of them, each by name unless they agree."""
    if category != LC_ALL:
        return state.names[category]
    if len(set(state.names.values())) == 1:
        return state.names[0]
    return ";".join(f"{name}={state.names[number]}" for number, name in _NAMED.items())


def _parts(text: str) -> dict[int, str] | None:
    """The locale of each category that a composite name gives; None unless it names all."""
    numbers = {name: number for number, name in _NAMED.items()}
    found = {}
    for part in text.split(";"):
        name, _, value = part.partition("=")
        if name not in numbers or value not in _KNOWN:
            return None
        found[numbers[name]] = _KNOWN[value]
    return found if len(found) == len(_NAMED) else None


def _locale_setlocale(module: PyObject, category: PyObject, locale: PyObject | None) -> Any:
    """``setlocale(category, locale=None)``; a generator."""
    number = c_int(category)
    if type(number) in PENDING:
        number = yield number
    state = module.value.md_state
    if locale is None or locale is Py_None:
        if number not in (*_NAMED, LC_ALL):
            raise PyErr_Format(Error, "locale query failed")
        return _text(_current(state, number))
    if not locale.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError, "setlocale() argument 2 must be str or None, "
            f"not {locale.ob_type.value.tp_name:.50}")
    name = c_string_arg(locale, "setlocale", "argument 2", "")
    if number not in (*_NAMED, LC_ALL):
        raise PyErr_Format(Error, "unsupported locale setting")
    if number == LC_ALL and "=" in name:
        parts = _parts(name)
    else:
        known = _KNOWN.get(name)
        parts = None if known is None else dict.fromkeys(
            _NAMED if number == LC_ALL else (number,), known)
    if parts is None:
        raise PyErr_Format(Error, "unsupported locale setting")
    state.names |= parts
    return _text(_current(state, number))


def _locale_localeconv(module: PyObject) -> PyObject:
    """``localeconv()``: the conventions of the locale C."""
    res = PyDict_New()
    values: dict[str, PyObject] = {name: _text("") for name in _TEXT_FIELDS}
    values["mon_grouping"] = PyList_New([])
    values |= {"positive_sign": _text(""), "negative_sign": _text("")}
    values |= {name: PyLong_FromLong(CHAR_MAX) for name in _NUMBER_FIELDS}
    values |= {"decimal_point": _text("."), "thousands_sep": _text(""),
               "grouping": PyList_New([])}
    for name, value in values.items():
        PyDict_SetItemString(res, name, value)
        Py_DECREF(value)
    return res


def _no_nul(op: PyObject, function: str, argument: str) -> str:
    text = unicode_arg(op, function, argument)
    if "\0" in text:
        raise PyErr_Format(PyExc_ValueError, "embedded null character")
    return text


def _locale_strcoll(module: PyObject, os1: PyObject, os2: PyObject) -> PyObject:
    """``strcoll(os1, os2)``: by code points."""
    one = _no_nul(os1, "strcoll", "argument 1")
    two = _no_nul(os2, "strcoll", "argument 2")
    return PyLong_FromLong((one > two) - (one < two))


def _locale_strxfrm(module: PyObject, string: PyObject) -> PyObject:
    """``strxfrm(string)``"""
    return _text(_no_nul(string, "strxfrm", "argument"))


def _locale_nl_langinfo(module: PyObject, key: PyObject) -> Any:
    """``nl_langinfo(key)``; a generator."""
    number = c_int(key)
    if type(number) in PENDING:
        number = yield number
    for known, text in LANGINFO.values():
        if known == number:
            if known == 14 and module.value.md_state.names[0] == "C":
                text = "ANSI_X3.4-1968"
            return _text(text)
    raise PyErr_Format(PyExc_ValueError, "unsupported langinfo constant")


def _locale_getencoding(module: PyObject) -> PyObject:
    """``getencoding()``"""
    return _text("UTF-8" if module.value.md_state.names[0] != "C" else "ANSI_X3.4-1968")


# ---- gettext: there are no catalogues

def _text_or_none(op: PyObject, function: str, argument: str) -> str | None:
    """An argument that is a str without NUL, or None."""
    if op is Py_None:
        return None
    if not op.ob_type.value.tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS:
        raise PyErr_Format(
            PyExc_TypeError, f"{function}() {argument} must be str or None, "
            f"not {op.ob_type.value.tp_name:.50}")
    return c_string_arg(op, function, argument, "")


def _locale_gettext(module: PyObject, msg: PyObject) -> PyObject:
    """``gettext(msg)``"""
    c_string_arg(msg, "gettext", "argument", "")
    return Py_NewRef(msg)


def _locale_dgettext(
    module: PyObject, domain: PyObject, msg: PyObject
) -> PyObject:
    """``dgettext(domain, msg)``"""
    _text_or_none(domain, "dgettext", "argument 1")
    c_string_arg(msg, "dgettext", "argument 2", "")
    return Py_NewRef(msg)


def _locale_dcgettext(
    module: PyObject, domain: PyObject, msg: PyObject, category: PyObject
) -> Any:
    """``dcgettext(domain, msg, category)``; a generator."""
    _text_or_none(domain, "dcgettext", "argument 1")
    c_string_arg(msg, "dcgettext", "argument 2", "")
    number = c_int(category)
    if type(number) in PENDING:
        yield number
    return Py_NewRef(msg)


def _locale_textdomain(module: PyObject, domain: PyObject) -> PyObject:
    """``textdomain(domain)``"""
    state = module.value.md_state
    text = _text_or_none(domain, "textdomain", "argument")
    if text is not None:
        state.domain = text or "messages"
    return _text(state.domain)


def _locale_bindtextdomain(module: PyObject, domain: PyObject, dir: PyObject) -> PyObject:
    """``bindtextdomain(domain, dir)``"""
    state = module.value.md_state
    name = c_string_arg(domain, "bindtextdomain", "argument 1", "")
    if not name:
        raise PyErr_Format(Error, "domain must be a non-empty string")
    if dir is not Py_None:
        state.folders[name] = unicode_arg(dir, "bindtextdomain", "argument 2")
    return _text(state.folders.get(name, "/usr/share/locale"))


def _locale_bind_textdomain_codeset(
    module: PyObject, domain: PyObject, codeset: PyObject
) -> PyObject:
    """``bind_textdomain_codeset(domain, codeset)``"""
    return Py_NewRef(codeset)


locale_methods = (
    PyMethodDef("setlocale", _locale_setlocale, "($module, category, locale=None, /)"),
    PyMethodDef("localeconv", _locale_localeconv, "($module, /)"),
    PyMethodDef("strcoll", _locale_strcoll, "($module, os1, os2, /)"),
    PyMethodDef("strxfrm", _locale_strxfrm, "($module, string, /)"),
    PyMethodDef("nl_langinfo", _locale_nl_langinfo, "($module, key, /)"),
    PyMethodDef("gettext", _locale_gettext, "($module, msg, /)"),
    PyMethodDef("dgettext", _locale_dgettext, "($module, domain, msg, /)"),
    PyMethodDef("dcgettext", _locale_dcgettext, "($module, domain, msg, category, /)"),
    PyMethodDef("textdomain", _locale_textdomain, "($module, domain, /)"),
    PyMethodDef("bindtextdomain", _locale_bindtextdomain, "($module, domain, dir, /)"),
    PyMethodDef("bind_textdomain_codeset", _locale_bind_textdomain_codeset,
                "($module, domain, codeset, /)"),
    PyMethodDef("getencoding", _locale_getencoding, "($module, /)"),
)


def PyInit__locale() -> PyObject:
    """Make the module."""
    module = PyModule_FromDefs("_locale", locale_methods)
    module.value.md_state = locale_state()
    numbers = {**_CATEGORIES, "CHAR_MAX": CHAR_MAX}
    for name, number in numbers.items():
        PyModule_AddObjectRef(module, name, PyLong_FromLong(number))
    PyModule_AddObjectRef(module, "Error", Error)
    for name, (number, _) in LANGINFO.items():
        value = PyLong_FromLong(number)
        PyModule_AddObjectRef(module, name, value)
        Py_DECREF(value)
    return module
