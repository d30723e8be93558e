"""Run by the VM, and by the host for comparison: one module of CPython's tests.

Standard input has one line of JSON: the name of the module, the ids of the tests to run, and whether
tracebacks are wanted. It is read after the imports, so that a started VM can wait for it. What a test writes
stands between the lines ``@@ start ID`` and ``@@ OUTCOME ID``; ``@@ end`` is the last line.
"""

import json
import sys
import unittest

from test import support


class Lines(unittest.TestResult):
    """Tells how each test ends; a test with a failing part fails."""

    def __init__(self, tracebacks):
        super().__init__()
        self.tracebacks = tracebacks
        self.outcome = ""

    def startTest(self, test):
        super().startTest(test)
        self.outcome = "passed"
        tell("start", test.id())

    def stopTest(self, test):
        if sys.exception() is not None:  # a KeyboardInterrupt goes past the result
            self.outcome = "error"
        tell(self.outcome, test.id())

    def addSkip(self, test, reason):
        print("skipped:", reason, file=terminal)
        self.end(test, "skipped")

    def addError(self, test, err):
        self.explain(test, err)
        self.end(test, "error")

    def addFailure(self, test, err):
        self.explain(test, err)
        self.end(test, "failed")

    def addSubTest(self, test, subtest, err):
        if err is not None:
            print(subtest, file=terminal)
            self.explain(test, err)
            self.end(test, "failed")

    def addExpectedFailure(self, test, err):
        pass

    def addUnexpectedSuccess(self, test):
        print("unexpected success", file=terminal)
        self.end(test, "failed")

    def end(self, test, outcome):
        if isinstance(test, unittest.TestCase):
            self.outcome = outcome
        else:  # a module or class that could not be set up
            tell(outcome, test.id())

    def explain(self, test, err):
        if self.tracebacks:
            print(self._exc_info_to_string(err, test), file=terminal)
        elif self.outcome == "passed" or not isinstance(test, unittest.TestCase):
            print(f"{err[0].__name__}: {str(err[1])[:500]}", file=terminal)


def tell(*words):
    """A line for whoever runs this."""
    print("\n@@", *words, file=terminal, flush=True)


def only(suite, ids):
    """The tests of a suite that have these ids."""
    kept = unittest.TestSuite()
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            kept.addTest(only(test, ids))
        elif ids is None or test.id() in ids or isinstance(test, unittest.loader._FailedTest):
            kept.addTest(test)
    return kept


def main():
    """Run what the line asks for; with null in place of the ids all of the module's tests."""
    line = sys.stdin.readline()
    if not line:
        return
    job = json.loads(line)
    support.use_resources = job["resources"]
    ids = job["ids"]
    try:
        tests = unittest.defaultTestLoader.loadTestsFromName("test." + job["module"])
    except unittest.SkipTest as reason:  # the whole module
        for test in ids or ():
            print("skipped:", reason, file=terminal)
            tell("skipped", test)
        tell("end")
        return
    only([tests], None if ids is None else set(ids)).run(Lines(job["tracebacks"]))
    tell("end")


terminal = sys.stdout
if __name__ == "__main__":
    main()
