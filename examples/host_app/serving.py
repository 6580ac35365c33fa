"""The application: the API, the page's files, Vega; tables and rows where they are missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import vl_convert
from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from sqlalchemy import Engine, create_engine, event, func, select
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from examples.call_centre import call_logs, generate, load
from examples.host_app import data, routes, sample, store, tables
from examples.host_app.running import handle_errors
from examples.host_app.tenants import COOKIE, TENANTS

STATIC: Final = Path(__file__).with_name("static")
# Scripts, styles and requests are this host's own, whatever a widget's name or a caller's text says.
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def create_app(engine: Engine, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> FastAPI:
    """Return the application over a database that has its tables: see `prepare`."""
    app = FastAPI(title="widgetql: a host application", docs_url=None, redoc_url=None)
    app.state.engine = engine
    app.state.clock = clock
    handle_errors(app)
    # Widgets first: `widgets` is no dashboard's number.
    for router in (data.router, routes.widgets, routes.dashboards):
        app.include_router(router, prefix="/api")
    app.add_api_route("/api/tenants/", tenants, methods=["GET"])
    app.add_api_route("/", page, methods=["GET"])
    app.add_api_route("/vega.js", vega, methods=["GET"])
    app.mount("/static", StaticFiles(directory=STATIC))
    app.add_middleware(_Guarded)
    return app


def open_database(url: str) -> Engine:
    """Return an engine whose readers do not wait for its writers, nor for a connection for long."""
    if url.startswith("sqlite"):
        engine = create_engine(url)
        event.listen(engine, "connect", _write_ahead)
        return engine
    return create_engine(url, pool_timeout=5, pool_pre_ping=True)


def prepare(engine: Engine, *, calls: int, now: datetime) -> None:
    """Make the tables that are missing; fill those without rows: calls until `now`, a dashboard a tenant."""
    with engine.begin() as connection:
        tables.TABLES.create_all(connection)
        call_logs.metadata.create_all(connection)
        if not connection.scalar(select(func.count()).select_from(call_logs)):
            load(connection, generate(calls=calls, days=30, end=now))
        for tenant in TENANTS.values():
            if not store.all_dashboards(connection, tenant):
                store.create_dashboard(connection, tenant, sample.dashboard(tenant.id))


async def tenants() -> Any:
    """Who one may be, in this demo."""
    return [{"id": tenant.id, "name": tenant.name} for tenant in TENANTS.values()]


async def page(request: Request) -> Response:
    """The page; at first it belongs to the first tenant."""
    found = FileResponse(STATIC / "index.html", headers={"Cache-Control": "no-cache"})
    if request.cookies.get(COOKIE) not in TENANTS:
        found.set_cookie(COOKIE, next(iter(TENANTS)), samesite="strict")
    return found


async def vega() -> Response:
    """Vega, Vega-Lite and Vega-Embed in one file, out of a Python package: no CDN, no build step."""
    headers = {"Cache-Control": "max-age=86400"}
    return Response(_bundle(), media_type="text/javascript", headers=headers)


@cache
def _bundle() -> str:
    return vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")


def _write_ahead(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")


class _Guarded:
    """Puts its headers on every answer.

    Not a function under `app.middleware`: behind that a request does not hear that its client is gone.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                # The page's modules are of one version: a browser asks each time whether it has that.
                if scope["path"].startswith("/static"):
                    headers["Cache-Control"] = "no-cache"
            await send(message)

        await self._app(scope, receive, sent)
