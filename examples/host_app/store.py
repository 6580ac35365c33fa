"""Dashboards and widgets of one tenant: read, judged, written. What is another's is not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from examples.call_centre import calls, metrics
from examples.host_app.incoming import check_keys, objects_in, refused
from examples.host_app.tables import dashboards, widgets
from examples.host_app.tenants import Tenant
from widgetql import InvalidInput, Problem, effective_filters, validate_filter, validate_widget

Body = dict[str, Any]

# What a client sends back of what it was given: computed, or the host's own.
_READ_ONLY: Final = frozenset(
    {"id", "created_at", "updated_at", "effective_filters", "metric_name", "metadata"}
)
_DASHBOARD: Final = frozenset({"name", "filters", "widgets"}) | _READ_ONLY
_APART: Final = _READ_ONLY | {"dashboard", "config"}
_LONGEST_NAME: Final = 255


class Missing(LookupError):
    """There is no such dashboard or widget, or it is another tenant's: nobody is told which."""


def all_dashboards(connection: Connection, tenant: Tenant) -> list[Body]:
    """Return the tenant's dashboards without their widgets, the oldest first."""
    chosen = select(dashboards).where(dashboards.c.organisation_id == tenant.id).order_by(dashboards.c.id)
    return [_dashboard(row) for row in connection.execute(chosen).mappings()]


def dashboard_of(connection: Connection, tenant: Tenant, number: int) -> Body:
    """Return a dashboard with its widgets in their order."""
    chosen = select(dashboards).where(_is(tenant, number))
    row = connection.execute(chosen).mappings().one_or_none()
    if row is None:
        raise Missing
    return _dashboard(row) | {"widgets": widgets_of(connection, tenant, dashboard=number)}


def create_dashboard(connection: Connection, tenant: Tenant, body: Body) -> Body:
    """Store a new dashboard, with the `widgets` that the body may bring."""
    stored = _checked_dashboard(body, tenant) | _now("created_at", "updated_at")
    made = connection.execute(insert(dashboards).values(organisation_id=tenant.id, **stored))
    number = int(_key(made))
    for widget in objects_in(body, "widgets"):
        create_widget(connection, tenant, widget | {"dashboard": number})
    return dashboard_of(connection, tenant, number)


def update_dashboard(connection: Connection, tenant: Tenant, number: int, body: Body, *, whole: bool) -> Body:
    """Replace a dashboard's own keys, or with `whole=False` those that the body names."""
    before = dashboard_of(connection, tenant, number)
    kept = {} if whole else {key: before[key] for key in ("name", "filters")}
    stored = _checked_dashboard(kept | {key: body[key] for key in body if key != "widgets"}, tenant)
    connection.execute(update(dashboards).where(_is(tenant, number)).values(**stored, **_now("updated_at")))
    return dashboard_of(connection, tenant, number)


def delete_dashboard(connection: Connection, tenant: Tenant, number: int) -> None:
    """Delete a dashboard and its widgets."""
    dashboard_of(connection, tenant, number)
    connection.execute(delete(widgets).where(widgets.c.dashboard_id == number))
    connection.execute(delete(dashboards).where(_is(tenant, number)))


def duplicate_dashboard(connection: Connection, tenant: Tenant, number: int) -> Body:
    """Store a copy of a dashboard and its widgets, under a name that says so."""
    found = dashboard_of(connection, tenant, number)
    name = f"{found['name'][: _LONGEST_NAME - 7]} (copy)"
    return create_dashboard(connection, tenant, found | {"name": name})


def widgets_of(
    connection: Connection, tenant: Tenant, *, dashboard: int | None = None, ids: Sequence[int] | None = None
) -> list[Body]:
    """Return the tenant's widgets: of one dashboard in its order, or all of `ids` in theirs."""
    chosen = _SELECTED.where(dashboards.c.organisation_id == tenant.id)
    if dashboard is not None:
        chosen = chosen.where(widgets.c.dashboard_id == dashboard)
    if ids is not None:
        chosen = chosen.where(widgets.c.id.in_(ids))
    own = select(metrics.c.id, metrics.c.name).where(metrics.c.organisation_id == tenant.id)
    names: dict[Any, str] = {row.id: row.name for row in connection.execute(own)}
    found = {row["id"]: _widget(row, names) for row in connection.execute(chosen).mappings()}
    if ids is None:
        return list(found.values())
    if not found.keys() >= set(ids):
        raise Missing
    return [found[number] for number in ids]


def widget_of(connection: Connection, tenant: Tenant, number: int) -> Body:
    """Return one widget."""
    return widgets_of(connection, tenant, ids=[number])[0]


