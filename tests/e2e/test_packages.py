"""A program's packages on the page: asked for, fetched by micropip when a person runs it, imported by the guest.

The index and the files are the test's own; the addresses are PyPI's.
"""

import hashlib
import json

import pytest

from tests.e2e import pages
from tests.unit.test_packages import PROGRAM, wheel

FILE = "greeting-1.2-py3-none-any.whl"
HEADERS = {"Access-Control-Allow-Origin": "*"}


@pytest.fixture
def index(page):
    """Answers for PyPI; gives the list of what was asked for."""
    asked = []

    def answer(route):
        asked.append(route.request.url)
        if "/simple/greeting" in route.request.url:
            files = [{"filename": FILE, "url": f"https://files.pythonhosted.org/{FILE}", "size": len(wheel()),
                      "hashes": {"sha256": hashlib.sha256(wheel()).hexdigest()}}]
            route.fulfill(
                body=json.dumps({"meta": {"api-version": "1.1"}, "name": "greeting", "files": files,
                                 "versions": ["1.2"]}),
                headers=HEADERS | {"Content-Type": "application/vnd.pypi.simple.v1+json"})
        elif route.request.url.endswith(FILE):
            route.fulfill(body=wheel(), headers=HEADERS)
        else:
            route.fulfill(status=404, body="", headers=HEADERS)

    page.context.route("https://pypi.org/**", answer)
    page.context.route("https://files.pythonhosted.org/**", answer)
    return asked


def open_asking(page, site, source):
    page.goto(f"{site}index.html{pages.fragment(source)}")
    said(page, "This program asks for", 120_000)


def said(page, beginning, timeout):
    page.locator(".sentence", has_text=beginning).wait_for(timeout=timeout)


def test_packages_are_fetched_when_the_program_is_run(page, site, index):
    open_asking(page, site, PROGRAM)
    assert index == []
    output = pages.run_to_end(page, timeout=60_000)
    assert output["stdout"].strip() == "Hello, you 1.2"
    assert any(url.endswith(FILE) for url in index)


def test_a_package_that_is_not_there(page, site, index):
    open_asking(page, site, PROGRAM.replace('"greeting"', '"no-such-thing"', 1))
    pages.act(page, "run")
    said(page, "no-such-thing:", 60_000)
    pages.phase(page, "edited")
