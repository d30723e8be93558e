"""After every test that ran a program to its end, each reference is recounted."""

import pytest

from vm.objects.pycore_state import _PyRuntime
from vm.python.audit import audit


@pytest.fixture(autouse=True)
def every_count_is_right():
    """Audit the interpreter that the test has made, if its program has finished.

    Tests that call natives without an evaluator hold references in host variables; they are not judged.
    """
    before = _PyRuntime.interpreters[-1:]
    yield
    after = _PyRuntime.interpreters[-1:]
    if after and after != before and after[0].main_thread.current_frame is None:
        assert audit() == []
