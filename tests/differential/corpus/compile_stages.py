"""Single stages of the compiler: code generator, flow graph, assembler, on sequences of the program's own."""

import _testinternalcapi as stages
import ast
import dis
import gc
import opcode
import re
import types

OP = opcode.opmap


def shown(value):
    return re.sub(r"0x[0-9a-f]+", "0x", repr(value))


def attempt(function, *args, **kwargs):
    try:
        print(shown(function(*args, **kwargs)))
    except Exception as exc:
        print(type(exc).__name__, exc)


def sequence(*instructions):
    """Strings are labels."""
    seq = stages.new_instruction_sequence()
    labels = {item: number for number, item in enumerate(i for i in instructions if isinstance(i, str))}
    for item in instructions:
        if isinstance(item, str):
            seq.use_label(labels[item])
        else:
            name, arg, line = (*item, 0, 1)[:3] if len(item) < 3 else item
            seq.addop(OP[name], labels.get(arg, arg), line, line, 0, 1)
    return seq


def codegen(source, mode=0, optimize=0):
    seq, metadata = stages.compiler_codegen(
        ast.parse(source, mode=("exec", "eval", "single")[mode]), "f.py", optimize, mode
    )
    print(shown(metadata))
    return show_sequence(seq)


def show_sequence(seq, indent=""):
    for code, *rest in seq.get_instructions():
        print(indent, opcode.opname[code], rest)
    for nested in seq.get_nested():
        show_sequence(nested, indent + "    ")
    return seq


def optimized(consts, nlocals, *instructions):
    seq = stages.optimize_cfg(sequence(*instructions), consts, nlocals)
    show_sequence(seq)
    print(consts)


# the code generator
codegen("x = (1, 2.0, -0.0, b'x', True, 'text', None, ...)\ny = [a for a in x if a]")
codegen("def f(a, b=1, *c, d, **e):\n    'doc'\n    def g(): return lambda: a\n    return g")
codegen("class A[T](B):\n    x: int = 3\n    def m(self): return super().m()\nassert A, 'no'", optimize=2)
codegen("a if b else c", mode=1)
codegen("for i in x: print(i)\n", mode=2)
for bad in (
    (1, "f", 0),
    (ast.parse("1"), "f", 0, 1),
    (ast.parse("return"), "f", 0),
    (ast.parse("def f(a, a): pass"), "f", 0),
    (ast.Module([ast.Pass()], []), "f", 0),
):
    attempt(stages.compiler_codegen, *bad)
attempt(stages.compiler_codegen, ast=ast.parse("1"), filename="f", optimize="x")

# sequences
seq = stages.new_instruction_sequence()
print(shown(seq), type(seq).__name__, type(seq).__flags__ & 0x4000, seq.get_nested(), seq.get_instructions())
print([seq.new_label() for _ in range(3)])
seq.addop(opcode=OP["JUMP"], oparg=7, lineno=3, col_offset=4, end_lineno=5, end_col_offset=6)
print(seq.get_instructions())
seq.use_label(2)
print(seq.get_instructions())
seq = stages.new_instruction_sequence()
seq.addop(OP["JUMP"], 2, -1, -1, -1, -1)
seq.use_label(2)
seq.addop(OP["POP_TOP"], 0, 1, 2, 3, 4)
print(seq.get_instructions(), seq.get_instructions())
other = stages.new_instruction_sequence()
seq.add_nested(other)
print(seq.get_nested() is seq.get_nested(), seq.get_nested()[0] is other)
attempt(seq.add_nested, 1)
attempt(seq.addop, 1)
attempt(seq.addop, "a", 1, 2, 3, 4, 5)
attempt(seq.use_label, 1.5)
attempt(type(seq), 1)
attempt(type(seq), x=1)
print(type(type(seq)()).__name__)
other.add_nested(seq)
del seq, other
print(gc.collect() > 1)

