"""CPython 3.13's numbering of instructions, and what the compiler asks about each of them.

The instructions themselves come from bytecodes.py. What stands here is what they do not show: the forms
that CPython's evaluator rewrites them to (the guest's ``_opcode`` knows them), the pseudo instructions
of the compiler, flags, inline caches, and stack effects in terms of the argument as it stands in code.
"""

from __future__ import annotations

from dataclasses import dataclass

from tools.cases_generator.definitions import Instruction, Module

#: Numbers that follow no rule.
FIXED = {"CACHE": 0, "BINARY_OP_INPLACE_ADD_UNICODE": 3, "RESERVED": 17, "RESUME": 149,
         "INSTRUMENTED_LINE": 254}
FIRST_SPECIALIZED = 150
FIRST_PSEUDO = 256

#: Flag -> the instructions that have it, in the order of the flags' bits.
FLAGS = {
    "ARG": """
        BINARY_OP BUILD_CONST_KEY_MAP BUILD_LIST BUILD_MAP BUILD_SET BUILD_SLICE BUILD_STRING
        BUILD_TUPLE CALL CALL_ALLOC_AND_ENTER_INIT CALL_BOUND_METHOD_EXACT_ARGS
        CALL_BOUND_METHOD_GENERAL CALL_BUILTIN_CLASS CALL_BUILTIN_FAST
        CALL_BUILTIN_FAST_WITH_KEYWORDS CALL_BUILTIN_O CALL_FUNCTION_EX CALL_INTRINSIC_1
        CALL_INTRINSIC_2 CALL_ISINSTANCE CALL_KW CALL_LEN CALL_LIST_APPEND
        CALL_METHOD_DESCRIPTOR_FAST CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS
        CALL_METHOD_DESCRIPTOR_NOARGS CALL_METHOD_DESCRIPTOR_O CALL_NON_PY_GENERAL
        CALL_PY_EXACT_ARGS CALL_PY_GENERAL CALL_STR_1 CALL_TUPLE_1 CALL_TYPE_1 COMPARE_OP
        COMPARE_OP_FLOAT COMPARE_OP_INT COMPARE_OP_STR CONTAINS_OP CONTAINS_OP_DICT CONTAINS_OP_SET
        CONVERT_VALUE COPY COPY_FREE_VARS DELETE_ATTR DELETE_DEREF DELETE_FAST DELETE_GLOBAL
        DELETE_NAME DICT_MERGE DICT_UPDATE ENTER_EXECUTOR EXTENDED_ARG FOR_ITER FOR_ITER_GEN
        FOR_ITER_LIST FOR_ITER_RANGE FOR_ITER_TUPLE GET_AWAITABLE IMPORT_FROM IMPORT_NAME
        INSTRUMENTED_CALL INSTRUMENTED_CALL_KW INSTRUMENTED_FOR_ITER INSTRUMENTED_JUMP_BACKWARD
        INSTRUMENTED_JUMP_FORWARD INSTRUMENTED_LOAD_SUPER_ATTR INSTRUMENTED_POP_JUMP_IF_FALSE
        INSTRUMENTED_POP_JUMP_IF_NONE INSTRUMENTED_POP_JUMP_IF_NOT_NONE
        INSTRUMENTED_POP_JUMP_IF_TRUE INSTRUMENTED_RESUME INSTRUMENTED_RETURN_CONST
        INSTRUMENTED_YIELD_VALUE IS_OP JUMP JUMP_BACKWARD JUMP_BACKWARD_NO_INTERRUPT JUMP_FORWARD
        JUMP_NO_INTERRUPT LIST_APPEND LIST_EXTEND LOAD_ATTR LOAD_ATTR_CLASS
        LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN LOAD_ATTR_INSTANCE_VALUE LOAD_ATTR_METHOD_LAZY_DICT
        LOAD_ATTR_METHOD_NO_DICT LOAD_ATTR_METHOD_WITH_VALUES LOAD_ATTR_MODULE
        LOAD_ATTR_NONDESCRIPTOR_NO_DICT LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES LOAD_ATTR_PROPERTY
        LOAD_ATTR_SLOT LOAD_ATTR_WITH_HINT LOAD_CLOSURE LOAD_CONST LOAD_DEREF LOAD_FAST
        LOAD_FAST_AND_CLEAR LOAD_FAST_CHECK LOAD_FAST_LOAD_FAST LOAD_FROM_DICT_OR_DEREF
        LOAD_FROM_DICT_OR_GLOBALS LOAD_GLOBAL LOAD_GLOBAL_BUILTIN LOAD_GLOBAL_MODULE LOAD_METHOD
        LOAD_NAME LOAD_SUPER_ATTR LOAD_SUPER_ATTR_ATTR LOAD_SUPER_ATTR_METHOD LOAD_SUPER_METHOD
        LOAD_ZERO_SUPER_ATTR LOAD_ZERO_SUPER_METHOD MAKE_CELL MAP_ADD MATCH_CLASS POP_JUMP_IF_FALSE
        POP_JUMP_IF_NONE POP_JUMP_IF_NOT_NONE POP_JUMP_IF_TRUE RAISE_VARARGS RERAISE RESUME
        RETURN_CONST SEND SEND_GEN SETUP_CLEANUP SETUP_FINALLY SETUP_WITH SET_ADD
        SET_FUNCTION_ATTRIBUTE SET_UPDATE STORE_ATTR STORE_ATTR_WITH_HINT STORE_DEREF STORE_FAST
        STORE_FAST_LOAD_FAST STORE_FAST_MAYBE_NULL STORE_FAST_STORE_FAST STORE_GLOBAL STORE_NAME
        SWAP UNPACK_EX UNPACK_SEQUENCE UNPACK_SEQUENCE_LIST UNPACK_SEQUENCE_TUPLE
        UNPACK_SEQUENCE_TWO_TUPLE YIELD_VALUE""",
    "CONST": "INSTRUMENTED_RETURN_CONST LOAD_CONST RETURN_CONST",
    "NAME": """
        DELETE_ATTR DELETE_GLOBAL DELETE_NAME IMPORT_FROM IMPORT_NAME LOAD_ATTR
        LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN LOAD_ATTR_WITH_HINT LOAD_FROM_DICT_OR_GLOBALS LOAD_GLOBAL
        LOAD_METHOD LOAD_NAME LOAD_SUPER_ATTR LOAD_SUPER_ATTR_ATTR LOAD_SUPER_ATTR_METHOD
        LOAD_SUPER_METHOD LOAD_ZERO_SUPER_ATTR LOAD_ZERO_SUPER_METHOD STORE_ATTR
        STORE_ATTR_WITH_HINT STORE_GLOBAL STORE_NAME""",
    "JUMP": """
        FOR_ITER FOR_ITER_LIST FOR_ITER_RANGE FOR_ITER_TUPLE JUMP JUMP_BACKWARD
        JUMP_BACKWARD_NO_INTERRUPT JUMP_FORWARD JUMP_NO_INTERRUPT POP_JUMP_IF_FALSE
        POP_JUMP_IF_NONE POP_JUMP_IF_NOT_NONE POP_JUMP_IF_TRUE SEND""",
    "FREE": "DELETE_DEREF LOAD_DEREF LOAD_FROM_DICT_OR_DEREF MAKE_CELL STORE_DEREF",
    "LOCAL": """
        BINARY_OP_INPLACE_ADD_UNICODE DELETE_FAST LOAD_CLOSURE LOAD_FAST LOAD_FAST_AND_CLEAR
        LOAD_FAST_CHECK LOAD_FAST_LOAD_FAST STORE_FAST STORE_FAST_LOAD_FAST STORE_FAST_MAYBE_NULL
        STORE_FAST_STORE_FAST""",
    "EVAL_BREAK": """
        CALL CALL_BUILTIN_CLASS CALL_BUILTIN_FAST CALL_BUILTIN_FAST_WITH_KEYWORDS CALL_BUILTIN_O
        CALL_FUNCTION_EX CALL_KW CALL_METHOD_DESCRIPTOR_FAST
        CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS CALL_METHOD_DESCRIPTOR_NOARGS
        CALL_METHOD_DESCRIPTOR_O CALL_NON_PY_GENERAL CALL_STR_1 CALL_TUPLE_1
        INSTRUMENTED_JUMP_BACKWARD INSTRUMENTED_RESUME JUMP JUMP_BACKWARD RESUME""",
}

