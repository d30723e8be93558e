"""Classes of instructions that the stages of the compiler ask for. Models pycore_opcode_utils.h."""

from __future__ import annotations

from vm.python import opcode_ids as op

#: Instructions that begin a protected region; their argument is the handler.
IS_BLOCK_PUSH_OPCODE = frozenset({op.SETUP_FINALLY, op.SETUP_WITH, op.SETUP_CLEANUP})

OPCODE_HAS_JUMP = frozenset({
    op.JUMP, op.JUMP_NO_INTERRUPT, op.JUMP_FORWARD, op.JUMP_BACKWARD, op.JUMP_BACKWARD_NO_INTERRUPT,
    op.POP_JUMP_IF_FALSE, op.POP_JUMP_IF_TRUE, op.POP_JUMP_IF_NONE, op.POP_JUMP_IF_NOT_NONE,
    op.FOR_ITER, op.SEND,
})

#: Instructions whose argument is a label until the code is assembled.
HAS_TARGET = OPCODE_HAS_JUMP | IS_BLOCK_PUSH_OPCODE

IS_UNCONDITIONAL_JUMP_OPCODE = frozenset({
    op.JUMP, op.JUMP_NO_INTERRUPT, op.JUMP_FORWARD, op.JUMP_BACKWARD, op.JUMP_BACKWARD_NO_INTERRUPT,
})

IS_SCOPE_EXIT_OPCODE = frozenset({op.RETURN_VALUE, op.RETURN_CONST, op.RAISE_VARARGS, op.RERAISE})

#: Flags in the argument of SET_FUNCTION_ATTRIBUTE.
MAKE_FUNCTION_DEFAULTS = 0x01
MAKE_FUNCTION_KWDEFAULTS = 0x02
MAKE_FUNCTION_ANNOTATIONS = 0x04
MAKE_FUNCTION_CLOSURE = 0x08

#: Values of the argument of RESUME.
RESUME_AT_FUNC_START = 0
RESUME_AFTER_YIELD = 1
RESUME_AFTER_YIELD_FROM = 2
RESUME_AFTER_AWAIT = 3
RESUME_OPARG_LOCATION_MASK = 0x3
RESUME_OPARG_DEPTH1_MASK = 0x4
