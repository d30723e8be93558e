"""The outcomes of the selected programs on both sides, computed once."""

import pytest

from tests.differential import harness


@pytest.fixture(scope="session")
def outcomes(request):
    """Path -> (host's outcome, VM's outcome) of every program that the selected tests are about."""
    wanted = {
        item.callspec.params["program"]
        for item in request.session.items
        if "outcomes" in item.fixturenames and "program" in item.callspec.params
    }
    return harness.run_both(sorted(wanted))
