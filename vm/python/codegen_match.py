"""The code of ``match``. Part of Python/compile.c.

A pattern consumes its subject, which is on top of the stack. Captures are bound only when the whole pattern
has matched: until then they lie under the ``on_top`` values that are still needed.
"""

from __future__ import annotations

import ast
from typing import Any

from vm.python.codegen_expr import BINARY_OPARGS, COMPARE_OPS, compiler_jump_if
from vm.python.compile_unit import (
    ADDOP,
    ADDOP_I,
    ADDOP_JUMP,
    ADDOP_LOAD_CONST,
    LOC,
    NEW_JUMP_TARGET_LABEL,
    USE_LABEL,
    VISIT_STMT,
    Store,
    compiler,
    compiler_error,
    compiler_nameop,
    compiler_visit_expr,
    compiler_visit_stmts,
    forbidden_name,
)
from vm.python.instruction_sequence import NO_LOCATION, Location
from vm.python.opcode_ids import (
    BINARY_OP,
    BINARY_SUBSCR,
    BUILD_MAP,
    BUILD_TUPLE,
    COPY,
    DELETE_SUBSCR,
    DICT_UPDATE,
    GET_LEN,
    IS_OP,
    JUMP,
    MATCH_CLASS,
    MATCH_KEYS,
    MATCH_MAPPING,
    MATCH_SEQUENCE,
    NOP,
    POP_JUMP_IF_FALSE,
    POP_TOP,
    SWAP,
    TO_BOOL,
    UNPACK_EX,
    UNPACK_SEQUENCE,
)

_SUBTRACT = BINARY_OPARGS[ast.Sub][0]
_INT_MAX = 2**31 - 1


class pattern_context:
    """What the patterns of one case share.

    ``stores``: names captured, whose values lie on the stack. ``fail_pop[n]``: the label to jump to on
    failure with n values to pop. ``on_top``: values above the captures that must stay.
    """

    __slots__ = ("stores", "allow_irrefutable", "fail_pop", "on_top")

    def __init__(self, allow_irrefutable: bool) -> None:
        self.stores: list[str] = []
        self.allow_irrefutable = allow_irrefutable
        self.fail_pop: list[int] = []
        self.on_top = 0


def WILDCARD_CHECK(p: Any) -> bool:
    """Whether a pattern is ``_``."""
    return type(p) is ast.MatchAs and p.name is None


def WILDCARD_STAR_CHECK(p: Any) -> bool:
    """Whether a pattern is ``*_``."""
    return type(p) is ast.MatchStar and p.name is None


# Failure


def ensure_fail_pop(c: compiler, pc: pattern_context, n: int) -> None:
    """Make sure that there is a label for a failure with ``n`` values to pop."""
    while len(pc.fail_pop) <= n:
        pc.fail_pop.append(NEW_JUMP_TARGET_LABEL(c))


def jump_to_fail_pop(c: compiler, loc: Location, pc: pattern_context, op: int) -> None:
    """Jump, by an instruction, to where everything of this case is popped."""
    pops = pc.on_top + len(pc.stores)
    ensure_fail_pop(c, pc, pops)
    ADDOP_JUMP(c, loc, op, pc.fail_pop[pops])


def emit_and_reset_fail_pop(c: compiler, loc: Location, pc: pattern_context) -> None:
    """Place the labels of failures, each above the popping of one value."""
    if not pc.fail_pop:
        return
    while len(pc.fail_pop) > 1:
        USE_LABEL(c, pc.fail_pop.pop())
        ADDOP(c, loc, POP_TOP)
    USE_LABEL(c, pc.fail_pop.pop())


# Captures


#: As many instructions as a unit may come to have by rotations: their number grows with the square of that of
#: the names in a pattern, as in C. Some 2,900 names in one pattern.
_MAX_INSTRUCTIONS = 1 << 22


def pattern_helper_rotate(c: compiler, loc: Location, count: int) -> None:
    """Move the top value under ``count - 1`` others.

    Raises:
        MemoryError: the unit has too many instructions.
    """
    if len(c.instrs) + count > _MAX_INSTRUCTIONS:
        raise MemoryError
    for i in range(count, 1, -1):
        ADDOP_I(c, loc, SWAP, i)


