"""Write dist/: the wheel, and the static site.

    dist/pyorrery-VERSION-py3-none-any.whl     the wheel, for any CPython 3.13
    dist/site/                                 the site; every address in it is relative
        *.html  *.css  app.js  worker.js ...   the page, from web/, bundled by esbuild
        runtime/                               Pyodide, the wheels, the memory image
            manifest.json                      what is there: names, sizes, hashes

Each step is skipped when its inputs are those of the last time (`Stamp`).
"""

import gzip
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import tomllib

from . import pack
from .common import (
    DIST,
    NODE_MODULES,
    ROOT,
    SITE,
    WORK,
    Failure,
    Stamp,
    digest,
    files_under,
    run,
    say,
    sha256,
    venv_bin,
)

HERE = Path(__file__).resolve().parent
WEB = ROOT / "web"
VM = ROOT / "vm"
RUNTIME = SITE / "runtime"
PYODIDE = NODE_MODULES / "pyodide"
WARM = HERE / "warm.py"
IN_PYODIDE = HERE / "in_pyodide.mjs"
#: Holds the VM's modules for a Pyodide that starts from the image; and its place there.
ARCHIVE = "vm.zip"
ARCHIVE_PATH = "/lib/vm.zip"
MANIFEST_VERSION = 1

#: npm checks the package's hash; these make sure, besides, that it is the Pyodide that we know.
PYODIDE_FILES = {
    "pyodide.mjs": "510ca14305230018f50c40fb81be673afd68080e70ce7733fcce6600dd6a1714",
    "pyodide.asm.js": "356c42f69e1695397e9d8670bd3c2e678248cde76e18bdae1731e848537b47d7",
    "pyodide.asm.wasm": "54309a5a2cfd757b1f0fdbc9093c92503f7b341500110329d932487183912718",
    "python_stdlib.zip": "831fd1e535084b972f87c6a35275de3d236efd5166f5e77ce89497710635e73c",
}
#: What esbuild makes one file each of; other scripts of web/ are parts of these.
MODULES = ("app.js", "embed.js", "py-orrery.js")
#: These must run as classic scripts: Chromium starts no module worker from the blob: address that
#: a frame without an origin (`sandbox="allow-scripts"`) has to use.  They run as modules, too.
WORKERS = ("worker.js", "sw.js")
#: The programs that the page offers; the tests run the same ones.
EXAMPLES = ROOT / "tests" / "programs"
#: Files of web/ that are not part of the site.
SOURCES_ONLY = {".js", ".mjs", ".ts"}


def version() -> str:
    """Return the project's version."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


def wheel() -> Path:
    """Build the wheel into dist/; return its path."""
    target = DIST / f"pyorrery-{version()}-py3-none-any.whl"
    inputs = [ROOT / name for name in ("pyproject.toml", "LICENSE", "NOTICE")]
    stamp = Stamp("wheel", digest([*inputs, *files_under(VM)]))
    if not stamp.fresh(target):
        say("Building the wheel ...")
        for old in DIST.glob("*.whl"):
            old.unlink()
        run([venv_bin("hatchling"), "build", "-t", "wheel", "-d", DIST], "building the wheel")
        stamp.set()
    return target


def micropip() -> Path:
    """Fetch micropip's wheel, pinned by hash; return its path."""
    requirements = ROOT / "requirements-site.txt"
    folder = WORK / "wheels"
    stamp = Stamp("micropip", digest([requirements]))
    if not stamp.fresh(folder):
        say("Fetching micropip ...")
        shutil.rmtree(folder, ignore_errors=True)
        run([venv_bin("python"), "-m", "pip", "download", "--quiet", "--no-deps",
             "--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:",
             "-r", requirements, "-d", folder], "fetching micropip")
        stamp.set()
    return next(folder.glob("micropip-*.whl"))


def check_pyodide() -> None:
    """Refuse a Pyodide whose files are not those that the build was written for."""
    for name, expected in PYODIDE_FILES.items():
        if sha256((PYODIDE / name).read_bytes()) != expected:
            raise Failure(f"node_modules/pyodide/{name} is not the pinned one: remove node_modules "
                          "and run `python3 build.py setup` again.")