def create_widget(connection: Connection, tenant: Tenant, body: Body) -> Body:
    """Store a new widget at the end of its `dashboard`."""
    number = body.get("dashboard")
    if isinstance(number, bool) or not isinstance(number, int) or not 0 < number < 2**31:
        raise refused("/dashboard", "missing_key", "A widget needs the id of its dashboard.", "widget")
    last = select(func.coalesce(func.max(widgets.c.position), 0)).where(widgets.c.dashboard_id == number)
    if connection.scalar(select(func.count()).select_from(dashboards).where(_is(tenant, number))) == 0:
        raise Missing
    stored = _checked_widget(connection, tenant, body) | _now("created_at", "updated_at")
    position = (connection.scalar(last) or 0) + 1
    made = connection.execute(insert(widgets).values(dashboard_id=number, position=position, **stored))
    return widget_of(connection, tenant, int(_key(made)))


def update_widget(connection: Connection, tenant: Tenant, number: int, body: Body, *, whole: bool) -> Body:
    """Replace a widget, or with `whole=False` the keys that the body names; it stays on its dashboard."""
    before = widget_of(connection, tenant, number)
    body = body if whole else before | body
    stored = _checked_widget(connection, tenant, body) | _now("updated_at")
    connection.execute(update(widgets).where(widgets.c.id == number).values(**stored))
    return widget_of(connection, tenant, number)


def delete_widget(connection: Connection, tenant: Tenant, number: int) -> None:
    """Delete a widget."""
    widget_of(connection, tenant, number)
    connection.execute(delete(widgets).where(widgets.c.id == number))


def arrange(connection: Connection, tenant: Tenant, order: Sequence[int]) -> None:
    """Put widgets into an order."""
    widgets_of(connection, tenant, ids=order)
    for position, number in enumerate(order, start=1):
        connection.execute(update(widgets).where(widgets.c.id == number).values(position=position))


_SELECTED: Final = (
    select(widgets, dashboards.c.filters.label("dashboard_filters"))
    .join(dashboards, dashboards.c.id == widgets.c.dashboard_id)
    .order_by(widgets.c.dashboard_id, widgets.c.position, widgets.c.id)
)


def plain(widget: Mapping[str, Any]) -> Body:
    """Return a stored or sent widget as widgetql takes it, with its id."""
    return {key: value for key, value in widget.items() if key == "id" or key not in _APART}


def _checked_dashboard(body: Body, tenant: Tenant) -> Body:
    check_keys(body, _DASHBOARD)
    name = body.get("name")
    if not isinstance(name, str) or not name.strip():
        raise refused("/name", "missing_key", "A dashboard needs a name.", "dashboard")
    if len(name) > _LONGEST_NAME:
        raise refused("/name", "too_long", f"A name has at most {_LONGEST_NAME} characters.", "dashboard")
    filters = body.get("filters")
    problems = validate_filter(filters, calls, scope=tenant.scope)
    if problems:
        raise InvalidInput(Problem("dashboard", "/filters" + p.pointer, p.code, p.message) for p in problems)
    return {"name": name.strip(), "filters": filters or None}


def _checked_widget(connection: Connection, tenant: Tenant, body: Body) -> Body:
    """Judge what is to be stored as it will be computed; the database says what a metric is."""
    stored = {key: value for key, value in body.items() if key not in _APART}
    problems = validate_widget(stored, calls, connection=connection, scope=tenant.scope)
    if problems:
        raise InvalidInput(problems)
    config = body.get("config")
    if config is not None and not isinstance(config, dict):
        raise refused("/config", "not_an_object", "expected an object", "widget")
    return {"body": stored, "config": config}


def _dashboard(row: RowMapping) -> Body:
    return {
        "id": row["id"],
        "name": row["name"],
        "filters": row["filters"],
        "created_at": _text(row["created_at"]),
        "updated_at": _text(row["updated_at"]),
    }


def _widget(row: RowMapping, metric_names: Mapping[Any, str]) -> Body:
    body: Body = row["body"]
    return {
        "id": row["id"],
        "dashboard": row["dashboard_id"],
        **body,
        "config": row["config"],
        "metric_name": metric_names.get(body.get("metric")),
        "effective_filters": effective_filters(row["dashboard_filters"], body),
        "created_at": _text(row["created_at"]),
        "updated_at": _text(row["updated_at"]),
    }


def _is(tenant: Tenant, number: int) -> Any:
    return (dashboards.c.id == number) & (dashboards.c.organisation_id == tenant.id)


def _key(made: Any) -> int:
    (number,) = made.inserted_primary_key
    return int(number)


def _now(*names: str) -> Body:
    return dict.fromkeys(names, datetime.now(UTC))


def _text(moment: datetime) -> str:
    """Write an instant as answers have it; SQLite gives back the clock of UTC without its zone."""
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return aware.strftime("%Y-%m-%dT%H:%M:%SZ")