#: Code units of inline cache behind an instruction.
CACHES = {
    "BINARY_OP": 1, "BINARY_SUBSCR": 1, "CALL": 3, "COMPARE_OP": 1, "CONTAINS_OP": 1, "FOR_ITER": 1,
    "JUMP_BACKWARD": 1, "LOAD_ATTR": 9, "LOAD_GLOBAL": 4, "LOAD_SUPER_ATTR": 1,
    "POP_JUMP_IF_FALSE": 1, "POP_JUMP_IF_NONE": 1, "POP_JUMP_IF_NOT_NONE": 1, "POP_JUMP_IF_TRUE": 1,
    "SEND": 1, "STORE_ATTR": 4, "STORE_SUBSCR": 1, "TO_BOOL": 3, "UNPACK_SEQUENCE": 1,
}

#: Instruction -> the endings of its specialised forms' names.
SPECIALIZED = {
    "BINARY_OP": """
        ADD_FLOAT ADD_INT ADD_UNICODE INPLACE_ADD_UNICODE MULTIPLY_FLOAT MULTIPLY_INT SUBTRACT_FLOAT
        SUBTRACT_INT""",
    "BINARY_SUBSCR": "DICT GETITEM LIST_INT STR_INT TUPLE_INT",
    "CALL": """
        ALLOC_AND_ENTER_INIT BOUND_METHOD_EXACT_ARGS BOUND_METHOD_GENERAL BUILTIN_CLASS BUILTIN_FAST
        BUILTIN_FAST_WITH_KEYWORDS BUILTIN_O ISINSTANCE LEN LIST_APPEND METHOD_DESCRIPTOR_FAST
        METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS METHOD_DESCRIPTOR_NOARGS METHOD_DESCRIPTOR_O
        NON_PY_GENERAL PY_EXACT_ARGS PY_GENERAL STR_1 TUPLE_1 TYPE_1""",
    "COMPARE_OP": "FLOAT INT STR",
    "CONTAINS_OP": "DICT SET",
    "FOR_ITER": "GEN LIST RANGE TUPLE",
    "LOAD_ATTR": """
        CLASS GETATTRIBUTE_OVERRIDDEN INSTANCE_VALUE METHOD_LAZY_DICT METHOD_NO_DICT
        METHOD_WITH_VALUES MODULE NONDESCRIPTOR_NO_DICT NONDESCRIPTOR_WITH_VALUES PROPERTY SLOT
        WITH_HINT""",
    "LOAD_GLOBAL": "BUILTIN MODULE",
    "LOAD_SUPER_ATTR": "ATTR METHOD",
    "RESUME": "CHECK",
    "SEND": "GEN",
    "STORE_ATTR": "INSTANCE_VALUE SLOT WITH_HINT",
    "STORE_SUBSCR": "DICT LIST_INT",
    "TO_BOOL": "ALWAYS_TRUE BOOL INT LIST NONE STR",
    "UNPACK_SEQUENCE": "LIST TUPLE TWO_TUPLE",
}

