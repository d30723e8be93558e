"""A specialised instruction falls back in CPython when its guess has failed often enough; here it stays as it is.

Why: the counting instruction is gone once it has specialised, so that it costs nothing (vm/python/adaptive.py);
the evaluator checks the operands anyway and never relies on the guess.
To remove: count what does not fit in the evaluators' own shortcuts, where they look at the types in any case.
"""

import dis


def add(a, b):
    return a + b


for _ in range(10):
    add(1, 2)
for _ in range(200):
    add(1.5, 2.5)
print([instr.opname for instr in dis.get_instructions(add, adaptive=True)])
