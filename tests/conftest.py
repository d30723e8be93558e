"""Fixtures for the tests that need the built site and a browser.

`python3 build.py test` builds the site first; a bare `pytest` uses what stands in dist/.
"""

import os

import pytest

from tools.build import browser as chromium
from tools.build import server
from tools.build.common import SITE, Failure


def pytest_configure(config):
    """Refuse a random hash seed: tests compare hashes and the order of sets with the host's."""
    if os.environ.get("PYTHONHASHSEED") != "0":
        raise pytest.UsageError(
            "run the tests with PYTHONHASHSEED=0, as `python3 build.py test` does")


def pytest_collection_modifyitems(items):
    """Mark what uses the browser, so that `-m "not browser"` leaves it out."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def site_folder():
    """The built site's folder."""
    if not (SITE / "index.html").exists():
        pytest.fail("there is no built site: run `python3 build.py dist` first", pytrace=False)
    return SITE


@pytest.fixture(scope="session")
def site_server(site_folder):
    """A server of the built site; its `url` ends in a slash."""
    with server.serving(site_folder) as running:
        yield running


@pytest.fixture(scope="session")
def site(site_server):
    """The address of the built site, ending in a slash."""
    return site_server.url


@pytest.fixture
def own_server(site_folder):
    """A server of this test's own, to hide files on, or to ask what was requested of it."""
    with server.serving(site_folder) as running:
        yield running


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    try:
        path = chromium.find_chromium()
    except Failure as failure:
        pytest.fail(str(failure), pytrace=False)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def context(browser):
    """A browser context of this test's own: no cache, no storage, no service worker."""
    fresh = browser.new_context()
    fresh.set_default_timeout(30_000)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context):
    """A page whose `errors` lists uncaught errors and console errors; tests may read or clear it.

    A test that leaves errors in the list fails at its end.
    """
    tab = context.new_page()
    tab.errors = []
    tab.on("pageerror", lambda error: tab.errors.append(str(error)))
    tab.on("console", lambda message: message.type == "error" and tab.errors.append(message.text))
    yield tab
    assert tab.errors == []


@pytest.fixture(params=["image", "ordinary"])
def start(request):
    """Both ways of starting, for tests of what must hold in either."""
    return request.param
