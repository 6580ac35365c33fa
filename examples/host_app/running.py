"""A request's work: in a thread, on one connection, within its time, and no longer than its client waits."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from examples.host_app.store import Missing
from widgetql import InvalidInput, InvalidOption, QueryTimeout

Answer = TypeVar("Answer")

_LOG = logging.getLogger(__name__)
# Seconds between two looks whether the client is still there, and between two cancels once it is not.
_LOOK = 0.1
_AGAIN = 0.05


class ClientGone(Exception):
    """Nobody waits for this answer any more."""


class Call:
    """Work on one connection, which another thread may end."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._driver: Any = None
        self._is_given_up = False

    def run(self, ask: Callable[[Connection], Answer], *, writes: bool) -> Answer:
        """Return what is asked; what was written is committed, whole or not at all."""
        with self._engine.begin() if writes else self._engine.connect() as connection:
            with self._lock:
                if self._is_given_up:
                    raise ClientGone
                self._driver = connection.connection.driver_connection
            try:
                return ask(connection)
            finally:
                with self._lock:
                    self._driver = None
                # A cancel that is still on its way must not hit what the next request asks.
                if self._is_given_up:
                    connection.invalidate()

    def give_up(self) -> None:
        """End the statement that runs now. There may be more: say it again until the call returns."""
        with self._lock:
            self._is_given_up = True
            if self._driver is not None:
                # sqlite3 has the one, psycopg the other.
                stop = getattr(self._driver, "interrupt", None) or self._driver.cancel
                stop()


async def answer(
    request: Request, ask: Callable[[Connection], Answer], *, writes: bool = False, status: int = 200
) -> Response:
    """Answer a request with what `ask` returns of a connection; what it reads ends where the client is gone.

    `Limits.timeout` ends what takes too long: here nothing is measured.
    """
    call = Call(request.app.state.engine)
    work = asyncio.create_task(asyncio.to_thread(call.run, ask, writes=writes))
    while not work.done():
        await asyncio.wait({work}, timeout=_LOOK)
        # What is being stored is stored: its client asks again what there is.
        if not writes and not work.done() and await request.is_disconnected():
            return await _given_up(call, work)
    found = work.result()
    return Response(status_code=status) if found is None else JSONResponse(found, status_code=status)


async def _given_up(call: Call, work: asyncio.Task[Any]) -> Response:
    while not work.done():
        await asyncio.to_thread(call.give_up)
        await asyncio.wait({work}, timeout=_AGAIN)
    # Its error is the cancel's: nobody reads it.
    work.exception()
    return Response(status_code=499)


def problem_of(error: Exception) -> tuple[int, dict[str, Any]]:
    """Return status and body for what widgetql, the host or the database raised."""
    match error:
        case InvalidInput():
            return 400, error.to_dict()
        case InvalidOption():
            return 400, {"detail": str(error), "problems": []}
        case Missing():
            return 404, {"detail": "Not found."}
        case QueryTimeout():
            return 504, {"detail": "This took too long. Choose a shorter time range, or fewer conditions."}
        case _:
            # What the database says is for the log: it may name tables, and values of others.
            _LOG.error("the database failed", exc_info=error)
            return 503, {"detail": "The database could not answer."}


def handle_errors(app: FastAPI) -> None:
    """Have each error answered in one form, `{"detail", "problems"}`."""

    async def known(_: Request, error: Exception) -> Response:
        status, body = problem_of(error)
        return JSONResponse(body, status_code=status)

    async def malformed(_: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        in_path = any(one["loc"][0] == "path" for one in error.errors())
        status, detail = (404, "Not found.") if in_path else (400, "A parameter is not what it must be.")
        return JSONResponse({"detail": detail, "problems": []}, status_code=status)

    for kind in (InvalidInput, InvalidOption, Missing, QueryTimeout, DBAPIError, PoolTimeout):
        app.add_exception_handler(kind, known)
    app.add_exception_handler(RequestValidationError, malformed)
