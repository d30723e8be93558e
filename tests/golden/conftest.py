"""The --update option of the golden tests."""


def pytest_addoption(parser):
    """Add --update: rewrite the expected listings."""
    parser.addoption("--update", action="store_true", help="rewrite golden files")
