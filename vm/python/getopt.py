"""The letters of the command line. Models Python/getopt.c."""

from __future__ import annotations

from collections.abc import Iterator

#: Letters that take a value, which may be part of the same argument or the next one.
_WITH_VALUE = "cmWX"
#: The long options, by what stands for each: the letters of the short ones, or a name.
_LONG_OPTIONS = {"--help": "h", "--version": "V", "--check-hash-based-pycs": "check-hash-based-pycs"}
#: What ends the options: the program has been named.
_LAST = "cm"


class GetOptError(Exception):
    """An option that there is not, or one without its value; the text is CPython's."""


def _PyOS_GetOpt(rest: list[str]) -> Iterator[tuple[str, str]]:
    """The options of a command line and their values ("" for none), taken off the list as they are met.

    What is left in the list afterwards are the arguments of the program.

    Raises:
        GetOptError: for what is no option.
    """
    while rest and rest[0].startswith("-") and rest[0] != "-":
        argument = rest.pop(0)
        if argument == "--":
            return
        if argument.startswith("--"):
            name = _LONG_OPTIONS.get(argument)
            if name is None:
                raise GetOptError(f"unknown option {argument}")
            yield name, (rest.pop(0) if rest else "") if len(name) > 1 else ""
            continue
        letters = argument[1:]
        while letters:
            letter, letters = letters[0], letters[1:]
            if letter not in _WITH_VALUE:
                yield letter, ""
                continue
            if not letters and not rest:
                raise GetOptError(f"Argument expected for the -{letter} option")
            yield letter, letters or rest.pop(0)
            if letter in _LAST:
                return
            break
