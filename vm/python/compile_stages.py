"""Single stages of the compiler for programs that ask for them: the end of Python/compile.c.

``_testinternalcapi`` reaches these functions; the compiler itself runs the stages in a row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vm.python.assemble import CodeObject, _PyAssemble_MakeCodeObject
from vm.python.flowgraph import (
    _PyCfg_FromInstructionSequence,
    _PyCfg_JumpLabelsToTargets,
    _PyCfg_OptimizeCodeUnit,
    _PyCfg_OptimizedCfgToInstructionSequence,
    _PyCfg_ToInstructionSequence,
)
from vm.python.instruction_sequence import (
    _PyInstructionSequence,
    _PyInstructionSequence_ApplyLabelMap,
)

if TYPE_CHECKING:
    from vm.python.compile_unit import _PyCompile_CodeUnitMetadata


def _PyCompile_OptimizeCfg(
    seq: _PyInstructionSequence, consts: list[Any], nlocals: int
) -> _PyInstructionSequence:
    """The instructions of an optimised flow graph; ``consts`` is changed in place.

    Raises:
        SystemError: the graph of the instructions is malformed.
    """
    g = _PyCfg_FromInstructionSequence(seq)
    _PyCfg_OptimizeCodeUnit(g, consts, {}, nlocals, 0, 1)
    result = _PyCfg_ToInstructionSequence(g)
    _PyInstructionSequence_ApplyLabelMap(result)
    return result


def _PyCompile_Assemble(
    umd: _PyCompile_CodeUnitMetadata, filename: str, seq: _PyInstructionSequence
) -> CodeObject:
    """The code object of instructions as they stand, without optimisation and without flags.

    Raises:
        ValueError, SystemError: the graph of the instructions is malformed.
    """
    g = _PyCfg_FromInstructionSequence(seq)
    _PyCfg_JumpLabelsToTargets(g)
    code_flags = 0
    stackdepth, nlocalsplus, instrs = _PyCfg_OptimizedCfgToInstructionSequence(g, umd, code_flags)
    consts = [key[1] if type(key) is tuple else key for key in umd.u_consts]
    return _PyAssemble_MakeCodeObject(
        umd, {}, consts, stackdepth, instrs, nlocalsplus, code_flags, filename)
