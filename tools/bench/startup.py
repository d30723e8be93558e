"""How long the page takes from navigation to the first possible step, and how many bytes it loads.

    python3 build.py dist
    .venv/bin/python -m tools.bench.startup [--runs N] [--json FILE]

Three ways of starting: from the memory image; the ordinary way (no image: Pyodide, then micropip,
then the wheel); and, for comparison, stock Pyodide alone, from the same server.  Each on localhost
and with Chromium's network emulation of 20 Mbit/s and 40 ms.  Text and WebAssembly are gzipped, as
most static hosts do; every start has an empty cache.  Figures are medians over the runs.
"""

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, sync_playwright

from tools.build import browser, server
from tools.build.common import NODE_MODULES, SITE

PHASES = ("manifest", "refused", "image", "pyodide", "micropip", "wheel", "boot", "session")
NETWORKS: dict[str, dict[str, float] | None] = {
    "localhost": None,
    "20 Mbit/s, 40 ms": {"latency": 40, "downloadThroughput": 20e6 / 8,
                         "uploadThroughput": 20e6 / 8},
}
STOCK_FILES = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip",
               "pyodide-lock.json")
#: Stock Pyodide as its documentation loads it, in a worker.
STOCK_PAGE = """<!doctype html><meta charset="utf-8"><title>stock</title>
<link rel="icon" href="data:,"><script>
const worker = new Worker('worker.js', { type: 'module' });
worker.onmessage = ({ data }) => {
  window.__orrery = { ready: performance.now(), how: 'stock', timings: data };
};
</script>"""
STOCK_WORKER = """import { loadPyodide } from './pyodide.mjs';
const from = performance.now();
await loadPyodide();
postMessage({ pyodide: performance.now() - from });
"""
WAITS = "() => window.__orrery?.ready !== undefined && window.__orrery.ready !== false"


@contextmanager
def stock_site() -> Iterator[Path]:
    """A site of stock Pyodide alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in STOCK_FILES:
            shutil.copyfile(NODE_MODULES / "pyodide" / file, folder / file)
        (folder / "index.html").write_text(STOCK_PAGE)
        (folder / "worker.js").write_text(STOCK_WORKER)
        yield folder


def emulate(session: CDPSession, network: dict[str, float] | None) -> None:
    """Give a page or worker the network's speed."""
    session.send("Network.enable")
    if network:
        session.send("Network.emulateNetworkConditions", {"offline": False, **network})


def one_start(chromium: Browser, site: server.Server, network: dict[str, float] | None,
              block: str) -> dict[str, Any]:
    """Open the page once, with an empty cache; return what it took."""
    context = chromium.new_context()
    page = context.new_page()
    emulate(context.new_cdp_session(page), network)
    if block:
        site.hidden.add(block)
    site.requests.clear()
    site.sent = 0
    page.goto(site.url)
    page.wait_for_function(WAITS, timeout=180_000)
    sent = site.sent
    told = page.evaluate("""() => {
      const { how, timings, ready } = window.__orrery;
      return { how, timings, ready: typeof ready === 'number' ? ready : performance.now() };
    }""")
    site.hidden.clear()
    context.close()
    return {**told, "bytes": sent}


def summary(starts: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the medians of some starts of one kind."""
    phases = {phase: statistics.median(start["timings"].get(phase, 0) for start in starts)
              for phase in PHASES}
    ready = [start["ready"] for start in starts]
    return {"how": starts[0]["how"], "ready": statistics.median(ready), "best": min(ready),
            "bytes": statistics.median(start["bytes"] for start in starts),
            "phases": {phase: ms for phase, ms in phases.items() if ms >= 0.5}}


def show(network: str, way: str, row: dict[str, Any]) -> None:
    """Print one row."""
    phases = "  ".join(f"{phase} {ms:.0f}" for phase, ms in row["phases"].items())
    print(f"{network:18} {way:9} ready {row['ready']:6.0f} ms (best {row['best']:.0f})  "
          f"{row['bytes'] / 1e6:5.2f} MB   {phases}", flush=True)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path, help="write the figures to this file as well")
    args = parser.parse_args()
    rows = {}
    with (sync_playwright() as playwright, stock_site() as stock,
          server.serving(SITE, compress=True) as ours,
          server.serving(stock, compress=True) as theirs):
        chromium = playwright.chromium.launch(executable_path=browser.find_chromium(),
                                              args=browser.ARGUMENTS)
        image = json.loads((SITE / "runtime" / "manifest.json").read_text())["image"]["file"]
        ways = {"image": (ours, ""), "ordinary": (ours, image), "stock": (theirs, "")}
        for network, conditions in NETWORKS.items():
            starts: dict[str, list[dict[str, Any]]] = {way: [] for way in ways}
            for _ in range(args.runs):  # in turn, so that a noisy moment strikes all alike
                for way, (site, block) in ways.items():
                    starts[way].append(one_start(chromium, site, conditions, block))
            for way, found in starts.items():
                rows[f"{network}/{way}"] = summary(found)
                show(network, way, rows[f"{network}/{way}"])
        chromium.close()
    if args.json:
        args.json.write_text(json.dumps(rows, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
