"""Compare the stages of the VM's compiler with the host's over files of source text.

    python tools/compare_compiler.py [--stage code] [--optimize 0,1,2] [--lib] [--jobs N] [file or folder ...]

For each stage and level it prints how many files are equal, and the first difference of each that is not.
``--lib`` stands for the host's standard library. The status is 1 if anything differs.
"""

from __future__ import annotations

import argparse
import sys
import sysconfig
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.compiler_stages.ast_opt import compare_ast_opt
from tools.compiler_stages.cfg import compare_cfg
from tools.compiler_stages.code import compare_code, compare_codegen
from tools.compiler_stages.symtable import compare_symtable

STAGES: dict[str, Callable[[bytes, str, int], str | None]] = {
    "ast_opt": compare_ast_opt,
    "symtable": compare_symtable,
    "codegen": compare_codegen,
    "cfg": compare_cfg,
    "code": compare_code,
}

#: Of a file that the host's own parser refuses.
UNREADABLE = "the host does not compile it"


def main(argv: list[str] | None = None) -> int:
    """Compare; returns the exit status."""
    args = _arguments(argv)
    files = _files(args.paths, args.lib)
    if args.sample:
        files = files[:: args.sample]
    status = 0
    for stage in args.stage.split(","):
        for optimize in map(int, args.optimize.split(",")):
            status |= _compare_stage(stage, optimize, files, args.jobs)
    return status


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare the VM's compiler with the host's.")
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--stage", default="code", help=f"of {', '.join(STAGES)}; several with commas")
    parser.add_argument("--optimize", default="0,1,2")
    parser.add_argument("--lib", action="store_true", help="the host's standard library")
    parser.add_argument("--sample", type=int, default=0, help="take each N-th file only")
    parser.add_argument("--jobs", type=int, default=1)
    return parser.parse_args(argv)


def _files(paths: list[Path], lib: bool) -> list[Path]:
    roots = list(paths)
    if lib:
        roots.append(Path(sysconfig.get_path("stdlib")))
    files: list[Path] = []
    for root in roots:
        found = sorted(root.rglob("*.py")) if root.is_dir() else [root]
        files += [path for path in found if "site-packages" not in path.relative_to(root).parts]
    return files


def _compare_stage(stage: str, optimize: int, files: list[Path], jobs: int) -> int:
    start = time.perf_counter()
    compare = partial(compare_file, stage, optimize)
    if jobs > 1:
        with ProcessPoolExecutor(jobs) as pool:
            results = list(pool.map(compare, files, chunksize=8))
    else:
        results = [compare(path) for path in files]
    unreadable = results.count(UNREADABLE)
    equal = results.count(None)
    for path, result in zip(files, results):
        if result is not None and result != UNREADABLE:
            print(f"{path}: {result[:1000]}")
    total = len(files) - unreadable
    seconds = time.perf_counter() - start
    print(
        f"{stage}, optimize={optimize}: {equal} of {total} equal, {unreadable} not compiled by the "
        f"host, {seconds:.0f} s",
        flush=True,
    )
    return 0 if equal == total else 1


def compare_file(stage: str, optimize: int, path: Path) -> str | None:
    """Compare one file; returns the first difference, None, or UNREADABLE."""
    source = path.read_bytes()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(source, str(path), "exec", 0, True, optimize)
        except (SyntaxError, ValueError):
            return UNREADABLE
        try:
            return STAGES[stage](source, str(path), optimize)
        except Exception as err:
            return f"{type(err).__name__}: {err}"


if __name__ == "__main__":
    sys.exit(main())
