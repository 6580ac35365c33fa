"""Classes of joined-table inheritance: their own rows are read, from all their tables."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import pytest
from sqlalchemy import Connection, ForeignKey, MetaData, String, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from widgetql import Avg, Count, Dataset, Field, ToOne, compile_filter, compute_widget_data, drill_down
from widgetql.testing import Rows

NOW: Final = datetime(2025, 11, 7, tzinfo=UTC)
SINCE: Final = {"field": "hired", "op": "gte", "value": "2025-11-01"}


class Base(DeclarativeBase):
    pass


class Person(Base):
    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(10))
    hired: Mapped[datetime]
    tenant: Mapped[int]
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "person"}


class Engineer(Person):
    __tablename__ = "engineer"
    id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    grade: Mapped[int]
    __mapper_args__ = {"polymorphic_identity": "engineer"}


class Lead(Engineer):
    __mapper_args__ = {"polymorphic_identity": "lead"}


class Task(Base):
    __tablename__ = "task"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hired: Mapped[datetime]
    who: Mapped[int]


AT: Final = datetime(2025, 11, 3, 10)


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return Base.metadata


@pytest.fixture(scope="module")
def rows() -> Rows:
    people = [(1, "person", "cus", 1), (2, "engineer", "ann", 1), (3, "lead", "bob", 2)]
    return {
        Person.__table__: [
            {"id": id, "kind": kind, "name": name, "hired": AT, "tenant": tenant}
            for id, kind, name, tenant in people
        ],
        Engineer.__table__: [{"id": 2, "grade": 4}, {"id": 3, "grade": 7}],
        Task.__table__: [{"id": id, "hired": AT, "who": id} for id in (1, 2, 3)],
    }


def _of(cls: Any) -> Dataset:
    return Dataset(
        cls,
        id=cls.id,
        timestamp=cls.hired,
        fields={"hired": Field(cls.hired), "name": Field(cls.name), "grade": Field(cls.grade)},
        stats={"people": Count(), "grade": Avg("grade")},
    )


def selected(connection: Connection, source: Any, dataset: Dataset, **options: Any) -> list[int]:
    condition = compile_filter(source, dataset, now=NOW, **options)
    return sorted(connection.scalars(select(dataset.id).where(condition)))


def data(connection: Connection, widget: dict[str, Any], dataset: Dataset, **options: Any) -> Any:
    found = compute_widget_data(connection, widget, dataset, dashboard_filters=SINCE, now=NOW, **options)
    return found.to_dict()["data"]


@pytest.mark.parametrize(("cls", "ids", "mean"), [(Engineer, [2, 3], 5.5), (Lead, [3], 7.0)])
def test_a_dataset_reads_the_rows_of_its_class(
    connection: Connection, cls: Any, ids: list[int], mean: float
) -> None:
    dataset = _of(cls)
    assert sorted(Session(connection).scalars(select(cls.id))) == ids
    assert selected(connection, None, dataset) == ids
    assert data(connection, {"chart_type": "stat"}, dataset) == {"people": len(ids), "grade": mean}
    both = {"operator": "and", "conditions": [
        {"field": "name", "op": "contains", "value": "B"}, {"field": "grade", "op": "gt", "value": 4},
    ]}  # fmt: skip
    assert selected(connection, both, dataset) == [3]


def test_the_records_behind_a_row(connection: Connection) -> None:
    dataset = _of(Engineer)
    for widget in ({"chart_type": "line", "field": "grade"}, {"chart_type": "pie", "field": "name"}):
        for row in data(connection, widget, dataset):
            found = drill_down(widget, row, dataset, dashboard_filters=SINCE, now=NOW)
            assert len(selected(connection, found, dataset)) == 1


def test_a_relation_leads_to_rows_of_its_class(connection: Connection) -> None:
    dataset = Dataset(
        Task,
        id=Task.id,
        timestamp=Task.hired,
        fields={
            "hired": Field(Task.hired),
            "engineer": ToOne(
                Engineer,
                on=Engineer.id == Task.who,
                fields={"name": Field(Engineer.name), "grade": Field(Engineer.grade)},
            ),
        },
    )
    found = [
        selected(connection, {"field": path, "op": op, "value": value}, dataset)
        for path, op, value in (
            ("engineer.name", "eq", "cus"),
            ("engineer.name", "eq", "ann"),
            ("engineer.grade", "gte", 7),
            ("engineer.name", "isnull", True),
        )
    ]
    assert found == [[], [2], [3], [1]]
    listed = data(connection, {"chart_type": "list", "columns": ["engineer.name", "engineer.grade"]}, dataset)
    assert {row["id"]: (row["engineer.name"], row["engineer.grade"]) for row in listed} == {
        1: (None, None),
        2: ("ann", 4),
        3: ("bob", 7),
    }


def test_a_scope_decides_on_a_joined_class(connection: Connection) -> None:
    dataset = _of(Engineer)
    assert selected(connection, None, dataset, scope=Engineer.tenant == 1) == [2]
    stat = data(connection, {"chart_type": "stat"}, dataset, scope={Engineer: Engineer.tenant == 2})
    assert stat == {"people": 1, "grade": 7.0}
    with pytest.raises(ValueError, match="scope: "):
        selected(connection, None, dataset, scope={Person: Person.tenant == 1})


def test_a_class_alone() -> None:
    dataset = Dataset.from_table(Engineer)
    assert sorted(dataset.names()) == ["grade", "hired", "id", "kind", "name", "tenant"]
    assert dataset.timestamp_path == "hired"