def pattern_helper_store_name(c: compiler, loc: Location, n: str | None, pc: pattern_context) -> None:
    """Capture the subject (None: drop it).

    Raises:
        SyntaxError: the name is captured already or cannot be bound.
    """
    if n is None:
        ADDOP(c, loc, POP_TOP)
        return
    forbidden_name(c, loc, n, Store)
    if n in pc.stores:
        compiler_error_duplicate_store(c, loc, n)
    pattern_helper_rotate(c, loc, pc.on_top + len(pc.stores) + 1)
    pc.stores.append(n)


def compiler_error_duplicate_store(c: compiler, loc: Location, n: str) -> None:
    """Raise the SyntaxError of a name captured twice."""
    compiler_error(c, loc, f"multiple assignments to name {n!r} in pattern")


def compiler_pattern_as(c: compiler, p: ast.MatchAs, pc: pattern_context) -> None:
    """``_``, a name, or ``pattern as name``."""
    loc = LOC(p)
    if p.pattern is None:
        if not pc.allow_irrefutable:
            what = "wildcard" if p.name is None else f"name capture {p.name!r}"
            compiler_error(c, loc, f"{what} makes remaining patterns unreachable")
        pattern_helper_store_name(c, loc, p.name, pc)
        return
    pc.on_top += 1
    ADDOP_I(c, loc, COPY, 1)
    compiler_pattern(c, p.pattern, pc)
    pc.on_top -= 1
    pattern_helper_store_name(c, loc, p.name, pc)


def compiler_pattern_star(c: compiler, p: ast.MatchStar, pc: pattern_context) -> None:
    """``*name`` in a sequence."""
    pattern_helper_store_name(c, LOC(p), p.name, pc)


# Sequences


def pattern_unpack_helper(c: compiler, loc: Location, elts: list[Any]) -> None:
    """Unpack the subject for a sequence pattern."""
    n = len(elts)
    seen_star = False
    for i, elt in enumerate(elts):
        if type(elt) is not ast.MatchStar:
            continue
        if seen_star:
            compiler_error(c, loc, "multiple starred expressions in sequence pattern")
        if i >= 1 << 8 or n - i - 1 >= _INT_MAX >> 8:
            compiler_error(c, loc, "too many expressions in star-unpacking sequence pattern")
        ADDOP_I(c, loc, UNPACK_EX, i + ((n - i - 1) << 8))
        seen_star = True
    if not seen_star:
        ADDOP_I(c, loc, UNPACK_SEQUENCE, n)


def pattern_helper_sequence_unpack(
    c: compiler, loc: Location, patterns: list[Any], pc: pattern_context
) -> None:
    """Match the items of a sequence by unpacking it."""
    pattern_unpack_helper(c, loc, patterns)
    pc.on_top += len(patterns)
    for pattern in patterns:
        pc.on_top -= 1
        compiler_pattern_subpattern(c, pattern, pc)


def pattern_helper_sequence_subscr(
    c: compiler, loc: Location, patterns: list[Any], star: int, pc: pattern_context
) -> None:
    """Match the items of a sequence one by one, passing over those that nothing asks for."""
    pc.on_top += 1
    for i, pattern in enumerate(patterns):
        if i == star or WILDCARD_CHECK(pattern):
            continue
        ADDOP_I(c, loc, COPY, 1)
        if i < star:
            ADDOP_LOAD_CONST(c, loc, i)
        else:
            ADDOP(c, loc, GET_LEN)
            ADDOP_LOAD_CONST(c, loc, len(patterns) - i)
            ADDOP_I(c, loc, BINARY_OP, _SUBTRACT)
        ADDOP(c, loc, BINARY_SUBSCR)
        compiler_pattern_subpattern(c, pattern, pc)
    pc.on_top -= 1
    ADDOP(c, loc, POP_TOP)


def compiler_pattern_subpattern(c: compiler, p: Any, pc: pattern_context) -> None:
    """A pattern inside another one, which may match everything."""
    allow_irrefutable = pc.allow_irrefutable
    pc.allow_irrefutable = True
    compiler_pattern(c, p, pc)
    pc.allow_irrefutable = allow_irrefutable


