"""The lookup of a metric: its kind and name, and every way in which there is none."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum
from typing import Any, Final

import pytest
from sqlalchemy import Column, ColumnElement, Connection, Integer, MetaData, Table, Text, Uuid
from sqlalchemy import Enum as EnumType

from widgetql.dataset import Dataset
from widgetql.dynamic import Chosen, chooser_of, look_up
from widgetql.errors import Pointer
from widgetql.execution import Runner
from widgetql.fields import Dynamic, Field, Kind, ToMany, ToOne
from widgetql.request import Request
from widgetql.testing.databases import Rows


class Measured(Enum):
    """The kinds of a metric as a host's own code has them."""

    NUMERIC = "number"
    BOOLEAN = "yes or no"
    SECRET = "secret"


TABLES: Final = MetaData()
calls: Final = Table("calls", TABLES, Column("id", Integer, primary_key=True))
metrics: Final = Table(
    "metrics",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("tenant", Integer),
    Column("kind", Text),
    Column("measured", EnumType(Measured)),
    Column("name", Text),
    Column("key", Uuid),
)
notes: Final = Table(
    "notes",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("call_id", Integer),
    Column("metric_id", Integer),
    Column("metric_key", Uuid),
    Column("value", Text),
)
ROWS: Final = [
    {"id": 1, "tenant": 1, "kind": "NUMERIC", "measured": Measured.NUMERIC, "name": "accuracy"},
    {"id": 2, "tenant": 1, "kind": "BOOLEAN", "measured": Measured.BOOLEAN, "name": None},
    {"id": 3, "tenant": 2, "kind": "NUMERIC", "measured": Measured.NUMERIC, "name": "of another tenant"},
    {"id": 4, "tenant": 1, "kind": "SECRET", "measured": Measured.SECRET, "name": "of no declared kind"},
    {"id": 5, "tenant": 1, "kind": None, "measured": None, "name": "of no kind"},
    {"id": 6, "tenant": 1, "kind": "NUMERIC", "measured": Measured.NUMERIC, "name": ""},
]
NUMBER, YES_OR_NO = Kind("numeric", charts={"line"}), Kind("boolean")
OURS: Final = {metrics: metrics.c.tenant == 1}
AT: Final = Pointer("widget") / "metric"


def declared(chooser: Any = metrics.c.id, **options: Any) -> Dataset:
    """A dataset whose notes have the type of their metric."""
    given: dict[str, Any] = {
        "kind": metrics.c.kind,
        "name": metrics.c.name,
        "kinds": {"NUMERIC": NUMBER, "BOOLEAN": YES_OR_NO},
    }
    metric = ToOne(metrics, on=metrics.c.id == notes.c.metric_id, fields={"id": Field(chooser)})
    fields = {"metric": metric, "value": Dynamic(notes.c.value, chosen_by="metric.id", **given | options)}
    related = ToMany(notes, on=notes.c.call_id == calls.c.id, fields=fields)
    return Dataset(calls, id=calls.c.id, fields={"notes": related})


BY_MEMBER: Final = {Measured.NUMERIC: NUMBER, Measured.BOOLEAN: YES_OR_NO}
BY_NAME: Final = {"NUMERIC": NUMBER, "BOOLEAN": YES_OR_NO}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return {metrics: ROWS}


def looked_up(
    connection: Connection | None,
    value: Any,
    dataset: Dataset,
    scope: dict[Table, ColumnElement[bool]] | None = None,
) -> Chosen | list[tuple[str, str]]:
    """What is chosen, or the problems."""
    request = Request.of(dataset, now=datetime(2025, 11, 3, tzinfo=UTC), scope={calls: None} | (scope or {}))
    runner = None if connection is None else Runner(connection)
    chosen = look_up(runner, value, dataset.paths["notes.value"], request, AT)
    assert (chosen is None) is bool(request.problems)
    assert {problem.pointer for problem in request.problems} <= {"/metric"}
    return chosen if chosen is not None else [(one.code, one.message) for one in request.problems]


