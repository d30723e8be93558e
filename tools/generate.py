"""Generate everything that derives from vm/python/bytecodes.py.

    python tools/generate.py            write the generated files
    python tools/generate.py --check    exit 1 if a committed file is stale

Written, all in vm/python: generated_cases.py and generated_stepping.py (the evaluators), opcode_ids.py
(CPython's numbers), opcode_metadata.py (private numbers, flags, stack effects), opcode_docs.py (one line of
meaning for each instruction, for people).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.cases_generator import definitions, evaluator, metadata

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "vm/python/bytecodes.py"


def generate() -> dict[Path, str]:
    """The text of each generated file."""
    module = definitions.load(SOURCE)
    return {
        ROOT / "vm/python/generated_cases.py": evaluator.render(module),
        ROOT / "vm/python/generated_stepping.py": evaluator.render_stepping(module),
        ROOT / "vm/python/opcode_ids.py": metadata.render_ids(module),
        ROOT / "vm/python/opcode_metadata.py": metadata.render_metadata(module),
        ROOT / "vm/python/opcode_docs.py": metadata.render_docs(module),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only say whether files are stale")
    args = parser.parse_args()
    stale = [path for path, text in generate().items()
             if not path.exists() or path.read_text() != text]
    if args.check:
        for path in stale:
            print(f"stale: {path.relative_to(ROOT)} (run python tools/generate.py)")
        return bool(stale)
    for path, text in generate().items():
        path.write_text(text)
    print(f"{len(stale)} file(s) written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
