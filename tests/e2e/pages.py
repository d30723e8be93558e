"""What the tests of the page have in common: opening it, writing a program, waiting for a phase."""

import base64

#: Wide enough for the three columns.
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 400, "height": 820}
TIMEOUT = 30_000

# Milliseconds from a click on a button to the page's showing a phase.
CLICK_TO_PHASE = """
([action, phase]) => new Promise((resolve) => {
  const root = document.documentElement;
  const begun = performance.now();
  new MutationObserver((_, observer) => {
    if (root.dataset.phase !== phase) return;
    observer.disconnect();
    resolve(performance.now() - begun);
  }).observe(root, { attributes: true, attributeFilter: ['data-phase'] });
  document.querySelector(`[data-action="${action}"]`).click();
})
"""


def fragment(source, **parts):
    """Return the fragment of a link to a program."""
    code = base64.urlsafe_b64encode(source.encode()).decode().rstrip("=")
    return "#" + ";".join(["v1", f"code={code}", *(f"{name}={value}" for name, value in parts.items())])


def phase(page, *names, timeout=TIMEOUT):
    """Wait until the page is in one of the phases."""
    wanted = ",".join(f'html[data-phase="{name}"]' for name in names)
    page.wait_for_selector(wanted, state="attached", timeout=timeout)


def open_program(page, site, source, how="", size=DESKTOP):
    """Open the page on a program and wait for its first state."""
    page.set_viewport_size(size)
    page.goto(f"{site}index.html{'?ordinary' if how == 'ordinary' else ''}{fragment(source)}")
    phase(page, "paused", "invalid", timeout=120_000)


def act(page, action):
    """Press a button of the toolbar."""
    page.click(f'[data-action="{action}"]')


def text(page, selector):
    """Return the text of the first element that matches."""
    return page.locator(selector).first.inner_text()


def steps(page):
    """Return the step count that the page shows."""
    shown = text(page, ".steps").removeprefix("step ").replace(",", "")
    return int(shown or 0)


def next_offset(page):
    """Return the offset of the instruction that the listing marks as the next one."""
    return int(text(page, 'tr[aria-current="step"] .offset'))


def run_to_end(page, timeout=TIMEOUT):
    """Run the program and wait for its end; return what the console shows of each stream."""
    act(page, "run")
    phase(page, "finished", timeout=timeout)
    return {
        stream: "\n".join(page.locator(f".console-lines .{stream}").all_inner_texts())
        for stream in ("stdout", "stderr")
    }