#: The forms that sys.monitoring puts into code, in the order of their numbers, the last of which is 253.
INSTRUMENTED = """
    RESUME END_FOR END_SEND RETURN_VALUE RETURN_CONST YIELD_VALUE LOAD_SUPER_ATTR FOR_ITER CALL CALL_KW
    CALL_FUNCTION_EX INSTRUCTION JUMP_FORWARD JUMP_BACKWARD POP_JUMP_IF_TRUE POP_JUMP_IF_FALSE
    POP_JUMP_IF_NONE POP_JUMP_IF_NOT_NONE"""

#: Pseudo instruction -> (effect on the stack, effect where it jumps or raises).
PSEUDO = {
    "JUMP": (0, 0), "JUMP_NO_INTERRUPT": (0, 0), "LOAD_CLOSURE": (1, 1), "LOAD_METHOD": (1, 1),
    "LOAD_SUPER_METHOD": (-1, -1), "LOAD_ZERO_SUPER_ATTR": (-1, -1),
    "LOAD_ZERO_SUPER_METHOD": (-1, -1), "POP_BLOCK": (0, 0), "SETUP_CLEANUP": (0, 2),
    "SETUP_FINALLY": (0, 1), "SETUP_WITH": (0, 1), "STORE_FAST_MAYBE_NULL": (-1, -1),
}

