"""The endpoints that answer: the data of widgets, the records behind a row, what may be asked."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from examples.host_app import asked, store
from examples.host_app.asked import Asker, Wish
from examples.host_app.incoming import MOST, body_of, check_keys, ids_in, refused, text_in
from examples.host_app.routes import Number
from examples.host_app.running import answer
from examples.host_app.tenants import tenant_of

_WISH: Final = frozenset({"filters", "compare", "timezone"})
_BULK: Final = _WISH | {"widget_ids", "sizes"}
_RECORDS: Final = _WISH | {"row", "now", "cursor"}
# What a preview brings beside the widget.
_BESIDE: Final = frozenset({"timezone", "size", "dashboard"})

router: Final = APIRouter(prefix="/dashboards", tags=["data"])


@router.get("/widgets/{number}/data/")
async def widget_data(
    request: Request, number: Number, filters: str | None = None, timezone: str = "UTC"
) -> Response:
    """The data of a saved widget; `filters`, JSON text, stand in the place of its own for once."""
    asker = _asker(request, timezone)

    def work(connection: Connection) -> Any:
        widget, dashboard_filters = _found(connection, asker, number)
        return asked.one(connection, widget, dashboard_filters, asker, Wish(filters))

    return await answer(request, work)


@router.post("/widgets/preview_data/")
async def preview_data(request: Request) -> Response:
    """The data of a widget that is not saved, under the filters of its `dashboard` where it names one."""
    body = await body_of(request)
    asker = _asker(request, text_in(body, "timezone"))
    widget = {key: value for key, value in body.items() if key not in _BESIDE}
    number = (ids_in({"dashboard": [body["dashboard"]]}, "dashboard") if body.get("dashboard") else [None])[0]

    def work(connection: Connection) -> Any:
        filters = None if number is None else store.dashboard_of(connection, asker.tenant, number)["filters"]
        return asked.one(connection, widget, filters, asker, Wish(size=body.get("size")))

    return await answer(request, work)


@router.post("/widgets/bulk_data/")
async def bulk_data(request: Request) -> Response:
    """The data of many widgets in one call; one that fails has its status and problems in its place."""
    body = await body_of(request)
    check_keys(body, _BULK)
    asker, ids = _asker(request, text_in(body, "timezone")), ids_in(body, "widget_ids")
    wish = Wish(body.get("filters"), body.get("compare"), body.get("sizes"))

    def work(connection: Connection) -> Any:
        found = store.widgets_of(connection, asker.tenant, ids=ids)
        answers: dict[int, Any] = {}
        for number in dict.fromkeys(widget["dashboard"] for widget in found):
            filters = store.dashboard_of(connection, asker.tenant, number)["filters"]
            own = [widget for widget in found if widget["dashboard"] == number]
            for widget, data in zip(own, asked.many(connection, own, filters, asker, wish), strict=True):
                answers[widget["id"]] = data
        return {"results": [answers[number] for number in ids]}

    return await answer(request, work)


@router.post("/widgets/{number}/records/")
async def records(request: Request, number: Number) -> Response:
    """A page of the records behind a row of a saved widget's data."""
    body = await body_of(request)
    check_keys(body, _RECORDS)
    asker = _asker(request, text_in(body, "timezone")).as_of(body.get("now"))
    wish, cursor = Wish(body.get("filters"), body.get("compare")), text_in(body, "cursor")

    def work(connection: Connection) -> Any:
        widget, dashboard_filters = _found(connection, asker, number)
        return asked.records(connection, widget, dashboard_filters, asker, wish, body.get("row"), cursor)

    return await answer(request, work)


@router.get("/describe/")
async def describe(request: Request) -> Response:
    asker = _asker(request)
    return await answer(request, lambda connection: asked.described(connection, asker))


@router.get("/values/")
async def values(
    request: Request, path: str, metric: int | None = None, search: str | None = None
) -> Response:
    """What a field holds: the values that complete what is typed into a filter."""
    asker = _asker(request)
    if metric is not None and not 0 < metric <= MOST:
        raise refused("/metric", "unknown_metric", "no such metric", "params")
    return await answer(
        request, lambda connection: asked.values(connection, asker, path, metric, search or None)
    )


@router.get("/keys/")
async def keys(request: Request, path: str) -> Response:
    asker = _asker(request)
    return await answer(request, lambda connection: asked.keys(connection, asker, path))


def _asker(request: Request, timezone: str | None = None) -> Asker:
    return Asker(tenant_of(request), request.app.state.clock(), timezone or "UTC")


def _found(connection: Connection, asker: Asker, number: int) -> tuple[Any, Any]:
    """Return a saved widget and its dashboard's filters."""
    widget = store.widget_of(connection, asker.tenant, number)
    return widget, store.dashboard_of(connection, asker.tenant, widget["dashboard"])["filters"]
