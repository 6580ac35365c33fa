"""What lies beside what is asked anyway: keys of several parts, decimals between cents, skipped times."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, DateTime, Enum, Integer, MetaData, Numeric, String, Table, Uuid

from tests.conformance.features import SINCE
from tests.hosts import test_epochs
from tests.mutants.asking import Question
from tests.mutants.databases import World
from widgetql.dataset import Dataset
from widgetql.fields import Field
from widgetql.own_times import condition_on
from widgetql.stats import Count
from widgetql.storage import Storage
from widgetql.testing import NOW

TABLES: Final = MetaData()
visits: Final = Table(
    "visits_by_parts",
    TABLES,
    Column("place", Uuid(as_uuid=False), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", Enum("walk", "drive", native_enum=False, length=9), primary_key=True),
    Column("at", DateTime),
    Column("fee", Numeric(20, 4)),
)


def _of_visits(timezone: str | None) -> Dataset:
    return Dataset(
        visits,
        id=(visits.c.place, visits.c.number, visits.c.kind),
        timestamp=visits.c.at,
        fields={
            "at": Field(visits.c.at, timezone=timezone),
            **{column.key: Field(column) for column in visits.c if column is not visits.c.at},
        },
        stats={"all": Count()},
    )


VISITS: Final = _of_visits(None)
VISITS_BY_CLOCKS: Final = _of_visits("America/New_York")
tickets: Final = Table(
    "tickets",
    TABLES,
    Column("id", Uuid(as_uuid=False), primary_key=True),
    Column("at", DateTime),
    Column("state", String(9)),
)
TICKETS: Final = Dataset(
    tickets,
    id=tickets.c.id,
    timestamp=tickets.c.at,
    fields={"id": Field(tickets.c.id), "at": Field(tickets.c.at), "state": Field(tickets.c.state)},
)
stamps: Final = Table(
    "stamps",
    TABLES,
    Column("id", Uuid(), primary_key=True),
    Column("at", DateTime),
    Column("state", String(9)),
)
STAMPS: Final = Dataset(
    stamps,
    id=stamps.c.id,
    timestamp=stamps.c.at,
    fields={"id": Field(stamps.c.id), "at": Field(stamps.c.at), "state": Field(stamps.c.state)},
)
spelt: Final = Table(
    "spelt",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", DateTime),
    Column("seen", DateTime),
)
SPELT: Final = Dataset(
    spelt, id=spelt.c.id, timestamp=spelt.c.at, fields={"at": Field(spelt.c.at), "seen": Field(spelt.c.seen)}
)
_OPTIONS: Final[dict[str, Any]] = {"now": NOW, "limits": {"max_range": None}}
_SPRING: Final[dict[str, Any]] = {"now": datetime(2025, 3, 20, tzinfo=UTC), "limits": {"max_range": None}}
_LIST: Final = {"chart_type": "list", "limit": 3}
# Before, at, in and after an hour that New York's clocks skip.
_JUMP: Final = (
    *("2025-03-09 01:59:59.999999", "2025-03-09 02:00:00", "2025-03-09 02:15:00", "2025-03-09 02:30:00"),
    *("2025-03-09 02:59:59", "2025-03-09 03:00:00", "2025-03-09 03:00:00.000001", "2025-03-09 03:30:00"),
)
_PLACES: Final = [str(UUID(int=number)) for number in (2**127, 1, 2**64)]
# A cent, and what lies beside it.
_FEES: Final = ("1.0000", "1.0050", "1.0049", "1.0051", "9007199254.7410", "9007199254.7409", "0.3000")


def beside(worlds: dict[str, Any]) -> Iterator[Question]:
    """Yield the questions; put the rows that they ask into `worlds`."""
    own = {visits: list(_visits()), tickets: list(_tickets()), stamps: list(_stamps())}
    worlds["parts"] = World(TABLES, own)
    yield from _of_parts()
    yield from _between_cents()
    yield from _halves(worlds)
    yield from _over_numbers(worlds)
    yield from _spelt(worlds)
    yield from _refused()


def _visits() -> Iterator[dict[str, Any]]:
    """Several of one time, whose numbers are in another order as texts."""
    for place in range(72):
        yield {
            "place": _PLACES[place % 3],
            "number": (9, 10, 100, 2)[place % 4] + 1000 * (place // 4),
            "kind": ("walk", "drive")[place // 3 % 2],
            "at": datetime.fromisoformat(_JUMP[place % len(_JUMP)]),
            "fee": None if place % 11 == 0 else Decimal(_FEES[place % len(_FEES)]),
        }


def _tickets() -> Iterator[dict[str, Any]]:
    for number in range(9):
        at = datetime(2025, 3, 4, 10) + timedelta(hours=number // 3)
        yield {
            "id": str(UUID(int=7 ** (number * 5) % 2**128)),
            "at": at,
            "state": ("open", "done")[number % 2],
        }


def _stamps() -> Iterator[dict[str, Any]]:
    for row in _tickets():
        yield row | {"id": UUID(row["id"])}


def _of_parts() -> Iterator[Question]:
    line = {"chart_type": "line", "field": "fee"}
    by_kind = {"group_by": {"type": "field", "field": "kind"}}
    for most in (4, 12, 400):
        options = _SPRING | {"limits": {"max_range": None, "max_points": most}}
        for widget in (line, line | by_kind):
            yield Question("widget", "visits by parts", "parts", widget, None, options)
    for dataset in ("visits by parts", "visits by clocks", "tickets", "stamps"):
        for since in ("2025-03-01", "2025-03-09T07:00:00Z"):
            widget = _LIST | {"filters": {"field": "at", "op": "gte", "value": since}}
            yield Question("pages", dataset, "parts", widget, None, _SPRING)
            yield Question("widget", dataset, "parts", widget | {"limit": 50}, None, _SPRING)
    table = {"chart_type": "table", "dimensions": ["at", "fee", "place", "number"]}
    yield Question("widget", "visits by clocks", "parts", table, None, _SPRING)


def _between_cents() -> Iterator[Question]:
    pie = {"chart_type": "pie", "field": "kind"}
    for value in (1, 1.005, 1.00495, 1.0052, 9007199254.741, 9007199254.74095, 0.3, 1e300, -5):
        for op in ("eq", "neq", "gt", "gte", "lt", "lte"):
            document = {"field": "fee", "op": op, "value": value}
            yield Question("filter", "visits by parts", "parts", document, None, _SPRING)
            # A widget's statement is kept, and its operands are parameters.
            yield Question("widget", "visits by parts", "parts", pie | {"filters": document}, None, _SPRING)


def _halves(worlds: dict[str, Any]) -> Iterator[Question]:
    """Decimals in the middle between two doubles, which SQLite does not keep."""
    fees = [Decimal(2**50) + Decimal(sixteenths) / 16 for sixteenths in range(-5, 6)]
    rows = [
        {
            "place": _PLACES[0],
            "number": number,
            "kind": "walk",
            "at": datetime(2025, 3, 9, number),
            "fee": fee,
        }
        for number, fee in enumerate(fees)
    ]
    worlds["halves"] = World(TABLES, {visits: rows}, only="duckdb")
    for eighths in range(-2, 3):
        for op in ("eq", "neq", "gt", "lte"):
            document = {"field": "fee", "op": op, "value": 2.0**50 + eighths / 8}
            yield Question("filter", "visits by parts", "halves", document, None, _SPRING, only="duckdb")


def _over_numbers(worlds: dict[str, Any]) -> Iterator[Question]:
    """Lines over times that are numbers, thinned: several numbers of a column are one instant."""
    rows = [
        test_epochs._row(number, Decimal(number % 13 * 250) + Decimal(number % 3) / 10**7)
        for number in range(1, 40)
    ]
    worlds["numbers"] = World(test_epochs.TABLES, {test_epochs.pings: rows, test_epochs.drawn: rows})
    for dataset in ("pings", "by seconds", "by decimals"):
        for most in (4, 12):
            options = {"now": test_epochs.NOW, "limits": {"max_range": None, "max_points": most}}
            line = {"chart_type": "line", "field": "value"}
            yield Question("widget", dataset, "numbers", line, None, options)


def _spelt(worlds: dict[str, Any]) -> Iterator[Question]:
    """What SQLite is known to hold, with an index on what others wrote and without; by either column."""
    since = {"field": "at", "op": "gte", "value": "2025-11-01"}
    widget = {"chart_type": "list", "field": "seen", "filters": since}
    own, other = "'2025-11-03 10:00:00.000000'", "'2025-11-03T11:00:00Z'"
    for name, at, seen, has_index, known in (
        ("own", own, own, False, ["texts"]),
        ("other", other, own, False, ["instants"]),
        ("own_indexed", own, own, True, ["texts"]),
        ("other_indexed", other, own, True, ["instants"]),
        ("seen_indexed", own, other, True, ["texts"]),
    ):
        indexes = [
            f"CREATE INDEX ix_{column} ON spelt ({column}) WHERE {condition_on(column, Storage.NAIVE)}"
            for column in (("at", "seen") if has_index else ())
        ]
        statements = ["CREATE TABLE spelt (id INTEGER PRIMARY KEY, at DATETIME, seen DATETIME)", *indexes]
        statements += [f"INSERT INTO spelt VALUES (1, {own}, {own}), (2, {at}, {seen})"]
        worlds[f"spelt_{name}"] = World(statements=statements, only="sqlite")
        yield Question("known", "spelt", f"spelt_{name}", widget, known, _OPTIONS, only="sqlite")
        hours = {own: "2025-11-03T10:00:00Z", other: "2025-11-03T11:00:00Z"}
        rows = [
            {"id": id, "timestamp": hours[one], "value": hours[two]}
            for id, one, two in ((2, at, seen), (1, own, own))
        ]
        yield Question(
            "pages", "spelt", f"spelt_{name}", widget | {"limit": 1}, rows, _OPTIONS, only="sqlite"
        )


def _refused() -> Iterator[Question]:
    two = {"now": NOW, "limits": {"max_conditions": 2, "max_range": None}}
    flag = {"field": "flag", "op": "eq", "value": True}
    # What is blank is no condition.
    for conditions, problems in (
        ([flag, flag, {}, {}], []),
        ([flag, flag, flag], [["filter", "/conditions/2", "too_many"]]),
    ):
        source = {"operator": "and", "conditions": conditions}
        yield Question("filter problems", "everything", "features", source, problems, two)
    row = {"id": ["x", 1], "timestamp": "2025-03-09T07:00:00Z", "value": None}
    drill = {"widget": _LIST, "row": row, "connected": False}
    wrong = [["row", "/id", "not_a_list"]]
    yield Question("behind", "visits by parts", "parts", drill, wrong, _SPRING)
    # An empty window stays as its author gave it.
    since, until = SINCE["value"], "2025-10-01"
    empty = {"field": SINCE["field"], "op": "between", "value": [since, until]}
    for conditions in ([empty, SINCE], [SINCE, empty]):
        filters = {"operator": "and", "conditions": conditions}
        yield Question(
            "widget",
            "everything",
            "features",
            {"chart_type": "pie", "field": "topic", "filters": filters},
            None,
            _OPTIONS,
        )
