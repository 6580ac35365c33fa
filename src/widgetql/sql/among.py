"""Stored times inside one of many windows: on SQLite a time is read once, and not anew for each of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

from sqlalchemy import type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement

from widgetql.sql.constructs import BooleanConstruct, everywhere, sql_type_of, written
from widgetql.sql.possible import time_sqlite
from widgetql.sql.spelled import HIGHEST
from widgetql.sql.time import Instant
from widgetql.storage import Storage

# To read a time takes as long as to compare it with so many windows.
FEW: Final = 4
# SQLite nests the arms of an OR one in another, and caps how deep.
_RUN: Final = 32

_Window: TypeAlias = tuple[str, str]


def among(
    general: ColumnElement[bool],
    column: ColumnElement[Any],
    kind: Instant,
    windows: Sequence[tuple[ColumnElement[Any], ColumnElement[Any]]],
) -> ColumnElement[bool]:
    """Hold for stored times in some of the windows, which ascend; `general` says the same, one by one."""
    return _is_among(general, type_coerce(column, kind), *(bound for window in windows for bound in window))


class _is_among(BooleanConstruct):  # noqa: N801 - reads as SQL
    inherit_cache = True


@everywhere(_is_among)
def _write_among(element: _is_among, compiler: Any, **options: Any) -> str:
    return written(element, compiler, of=[0], **options)[0]


@compiles(_is_among, "sqlite")
def _write_among_sqlite(element: _is_among, compiler: Any, **options: Any) -> str:
    kind = sql_type_of(element, 1)
    if not isinstance(kind, Instant) or kind.storage is Storage.DATE:
        return _write_among(element, compiler, **options)
    column, *bounds = written(element, compiler, of=range(1, len(list(element.clauses))), **options)
    windows = list(zip(bounds[::2], bounds[1::2], strict=True))
    # With a limit, so that SQLite does not put the whole computation in the place of each `w`.
    read = f"(SELECT {time_sqlite(column, kind)} AS w LIMIT 1)"
    holds = f"EXISTS (SELECT 1 FROM {read} WHERE {_some(windows, _inside)})"
    if kind.form is not None:
        return holds
    # What may be in one of them by its first characters: an index has these.
    near = _some(_runs(windows), lambda start, end: _near(column, start, end))
    return f"(({near}) AND {holds})"


def _some(windows: Sequence[_Window], write: Callable[[str, str], str]) -> str:
    if len(windows) <= _RUN:
        return " OR ".join(write(*window) for window in windows)
    size = -(-len(windows) // _RUN)
    runs = [windows[first : first + size] for first in range(0, len(windows), size)]
    return " OR ".join(f"{write(run[0][0], run[-1][1])} AND ({_some(run, write)})" for run in runs)


def _runs(windows: Sequence[_Window]) -> list[_Window]:
    """Return as few windows around all of them as an index is asked for."""
    size = -(-len(windows) // _RUN)
    runs = [windows[first : first + size] for first in range(0, len(windows), size)]
    return [(run[0][0], run[-1][1]) for run in runs]


def _inside(start: str, end: str) -> str:
    return f"w >= {start} AND w < {end}"


def _near(column: str, start: str, end: str) -> str:
    """Write what a text begins with: its date may be that of another day, in some zones two days away."""
    return f"{column} >= date({start}, '-2 days') AND {column} < coalesce(date({end}, '+3 days'), {HIGHEST})"
