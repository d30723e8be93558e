"""The embed, in a frame without any right but scripts, on a page of another origin."""

import http.server
import threading

import pytest

from tests.e2e.pages import fragment

PROGRAM = "total = 0\nfor n in (1, 2, 3):\n    total += n\nprint('total', total)\n"


@pytest.fixture
def stranger():
    """Another origin: a server of pages that hold a frame; `pages` maps a path to its HTML."""
    pages = {}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = pages.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.pages = pages
    server.url = f"http://localhost:{server.server_address[1]}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


def embed(page, stranger, site, hash_, size="width=900 height=560"):
    """Open a page of the stranger's with the embed in a sandboxed frame; return the frame."""
    stranger.pages["/"] = (
        "<!doctype html><title>A stranger's page</title><link rel=icon href=data:,>"
        f'<iframe sandbox="allow-scripts" {size} src="{site}embed.html{hash_}"></iframe>'
    )
    page.goto(stranger.url)
    return page.frame_locator("iframe")


def wait_for(frame, *phases, timeout=120_000):
    wanted = ",".join(f'html[data-phase="{name}"]' for name in phases)
    frame.locator(wanted).wait_for(state="attached", timeout=timeout)


def test_stepping_and_running_in_a_sandboxed_frame_of_another_origin(page, stranger, site):
    frame = embed(page, stranger, site, fragment(PROGRAM, panels="code,frames"))
    wait_for(frame, "paused")
    origin = page.frames[1].evaluate("self.origin")
    assert origin == "null"
    assert frame.locator("#panels > .panel").count() == 2
    frame.locator('[data-action="instruction"]').click()
    frame.get_by_text("step 1", exact=True).wait_for()
    frame.locator('[data-action="run"]').click()
    wait_for(frame, "finished")
    assert frame.locator(".console-lines .stdout").inner_text() == "total 6"


@pytest.mark.parametrize("panels, shown", [
    ("frames", ["frames"]), ("gc,threads", ["gc", "threads"]), ("", []), ("nonsense,code", ["code"]),
])
def test_panels_are_those_that_the_fragment_names(page, stranger, site, panels, shown):
    frame = embed(page, stranger, site, fragment(PROGRAM, panels=panels))
    wait_for(frame, "paused")
    found = frame.locator("#panels > .panel").evaluate_all("nodes => nodes.map(node => node.id)")
    assert found == shown


def test_a_read_only_embed_cannot_be_edited(page, stranger, site):
    frame = embed(page, stranger, site, fragment(PROGRAM, readonly=1))
    wait_for(frame, "paused")
    frame.locator(".cm-content").click()
    page.keyboard.type("nonsense")
    assert "nonsense" not in frame.locator(".cm-content").inner_text()


def test_a_damaged_fragment_is_told(page, stranger, site):
    frame = embed(page, stranger, site, "#v1;code=%%%")
    frame.locator("#note").wait_for()


def test_an_attribute_cannot_inject_markup(page, stranger, site):
    frame = embed(page, stranger, site, fragment("print('<b>x</b>')", panels="<img src=x>"))
    wait_for(frame, "paused")
    assert frame.locator("img").count() == 0
