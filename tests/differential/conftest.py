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


@pytest.fixture(scope="session")
def audited(request):
    """The same with the audit of every reference at the end; the VM's side only."""
    wanted = sorted({
        item.callspec.params["program"]
        for item in request.session.items
        if "audited" in item.fixturenames and "program" in item.callspec.params
    })
    jobs = [["-X", "audit", str(path)] for path in wanted]
    return dict(zip(wanted, harness.run_vm_batch(jobs), strict=True))
