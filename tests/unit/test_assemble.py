"""The assembler against the host's, form by form."""

import dis
import itertools
import random
from types import SimpleNamespace

import pytest

from tests.unit.test_flowgraph import FILES, LIB
from tools.compiler_stages import cfg
from vm.python import assemble
from vm.python.code_object import CodeObject, _PyCode_ConstantKey, code_to_host
from vm.python.compile_dump import dump_code
from vm.python.opcode_ids import opmap


@pytest.mark.parametrize("name", FILES)
def test_every_unit_of_a_file_is_assembled_as_on_the_host(name):
    for unit in cfg.units_of((LIB / name).read_bytes(), name):
        assert cfg.compare_assemble(unit) is None


def units(source):
    return list(cfg.units_of(source, "f.py"))


def assert_equal(source):
    """Every unit of a source text becomes the host's code object."""
    for unit in units(source):
        assert unit.consts is not None
        assert cfg.compare_compile(unit) is None
        assert cfg.compare_assemble(unit) is None


@pytest.mark.parametrize("size", [10, 60, 250, 300])
def test_jumps_of_every_length(size):
    body = "\n        ".join(f"y = f(x)[{i % 7}]" for i in range(size))
    assert_equal(f"def g(x):\n    while x:\n        {body}\n    else:\n        z = 1\n    return z\n")


@pytest.mark.parametrize("size", [1, 16, 17, 63, 64, 65, 255, 256, 257, 300])
def test_many_locals(size):
    names = [f"v{i}" for i in range(size)]
    source = "def g():\n" + "".join(f"    {name} = {i}\n" for i, name in enumerate(names))
    source += "    if v0:\n        del " + ", ".join(names) + "\n    return (" + ", ".join(names) + ",)\n"
    assert_equal(source)


@pytest.mark.parametrize("source", [
    "x = 1",
    "\n" * 300 + "x = 1\n" + "\n" * 70000 + "y = 2\n",
    "x = (1 +\n\n\n     f(\n  2)\n)\n",
    " " * 0 + "x = " + "a" * 90 + "\n",
    "f(" + "a" * 200 + ", b)\n",
    "if x:\n" + " " * 130 + "y = f(z)\n",
    "a.b.c(d, e, f=1)[g].h = i\n",
    "def f(x):\n    return [y for y in x if y]\nclass C:\n    z = {a: b for a, b in x}\n",
    "def f(a, b):\n    def g():\n        nonlocal b\n        b = a\n        return lambda: (a, b, c)\n"
    "    c = 1\n    return g\n",
    "class C:\n    def f(self):\n        return super().f(__class__)\n    [(lambda: x) for x in y]\n",
    "async def f(x):\n    async with x as y, z:\n        async for i in y:\n            yield await i\n",
    "def f():\n    try:\n        yield 1\n    finally:\n        g(lambda: 0)\n",
    "def f():\n    with a, b as c, d:\n        for x in y:\n            try:\n                return x\n"
    "            except (A, B) as e:\n                continue\n            finally:\n                z()\n",
    "def f(a, /, b, *c, d=1, **e):\n    return a, b, c, d, e\n",
])
def test_forms(source):
    assert_equal(source)


def random_metadata(rng):
    """Names in any mix of arguments, cells and free variables."""
    names = [f"n{i}" for i in range(8)]
    varnames = {name: i for i, name in enumerate(rng.sample(names, rng.randint(0, 5)))}
    cells = {name: i for i, name in enumerate(sorted(rng.sample(names, rng.randint(0, 5))))}
    free = {f"f{i}": len(cells) + i for i in range(rng.randint(0, 3))}
    hidden = {name: True for name in varnames if rng.random() < 0.3}
    return cfg.metadata("f", "f", {}, {}, varnames, cells, free, hidden,
                        (rng.randint(0, len(varnames)), 0, 0, rng.randint(1, 400)))