#: Net effects over the raw argument, where the definition works on another form of it or has none.
EFFECTS = {
    "BUILD_SLICE": "-1 - (oparg == 3)",
    "LOAD_ATTR": "oparg & 1",
    "LOAD_GLOBAL": "1 + (oparg & 1)",
    "LOAD_SUPER_ATTR": "-2 + (oparg & 1)",
    "INSTRUMENTED_LOAD_SUPER_ATTR": "-2 + (oparg & 1)",
    "INSTRUMENTED_END_FOR": "-1", "INSTRUMENTED_END_SEND": "-1", "INSTRUMENTED_RETURN_VALUE": "-1",
}


@dataclass(frozen=True)
class Opcode:
    """One number of CPython's.

    Attributes:
        flags: the names of its flags, or None where CPython's own tables know nothing of it.
        base: the instruction that this is a specialised form of, or None.
        effect: net effect on the stack as an expression over ``oparg``, or None where there is none.
        jump: net effect where it jumps.
    """

    name: str
    number: int
    flags: frozenset[str] | None
    base: str | None
    caches: int
    effect: str | None
    jump: str | None


def table(module: Module) -> list[Opcode]:
    """Every instruction of 3.13, by number."""
    flags = {flag: frozenset(names.split()) for flag, names in FLAGS.items()}
    real = {i.name: i for i in module.real()}
    base = {f"{name}_{ending}": name for name, all_ in SPECIALIZED.items() for ending in all_.split()}
    rows = []
    for name, number in _numbers(real, base, flags["ARG"]).items():
        known = name != "INSTRUMENTED_LINE"
        effect, jump = _effects(name, real.get(name))
        rows.append(Opcode(
            name, number, frozenset(f for f in flags if name in flags[f]) if known else None,
            base.get(name), CACHES.get(name, 0), None if name in base or not known else effect,
            None if name in base or not known else jump))
    return sorted(rows, key=lambda row: row.number)


def _numbers(
    real: dict[str, Instruction], base: dict[str, str], with_arg: frozenset[str]
) -> dict[str, int]:
    numbers = dict(FIXED)
    taken = set(numbers.values())
    number = 1
    for name in sorted(real.keys() - numbers.keys(), key=lambda name: (name in with_arg, name)):
        while number in taken:
            number += 1
        numbers[name] = number
        number += 1
    forms = sorted(base.keys() - numbers.keys())
    numbers |= {name: FIRST_SPECIALIZED + i for i, name in enumerate(forms)}
    instrumented = INSTRUMENTED.split()
    first = numbers["INSTRUMENTED_LINE"] - len(instrumented)
    numbers |= {f"INSTRUMENTED_{name}": first + i for i, name in enumerate(instrumented)}
    return numbers | {name: FIRST_PSEUDO + i for i, name in enumerate(sorted(PSEUDO))}


def _effects(name: str, definition: Instruction | None) -> tuple[str, str]:
    if name in PSEUDO:
        effect, jump = PSEUDO[name]
        return str(effect), str(jump)
    text = EFFECTS.get(name)
    if text is None:
        pops = definition.pops if definition else "0"
        text = f"{definition.pushes if definition else 0} - {pops if pops.isalnum() else f'({pops})'}"
    if "oparg" not in text:
        text = str(eval(text))
    return text, text
