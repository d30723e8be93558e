"""Run by the VM: the tests of modules of CPython's, but those that are left out.

    python -m vm run_modules.py MODULE ... -- [ID of a test to leave out ...]

Each test ends in a line ``@@ outcome id``.
"""

import sys
import unittest


class Lines(unittest.TestResult):
    """Tells how each test ends; a test with a failing part fails."""

    def startTest(self, test):
        super().startTest(test)
        self.outcome = "passed"

    def addSkip(self, test, reason):
        self.tell("skipped", test)

    def addError(self, test, err):
        self.tell("error", test)

    def addFailure(self, test, err):
        self.tell("failed", test)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.tell("failed", test)

    def addExpectedFailure(self, test, err):
        pass

    def addUnexpectedSuccess(self, test):
        self.tell("failed", test)

    def tell(self, outcome, test):
        self.outcome = outcome
        if not isinstance(test, unittest.TestCase):  # a module or class that could not be set up
            self.stopTest(test)

    def stopTest(self, test):
        print("@@", self.outcome, test.id(), flush=True)


def without(suite, left_out):
    """A suite without the tests of these ids."""
    kept = unittest.TestSuite()
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            kept.addTest(without(test, left_out))
        elif test.id() not in left_out:
            kept.addTest(test)
    return kept


end = sys.argv.index("--")
suite = unittest.defaultTestLoader.loadTestsFromNames(sys.argv[1:end])
without(suite, sys.argv[end:]).run(Lines())
