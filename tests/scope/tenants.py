"""Two tenants in every table, a marker in every text, and the shapes in which a scope may say whose rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Integer,
    MetaData,
    String,
    Table,
    all_,
    and_,
    any_,
    bindparam,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
    tuple_,
    type_coerce,
    union,
)

from widgetql import Avg, Count, Dataset, Dynamic, Field, Kind, ToMany, ToOne

TABLES: Final = MetaData()


def _table(name: str, *columns: Any) -> Table:
    """A table of both tenants: the tenant as a number, a text and a Boolean."""
    return Table(
        name,
        TABLES,
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("tenant", Integer),
        Column("label", String(10)),
        Column("first", Boolean),
        *columns,
    )


calls: Final = _table(
    "calls",
    Column("at", DateTime),
    Column("seconds", Integer),
    Column("topic", String(20)),
    Column("agent_id", Integer),
    Column("parent_id", Integer),
)
agents: Final = _table("agents", Column("name", String(20)))
notes: Final = _table(
    "notes", Column("call_id", Integer), Column("metric_id", Integer), Column("value", String(20))
)
metrics: Final = _table("metrics", Column("name", String(20)), Column("kind", String(20)))
grants: Final = _table("grants", Column("person", Integer))
GUARDED: Final = (calls, agents, notes, metrics)


def _rows_of(tenant: int) -> dict[Table, list[dict[str, Any]]]:
    """A tenant's rows; every second of its keys points to the other tenant's."""
    own: dict[str, Any] = {"tenant": tenant, "label": f"org{tenant}", "first": tenant == 1}
    base, other = 100 * tenant, 100 * (3 - tenant)
    start = datetime(2025, 11, 3, 6 * tenant)
    return {
        agents: [{"id": base + i, **own, "name": f"org{tenant} agent {i}"} for i in range(3)],
        metrics: [
            {"id": base, **own, "name": f"org{tenant} mark", "kind": "N"},
            {"id": base + 1, **own, "name": f"org{tenant} mood", "kind": "S"},
        ],
        calls: [
            {
                "id": base + i,
                **own,
                "at": start + timedelta(hours=7 * i),
                "seconds": 10 * tenant + i,
                "topic": f"org{tenant} topic {i % 4}" if i % 5 else None,
                "agent_id": (other if i % 4 == 3 else base) + i % 3,
                "parent_id": (other if i % 3 == 2 else base) + (i + 1) % 12,
            }
            for i in range(12)
        ],
        notes: [
            {
                "id": base + i,
                **own,
                "call_id": (other if i % 5 == 4 else base) + i % 12,
                "metric_id": (other if i % 7 == 6 else base) + i % 2,
                "value": f"org{tenant} mood {i % 3}" if i % 2 else str(tenant * 10 + i),
            }
            for i in range(20)
        ],
        grants: [{"id": base, **own, "person": tenant}],
    }


BOTH: Final = (_rows_of(1), _rows_of(2))
ROWS: Final = {table: [*BOTH[0][table], *BOTH[1][table]] for table in (*GUARDED, grants)}


def rows_of(tenant: int) -> dict[Table, list[dict[str, Any]]]:
    """The tables as they are for a tenant: with its own rows alone."""
    return BOTH[tenant - 1]


def dataset(table: Any = calls) -> Dataset:
    """The dataset over the calls, or over what stands for them."""
    parent = calls.alias()
    fields: dict[str, Any] = {
        "timestamp": Field(table.c.at),
        "seconds": Field(table.c.seconds),
        "topic": Field(table.c.topic),
        "agent": ToOne(agents, on=agents.c.id == table.c.agent_id, fields={"name": Field(agents.c.name)}),
        "parent": ToOne(parent, on=parent.c.id == table.c.parent_id, fields={"topic": Field(parent.c.topic)}),
        "notes": ToMany(
            notes,
            on=notes.c.call_id == table.c.id,
            fields={
                "id": Field(notes.c.id),
                "value": Dynamic(
                    notes.c.value,
                    chosen_by="metric.id",
                    kind=metrics.c.kind,
                    name=metrics.c.name,
                    kinds={"N": Kind("numeric"), "S": Kind("string")},
                ),
                "metric": ToOne(
                    metrics,
                    on=metrics.c.id == notes.c.metric_id,
                    fields={"id": Field(metrics.c.id), "name": Field(metrics.c.name)},
                ),
            },
        ),
    }
    stats = {"n": Count(), "seconds": Avg("seconds")}
    return Dataset(
        table, id=table.c.id, timestamp=table.c.at, fields=fields, stats=stats, scope_required=True
    )


Shape: TypeAlias = Callable[[Any, int], Any]
_granted: Final = select(grants.c.tenant).where(grants.c.person > 0)
_again: Final = grants.alias("again")


def _of(n: int) -> Any:
    return select(grants.c.tenant).where(grants.c.person == n)


def _tied(t: Any, n: int) -> Any:
    return select(grants.c.id).where(grants.c.person == n, grants.c.tenant == t.c.tenant)


def _nested(t: Any, n: int) -> Any:
    inner = select(grants.c.id).where(grants.c.id == _again.c.id, grants.c.tenant == t.c.tenant)
    return exists(
        select(_again.c.id).where(_again.c.person == n, exists(inner.correlate(_again, t))).correlate(t)
    )


SHAPES: Final[dict[str, Shape]] = {
    "equal": lambda t, n: t.c.tenant == n,
    "equal, reversed": lambda t, n: literal(n) == t.c.tenant,
    "not the other": lambda t, n: t.c.tenant != 3 - n,
    "in one": lambda t, n: t.c.tenant.in_([n]),
    "in some": lambda t, n: t.c.tenant.in_([n, *range(90, 90 + n)]),
    "not in": lambda t, n: t.c.tenant.not_in([3 - n, 99]),
    "or": lambda t, n: or_(t.c.tenant == n, t.c.tenant == 99),
    "and": lambda t, n: and_(t.c.tenant == n, t.c.id > 0),
    "not": lambda t, n: not_(or_(t.c.tenant == 3 - n, t.c.tenant == 99)),
    "between": lambda t, n: t.c.tenant.between(n, n),
    "below and above": lambda t, n: and_(t.c.tenant >= n, t.c.tenant < n + 1),
    "like": lambda t, n: t.c.label.like(f"org{n}%"),
    "starts with": lambda t, n: t.c.label.startswith(f"org{n}", autoescape=True),
    "text": lambda t, n: t.c.label == f"org{n}",
    "case": lambda t, n: case((t.c.tenant == n, "mine"), else_="theirs") == "mine",
    "cast": lambda t, n: cast(t.c.tenant, String(10)) == str(n),
    "sum": lambda t, n: t.c.tenant + 1 == n + 1,
    "function": lambda t, n: func.abs(t.c.tenant) == n,
    "function of two": lambda t, n: func.coalesce(t.c.tenant, 0) == n,
    "Boolean column": lambda t, n: t.c.first if n == 1 else ~t.c.first,
    "is": lambda t, n: t.c.first.is_(n == 1),
    "Boolean function": lambda t, n: func.coalesce(t.c.tenant == n, false(), type_=Boolean),
    "said to be Boolean": lambda t, n: type_coerce(t.c.tenant == n, Boolean),
    "there and equal": lambda t, n: and_(t.c.tenant.is_not(None), t.c.tenant == n),
    "true and": lambda t, n: and_(true(), t.c.tenant == n),
    "false or": lambda t, n: or_(false(), t.c.tenant == n),
    "not distinct": lambda t, n: t.c.tenant.is_not_distinct_from(n),
    "tuple": lambda t, n: tuple_(t.c.tenant, t.c.label).in_([(n, f"org{n}")]),
    "parameter": lambda t, n: t.c.tenant == bindparam("tenant", n),
    "called parameter": lambda t, n: t.c.tenant == bindparam(None, callable_=lambda: n, type_=Integer),
    "parameter of a name of ours": lambda t, n: and_(
        t.c.tenant == bindparam("metric", n),
        t.c.tenant == bindparam("v0", n),
        t.c.tenant == bindparam("end", n),
    ),
    "exists": lambda t, n: exists().where(grants.c.person == n, grants.c.tenant == t.c.tenant),
    "exists, correlate": lambda t, n: exists(_tied(t, n).correlate(t)),
    "exists, correlate_except": lambda t, n: exists(_tied(t, n).correlate_except(grants)),
    "exists, nested": _nested,
    "not exists": lambda t, n: ~exists(_tied(t, 3 - n).correlate(t)),
    "scalar subquery": lambda t, n: t.c.tenant == _of(n).scalar_subquery(),
    "tied scalar subquery": lambda t, n: (
        select(func.count(grants.c.id))
        .where(grants.c.person == n, grants.c.tenant == t.c.tenant)
        .correlate(t)
        .scalar_subquery()
        > 0
    ),
    "in a subquery": lambda t, n: t.c.tenant.in_(_of(n)),
    "in a CTE": lambda t, n: t.c.tenant.in_(select(_of(n).cte().c.tenant)),
    "in a union": lambda t, n: t.c.tenant.in_(union(_of(n), _of(n).where(grants.c.id > 0))),
    "not in a subquery": lambda t, n: t.c.tenant.not_in(_granted.where(grants.c.person != n)),
    "any": lambda t, n: t.c.tenant == any_(_of(n).scalar_subquery()),
    "all": lambda t, n: t.c.tenant == all_(_of(n).scalar_subquery()),
}
"""By name: a table, or what stands for it, and a tenant, to the condition that a row is the tenant's."""
