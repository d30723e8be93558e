"""Random generators, coroutines and exceptions: every observable is what the host prints.

Programs are compared whole: stdout, tracebacks byte for byte, warnings, the status, and the audit's silence.
"""

from textwrap import indent

from hypothesis import given
from hypothesis import strategies as st

from tests.differential.oracle import assert_same, generated

PRELUDE = '''
import sys
class E1(Exception): pass
class E2(E1): pass
class B(BaseException): pass
def t(f, *a):
    try:
        r = f(*a)
        print(r if isinstance(r, (int, str, bool, tuple, type(None))) else type(r).__name__)
    except BaseException as e:
        print(type(e).__name__, e, e.__context__.__class__.__name__, e.__cause__.__class__.__name__,
              e.__suppress_context__, getattr(e, "value", "-"))
class CM:
    def __init__(self, n, swallow=False): self.n, self.swallow = n, swallow
    def __enter__(self): print("enter", self.n); return self.n
    def __exit__(self, *a): print("exit", self.n, a[0] and a[0].__name__); return self.swallow
class Sub:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration("sub")
        return self.n
    def send(self, v): print("sub send", v); return next(self)
    def throw(self, *a): print("sub throw", len(a)); raise E2("sub")
    def close(self): print("sub close")
class Plain:
    def __iter__(self): return iter((7, 8))
class Aw:
    def __init__(self, n): self.n = n
    def __await__(self):
        try: r = yield "aw", self.n
        finally: print("aw out", self.n)
        return r
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
'''

ERRORS = ["E1", "E2", "B", "ValueError", "StopIteration", "GeneratorExit", "KeyError", "RuntimeError"]
numbers = st.integers(0, 9)


def block(*statements):
    """An indented suite."""
    return indent("\n".join(statements) or "pass", "    ")


@st.composite
def suites(draw, depth, leaves, loops=True):
    """A list of statements; ``leaves`` are simple ones."""
    out = []
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.integers(0, 8)) if depth else 0
        if kind <= 3:
            out.append(draw(leaves))
            continue

        def inner():
            return block(*draw(suites(depth - 1, leaves, loops)))

        if kind == 4:
            out.append(f"try:\n{inner()}\nfinally:\n{block(f"print('fin{draw(numbers)}')")}\n{inner()}")
        elif kind == 5:
            errors = draw(st.lists(st.sampled_from(ERRORS[:6]), min_size=1, max_size=2, unique=True))
            text = f"try:\n{inner()}\n"
            for error in errors:
                text += f"except {error} as e:\n    print('caught', type(e).__name__)\n{inner()}\n"
            if draw(st.booleans()):
                text += f"else:\n{inner()}\n"
            out.append(text.rstrip())
        elif kind == 6:
            out.append(f"with CM({draw(numbers)}, {draw(st.booleans())}):\n{inner()}")
        elif kind == 7 and loops:
            out.append(f"for i in range({draw(st.integers(0, 2))}):\n{inner()}")
        else:
            out.append(f"if {draw(st.sampled_from(['x', 'not x', '1', '0']))}:\n{inner()}")
    return out


def generator_leaves(later):
    """Simple statements of a generator; ``later`` names what it may delegate to."""
    return st.one_of(
        numbers.map(lambda n: f"yield {n}"),
        numbers.map(lambda n: f"x = yield {n}\nprint('got', x)"),
        st.sampled_from([*later, "Sub()", "Plain()", "(1, 2)", "iter([3])"]).map(
            lambda it: f"x = yield from {it}\nprint('result', x)"),
        st.sampled_from(ERRORS).map(lambda e: f"raise {e}('r')"),
        numbers.map(lambda n: f"return {n}"),
        st.just("print('step', x)"),
        st.just("d = D(x)"),
        st.just("raise"),
    )


OPERATIONS = st.one_of(
    st.just("t(next, g)"),
    numbers.map(lambda n: f"t(g.send, {n})"),
    st.just("t(g.send, None)"),
    st.sampled_from(ERRORS).map(lambda e: f"t(g.throw, {e})"),
    st.sampled_from(ERRORS).map(lambda e: f"t(g.throw, {e}('t'))"),
    st.sampled_from(ERRORS).map(lambda e: f"t(g.throw, {e}, 'v')"),
    st.just("t(g.close)"),
    st.just("print(g.gi_running, g.gi_suspended, type(g.gi_yieldfrom).__name__)"),
    st.just("print(g.gi_frame and g.gi_frame.f_lineno, g.gi_frame and g.gi_frame.f_lasti)"),
    st.just("print(g.gi_frame and sorted(k for k in g.gi_frame.f_locals))"),
    st.just("print(sys.getrefcount(g))"),
    st.just("t(next, g, 'end')"),
)


@given(st.data())
@generated(30)
def test_generators(data):
    parts = [PRELUDE]
    for i in (2, 1, 0):
        later = [f"g{j}({j})" for j in range(i + 1, 3)]
        body = data.draw(suites(2, generator_leaves(later)))
        parts.append(f"def g{i}(x=None):\n{block('x = x', *body, 'yield x')}")
    parts.append("g = g0()")
    parts += data.draw(st.lists(OPERATIONS, min_size=3, max_size=9))
    parts.append(data.draw(st.sampled_from(["del g", "g = None", "list(g)", "pass"])))
    parts.append("print('end', sys.exception())")
    assert_same("\n".join(parts))


