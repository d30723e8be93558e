"""Bad and hostile programs end with the guest's own error: never a crash, a hang or a host traceback."""


import pytest

from tests.differential import harness

#: Programs whose whole behaviour must equal the host's.
SAME = {
    "empty": "",
    "syntax_error": "x = = 1\n",
    "unclosed": "print((1, 2\n",
    "indentation": "if 1:\nx = 1\n",
    "tabs": "if 1:\n        x = 1\n\ty = 2\n",
    "unterminated_string": "x = 'abc\n",
    "return_outside": "x = 1\nreturn x\n",
    "bad_target": "f() = 1\n",
    "keyword_argument_twice": "f(a=1, a=2)\n",
    "nul": "x = 1\0\n",
    "non_utf8_identifier": "a€ = 1\n",
    "f_string": "x = f'{1 +}'\n",
    "missing_colon": "def f()\n    pass\n",
    "print_statement": "print 'x'\n",
    "import_star_in_function": "def f():\n    from math import *\n",
    "syntax_error_in_exec": "exec('a b')\n",
    "deep_recursion": "def f(n):\n    return f(n + 1)\nf(0)\n",
    "mutual_recursion": "def f(): g()\ndef g(): f()\nf()\n",
    "huge_power_modulo": "print(pow(7, 10 ** 40, 1000))\n",
    "huge_shift": "try:\n    1 << (1 << 70)\nexcept (OverflowError, MemoryError) as e: print('refused')\n",
    "huge_int_string": "print(len(str(10 ** 4000)))\nstr(10 ** 5000)\n",
    "int_from_long_text": "int('7' * 5000)\n",
    "recursion_in_init": "class A:\n    def __init__(self): A()\ntry: A()\nexcept RecursionError as e: print(e)\n",
    "recursion_in_handler":
        "def f():\n    try: f()\n    except RecursionError: return 'inner'\nprint(f())\n",
    "raise_in_del": "class D:\n    def __del__(self): 1 / 0\nD()\nprint('on')\n",
    "exit_in_handler": "import sys\ntry: 1 / 0\nexcept ZeroDivisionError: sys.exit('bye')\n",
    "generator_ignores_exit":
        "def g():\n    while 1:\n        try: yield\n        except GeneratorExit: pass\n"
        "x = g(); next(x)\ntry: x.close()\nexcept RuntimeError as e: print(e)\nimport os\n"[:-10],
    "stderr_closed": "import sys\nsys.stderr = None\n1 / 0\n",
    "stdout_none": "import sys\nsys.stdout = None\nprint('lost')\n",
    "broken_str": "class E(Exception):\n    def __str__(self): return 5\nraise E\n",
    "broken_notes": "e = ValueError('x')\ne.__notes__ = 5\nraise e\n",
    "broken_module": "class E(Exception): __module__ = 5\nraise E('x')\n",
    "set_bad_excepthook": "import sys\nsys.excepthook = 5\n1 / 0\n",
    "delete_excepthook": "import sys\ndel sys.excepthook\n1 / 0\n",
    "deep_exit": "import sys\ndef f(n):\n    if n: f(n - 1)\n    sys.exit(4)\nf(100)\n",
    "context_cycle":
        "a, b = ValueError('a'), ValueError('b')\na.__context__ = b\nb.__context__ = a\nraise a\n",
    "long_chain":
        "e = None\nfor i in range(300):\n    n = ValueError(i)\n    n.__context__ = e\n    e = n\nraise e\n",
    "tracebacklimit": "import sys\nsys.tracebacklimit = 1\ndef f(): 1 / 0\ndef g(): f()\ng()\n",
    "tracebacklimit_0": "import sys\nsys.tracebacklimit = 0\ndef f(): 1 / 0\nf()\n",
}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Each program as a file: name -> path."""
    folder = tmp_path_factory.mktemp("bad")
    out = {}
    for name, text in SAME.items():
        out[name] = folder / f"{name}.py"
        out[name].write_text(text, encoding="utf-8")
    return out


def selected(request, fixture):
    """The names that the selected tests are about."""
    return sorted({
        item.callspec.params["name"]
        for item in request.session.items
        if fixture in getattr(item, "fixturenames", ()) and "name" in item.callspec.params
    })


@pytest.fixture(scope="module")
def both(files, request):
    return harness.run_both([files[name] for name in selected(request, "both")])


@pytest.mark.parametrize("name", SAME)
def test_same_as_host(name, files, both):
    host, vm = both[files[name]]
    assert vm.stdout == host.stdout
    assert vm.stderr == host.stderr
    assert vm.status == host.status


#: Programs that CPython itself would not survive, or not in reasonable time; -> what must be seen.
HOSTILE = {
    "huge_string": ("x = 'a' * 10 ** 10\n", "MemoryError"),
    "huge_list": ("x = [0] * 10 ** 10\n", "MemoryError"),
    "huge_bytes": ("x = b'a' * 10 ** 10\n", "MemoryError"),
    "huge_tuple": ("x = (0,) * 10 ** 10\n", "MemoryError"),
    "huge_power": ("x = 10 ** 10 ** 10\n", "MemoryError"),
    "huge_shift": ("x = 1 << 10 ** 11\n", "MemoryError"),
    "huge_product": ("x = 7\nwhile True: x *= x\n", "MemoryError"),
    "huge_padding": ("'%*d' % (10 ** 10, 5)\n", "MemoryError"),
    "huge_format": ("format(5, '10000000000')\n", "MemoryError"),
    "huge_bytearray": ("bytearray(10 ** 11)\n", "MemoryError"),
    "huge_join": ("s = 'a' * 10 ** 6\n','.join([s] * 10 ** 6)\n", "MemoryError"),
    "huge_replace": ("('a' * 10 ** 6).replace('a', 'b' * 10 ** 6)\n", "MemoryError"),
    "huge_range_list": ("list(range(10 ** 12))\n", "MemoryError"),
    "high_limit": (
        "import sys\nsys.setrecursionlimit(10 ** 9)\ndef f(n): return 1 + f(n - 1) if n else 0\n"
        "print(f(50_000))\n", ""),
    "repr_recursion": ("class A:\n    def __repr__(self): return repr(self)\nrepr(A())\n",
                       "RecursionError"),
    "getattr_recursion": (
        "class A:\n    def __getattr__(self, n): return getattr(self, n + 'x')\nA().a\n",
        "RecursionError"),
    "eq_recursion": ("class A:\n    def __eq__(self, o): return self == o\nA() == A()\n",
                     "RecursionError"),
    "nested_list": ("x = []\nfor _ in range(200_000): x = [x]\nprint(len(repr(x)) if 0 else 'made')\n"
                    "del x\nprint('freed')\n", ""),
    "nested_repr": ("x = []\nfor _ in range(200_000): x = [x]\nrepr(x)\n", "RecursionError"),
    "parentheses": ("(" * 5000 + ")" * 5000 + "\n", "Error"),
    "unary_chain": ("x = " + "-" * 20000 + "1\n", "Error"),
    "attribute_chain": ("x = a" + ".a" * 20000 + "\n", "Error"),
    "elif_chain": ("if 0: pass\n" + "elif 0: pass\n" * 5000, ""),  # the host compiles it; in the browser it is refused
    "group_bomb": (
        "g = ExceptionGroup('g', [ValueError()])\n"
        "for _ in range(12): g = ExceptionGroup('g', [g, g])\nraise g\n", "ExceptionGroup"),
    "generator_chain": (
        "def g(n):\n    if n: yield from g(n - 1)\n    yield n\nlist(g(5000))\n", "RecursionError"),
    "sorted_key_recursion": ("def f(x): return sorted([x], key=f)\nf(1)\n", "RecursionError"),
    "map_chain": ("m = iter([1])\nfor _ in range(50_000): m = map(abs, m)\nlist(m)\n",
                  "RecursionError"),
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, request):
    folder = tmp_path_factory.mktemp("hostile")
    names = selected(request, "hostile")
    jobs = []
    for name in names:
        path = folder / f"{name}.py"
        path.write_text(HOSTILE[name][0])
        jobs.append([str(path)])
    return dict(zip(names, harness.run_vm_batch(jobs), strict=True))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_program_ends_in_order(name, hostile):
    outcome = hostile[name]
    expected = HOSTILE[name][1]
    assert outcome.status == (1 if expected else 0), outcome.stderr[-2000:]
    assert "/vm/" not in outcome.stderr
    assert expected in outcome.stderr