@pytest.mark.parametrize("seed", range(10))
def test_random_locations_and_variables(seed):
    rng = random.Random(seed)
    for _ in range(40):
        about = random_metadata(rng)
        count = len(about["cellvars"]) + len(about["freevars"])
        instrs = []
        for _ in range(rng.randint(1, 60)):
            line = rng.choice((1, 2, 3, 70, 300))
            loc = rng.choice((
                (line, line, rng.randint(-1, 140), rng.randint(-1, 140)), (line, line, 3, 9),
                (line, line + rng.choice((0, 1, 200)), 4, 200), (-1, -1, -1, -1),
                (line, -1, -1, -1)))
            if count and rng.random() < 0.5:
                instrs.append((opmap["LOAD_DEREF"], rng.randrange(count), *loc))
            else:
                instrs.append((opmap["LOAD_CONST"], 0, *loc))
            instrs += [(opmap["POP_TOP"], 0, *loc)] * rng.choice((1, 1, 1, 0))
            instrs += [(opmap["NOP"], 0, *loc)] * rng.choice((0, 0, 0, 9, 20))
        instrs.append((opmap["RETURN_CONST"], 0, 1, 1, 0, 0))
        about["consts"] = {None: 0}
        theirs = cfg._testinternalcapi.assemble_code_object("f.py", cfg.host_sequence(instrs), about)
        ours = cfg._PyCompile_Assemble(cfg.our_metadata(about), "f.py", cfg.our_sequence(instrs))
        assert cfg.compare_code(ours, theirs) is None


@pytest.mark.parametrize("value", [0, 63, 64, 4095, 4096, 1 << 18, (1 << 24) - 1, 1 << 24, (1 << 30) - 1])
def test_numbers_of_the_exception_table(value):
    table = bytearray()
    assemble.assemble_emit_exception_table_entry(table, value, value + 5, value, (0, 3, 1))
    code = SimpleNamespace(co_exceptiontable=bytes(table))
    (entry,) = dis._parse_exception_table(code)
    assert entry == (2 * value, 2 * value + 10, 2 * value, 1, True)


@pytest.mark.parametrize("oparg", [0, 255, 256, 65535, 65536, 1 << 24, (1 << 30) - 1])
def test_extended_arguments(oparg):
    instrs = [(opmap["LOAD_NAME"], oparg, 1, 1, 0, 1), (opmap["RETURN_VALUE"], 0, 1, 1, 0, 1)]
    about = cfg.metadata("f", "f", {}, {}, {}, {}, {}, {}, (0, 0, 0, 1))
    theirs = cfg._testinternalcapi.assemble_code_object("f.py", cfg.host_sequence(instrs), about)
    ours = cfg._PyCompile_Assemble(cfg.our_metadata(about), "f.py", cfg.our_sequence(instrs))
    assert cfg.compare_code(ours, theirs) is None


def test_too_few_variables_are_an_error():
    about = cfg.metadata("f", "f", {None: 0}, {}, {}, {}, {}, {}, (2, 0, 0, 1))
    instrs = [(opmap["RETURN_CONST"], 0, 1, 1, 0, 1)]
    with pytest.raises(ValueError, match="code: co_varnames is too small"):
        cfg._PyCompile_Assemble(cfg.our_metadata(about), "f.py", cfg.our_sequence(instrs))


def test_a_cell_that_is_not_there_is_an_error():
    about = cfg.metadata("f", "f", {None: 0}, {}, {}, {"c": 0}, {}, {}, (0, 0, 0, 1))
    instrs = [(opmap["LOAD_DEREF"], 1, 1, 1, 0, 1), (opmap["RETURN_VALUE"], 0, 1, 1, 0, 1)]
    with pytest.raises(SystemError, match="malformed control flow graph"):
        cfg._PyCompile_Assemble(cfg.our_metadata(about), "f.py", cfg.our_sequence(instrs))


