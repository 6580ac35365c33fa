"""Work to be counted, in a process of its own: `python -m benchmarks.counting warm calls ask 100`."""

from __future__ import annotations

import sys
from typing import Final

from sqlalchemy import create_engine

from benchmarks.overhead import Bar
from benchmarks.tables import tables_of

_WARM_UP: Final = 5


def main(state: str, table: str, side: str, times: int) -> None:
    """Ask a bar widget of an empty table so many times; or run its statement, where `side` is not "ask"."""
    tables = tables_of(aware=False)
    with create_engine("sqlite://").connect() as connection:
        tables.metadata.create_all(connection)
        bar = Bar(connection, tables, tables.metadata.tables[table])
        for number in range(-_WARM_UP, times):
            if state == "cold" and number >= 0:
                bar.renew()
            if side == "ask" or number < 0:
                bar.ask()
            else:
                bar.execute()


if __name__ == "__main__":
    main(*sys.argv[1:4], int(sys.argv[4]))
