import pathlib
import sys
import tempfile

import pytest

TEXT = '''
import pytest

@pytest.fixture
def number():
    yield 41

def test_passes(number):
    assert number + 1 == 42

@pytest.mark.parametrize("a, b", [(1, 1), (2, 3)])
def test_equal(a, b):
    assert a == b, "unequal"

def test_raises():
    with pytest.raises(ZeroDivisionError, match="division"):
        1 / 0

@pytest.mark.skip(reason="later")
def test_skipped():
    raise SystemExit

def test_output(capsys):
    print("hello")
    assert capsys.readouterr().out == "hello\\n"

def test_list():
    assert [1, 2, 3] == [1, 5, 3]
'''


class Report:
    def pytest_runtest_logreport(self, report):
        if report.when == "call" or report.skipped:
            print("\n" + report.nodeid, report.outcome)
            if report.failed:
                print(report.longreprtext.replace(pathlib.Path(folder).name, "FOLDER"))


with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder) / "test_it.py"
    path.write_text(TEXT)
    sys.dont_write_bytecode = True
    status = pytest.main(["-p", "no:cacheprovider", "--rootdir", folder, "-c", "/dev/null", "--capture=sys",
                          "-p", "no:terminal", str(path)], plugins=[Report()])
print(int(status))
