"""`python -m examples.host_app`: make the database where it is missing, and serve the page."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

import uvicorn

from examples.host_app.serving import create_app, open_database, prepare


def main() -> int:
    """Run the application."""
    parser = argparse.ArgumentParser(prog="python -m examples.host_app", description=__doc__)
    parser.add_argument("--url", help="a database, postgresql+psycopg://... (default: build/app/app.sqlite)")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--calls", type=int, default=20_000, help="how many calls an empty database gets")
    given = parser.parse_args()
    if given.url is None:
        folder = Path("build/app")
        folder.mkdir(parents=True, exist_ok=True)
        given.url = f"sqlite:///{folder / 'app.sqlite'}"
    engine = open_database(given.url)
    prepare(engine, calls=given.calls, now=datetime.now(UTC))
    print(f"http://{given.host}:{given.port}/")
    uvicorn.run(create_app(engine), host=given.host, port=given.port, log_level="warning")
    engine.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main())