@pytest.mark.parametrize(
    ("value", "options", "scope", "expected"),
    [
        pytest.param(1, {}, None, Chosen(1, 1, NUMBER, "accuracy"), id="found"),
        pytest.param(1, {}, OURS, Chosen(1, 1, NUMBER, "accuracy"), id="in-scope"),
        pytest.param(2, {}, None, Chosen(2, 2, YES_OR_NO, None), id="its-name-is-null"),
        pytest.param(6, {}, None, Chosen(6, 6, NUMBER, None), id="its-name-is-empty"),
        pytest.param(1, {"name": None}, None, Chosen(1, 1, NUMBER, None), id="no-column-of-names"),
        pytest.param(
            1,
            {"kind": metrics.c.measured, "kinds": BY_MEMBER},
            None,
            Chosen(1, 1, NUMBER, "accuracy"),
            id="members-of-an-enum",
        ),
        pytest.param(77, {}, None, [("unknown_metric", "there is no metric 77")], id="no-such-row"),
        pytest.param(3, {}, OURS, [("unknown_metric", "there is no metric 3")], id="out-of-scope"),
        pytest.param(2**40, {}, None, [("unknown_metric", f"there is no metric {2**40}")], id="of-64-bits"),
        pytest.param(
            2**70, {}, None, [("unknown_metric", f"there is no metric {2**70}")], id="beyond-its-column"
        ),
        pytest.param(1.5, {}, None, [("unknown_metric", "there is no metric 1.5")], id="between-two"),
        pytest.param(
            "1", {}, None, [("wrong_type", "notes.metric.id takes a number, got '1'")], id="of-another-type"
        ),
        pytest.param(
            4,
            {},
            None,
            [("unknown_kind", "metric 4 is 'SECRET', which is none of NUMERIC, BOOLEAN")],
            id="of-no-declared-kind",
        ),
        pytest.param(
            5,
            {},
            None,
            [("unknown_kind", "metric 5 is null, which is none of NUMERIC, BOOLEAN")],
            id="of-no-kind",
        ),
        pytest.param(
            1,
            {"kind": metrics.c.measured, "kinds": BY_NAME},
            None,
            [
                (
                    "unknown_kind",
                    "metric 1 is a value of type Measured, which is none of NUMERIC, BOOLEAN",
                )
            ],
            id="names-of-an-enums-members",
        ),
    ],
)
def test_a_metric_is_looked_up(
    connection: Connection, value: Any, options: dict[str, Any], scope: Any, expected: Any
) -> None:
    assert looked_up(connection, value, declared(**options), scope) == expected


@pytest.mark.parametrize("value", ["no-uuid", "0" * 32])
def test_an_id_that_is_no_uuid_is_no_metrics(connection: Connection, value: str) -> None:
    assert looked_up(connection, value, declared(metrics.c.key)) == [
        ("unknown_metric", f"there is no metric {value!r}")
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(1, "connection_required", id="a-metric"),
        pytest.param(2**70, "connection_required", id="one-beyond-its-column"),
        pytest.param("1", "wrong_type", id="of-another-type"),
    ],
)
def test_without_a_connection_only_the_form_is_judged(value: Any, expected: str) -> None:
    problems = looked_up(None, value, declared())
    assert isinstance(problems, list)
    assert [code for code, _ in problems] == [expected]


def test_the_chooser_may_be_a_field_of_the_record_itself(connection: Connection) -> None:
    value = Dynamic(
        metrics.c.name, chosen_by="number", kind=metrics.c.kind, kinds={"NUMERIC": NUMBER, "BOOLEAN": NUMBER}
    )
    dataset = Dataset(metrics, id=metrics.c.key, fields={"number": Field(metrics.c.id), "value": value})
    found = dataset.paths["value"]
    assert chooser_of(found, dataset).path == "number"
    request = Request.of(dataset, scope=metrics.c.tenant == 1)
    runner = Runner(connection)
    assert look_up(runner, 1, found, request, AT) == Chosen(1, 1, NUMBER, None)
    assert look_up(runner, 3, found, request, AT) is None
    assert [problem.code for problem in request.problems] == ["unknown_metric"]
