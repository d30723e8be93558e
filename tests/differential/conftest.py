"""The outcomes of the selected programs on both sides, computed once."""

import importlib.util

import pytest

from tests.differential import harness

#: Seconds that the first test may take, which waits for all programs.
ALL_PROGRAMS = 1500
#: Programs that compare with a part that not every build of CPython has.
OPTIONAL = {"tkinter_no_display": "_tkinter", "tcl_is_missing": "_tkinter"}


def pytest_collection_modifyitems(items):
    for item in items:
        if {"outcomes", "growth"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.timeout(ALL_PROGRAMS))
        program = getattr(item, "callspec", None) and item.callspec.params.get("program")
        module = OPTIONAL.get(getattr(program, "stem", ""))
        if module is not None and importlib.util.find_spec(module) is None:
            item.add_marker(pytest.mark.skip(reason=f"the host has no {module}"))


@pytest.fixture(scope="session")
def outcomes(request):
    """Path -> (host's outcome, VM's outcome) of every program that the selected tests are about."""
    wanted = {
        item.callspec.params["program"]
        for item in request.session.items
        if "outcomes" in item.fixturenames and "program" in item.callspec.params
    }
    return harness.run_both(sorted(wanted))
