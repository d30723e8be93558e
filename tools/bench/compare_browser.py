"""How many times slower the VM is in the browser than CPython on this machine, in one run.

    python3 build.py dist
    .venv/bin/python -m tools.bench.compare_browser [--runs N] [--max RATIO] [program ...]

The programs go through the page's own worker, by its protocol (docs/protocol.md), so turns and
messages are in the figures.  The VM's time runs from the `run` command to `finished`, less that of
an empty program; the host's is what the program itself prints.  Each figure is the minimum over
the runs, host and VM in turn.
"""

import argparse
import math
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tools.bench.programs import LIMIT, Table, WrongResult, chosen, compare, result_of
from tools.build import browser, server
from tools.build.common import SITE

#: Speaks to the worker as the page does, without the page: `start`, then `run` as often as wanted.
CLIENT = """() => {
  const base = new URL('./', location.href).href;
  const worker = new Worker(new URL('worker.js', base));
  let wanted = null;
  let id = 0;
  const send = (message) => worker.postMessage({ ...message, id: ++id });
  const until = (...types) => new Promise((resolve) => { wanted = { types, resolve, seen: [] }; });
  worker.onmessage = ({ data }) => {
    for (const reply of JSON.parse(data)) {
      wanted?.seen.push(reply);
      if (wanted?.types.includes(reply.type)) { wanted.resolve(wanted.seen); wanted = null; }
    }
  };
  window.start = async () => {
    const ready = until('ready', 'crash');
    send({ type: 'boot', base });
    const last = (await ready).at(-1);
    send({ type: 'subscribe', views: [] });
    return last;
  };
  window.run = async (source) => {
    const loaded = until('state', 'syntaxError', 'crash');
    send({ type: 'load', source, filename: 'program.py' });
    const first = (await loaded).at(-1);
    if (first.type !== 'state') return { ms: 0, output: '', errors: first.msg ?? first.report };
    const done = until('finished', 'crash');
    const from = performance.now();
    send({ type: 'run' });
    const replies = await done;
    const ms = performance.now() - from;
    const text = (stream) => replies.filter((r) => r.stream === stream).map((r) => r.text).join('');
    const { report = '' } = replies.at(-1);
    return { ms, output: text('stdout'), errors: text('stderr') + report };
  };
}"""


class Worker:
    """The site's worker, started in a page of its own."""

    def __init__(self, page: Page, url: str) -> None:
        page.set_default_timeout(LIMIT * 1000)
        page.goto(url + "LICENSE.txt")
        page.evaluate(CLIENT)
        ready = page.evaluate("start()")
        if ready["type"] != "ready":
            sys.exit(f"the worker does not start: {ready.get('report')}")
        self.page = page
        self.overhead = min(self.run("pass\n")[0] for _ in range(3))

    def run(self, source: str) -> tuple[float, str, str]:
        """Run a program; return the seconds it took, its stdout and its stderr."""
        done = self.page.evaluate("(source) => run(source)", source)
        return done["ms"] / 1e3, done["output"], done["errors"]

    def measure(self, path: Path) -> tuple[float, str]:
        """Run a benchmark program; return its time and its result."""
        seconds, output, errors = self.run(path.read_text())
        return seconds - self.overhead, result_of(output, errors)


def main() -> int:
    """Measure; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--max", type=float, default=math.inf, help="the mean that is allowed")
    parser.add_argument("programs", nargs="*", help="names in tests/bench (default: all)")
    args = parser.parse_args()
    table = Table("browser")
    with sync_playwright() as playwright, server.serving(SITE) as site:
        chromium = playwright.chromium.launch(executable_path=browser.find_chromium(),
                                              args=browser.ARGUMENTS)
        for path in chosen(args.programs):
            # A page for each program: what one leaves behind must not slow the next.
            page = chromium.new_page()
            try:
                compare(path, args.runs, Worker(page, site.url).measure, table)
            except WrongResult as failure:
                table.fail(path.stem, str(failure))
            page.close()
        chromium.close()
    return table.conclude(args.max)


if __name__ == "__main__":
    sys.exit(main())
