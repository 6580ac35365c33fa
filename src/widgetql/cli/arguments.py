"""What a command line says."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

_CODES: Final = "exit codes: 0 fine, 1 problems in documents, 2 usage, dataset or file, 3 database"
_COMMANDS: Final = {
    "check": "say what is wrong with widgets and dashboards: of a file, or of a table that stores them",
    "explain": "compute widgets and dashboards, and say how: the ways chosen, and the SQL",
    "data": "compute widgets and dashboards, as JSON",
    "describe": "say what may be asked of the dataset, as JSON; with --url also its metrics",
}
_FILES: Final = "a widget, a dashboard or a list of either, as JSON; else, or for -, the standard input"


@dataclass(frozen=True, slots=True)
class Arguments:
    """The options of a command; those that the library takes stand in `options`."""

    command: str
    dataset: str
    url: str | None
    scope: str | None
    files: Sequence[str] = ()
    table: str | None = None
    column: str | None = None
    options: dict[str, Any] = field(default_factory=dict[str, Any])


def parsed(arguments: Sequence[str] | None) -> Arguments:
    """Read a command line. Raises `SystemExit`, with what is wrong said."""
    parser = _parser()
    given = parser.parse_args(arguments)
    table, column = getattr(given, "table", None), getattr(given, "column", None)
    if (table is None) is not (column is None):
        parser.error("--table and --column belong together")
    if table is not None and given.url is None:
        parser.error("--table needs --url")
    files = getattr(given, "files", ())
    if table is not None and files:
        parser.error("either a file or a --table")
    if given.command in ("data", "explain") and given.url is None:
        parser.error(f"{given.command} needs --url")
    named = {name: getattr(given, name) for name in ("now", "timezone", "week_start")}
    options = {name: value for name, value in named.items() if value is not None}
    return Arguments(given.command, given.dataset, given.url, given.scope, files, table, column, options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m widgetql", description="Dashboards over a dataset of yours.", epilog=_CODES
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="|".join(_COMMANDS))
    for name, told in _COMMANDS.items():
        command = commands.add_parser(name, help=told, description=told, epilog=_CODES)
        _add_common(command)
        if name != "describe":
            command.add_argument("files", nargs="*", metavar="file", help=_FILES)
        if name == "check":
            command.add_argument("--table", help="a table of stored documents: its name, or schema.name")
            command.add_argument("--column", help="the column that holds them, as JSON or JSON text")
    return parser


def _add_common(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add(
        "--dataset", required=True, metavar="pkg.module:name", help="a Dataset, or a function that returns it"
    )
    add("--url", help="the database, as SQLAlchemy writes it: postgresql+psycopg://me@host/db")
    add("--scope", metavar="pkg.module:name", help="a scope, or a function that returns it")
    add("--now", type=_moment, help="the moment that relative times are about: 2025-11-07T00:00:00Z")
    add("--timezone", help="an IANA name; default: the dataset's")
    add("--week-start", help="a weekday in English; default: the dataset's")


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no ISO 8601 date-time") from error
    if found.utcoffset() is None:
        raise argparse.ArgumentTypeError(f"{text!r} has no offset: write {text}Z")
    return found