def coroutine_leaves(later):
    """Simple statements of a coroutine or async generator."""
    return st.one_of(
        numbers.map(lambda n: f"x = await Aw({n})\nprint('awaited', x)"),
        st.sampled_from([*later, "Aw(1)", "5"]).map(lambda aw: f"x = await {aw}"),
        st.sampled_from(ERRORS).map(lambda e: f"raise {e}('r')"),
        st.just("print('step', x)"),
        st.just("async for v in a1(2):\n    print('v', v)"),
        st.just("x = [v async for v in a1(1)]"),
        st.just("x = await anext(a1(0), 'none')"),
        st.just("return"),
    )


@given(st.data())
@generated(25)
def test_coroutines(data):
    asynchronous = st.one_of(
        coroutine_leaves([]), numbers.map(lambda n: f"x = yield {n}\nprint('sent', x)"))
    a1 = [s.replace("a1(", "a0(") for s in data.draw(suites(1, asynchronous))]
    parts = [
        PRELUDE,
        "async def a0(x=None):\n    yield 1\n    yield x",
        f"async def a1(x=None):\n{block(*a1, 'yield x')}",
        f"async def c1(x=None):\n{block(*data.draw(suites(1, coroutine_leaves([]))), 'return x')}",
        f"async def c0(x=None):\n{block(*data.draw(suites(2, coroutine_leaves(['c1(2)']))))}",
        "g = " + data.draw(st.sampled_from(
            ["c0()", "c0(3).__await__()", "a1().__anext__()", "a1().asend(None)", "a1().aclose()",
             "a1().athrow(E1)"])),
    ]
    operations = st.one_of(
        numbers.map(lambda n: f"t(g.send, {n})"), st.just("t(g.send, None)"),
        st.sampled_from(ERRORS).map(lambda e: f"t(g.throw, {e}('t'))"), st.just("t(g.close)"))
    parts += data.draw(st.lists(operations, min_size=2, max_size=7))
    parts.append("g.close()\ndel g")
    assert_same("\n".join(parts))


RAISES = st.one_of(
    st.sampled_from(ERRORS).map(lambda e: f"raise {e}('a')"),
    st.tuples(st.sampled_from(ERRORS), st.sampled_from([*ERRORS, "None"])).map(
        lambda p: f"raise {p[0]}('a') from {p[1]}"),
    st.just("raise"),
    st.just("1 / 0"),
    st.just("undefined_name"),
    st.just("(1).missing"),
    st.just("{}[\n    'key'\n]"),
    st.just("int('x')"),
    st.just("f(x - 1) if x > 0 else None"),
    st.just("raise ExceptionGroup('g', [E1(1), ExceptionGroup('h', [ValueError(2), E2(3)])])"),
    st.just("raise BaseExceptionGroup('b', [E1(1), B(2)])"),
    st.just("e0 = E1('noted')\ne0.add_note('a note')\nraise e0"),
    st.just("print('step', sys.exception())"),
    st.just("x = [1 / i for i in (1, 0)]"),
    st.just("d = D(x)"),
    st.just("assert x == 5, 'five'"),
    st.just("x = 0"),
)
CLAUSES = ["E1", "(E1, ValueError)", "B", "ValueError", "ZeroDivisionError", "Exception"]


@st.composite
def star_statements(draw):
    """``try`` with ``except*`` clauses."""
    text = f"try:\n{block(*draw(suites(1, RAISES, loops=False)))}\n"
    for clause in draw(st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=3)):
        body = draw(st.sampled_from(
            ["print(e.exceptions)", "raise", "raise KeyError('new') from e", "raise e",
             "raise e.exceptions[0]", "1 / 0", "print(sys.exception())"]))
        text += f"except* {clause} as e:\n{block('print(type(e).__name__, e)', body)}\n"
    if draw(st.booleans()):
        text += f"finally:\n{block('print(sys.exception())')}\n"
    return text.rstrip()


@given(st.data())
@generated(35)
def test_exceptions(data):
    leaves = st.one_of(RAISES, RAISES, star_statements())
    body = data.draw(suites(3, leaves))
    parts = [
        PRELUDE,
        f"def f(x=2):\n{block(*body)}",
        "class C:\n    def __init__(self): self.r = f(0)\n"
        "    def __repr__(self): return f'{f(1)}'",
        data.draw(st.sampled_from(["f()", "C()", "repr(C.__new__(C))", "[f(i) for i in (0, 1)]",
                                   "sorted([1, 2], key=f)", "try: f()\nfinally: f(1)",
                                   "try: f()\nexcept Exception as e:\n    raise E2('last') from e",
                                   "try: f()\nexcept BaseException as e:\n    print(repr(e)); f(0)"])),
    ]
    assert_same("\n".join(parts))
