"""A small static server for development, the browser tests and the measurements.

It does what the site asks of any static host: right media types, and leave for pages of other
origins to fetch (an embed in a sandboxed frame has an origin of its own, called "null").  With
`compress` it sends gzip as most hosts do, and it counts the bytes, for measuring.
"""

import gzip
import io
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".wasm": "application/wasm",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".py": "text/plain; charset=utf-8",
    ".zip": "application/zip",
    ".whl": "application/zip",
    ".bin": "application/octet-stream",
}
COMPRESSIBLE = {".html", ".css", ".js", ".mjs", ".json", ".map", ".wasm", ".svg", ".txt", ".py"}


class Server(ThreadingHTTPServer):
    """Serves one folder, under an optional path prefix; `requests` notes what was asked for."""

    daemon_threads = True
    # A dead browser leaves connections behind; a test must not wait for them.
    block_on_close = False

    def __init__(self, folder: Path, host: str, port: int, compress: bool, prefix: str) -> None:
        self.folder = folder.resolve()
        self.compress = compress
        self.prefix = prefix.strip("/")
        self.requests: list[str] = []
        self.missing: list[str] = []
        #: Media types by suffix; a test may spoil them.
        self.types = dict(TYPES)
        #: Bytes of bodies sent, as they went over the wire.
        self.sent = 0
        #: Paths that are answered with 404 whatever the folder holds: for testing failures.
        self.hidden: set[str] = set()
        self._compressed: dict[tuple[str, int], bytes] = {}
        super().__init__((host, port), Handler)

    @property
    def url(self) -> str:
        """The address of the served folder, with a slash at its end."""
        host = str(self.server_address[0])
        return f"http://{host}:{self.server_port}/" + (self.prefix + "/" if self.prefix else "")

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over a browser that hung up; report anything else."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def compressed(self, path: Path) -> bytes:
        """Return a file's gzip, made once for each version of the file."""
        key = (str(path), path.stat().st_mtime_ns)
        if key not in self._compressed:
            self._compressed[key] = gzip.compress(path.read_bytes(), 6, mtime=0)
        return self._compressed[key]


class Handler(SimpleHTTPRequestHandler):
    """Answers GET and HEAD from the server's folder."""

    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the terminal quiet."""

    def translate_path(self, path: str) -> str:
        """Map an URL's path into the served folder; what lies outside the prefix is not there."""
        path = urlsplit(path).path
        start = "/" + self.server.prefix
        if self.server.prefix and not path.startswith(start + "/"):
            return str(self.server.folder / "\0missing")
        self.directory = str(self.server.folder)
        return super().translate_path(path[len(start):] if self.server.prefix else path)

    def guess_type(self, path: Any) -> str:
        """Return the media type, from our own table first: the system's may lack .wasm or .mjs."""
        return self.server.types.get(Path(path).suffix.lower()) or super().guess_type(path)

    def end_headers(self) -> None:
        """Add the headers that every answer carries."""
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Timing-Allow-Origin", "*")
        self.send_header("Cross-Origin-Resource-Policy", "cross-origin")
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def send_head(self) -> Any:
        """Send status and headers; return the open body, or None."""
        name = urlsplit(self.path).path
        self.server.requests.append(name)
        path = Path(self.translate_path(self.path)) if "\0" not in self.path else Path("\0")
        if "\0" in str(path) or any(name.endswith(hidden) for hidden in self.server.hidden):
            self.server.missing.append(name)
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        accepts = "gzip" in self.headers.get("Accept-Encoding", "")
        if self.server.compress and accepts and path.suffix in COMPRESSIBLE and path.is_file():
            return self._send_compressed(path)
        if not path.exists():
            self.server.missing.append(name)
        return super().send_head()

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Send a body, and count it."""
        data = source.read()
        self.server.sent += len(data)
        outputfile.write(data)

    def _send_compressed(self, path: Path) -> BinaryIO:
        """Send the headers of a gzipped answer; return its body."""
        body = self.server.compressed(path)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Vary", "Accept-Encoding")
        self.end_headers()
        return io.BytesIO(body)


def make_server(folder: Path, host: str = "127.0.0.1", port: int = 0, *,
                compress: bool = False, prefix: str = "") -> Server:
    """Return a server that listens already; port 0 takes a free one."""
    return Server(folder, host, port, compress, prefix)


@contextmanager
def serving(folder: Path, **options: Any) -> Iterator[Server]:
    """Serve a folder from a thread for the length of a `with` block."""
    server = make_server(folder, **options)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
