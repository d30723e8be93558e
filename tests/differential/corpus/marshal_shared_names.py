"""What code objects share is written once: names of one letter too, whether constants or variables."""
import marshal

SOURCES = (
    "def f(x: int = 3) -> str:\n    return [y * 2 for y in range(x)]\nclass A: pass\n",
    "def f(x: int):\n    y = 1\n", "def f(x):\n    return 'x', x, 'y'\ny = 'xy'\n",
    "class C:\n    a: int\n    b: str = 'a'\n    def a_(self, b): return self.a\n",
    "lambda a, bb: (a, bb, 'a', 'bb')\n", "x = 'x'\nprint(x, 'x')\ndel x\n",
    "def f():\n    class A:\n        class B: pass\n        def c(self): return 'f.<locals>.A', 'f.<locals>.A.c'\n",
    "def g(n):\n    def h(m): return n + m\n    return h, 'n', 'm'\n", "import a.b as c, d\nfrom e import f as g\n",
)
for source in SOURCES:
    data = marshal.dumps(compile(source, "f", "exec"))
    print(len(data), data.hex())
    print(marshal.dumps(marshal.loads(data)) == data)
