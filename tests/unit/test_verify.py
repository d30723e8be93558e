"""Verification of bytecode: what compilers make passes, what would crash CPython ends in SystemError."""

from __future__ import annotations

import dis
import random
from pathlib import Path

import pytest

from tests.unit.test_engine import RAN, boot, text
from vm.objects.codeobject_host import code_from_host
from vm.objects.pycore_object import PyCode_Type
from vm.python.decode import _units, _verify
from vm.python.runloop import FINISHED
from vm.python.verify import Unverified

PROGRAMS = sorted(
    path for folder in ("programs", "differential/corpus", "golden/programs", "unit")
    for path in (Path(__file__).resolve().parents[1] / folder).glob("*.py"))

OPS = [number for number in sorted(dis.opmap.values()) if number < 256]

FUNCTIONS = '''
def f0(a=1, b=2, *c, **d):
    try:
        for i in range(3):
            a += i
            if i == b: continue
        return [x * 2 for x in (a, b)]
    except (ValueError, TypeError) as e: return str(e)
    finally: d["x"] = 1
def f1(n=3):
    x = yield n
    try: yield from range(n)
    except ValueError: yield {k: v for k, v in [(1, 2)]}
def make(v=1):
    def f2(q=4, *, z=5):
        nonlocal v
        v += q
        class K:
            w = v
            def m(self): return super().__repr__()
        return f"{v!r:>5}{K().w}", (lambda: v)()
    return f2
f2 = make()
async def f3(a=1):
    async with int() as y: await y
    return [w async for w in y]
def f4(p={"a": [1, 2]}):
    match p:
        case {"a": [x, *y], **r}: return x, y, r
        case int(z) | str(z): return z
    try: raise ExceptionGroup("g", [ValueError(1)])
    except* ValueError as e: print(e)
    with p as q: return q
'''

CALL = '''
def go(function, changes):
    try:
        code = function.__code__.replace(**changes)
        made = type(function)(code, globals(), "g", function.__defaults__, function.__closure__)
        result = made()
        for i in range(4): result.send(None)
    except BaseException as error:
        return type(error).__name__
    return "returned"
print(go({}, {}))
'''


def decoded(code, **changes):
    """Verify a code object after changes to its body (the host's own replace() may crash on them)."""
    body = code_from_host(code).value
    for field, value in changes.items():
        setattr(body, field, value)
    body.trusted = False
    units = _units(body.co_code)
    _verify(units, body, {unit.offset: i for i, unit in enumerate(units)})
    return body


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_what_a_compiler_makes_passes(path):
    try:
        work = [compile(path.read_text(encoding="utf-8"), path.name, "exec")]
    except SyntaxError:
        return
    while work:
        code = work.pop()
        decoded(code)
        work += [const for const in code.co_consts if isinstance(const, type(code))]


def function_code(source):
    namespace: dict = {}
    exec(source, namespace)
    return namespace["f"].__code__


