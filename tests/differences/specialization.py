"""CPython specializes instructions at run time: dis shows them with adaptive=True; here they stay as compiled.

Why: the evaluator decodes instructions into forms of its own (docs/decisions/0003); nothing is specialized, and
``_opcode.ENABLE_SPECIALIZATION`` is false, as in a CPython built without specialization.
To remove: a model of Python/specialize.c: counters, the specializing functions and their conditions,
deoptimization.
"""

import dis


def add(a, b):
    return a + b


for _ in range(100):
    add(1, 2)
print([instr.opname for instr in dis.get_instructions(add, adaptive=True)])
