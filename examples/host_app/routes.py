"""The endpoints that store: dashboards and widgets, one by one and in bulk."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request, Response
from sqlalchemy import Connection

from examples.host_app import store
from examples.host_app.incoming import MOST, body_of, check_keys, ids_in, objects_in, order_in
from examples.host_app.running import answer
from examples.host_app.tenants import tenant_of
from widgetql import InvalidInput, Problem

Number = Annotated[int, Path(ge=1, le=MOST)]
_BULK: Final = frozenset({"create", "update", "delete", "order"})

widgets: Final = APIRouter(prefix="/dashboards/widgets", tags=["widgets"])
dashboards: Final = APIRouter(prefix="/dashboards", tags=["dashboards"])


@dashboards.get("/")
async def list_dashboards(request: Request) -> Response:
    tenant = tenant_of(request)
    return await answer(request, lambda connection: store.all_dashboards(connection, tenant))


@dashboards.post("/")
async def create_dashboard(request: Request) -> Response:
    tenant, body = tenant_of(request), await body_of(request)
    return await answer(
        request, lambda connection: store.create_dashboard(connection, tenant, body), writes=True, status=201
    )


@dashboards.get("/{number}/")
async def get_dashboard(request: Request, number: Number) -> Response:
    tenant = tenant_of(request)
    return await answer(request, lambda connection: store.dashboard_of(connection, tenant, number))


@dashboards.api_route("/{number}/", methods=["PUT", "PATCH"])
async def update_dashboard(request: Request, number: Number) -> Response:
    tenant, body, whole = tenant_of(request), await body_of(request), request.method == "PUT"

    def work(connection: Connection) -> Any:
        return store.update_dashboard(connection, tenant, number, body, whole=whole)

    return await answer(request, work, writes=True)


@dashboards.delete("/{number}/")
async def delete_dashboard(request: Request, number: Number) -> Response:
    tenant = tenant_of(request)

    def work(connection: Connection) -> None:
        store.delete_dashboard(connection, tenant, number)

    return await answer(request, work, writes=True, status=204)


@dashboards.post("/{number}/duplicate/")
async def duplicate_dashboard(request: Request, number: Number) -> Response:
    tenant = tenant_of(request)

    def work(connection: Connection) -> Any:
        return store.duplicate_dashboard(connection, tenant, number)

    return await answer(request, work, writes=True, status=201)


@widgets.get("/")
async def list_widgets(request: Request, dashboard: int | None = None) -> Response:
    tenant = tenant_of(request)
    if dashboard is not None and not 0 < dashboard <= MOST:
        raise store.Missing
    return await answer(request, lambda connection: store.widgets_of(connection, tenant, dashboard=dashboard))


@widgets.post("/")
async def create_widget(request: Request) -> Response:
    tenant, body = tenant_of(request), await body_of(request)
    return await answer(
        request, lambda connection: store.create_widget(connection, tenant, body), writes=True, status=201
    )


@widgets.post("/bulk_widgets/")
async def bulk_widgets(request: Request) -> Response:
    """Create, update, delete and put into order, in one transaction: all of it or nothing."""
    tenant, body = tenant_of(request), await body_of(request)
    check_keys(body, _BULK)
    create, update = objects_in(body, "create"), objects_in(body, "update")
    gone, order = ids_in(body, "delete"), order_in(body, len(create))
    changed = ids_in({"update": [widget.get("id") for widget in update]}, "update")

    def work(connection: Connection) -> Any:
        for number in gone:
            store.delete_widget(connection, tenant, number)
        updated: list[Any] = []
        for place, widget in enumerate(update):
            with _Below(f"/update/{place}"):
                updated.append(store.update_widget(connection, tenant, changed[place], widget, whole=False))
        created: list[Any] = []
        for place, widget in enumerate(create):
            with _Below(f"/create/{place}"):
                created.append(store.create_widget(connection, tenant, widget))
        fresh = iter(created)
        store.arrange(connection, tenant, [next(fresh)["id"] if one is None else one for one in order])
        return {"create": created, "update": updated, "delete": gone}

    return await answer(request, work, writes=True)


@widgets.get("/{number}/")
async def get_widget(request: Request, number: Number) -> Response:
    tenant = tenant_of(request)
    return await answer(request, lambda connection: store.widget_of(connection, tenant, number))


@widgets.api_route("/{number}/", methods=["PUT", "PATCH"])
async def update_widget(request: Request, number: Number) -> Response:
    tenant, body, whole = tenant_of(request), await body_of(request), request.method == "PUT"

    def work(connection: Connection) -> Any:
        return store.update_widget(connection, tenant, number, body, whole=whole)

    return await answer(request, work, writes=True)


@widgets.delete("/{number}/")
async def delete_widget(request: Request, number: Number) -> Response:
    tenant = tenant_of(request)

    def work(connection: Connection) -> None:
        store.delete_widget(connection, tenant, number)

    return await answer(request, work, writes=True, status=204)


class _Below:
    """Says of problems where in the body the widget stands."""

    def __init__(self, place: str) -> None:
        self._place = place

    def __enter__(self) -> None:
        """Nothing to do yet."""

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, InvalidInput):
            raise InvalidInput(
                Problem("body", self._place + p.pointer, p.code, p.message) for p in error.problems
            ) from None