# the flow graph
optimized(
    [1, 2, 3],
    0,
    ("LOAD_CONST", 0),
    ("LOAD_CONST", 1),
    ("LOAD_CONST", 2),
    ("BUILD_TUPLE", 3),
    ("RETURN_VALUE",),
)
optimized(
    [0, 1, "x"],
    1,
    ("LOAD_CONST", 1),
    ("POP_JUMP_IF_TRUE", "yes"),
    ("LOAD_CONST", 2),
    ("RETURN_VALUE",),
    "yes",
    ("LOAD_FAST", 0, 5),
    ("RETURN_VALUE", 0, 6),
)
optimized(
    [[], (), None, 10**30],
    0,
    ("LOAD_CONST", 0),
    ("TO_BOOL",),
    ("POP_TOP",),
    ("LOAD_CONST", 1),
    ("TO_BOOL",),
    ("POP_TOP",),
    ("LOAD_CONST", 3),
    ("LOAD_CONST", 2),
    ("IS_OP", 1),
    ("POP_JUMP_IF_FALSE", "end"),
    ("NOP",),
    "end",
    ("LOAD_CONST", 0),
    ("RETURN_VALUE",),
)
optimized(
    [1.0, 2.0],
    3,
    ("LOAD_FAST", 0),
    ("LOAD_FAST", 1),
    ("STORE_FAST", 2),
    ("SWAP", 2),
    ("LOAD_CONST", 1),
    ("BUILD_LIST", 3),
    ("JUMP", "a"),
    "a",
    ("JUMP", "b"),
    "b",
    ("RETURN_VALUE",),
)
optimized(
    ["text"] * 4,
    0,
    "top",
    ("SETUP_FINALLY", "handler"),
    ("LOAD_NAME", 0),
    ("POP_TOP",),
    ("POP_BLOCK",),
    ("JUMP", "top"),
    "handler",
    ("PUSH_EXC_INFO",),
    ("POP_TOP",),
    ("POP_EXCEPT",),
    ("LOAD_CONST", 3),
    ("RETURN_VALUE",),
)


class Loud:
    def __init__(self, answer):
        self.answer = answer

    def __bool__(self):
        print("asked")
        if self.answer is None:
            raise ZeroDivisionError("no answer")
        return self.answer

    def __repr__(self):
        return f"Loud({self.answer})"


loud = Loud(False)
consts = [loud, Loud(True), loud]
optimized(
    consts,
    0,
    ("LOAD_CONST", 0),
    ("TO_BOOL",),
    ("LOAD_CONST", 1),
    ("POP_JUMP_IF_FALSE", "end"),
    ("LOAD_CONST", 2),
    ("POP_TOP",),
    "end",
    ("LOAD_CONST", 1),
    ("LOAD_CONST", 2),
    ("BUILD_TUPLE", 2),
    ("BUILD_TUPLE", 2),
    ("RETURN_VALUE",),
)
del loud, consts
attempt(optimized, [Loud(None)], 0, ("LOAD_CONST", 0), ("TO_BOOL",), ("RETURN_VALUE",))
attempt(stages.optimize_cfg, [], [], 0)

# the assembler


def assemble(seq, **given):
    metadata = dict(
        name="f",
        qualname="m.f",
        consts={},
        names={},
        varnames={},
        cellvars={},
        freevars={},
        fasthidden={},
        argcount=0,
        posonlyargcount=0,
        kwonlyargcount=0,
        firstlineno=1,
    )
    metadata.update(given)
    code = stages.assemble_code_object("g.py", seq, metadata)
    for field in dir(code):
        if field.startswith("co_") and field not in ("co_lnotab", "co_lines", "co_positions"):
            value = getattr(code, field)
            print("   ", field, "" if callable(value) else shown(value))
    print(shown(dis.Bytecode(code).dis()))
    print(list(code.co_positions()))
    return code


average = assemble(
    sequence(
        ("RESUME", 0),
        ("LOAD_FAST", 0),
        ("LOAD_FAST", 1),
        ("BINARY_OP", 0, 2),
        ("LOAD_CONST", 0),
        ("BINARY_OP", 11, 3),
        ("RETURN_VALUE", 0, 4),
    ),
    consts={2: 0},
    varnames={"x": 0, "y": 1},
    argcount=2,
)
print(types.FunctionType(average, {})(3, 4))
marker = object()
kept = assemble(
    sequence(("RESUME", 0), ("LOAD_CONST", 1), ("LOAD_CONST", 0), ("BUILD_TUPLE", 2), ("RETURN_VALUE",)),
    consts={marker: 1, (float, 2.5): 0},
)
print(types.FunctionType(kept, {})() == (marker, 2.5))
cell = assemble(
    sequence(("LOAD_CLOSURE", 1), ("LOAD_DEREF", 0), ("BUILD_TUPLE", 2), ("RETURN_VALUE",)),
    varnames={"a": 0, "b": 1},
    cellvars={"b": 0},
    freevars={"c": 1},
    argcount=1,
)
attempt(assemble, 1)
print(stages.compiler_cleandoc("  a\n      b\n    c\n"))
attempt(stages.compiler_cleandoc, 1)
print(stages.get_config()["code_debug_ranges"], stages.SIZEOF_PYGC_HEAD)
