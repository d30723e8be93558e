"""Show what the stages of the VM's compiler make of a source text.

    python -m tools.compiler_stages FILE|-c TEXT [--stage NAME,...] [--unit QUALNAME] [--optimize N] [--whole] [--list]

Stages bear the names of C's functions (``--list`` prints them). Of a pass over the flow graph the lines that it
removes and adds are shown, with ``--whole`` the whole graph.
"""

from __future__ import annotations

import argparse
import ast
import sys
from difflib import SequenceMatcher
from pathlib import Path

from vm.python.compile_dump import Stage, dump_stages

#: The stages that make something new: their texts are always shown whole.
WHOLE = {"_PyAST_Optimize", "_PySymtable_Build", "compiler_codegen", "_PyCfg_FromInstructionSequence",
         "_PyAssemble_MakeCodeObject"}


def main(argv: list[str] | None = None) -> int:
    """Print the stages; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.compiler_stages", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("-c", dest="text", help="the source text itself")
    parser.add_argument("--stage", help="only these, with commas between them")
    parser.add_argument("--unit", help="only this unit, by its qualified name")
    parser.add_argument("--optimize", type=int, default=0, choices=(0, 1, 2))
    parser.add_argument("--whole", action="store_true", help="the whole text of every stage")
    parser.add_argument("--list", action="store_true", help="print the names of the stages alone")
    args = parser.parse_args(argv)
    if (args.file is None) == (args.text is None):
        parser.error("a file or -c TEXT")
    source: str | bytes = args.text if args.file is None else args.file.read_bytes()
    name = "<string>" if args.file is None else str(args.file)
    try:
        stages = dump_stages(ast.parse(source, name), name, 0, args.optimize)
    except (SyntaxError, ValueError, RecursionError) as err:
        print(f"{type(err).__name__}: {err}", file=sys.stderr)
        return 1
    if args.list:
        print("\n".join(dict.fromkeys(stage.name for stage in stages)))
        return 0
    wanted = set(args.stage.split(",")) if args.stage else None
    unknown = (wanted or set()) - {stage.name for stage in stages}
    if unknown:
        parser.error(f"no such stage: {', '.join(sorted(unknown))}")
    chosen = [stage for stage in stages
              if (wanted is None or stage.name in wanted) and args.unit in (None, stage.unit)]
    print(stages_text(chosen, args.whole or wanted is not None), end="")
    return 0


def stages_text(stages: list[Stage], whole: bool = False) -> str:
    """The texts of stages below their names; of a pass over a flow graph what it has changed.

    Args:
        whole: give the whole text of every stage.
    """
    parts: list[str] = []
    before: Stage | None = None
    for stage in stages:
        of = "" if stage.unit is None else f" of {stage.unit}"
        is_pass = stage.name not in WHOLE and before is not None and before.unit == stage.unit
        if whole or before is None or not is_pass:
            parts.append(f"== {stage.name}{of}\n{stage.text}")
        elif before.text == stage.text:
            parts.append(f"== {stage.name}{of}: no change\n")
        else:
            parts.append(f"== {stage.name}{of}\n{_changes(before.text, stage.text)}")
        before = stage
    return "".join(parts)


def _changes(before: str, after: str) -> str:
    """The lines of a flow graph that were removed and added, below the block that they are in."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    parts: list[str] = []
    block = ""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            block = next((f" {line}" for line in reversed(new[j1:j2]) if line[0] == "B"), block)
            continue
        if not any(line[0] == "B" for line in (*old[i1 : i1 + 1], *new[j1 : j1 + 1])):
            parts.append(block)
        block = ""
        parts += [f"-{line}" for line in old[i1:i2]] + [f"+{line}" for line in new[j1:j2]]
    return "".join(parts)


if __name__ == "__main__":
    sys.exit(main())
