"""ClickHouse behind HTTP: the engine of `chdb` in a process of its own, that can be killed.

`python -m tests.faults.clickhouse FOLDER PORT` serves what the driver asks for: a SELECT and its time limit.
"""

from __future__ import annotations

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import chdb  # pyright: ignore[reportMissingTypeStubs]

_CHUNK: Final = 1024


class Handler(BaseHTTPRequestHandler):
    """Answers as ClickHouse's own server does, as far as the driver looks."""

    protocol_version = "HTTP/1.1"
    engine: Any
    lock: Final = threading.Lock()

    def do_GET(self) -> None:
        """Answer a ping."""
        self._answer(200, b"Ok.\n")

    def do_POST(self) -> None:
        """Run a statement."""
        given = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        sql = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode() or given.get("query", "")
        wanted = given.get("default_format", "TabSeparated")
        try:
            with self.lock:
                self.engine.query(f"SET max_execution_time = {float(given.get('max_execution_time', 0))}")
                answer = self.engine.query(sql, wanted).bytes()
        except Exception as error:
            self._answer(500, str(error).encode(), {"X-ClickHouse-Exception-Code": "159"})
        else:
            self._answer(200, answer)

    def _answer(self, status: int, body: bytes, headers: Any = ()) -> None:
        self.send_response(status)
        for name, value in {"X-ClickHouse-Timezone": "UTC", **dict(headers)}.items():
            self.send_header(name, value)
        self.send_header("Transfer-Encoding", "chunked")
        self.send_header("X-ClickHouse-Summary", '{"read_rows": "0"}')
        self.end_headers()
        for start in range(0, len(body), _CHUNK):
            piece = body[start : start + _CHUNK]
            self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def main(folder: str, port: str) -> None:
    """Serve until killed."""
    Handler.engine = chdb.connect(folder)
    server = ThreadingHTTPServer(("127.0.0.1", int(port)), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