def compiler_pattern_sequence(c: compiler, p: ast.MatchSequence, pc: pattern_context) -> None:
    """A sequence.

    Raises:
        SyntaxError: two of its patterns are starred.
    """
    loc = LOC(p)
    patterns = p.patterns
    star = -1
    only_wildcard = True
    star_wildcard = False
    for i, pattern in enumerate(patterns):
        if type(pattern) is ast.MatchStar:
            if star >= 0:
                compiler_error(c, loc, "multiple starred names in sequence pattern")
            star_wildcard = WILDCARD_STAR_CHECK(pattern)
            only_wildcard &= star_wildcard
            star = i
        else:
            only_wildcard &= WILDCARD_CHECK(pattern)
    pc.on_top += 1
    ADDOP(c, loc, MATCH_SEQUENCE)
    jump_to_fail_pop(c, loc, pc, POP_JUMP_IF_FALSE)
    if star < 0:
        _check_length(c, loc, pc, len(patterns), ast.Eq)
    elif len(patterns) > 1:
        _check_length(c, loc, pc, len(patterns) - 1, ast.GtE)
    pc.on_top -= 1
    if only_wildcard:
        ADDOP(c, loc, POP_TOP)
    elif star_wildcard:
        pattern_helper_sequence_subscr(c, loc, patterns, star, pc)
    else:
        pattern_helper_sequence_unpack(c, loc, patterns, pc)


def _check_length(c: compiler, loc: Location, pc: pattern_context, n: int, op: type) -> None:
    ADDOP(c, loc, GET_LEN)
    ADDOP_LOAD_CONST(c, loc, n)
    ADDOP_I(c, loc, *COMPARE_OPS[op])
    jump_to_fail_pop(c, loc, pc, POP_JUMP_IF_FALSE)


# Classes and mappings


def _check_not_none(c: compiler, loc: Location, pc: pattern_context) -> None:
    """Fail if the value on the stack is None."""
    ADDOP_I(c, loc, COPY, 1)
    ADDOP_LOAD_CONST(c, loc, None)
    ADDOP_I(c, loc, IS_OP, 1)


def validate_kwd_attrs(c: compiler, attrs: list[str], patterns: list[Any]) -> None:
    """Raise SyntaxError for an attribute that is named twice or cannot be bound."""
    if len(set(attrs)) == len(attrs) and "__debug__" not in attrs:
        return
    for i, attr in enumerate(attrs):
        forbidden_name(c, LOC(patterns[i]), attr, Store)
        for j in range(i + 1, len(attrs)):
            if attrs[j] == attr:
                message = f"attribute name repeated in class pattern: {attr}"
                compiler_error(c, LOC(patterns[j]), message)


def compiler_pattern_class(c: compiler, p: ast.MatchClass, pc: pattern_context) -> None:
    """A class with patterns for its attributes."""
    loc = LOC(p)
    nargs, nattrs = len(p.patterns), len(p.kwd_attrs)
    if nattrs != len(p.kwd_patterns):
        compiler_error(
            c, loc,
            f"kwd_attrs ({nattrs}) / kwd_patterns ({len(p.kwd_patterns)}) length mismatch in "
            "class pattern",
        )  # fmt: skip
    validate_kwd_attrs(c, p.kwd_attrs, p.kwd_patterns)
    compiler_visit_expr(c, p.cls)
    ADDOP_LOAD_CONST(c, loc, tuple(p.kwd_attrs))
    ADDOP_I(c, loc, MATCH_CLASS, nargs)
    _check_not_none(c, loc, pc)
    pc.on_top += 1
    jump_to_fail_pop(c, loc, pc, POP_JUMP_IF_FALSE)
    ADDOP_I(c, loc, UNPACK_SEQUENCE, nargs + nattrs)
    pc.on_top += nargs + nattrs - 1
    for pattern in (*p.patterns, *p.kwd_patterns):
        pc.on_top -= 1
        if WILDCARD_CHECK(pattern):
            ADDOP(c, loc, POP_TOP)
        else:
            compiler_pattern_subpattern(c, pattern, pc)


