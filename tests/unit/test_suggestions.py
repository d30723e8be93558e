"""Suggestions are the host's own."""

import _suggestions

from hypothesis import given, settings
from hypothesis import strategies as st

from vm.objects.suggestions import _Py_CalculateSuggestions

NAMES = st.text(st.sampled_from("abcABC_é日"), max_size=8)


@settings(max_examples=300, deadline=None)
@given(st.lists(NAMES, max_size=12), NAMES)
def test_equal_to_host(candidates, name):
    expected = _suggestions._generate_suggestions(candidates, name)
    assert _Py_CalculateSuggestions(candidates, name) == expected


def test_too_many_candidates_are_not_looked_at():
    names = [f"n{i}" for i in range(750)]
    assert _Py_CalculateSuggestions(names, "n1x") is None
    assert _Py_CalculateSuggestions(names[:749], "n1x") is not None
