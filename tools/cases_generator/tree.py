"""The order of dispatch: a Huffman tree over how often each instruction runs."""

from __future__ import annotations

import heapq
import itertools
from typing import Any

from tools.cases_generator.definitions import Module

#: Shares of executed instructions, in thousandths, measured on the benchmark programs; the rest get 0.05.
FREQUENCY = {
    "LOAD_FAST": 190, "LOAD_CONST": 80, "STORE_FAST": 75, "LOAD_ATTR": 60, "POP_JUMP_IF_FALSE": 60,
    "LOAD_FAST_LOAD_FAST": 50, "BINARY_SUBSCR": 35, "FOR_ITER": 35, "JUMP_BACKWARD": 35, "CALL": 35,
    "BINARY_OP_ADD": 35, "RESUME": 30, "LOAD_GLOBAL_NULL": 20, "LOAD_ATTR_METHOD": 20, "POP_TOP": 25,
    "COMPARE_OP_LT": 15, "COMPARE_OP_EQ": 15, "RETURN_VALUE": 22, "STORE_ATTR": 15, "LOAD_GLOBAL": 20,
    "BINARY_OP_MULTIPLY": 20, "BINARY_OP_SUBTRACT": 15, "BINARY_OP": 12, "BINARY_OP_AND": 12,
    "TO_BOOL": 15, "POP_JUMP_IF_TRUE": 12, "RETURN_CONST": 12, "STORE_SUBSCR": 12, "COPY": 10,
    "SWAP": 12, "STORE_FAST_STORE_FAST": 8, "STORE_FAST_LOAD_FAST": 8, "YIELD_VALUE": 10,
    "COMPARE_OP_LE": 5, "COMPARE_OP_GT": 8, "BINARY_OP_REMAINDER": 8, "UNPACK_SEQUENCE": 8,
    "BINARY_OP_FLOOR_DIVIDE": 4, "BINARY_OP_XOR": 3,
    "POP_JUMP_IF_NONE": 6, "POP_JUMP_IF_NOT_NONE": 6, "CONTAINS_OP": 6, "LIST_APPEND": 6,
    "BUILD_TUPLE": 5, "LOAD_DEREF": 5, "LOAD_NAME": 4, "STORE_NAME": 4, "IS_OP": 3, "GET_ITER": 4,
    "JUMP_FORWARD": 3, "NOP": 2, "BUILD_LIST": 2, "EXIT_INIT_CHECK": 3, "SEND": 3,
    "RESUME_NO_CHECK": 2, "END_FOR": 2, "PUSH_NULL": 2, "COMPARE_OP": 3, "FORMAT_SIMPLE": 2,
    "BINARY_SLICE": 2, "BUILD_STRING": 1, "MAKE_FUNCTION": 1, "COPY_FREE_VARS": 1, "CALL_KW": 2,
    "LOAD_FAST_AND_CLEAR": 1, "PUSH_EXC_INFO": 2, "POP_EXCEPT": 2, "CHECK_EXC_MATCH": 2, "RERAISE": 1,
    "BEFORE_WITH": 1, "LOAD_FAST_CHECK": 1, "STORE_DEREF": 1, "JUMP_BACKWARD_NO_INTERRUPT": 1,
}


def build(module: Module, names: list[str]) -> Any:
    """A tree over some instructions: a name, or a pair of trees; numbers are given left to right."""
    tie = itertools.count()
    heap: list = [(FREQUENCY.get(name, 0.05), next(tie), name) for name in names]
    heapq.heapify(heap)
    while len(heap) > 1:
        a, b = heapq.heappop(heap), heapq.heappop(heap)
        heapq.heappush(heap, (a[0] + b[0], next(tie), (b[2], a[2])))
    return heap[0][2]


def number(module: Module, tree: Any, start: int = 0) -> int:
    """Number the leaves in order, so that a branch is one comparison; returns the next number."""
    if isinstance(tree, str):
        module.instructions[tree].number = start
        return start + 1
    return number(module, tree[1], number(module, tree[0], start))


def first_leaf(tree: Any) -> str:
    """The leftmost instruction of a tree."""
    return tree if isinstance(tree, str) else first_leaf(tree[0])


def ordered(module: Module, names: list[str]) -> Any:
    """A balanced tree over a subset that keeps the numbers already given."""
    names = sorted(names, key=lambda n: module.instructions[n].number)
    if len(names) == 1:
        return names[0]
    middle = len(names) // 2
    return (ordered(module, names[:middle]), ordered(module, names[middle:]))