def _lock_file(wheels: list[Path]) -> None:
    """Write a pyodide-lock.json of our wheels alone, so that micropip finds them by name."""
    stock = json.loads((PYODIDE / "pyodide-lock.json").read_text())
    empty = WORK / "empty-lock.json"
    empty.write_text(json.dumps({"info": stock["info"], "packages": {}}))
    target = RUNTIME / "pyodide-lock.json"
    run([venv_bin("pyodide"), "lockfile", "add-wheels", "--input", empty, "--output", target,
         "--base-path", RUNTIME, *wheels], "writing pyodide-lock.json")


def _runtime_inputs(*built: Path) -> str:
    """Return the hash of all that the runtime folder is made from."""
    names = ("pack.py", "site.py", "warm.py", "in_pyodide.mjs")
    own = [*(HERE / name for name in names), ROOT / "package-lock.json"]
    return digest([*own, *built])


def _packed_micropip(plain: Path) -> Path:
    """Put micropip's wheel with its bytecode in place, packed anew only when it is another."""
    kept = WORK / "kept" / plain.name
    stamp = Stamp("packed-micropip", digest([plain, HERE / "pack.py"]))
    if not stamp.fresh(kept):
        pack.wheel_with_pyc(plain, WORK / "py-compile", kept.parent)
        stamp.set()
    return Path(shutil.copyfile(kept, RUNTIME / kept.name))


def _packed_stdlib() -> None:
    """Put the standard library with its bytecode in place, packed anew only when need be."""
    kept = WORK / "kept" / "python_stdlib.zip"
    stock = PYODIDE / "python_stdlib.zip"
    stamp = Stamp("packed-stdlib", digest([stock, HERE / "pack.py"]))
    if not stamp.fresh(kept):
        pack.stdlib(stock, kept)
        stamp.set()
    shutil.copyfile(kept, RUNTIME / kept.name)


def _image() -> dict[str, object]:
    """Make the memory image; return what the manifest says of it."""
    raw = WORK / "image.raw"
    options = {"archive": ARCHIVE, "path": ARCHIVE_PATH, "warm": WARM.read_text(), "out": str(raw)}
    run(["node", IN_PYODIDE, RUNTIME, json.dumps(options)], "Pyodide's image in Node.js")
    data = raw.read_bytes()
    facts = json.loads(raw.with_name(raw.name + ".json").read_text())
    raw.unlink()
    packed = gzip.compress(data, 9, mtime=0)
    name = f"image-{sha256(packed)[:12]}.bin"
    (RUNTIME / name).write_bytes(packed)
    return {**_entry(RUNTIME / name), "rawSize": len(data), **facts}


def _entry(path: Path) -> dict[str, object]:
    """Return what the manifest says of a file."""
    data = path.read_bytes()
    return {"file": path.name, "size": len(data), "sha256": sha256(data)}


def runtime() -> None:
    """Fill dist/site/runtime: Pyodide, the wheels, the lock file, the image, the manifest."""
    check_pyodide()
    own, pip = wheel(), micropip()
    manifest = RUNTIME / "manifest.json"
    stamp = Stamp("runtime", _runtime_inputs(own, pip))
    if stamp.fresh(manifest):
        return
    say("Packing the wheels and Pyodide ...")
    shutil.rmtree(RUNTIME, ignore_errors=True)
    RUNTIME.mkdir(parents=True)
    for name in PYODIDE_FILES:
        shutil.copyfile(PYODIDE / name, RUNTIME / name)
    wheels = [pack.wheel_with_pyc(own, WORK / "py-compile", RUNTIME), _packed_micropip(pip)]
    _lock_file(wheels)
    _packed_stdlib()
    pack.importable_zip(wheels[0], RUNTIME / ARCHIVE)
    say("Making the memory image ...")
    image = _image()
    files = {path.name: _entry(path) for path in sorted(RUNTIME.iterdir())}
    manifest.write_text(json.dumps({
        "version": MANIFEST_VERSION,
        "pyorrery": version(),
        "pyodide": json.loads((PYODIDE / "package.json").read_text())["version"],
        "wheel": wheels[0].name,
        "warm": WARM.read_text(),
        "image": image,
        # Files that a start from the image reads only when something asks for them.
        "lazy": {ARCHIVE_PATH: ARCHIVE, "/lib/python313.zip": "python_stdlib.zip"},
        "files": files,
    }, indent=1) + "\n")
    stamp.set()


