"""Small packages do on the VM what they do on the host; `python -m tools.packages` uses the larger ones, too."""

import pytest

from tools import packages

SMALL = ("attrs", "idna", "more_itertools", "packaging", "pluggy", "six", "sortedcontainers", "toolz")


@pytest.mark.parametrize("name", SMALL)
def test_use(name):
    host, vm = packages.use(name)
    assert host.status == 0
    assert vm == host