def compiler_pattern_mapping(c: compiler, p: ast.MatchMapping, pc: pattern_context) -> None:
    """A mapping with patterns for some keys, and perhaps a name for the rest."""
    loc = LOC(p)
    size = len(p.keys)
    if size != len(p.patterns):
        message = f"keys ({size}) / patterns ({len(p.patterns)}) length mismatch in mapping pattern"
        compiler_error(c, loc, message)
    pc.on_top += 1
    ADDOP(c, loc, MATCH_MAPPING)
    jump_to_fail_pop(c, loc, pc, POP_JUMP_IF_FALSE)
    if not size and not p.rest:
        pc.on_top -= 1
        ADDOP(c, loc, POP_TOP)
        return
    if size:
        _check_length(c, loc, pc, size, ast.GtE)
    _mapping_keys(c, loc, p)
    ADDOP_I(c, loc, BUILD_TUPLE, size)
    ADDOP(c, loc, MATCH_KEYS)
    pc.on_top += 2
    _check_not_none(c, loc, pc)
    jump_to_fail_pop(c, loc, pc, POP_JUMP_IF_FALSE)
    ADDOP_I(c, loc, UNPACK_SEQUENCE, size)
    pc.on_top += size - 1
    for pattern in p.patterns:
        pc.on_top -= 1
        compiler_pattern_subpattern(c, pattern, pc)
    pc.on_top -= 2
    if p.rest:
        _mapping_rest(c, loc, size)
        pattern_helper_store_name(c, loc, p.rest, pc)
    else:
        ADDOP(c, loc, POP_TOP)
        ADDOP(c, loc, POP_TOP)


def _mapping_keys(c: compiler, loc: Location, p: ast.MatchMapping) -> None:
    seen = set()
    for key, pattern in zip(p.keys, p.patterns):
        if key is None:
            message = "can't use NULL keys in MatchMapping (set 'rest' parameter instead)"
            compiler_error(c, LOC(pattern), message)
        if type(key) is ast.Constant:
            if key.value in seen:
                compiler_error(c, loc, f"mapping pattern checks duplicate key ({key.value!r})")
            seen.add(key.value)
        elif type(key) is not ast.Attribute:
            message = "mapping pattern keys may only match literals and attribute lookups"
            compiler_error(c, loc, message)
        compiler_visit_expr(c, key)


def _mapping_rest(c: compiler, loc: Location, size: int) -> None:
    """A dict of the items whose keys are not in the pattern."""
    ADDOP_I(c, loc, BUILD_MAP, 0)
    ADDOP_I(c, loc, SWAP, 3)
    ADDOP_I(c, loc, DICT_UPDATE, 2)
    ADDOP_I(c, loc, UNPACK_SEQUENCE, size)
    for i in range(size, 0, -1):
        ADDOP_I(c, loc, COPY, 1 + i)
        ADDOP_I(c, loc, SWAP, 2)
        ADDOP(c, loc, DELETE_SUBSCR)


# Alternatives


def compiler_pattern_or(c: compiler, p: ast.MatchOr, pc: pattern_context) -> None:
    """Alternatives, which must capture the same names.

    Raises:
        SyntaxError: they do not.
    """
    end = NEW_JUMP_TARGET_LABEL(c)
    loc = LOC(p)
    control: list[str] = []  # what the first alternative captures
    last = len(p.patterns) - 1
    for i, alt in enumerate(p.patterns):
        alt_pc = pattern_context(i == last and pc.allow_irrefutable)
        alt_loc = LOC(alt)
        ADDOP_I(c, alt_loc, COPY, 1)
        compiler_pattern(c, alt, alt_pc)
        if i == 0:
            control = alt_pc.stores
        elif set(alt_pc.stores) != set(control):
            compiler_error(c, loc, "alternative patterns bind different names")
        else:
            _reorder_stores(c, alt_loc, control, alt_pc.stores)
        ADDOP_JUMP(c, alt_loc, JUMP, end)
        emit_and_reset_fail_pop(c, alt_loc, alt_pc)
    ADDOP(c, loc, POP_TOP)
    jump_to_fail_pop(c, loc, pc, JUMP)
    USE_LABEL(c, end)
    nstores = len(control)
    nrots = nstores + 1 + pc.on_top + len(pc.stores)
    for name in control:
        pattern_helper_rotate(c, loc, nrots)
        if name in pc.stores:
            compiler_error_duplicate_store(c, loc, name)
        pc.stores.append(name)
    ADDOP(c, loc, POP_TOP)