def _bundle(names: tuple[str, ...], form: str) -> None:
    """Bundle those of the scripts that there are, with esbuild, in one of its output formats."""
    entries = [f"web/{name}" for name in names if (WEB / name).exists()]
    if not entries:
        return
    run([NODE_MODULES / ".bin" / "esbuild", *entries, "--bundle",
         f"--format={form}", "--target=es2022", "--minify", "--sourcemap=linked", "--sources-content",
         "--charset=utf8", "--legal-comments=linked", "--log-level=warning", f"--outdir={SITE}"],
        "bundling web/ with esbuild")


class _Links(HTMLParser):
    """Collects the addresses that a page's elements load or link to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note src and href of any element."""
        self.found += [value for name, value in attrs if name in ("src", "href") and value]


def broken_links(folder: Path) -> list[str]:
    """Return what pages of a folder load that is absolute, from elsewhere, or not there."""
    problems = []
    for page in sorted(folder.rglob("*.html")):
        links = _Links()
        links.feed(page.read_text(encoding="utf-8"))
        for link in links.found:
            parts = urlsplit(link)
            if parts.scheme in ("http", "https", "data", "mailto"):
                continue
            if link.startswith("/"):
                problems.append(f"{page.name}: {link} is not a relative address")
            elif parts.path and not (page.parent / parts.path).exists():
                problems.append(f"{page.name}: there is no {link}")
    return problems


def page() -> None:
    """Bundle and copy web/ into dist/site."""
    sources = files_under(WEB)
    examples = [EXAMPLES / "index.json", *sorted(EXAMPLES.glob("*.py"))]
    stamp = Stamp("page", digest([*sources, *examples, ROOT / "package-lock.json", Path(__file__)]))
    if stamp.fresh(SITE / "index.html", SITE / "worker.js"):
        return
    say("Bundling the page ...")
    SITE.mkdir(parents=True, exist_ok=True)
    for old in SITE.iterdir():
        if old != RUNTIME:
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    for path in sources:
        if path.suffix not in SOURCES_ONLY and not path.name.startswith("tsconfig"):
            target = SITE / path.relative_to(WEB)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    (SITE / "examples").mkdir()
    for path in examples:
        shutil.copyfile(path, SITE / "examples" / path.name)
    _bundle(MODULES, "esm")
    _bundle(WORKERS, "iife")
    for name in ("LICENSE", "NOTICE"):
        shutil.copyfile(ROOT / name, SITE / f"{name}.txt")
    (SITE / "licenses.txt").write_text(licences())
    problems = broken_links(SITE)
    if problems:
        raise Failure("the page asks for what the site has not: " + "; ".join(problems))
    stamp.set()


def licences() -> str:
    """Return the licence texts of the npm packages that the site carries."""
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    parts = []
    for name, row in sorted(lock.items()):
        folder = ROOT / name
        if not name or row.get("dev") or row.get("optional") or not folder.is_dir():
            continue
        texts = [p.read_text() for p in folder.glob("*") if re.match(r"licen[cs]e", p.name, re.I)]
        title = name.removeprefix("node_modules/")
        parts.append(f"{title} {row['version']} ({row.get('license', 'see below')})\n\n"
                     + "\n".join(texts))
    return ("\n\n" + "-" * 80 + "\n\n").join(parts)


def build() -> None:
    """Bring dist/ up to date."""
    runtime()
    page()


def describe() -> None:
    """Print what dist/ holds, with sizes as they are and gzipped."""
    for path in files_under(DIST):
        if path.suffix != ".map":
            data = path.read_bytes()
            packed = len(gzip.compress(data, 6))
            say(f"{len(data):>10,}  {packed:>10,} gzipped  {path.relative_to(ROOT)}")
