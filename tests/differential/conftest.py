"""The outcomes of the selected programs on both sides, computed once."""

import pytest

from tests.differential import harness

#: Seconds that the first test may take, which waits for all programs.
ALL_PROGRAMS = 1500


def pytest_collection_modifyitems(items):
    for item in items:
        if {"outcomes", "growth"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.timeout(ALL_PROGRAMS))


@pytest.fixture(scope="session")
def outcomes(request):
    """Path -> (host's outcome, VM's outcome) of every program that the selected tests are about."""
    wanted = {
        item.callspec.params["program"]
        for item in request.session.items
        if "outcomes" in item.fixturenames and "program" in item.callspec.params
    }
    return harness.run_both(sorted(wanted))
