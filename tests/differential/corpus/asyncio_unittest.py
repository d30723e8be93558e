"""IsolatedAsyncioTestCase: set-up, cleanups, contexts shared by the methods, failures."""

import contextvars
import asyncio
import io
import re
import unittest

var = contextvars.ContextVar("var")


class Case(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.log = ["setUp"]

    async def asyncSetUp(self):
        var.set("set in asyncSetUp")
        self.addAsyncCleanup(self.cleanup)
        self.log.append("asyncSetUp")

    async def cleanup(self):
        self.log.append("cleanup")
        print(self.log)

    async def test_context(self):
        self.assertEqual(var.get(), "set in asyncSetUp")
        await asyncio.sleep(0)

    async def test_failure(self):
        await asyncio.sleep(0)
        self.assertEqual(1, 2)

    async def test_error(self):
        async with asyncio.timeout(0.001):
            await asyncio.sleep(1)

    async def asyncTearDown(self):
        self.log.append("asyncTearDown")


out = io.StringIO()
suite = unittest.defaultTestLoader.loadTestsFromTestCase(Case)
result = unittest.TextTestRunner(out, verbosity=2).run(suite)
print(result.testsRun, len(result.failures), len(result.errors))
print(re.sub(r"in [\d.]+s", "in TIME", re.sub(r"(?m)^  .*\n", "", out.getvalue())))
