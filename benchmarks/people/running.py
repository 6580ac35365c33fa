"""Load a database with the rows, check each answer, and time it beside the SQL by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from sqlalchemy import text

from benchmarks.answers import require_same
from benchmarks.databases import DATABASES, Database, Rows
from benchmarks.figures import Figure, say, told
from benchmarks.loading import into_mariadb
from benchmarks.people import boards, groups, metrics, pages, searches, tenants
from benchmarks.people.constructs import CONSTRUCTS, Construct
from benchmarks.people.question import Question, Whom
from benchmarks.people.tables import dataset_of, tables_of
from benchmarks.people.words import WORDS
from benchmarks.timing import Effort, Turns, in_turn
from widgetql.testing.databases import mariadb

QUESTIONS: Final[tuple[Question, ...]] = (
    *pages.QUESTIONS,
    *metrics.QUESTIONS,
    *searches.QUESTIONS,
    *groups.QUESTIONS,
    *tenants.QUESTIONS,
    *boards.QUESTIONS,
)
ROWS: Final[tuple[Question | Construct, ...]] = (*QUESTIONS, *CONSTRUCTS)


def _by_hand(driver: Any) -> Any:
    def raw(statement: str) -> Rows:
        with driver.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall())

    return raw


_MARIADB: Final = Database(
    opened=lambda scratch: mariadb.opened(scratch.parent, zone="+00:00"),
    load=into_mariadb,
    raw=_by_hand,
    address=lambda _, __: {},
    reopened=lambda _: mariadb.opened(Path()),
    version="SELECT version()",
    indexes=True,
)
ALL: Final[Mapping[str, Database]] = {**DATABASES, "mariadb": _MARIADB}


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was measured on one database; `problem` says why nothing was."""

    database: str
    version: str
    figures: list[Figure]
    problem: str = ""


def measured(name: str, calls: int, effort: Effort, files: Path, scratch: Path, only: str = "") -> Measured:
    """Load a database with the calls, and ask it its rows, or those with `only` in their group and name."""
    say(f"{name}, {calls:,}: loading")
    with _loaded(name, calls, files, scratch) as (whom, raw):
        version = str(whom.connection.scalar(text(ALL[name].version))).split()[0].removeprefix("v")
        asked = [one for one in ROWS if name in one.databases and only in f"{one.group}: {one.name}"]
        return Measured(name, version, [compared(one, name, whom, raw, effort) for one in asked])


@contextmanager
def _loaded(name: str, calls: int, files: Path, scratch: Path) -> Iterator[tuple[Whom, Any]]:
    database = ALL[name]
    tables: Any = tables_of(aware=database.aware)
    with database.opened(scratch) as engine:
        with engine.connect() as connection:
            database.load(connection, tables, files)
        with engine.connect() as connection:
            table = tables.indexed if database.indexes else tables.plain
            whom = Whom(connection, dataset_of(tables, table), calls)
            yield whom, database.raw(connection.connection.driver_connection)


def compared(question: Question | Construct, name: str, whom: Whom, raw: Any, effort: Effort) -> Figure:
    """Check a row's answer and time it; a failure is told in the figure, not raised."""
    say(f"{name}, {whom.calls:,}: {question.name}")
    figure = Figure(question.group, question.name, name, whom.calls, question.goal_on(name))
    try:
        turns = _timed(question, name, whom, raw, effort)
    except Exception as error:
        whom.connection.rollback()
        return replace(figure, problem=told(error))
    ratio = turns.ratio(0, 1, question.allowed)
    return replace(figure, figure=ratio, ours=turns.median(0), floor=turns.median(1))


def _timed(question: Question | Construct, name: str, whom: Whom, raw: Any, effort: Effort) -> Turns:
    if isinstance(question, Construct):
        return in_turn(question.sides(whom), effort)
    words = WORDS[name].at(whom.dataset.table.name)

    def by_hand(statements: Sequence[str]) -> list[Rows]:
        return [raw(statement) for statement in statements]

    ask, statements = question.ask(whom), question.by_hand(words, whom.calls)
    check = statements if question.check is None else question.check(words, whom.calls)
    require_same(question.read(ask()), by_hand(check))
    return in_turn([ask, lambda: by_hand(statements)], effort)
