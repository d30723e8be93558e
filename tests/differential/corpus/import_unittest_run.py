import io, unittest


class Tests(unittest.TestCase):
    def setUp(self):
        self.items = [1, 2]

    def test_ok(self):
        self.assertEqual(sum(self.items), 3)
        with self.assertRaisesRegex(ValueError, "inv.*"):
            int("x")

    def test_fails(self):
        self.assertIn(5, self.items)

    def test_error(self):
        {}["k"]

    @unittest.skip("why")
    def test_skipped(self):
        pass

    @unittest.expectedFailure
    def test_expected(self):
        self.fail()

    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i):
                self.assertLess(i, 2)


suite = unittest.defaultTestLoader.loadTestsFromTestCase(Tests)
out = io.StringIO()
result = unittest.TextTestRunner(stream=out, verbosity=2).run(suite)
print(result.testsRun, len(result.failures), len(result.errors), len(result.skipped), len(result.expectedFailures), result.wasSuccessful())
print([line for line in out.getvalue().splitlines() if line.startswith("test_")])
