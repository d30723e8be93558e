"""What instructions CPython specializes at run time.

1. ``dis.dis(f, adaptive=True)`` of a function that has run shows CPython's specialized instructions, and
   ``_opcode.ENABLE_SPECIALIZATION`` is true; here the instructions stay as the compiler made them, as in a CPython built
   without specialization.
2. The evaluator decodes instructions into forms of its own (docs/decisions/0003); no C function's call is saved by them.
3. A model of Python/specialize.c: counters, the specializing functions and their conditions, deoptimization.
"""

import dis


def add(a, b):
    return a + b


for _ in range(10):
    add(1, 2)
print([instr.opname for instr in dis.get_instructions(add, adaptive=True)])