@pytest.mark.parametrize("instrs, error", [
    ([("POP_TOP", 0)], "Invalid CFG, stack underflow"),
    ([("LOAD_CONST", 0)] * 3 + [("POP_JUMP_IF_TRUE", 1)],
     "Invalid CFG, inconsistent stackdepth"),
])
def test_stacks_that_do_not_fit(instrs, error):
    sequence = [(opmap[name], oparg, 1, 1, 0, 0) for name, oparg in instrs]
    sequence.append((opmap["RETURN_CONST"], 0, 2, 2, 0, 0))
    about = cfg.metadata("f", "f", {None: 0}, {}, {}, {}, {}, {}, (0, 0, 0, 1))
    with pytest.raises(ValueError, match=error):
        cfg._testinternalcapi.assemble_code_object("f.py", cfg.host_sequence(sequence), about)
    with pytest.raises(ValueError, match=error):
        cfg._PyCompile_Assemble(cfg.our_metadata(about), "f.py", cfg.our_sequence(sequence))


def test_our_code_runs_on_the_host():
    source = ("def f(n):\n    total = 0\n    for i in range(n):\n        try:\n            total += 1 // (i % 3)\n"
              "        except ZeroDivisionError:\n            total += 100\n    return total\n")
    module, function = units(source)
    theirs, names = {}, {}
    exec(module.code, theirs)
    ours = theirs["f"].__code__
    theirs["f"].__code__ = code_to_host(cfg.our_code(function))
    assert theirs["f"].__code__ is not ours
    assert theirs["f"](10) == 403
    exec(code_to_host(cfg.our_code(module)), names)
    assert names["f"](10) == 403


def test_constants_in_code_for_the_host():
    outer, inner = units("def f():\n    return 1, -0.0, 'a', b'b', 2j, ..., None, True, (1.5, (0,)), x\n")
    code = cfg.our_code(outer)
    code.co_consts = (cfg.our_code(inner), *code.co_consts[1:])
    host = code_to_host(code)
    assert host == outer.code
    assert repr(host.co_consts[0].co_consts) == repr(inner.code.co_consts)


def test_code_objects_are_equal_as_cpythons_are():
    _, first, second = units("a = lambda: (1, x)\nb = lambda: (1, x)\n")
    one, same = cfg.our_code(first), cfg.our_code(first)
    assert one == same
    assert hash(one) == hash(same)
    assert one != cfg.our_code(second)  # another line
    same.co_consts = (True, *same.co_consts[1:])
    other: CodeObject = cfg.our_code(first)
    other.co_qualname = "elsewhere"
    assert one == other
    assert _PyCode_ConstantKey((0.0, 0, False)) != _PyCode_ConstantKey((-0.0, 0, False))


def section(text, name):
    """The lines below a heading of the textual form, as words."""
    _, _, rest = text.partition(f"\n  {name}\n")
    return [line.split() for line in itertools.takewhile(
        lambda line: line.startswith("    "), rest.splitlines())]


def place(positions):
    line, end_line, column, end_column = positions
    if column is None:
        return "-" if line is None else str(line)
    return f"{line}:{column}-{end_line}:{end_column}"


def test_the_textual_form_says_what_the_host_reads():
    source = "def f(a):\n  for x in a:\n    try: yield a.b, 'c', (\n1)\n    except E: pass\n"
    source += "    while x: " + "x = y; " * 300
    outer, inner = units(source)
    code = cfg.our_code(inner)
    text = dump_code(code)
    host = code_to_host(code)
    expected = []
    for i in dis.get_instructions(host):
        target = ["->", str(i.jump_target // 2)] if i.jump_target is not None else []
        arg = host.co_code[i.offset + 1] if i.opname == "EXTENDED_ARG" else i.arg
        caches = sum(size for _, size, _ in i.cache_info or ())
        expected.append([
            str(i.offset // 2), i.opname, str(arg or 0), *target, place(i.positions),
            *["caches", str(caches)] * bool(caches)])
    assert section(text, "instructions") == expected
    assert section(text, "handlers") == [
        [str(e.start // 2), "to", str(e.end // 2), "->", str(e.target // 2), "depth", str(e.depth),
         *["lasti"] * e.lasti] for e in dis._parse_exception_table(host)]
    places = [row[-1] for row in section(text, "locations")
              for _ in range(int(row[0]), int(row[2]))]
    assert places == [place(positions) for positions in host.co_positions()]
    code = cfg.our_code(outer)
    code.co_consts = (cfg.our_code(inner), *code.co_consts[1:])
    assert "       0  <code f>\n       1  None\n" in dump_code(code)