def _reorder_stores(c: compiler, loc: Location, control: list[str], stores: list[str]) -> None:
    """Bring the captures of an alternative into the order of the first alternative's."""
    for icontrol in range(len(control) - 1, -1, -1):
        istores = stores.index(control[icontrol])
        if icontrol == istores:
            continue
        rotations = istores + 1
        rotated = stores[:rotations]
        del stores[:rotations]
        at = icontrol - istores
        stores[at:at] = rotated
        for _ in range(rotations):
            pattern_helper_rotate(c, loc, icontrol + 1)


# Values


def compiler_pattern_value(c: compiler, p: ast.MatchValue, pc: pattern_context) -> None:
    """A literal or a dotted name."""
    loc = LOC(p)
    if type(p.value) is not ast.Constant and type(p.value) is not ast.Attribute:
        compiler_error(c, loc, "patterns may only match literals and attribute lookups")
    compiler_visit_expr(c, p.value)
    ADDOP_I(c, loc, *COMPARE_OPS[ast.Eq])
    ADDOP(c, loc, TO_BOOL)
    jump_to_fail_pop(c, loc, pc, POP_JUMP_IF_FALSE)


def compiler_pattern_singleton(c: compiler, p: ast.MatchSingleton, pc: pattern_context) -> None:
    """None, True or False."""
    loc = LOC(p)
    ADDOP_LOAD_CONST(c, loc, p.value)
    ADDOP_I(c, loc, *COMPARE_OPS[ast.Is])
    jump_to_fail_pop(c, loc, pc, POP_JUMP_IF_FALSE)


_PATTERNS: dict[type, Any] = {
    ast.MatchValue: compiler_pattern_value,
    ast.MatchSingleton: compiler_pattern_singleton,
    ast.MatchSequence: compiler_pattern_sequence,
    ast.MatchMapping: compiler_pattern_mapping,
    ast.MatchClass: compiler_pattern_class,
    ast.MatchStar: compiler_pattern_star,
    ast.MatchAs: compiler_pattern_as,
    ast.MatchOr: compiler_pattern_or,
}


def compiler_pattern(c: compiler, p: Any, pc: pattern_context) -> None:
    """Match the subject on the stack with a pattern."""
    _PATTERNS[type(p)](c, p, pc)


def compiler_match(c: compiler, s: ast.Match) -> None:
    """``match``."""
    compiler_visit_expr(c, s.subject)
    end = NEW_JUMP_TARGET_LABEL(c)
    cases = s.cases
    has_default = _is_default(cases[-1]) and len(cases) > 1
    tested = cases[:-1] if has_default else cases
    for i, case in enumerate(tested):
        is_last = i == len(tested) - 1
        _match_case(c, case, end, is_last, i == len(cases) - 1)
    if has_default:
        case = cases[-1]
        loc = LOC(case.pattern)
        ADDOP(c, loc, NOP)  # a line for tracing
        if case.guard is not None:
            compiler_jump_if(c, loc, case.guard, end, False)
        compiler_visit_stmts(c, case.body)
    USE_LABEL(c, end)


def _is_default(case: ast.match_case) -> bool:
    return WILDCARD_CHECK(case.pattern)


def _match_case(
    c: compiler, case: ast.match_case, end: int, is_last_tested: bool, is_last: bool
) -> None:
    loc = LOC(case.pattern)
    if not is_last_tested:
        ADDOP_I(c, loc, COPY, 1)
    pc = pattern_context(case.guard is not None or is_last)
    compiler_pattern(c, case.pattern, pc)
    for name in pc.stores:
        compiler_nameop(c, loc, name, Store)
    if case.guard is not None:
        ensure_fail_pop(c, pc, 0)
        compiler_jump_if(c, loc, case.guard, pc.fail_pop[0], False)
    if not is_last_tested:
        ADDOP(c, loc, POP_TOP)
    compiler_visit_stmts(c, case.body)
    ADDOP_JUMP(c, NO_LOCATION, JUMP, end)
    emit_and_reset_fail_pop(c, loc, pc)


VISIT_STMT[ast.Match] = compiler_match
