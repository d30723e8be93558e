"""The development server: media types, cross-origin leave, prefixes, compression."""

import gzip
import urllib.error
import urllib.request

import pytest

from tools.build.server import serving


@pytest.fixture
def folder(tmp_path):
    """A folder with one file of each kind."""
    for name in ("index.html", "a.mjs", "a.wasm", "a.whl", "a.bin"):
        (tmp_path / name).write_bytes(b"x" * 1000)
    return tmp_path


@pytest.mark.parametrize(("name", "kind"), [
    ("", "text/html; charset=utf-8"),
    ("a.mjs", "text/javascript; charset=utf-8"),
    ("a.wasm", "application/wasm"),
    ("a.whl", "application/zip"),
    ("a.bin", "application/octet-stream"),
])
def test_types_and_leave_for_other_origins(folder, name, kind):
    with serving(folder) as server, urllib.request.urlopen(server.url + name) as answer:
        assert answer.headers["Content-Type"] == kind
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_compresses_what_most_hosts_compress(folder):
    with serving(folder, compress=True) as server:
        for name, packed in (("a.wasm", True), ("a.bin", False)):
            request = urllib.request.Request(server.url + name,
                                             headers={"Accept-Encoding": "gzip"})
            with urllib.request.urlopen(request) as answer:
                assert (answer.headers["Content-Encoding"] == "gzip") is packed
                body = answer.read()
            assert (gzip.decompress(body) if packed else body) == b"x" * 1000


def test_prefix_and_hidden_files(folder):
    with serving(folder, prefix="/deep/er/") as server:
        assert server.url.endswith("/deep/er/")
        with urllib.request.urlopen(server.url + "a.mjs") as answer:
            assert answer.status == 200
        server.hidden.add("a.mjs")
        root = server.url.removesuffix("deep/er/")
        for address in (server.url + "a.mjs", root + "a.wasm",
                        root + "deep/erratic"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(address)


def test_requests_are_noted(folder):
    with serving(folder) as server:
        urllib.request.urlopen(server.url + "a.mjs?query").close()
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(server.url + "none")
        assert server.requests == ["/a.mjs", "/none"]
        assert server.missing == ["/none"]