@pytest.mark.parametrize(("changes", "why"), [
    ({"co_code": b""}, "no instructions"),
    ({"co_code": bytes([dis.opmap["POP_TOP"], 0])}, "stack underflow"),
    ({"co_code": bytes([dis.opmap["LOAD_FAST"], 9, dis.opmap["RETURN_VALUE"], 0])}, "no such variable"),
    ({"co_code": bytes([dis.opmap["LOAD_FAST"], 1, dis.opmap["RETURN_VALUE"], 0])}, "missing"),
    ({"co_code": bytes([dis.opmap["LOAD_CONST"], 99, dis.opmap["RETURN_VALUE"], 0])}, "bad argument"),
    ({"co_code": bytes([dis.opmap["NOP"], 0])}, "runs off the end"),
    ({"co_code": bytes([dis.opmap["JUMP_FORWARD"], 7])}, "bad argument"),
    ({"co_code": bytes([dis.opmap["PUSH_NULL"], 0, dis.opmap["RETURN_VALUE"], 0])}, "missing"),
    ({"co_code": bytes([dis.opmap["LOAD_CONST"], 0, dis.opmap["RERAISE"], 0])}, "exception"),
    ({"co_code": bytes([dis.opmap["LOAD_DEREF"], 0, dis.opmap["RETURN_VALUE"], 0])}, "cell"),
    ({"co_code": bytes([dis.opmap["LOAD_CONST"], 0, dis.opmap["YIELD_VALUE"], 0])}, "yielded"),
    ({"co_code": bytes([dis.opmap["LOAD_CONST"], 0, dis.opmap["MAKE_FUNCTION"], 0])}, "code object"),
    ({"co_code": bytes([dis.opmap["INTERPRETER_EXIT"], 0])}, "not for programs"),
    ({"co_code": bytes([254, 0])}, "unknown opcode 254"),
    ({"co_exceptiontable": b"\xff\xff"}, "bad exception table"),
    ({"co_code": bytes([dis.opmap["BUILD_LIST"], 0, dis.opmap["LOAD_CONST"], 0,
                        dis.opmap["SET_ADD"], 1, dis.opmap["RETURN_VALUE"], 0]),
      "co_stacksize": 5}, "a set"),
    ({"co_code": bytes([dis.opmap["LOAD_CONST"], 0, dis.opmap["COPY"], 1] * 9)}, "stack overflow"),
])
def test_what_would_crash_is_refused(changes, why):
    code = function_code("def f(a):\n    b = a\n    return b")
    with pytest.raises(Unverified, match=why):
        decoded(code, **changes)


def test_a_loop_without_a_check_gets_one():
    code = bytes([dis.opmap["NOP"], 0, dis.opmap["JUMP_BACKWARD_NO_INTERRUPT"], 2])
    machine, _ = boot(
        f"def f(): pass\nf.__code__ = f.__code__.replace(co_code={code!r})\nf()")
    for _ in range(3):
        assert machine.loop.run(5_000) == RAN


def mutated(rng, code):
    """Changes to a code object that are as hostile as chance makes them."""
    units = bytearray(code.co_code)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
        i = rng.randrange(len(units) // 2) * 2
        match rng.randrange(7):
            case 0 | 1:
                units[i + 1] = rng.choice((rng.randrange(8), rng.randrange(256)))
            case 2 | 3:
                units[i] = rng.choice(OPS)
            case 4:
                j = rng.randrange(len(units) // 2) * 2
                units[i:i + 2], units[j:j + 2] = units[j:j + 2], units[i:i + 2]
            case 5:
                del units[i:i + 2]
            case 6:
                units[i:i] = bytes((rng.choice(OPS), rng.randrange(8)))
    changes: dict = {"co_code": bytes(units)}
    if rng.random() < 0.2:
        changes["co_exceptiontable"] = rng.randbytes(rng.randrange(20))
    if rng.random() < 0.1:
        changes["co_stacksize"] = rng.choice((0, 1, 2, 2**31 - 1))
    if rng.random() < 0.1:
        changes["co_flags"] = code.co_flags ^ 1 << rng.randrange(10)
    if rng.random() < 0.1:
        changes["co_linetable"] = rng.randbytes(rng.randrange(30))
    return changes


@pytest.mark.parametrize("seed", range(6))
def test_hostile_bytecode_ends_in_a_guest_error_or_runs(seed):
    rng = random.Random(seed)
    namespace: dict = {}
    exec(FUNCTIONS, namespace)
    calls = []
    for _ in range(12):
        name = rng.choice(("f0", "f1", "f2", "f3", "f4"))
        calls.append(f"({name}, {mutated(rng, namespace[name].__code__)!r})")
    for call in calls:
        machine, console = boot(FUNCTIONS + CALL.replace("{}, {}", call[1:-1]))
        for _ in range(4):
            if machine.loop.run(20_000) is FINISHED:
                assert machine.exit_status == 0, text(console)
                break


def test_code_objects_of_compiled_modules_hold_code():
    body = code_from_host(compile("def f(): pass", "f", "exec")).value
    assert body.trusted and any(op.ob_type is PyCode_Type for op in body.co_consts.value)
