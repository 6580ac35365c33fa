"""Tools by which a language model asks a host's dataset, over the Model Context Protocol.

Needs the extra `mcp`. `server` is a whole server, `add_tools` puts the tools into one of the host's own.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import partial
from typing import Annotated, Any, Final, cast

from anyio import to_thread
from mcp.server.mcpserver import Context, MCPServer
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field, WithJsonSchema
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.elements import ClauseElement

from widgetql.dataset import Dataset
from widgetql.errors import InvalidInput, QueryTimeout
from widgetql.mcp import answers, texts
from widgetql.mcp.answers import Answer
from widgetql.mcp.problems import Repairs
from widgetql.request import Request

__all__ = ["add_tools", "server"]

_READS: Final = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_Path = Annotated[Any, Field(description=texts.PATH), WithJsonSchema({"type": "string"})]
_Object = WithJsonSchema({"type": "object"})
_Widget = Annotated[Any, Field(description=texts.A_WIDGET), _Object]
_Filter = Annotated[Any, Field(description=texts.A_FILTER), _Object]
_Text = Annotated[Any, Field(description=texts.SEARCH), WithJsonSchema({"type": "string"})]
_Metric = Annotated[
    Any, Field(description=texts.METRIC), WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string"}]})
]
_Count = Annotated[Any, Field(description=texts.LIMIT), WithJsonSchema({"type": "integer", "minimum": 1})]


def server(dataset: Dataset, engine: Engine, *, scope: Any = None, **options: Any) -> MCPServer:
    """Return a server with the tools `describe`, `values`, `preview` and `query` over a dataset.

    `scope` is that of every call, or a function of the session that returns it: it gets the call's
    `mcp.server.mcpserver.Context`, may be async, and is called for each call anew. No tool takes a scope: it
    never comes from the model. A function that returns None is an error of the host's, and nothing is read.
    The other `options` are those of every call. `engine` is a synchronous one: each call gets a connection of
    its own in a thread of its own, and nothing is written.

    What is wrong with a widget or filter comes back as the tool's error, with pointers, codes, sentences and
    what would be allowed, so that the model can mend it. `server(...).run()` serves the standard streams,
    `.streamable_http_app()` is an ASGI application.

    Raises `TypeError` for an engine that is none, `TypeError` or `ValueError` for options and a scope that
    are the host's own mistake; so for a dataset without a timestamp, or that requires a scope and gets none.

    >>> from sqlalchemy import create_engine
    >>> from widgetql.testing.example import dataset
    >>> server(dataset, create_engine("sqlite://")).name
    'widgetql'
    """
    found = MCPServer("widgetql", instructions=texts.INSTRUCTIONS)
    add_tools(found, dataset, engine, scope=scope, **options)
    return found


def add_tools(
    into: MCPServer, dataset: Dataset, engine: Engine, *, scope: Any = None, **options: Any
) -> None:
    """Put the tools of `server` into a server of the host's own, which knows who asks.

    Raises what `server` does.
    """
    if not isinstance(cast(object, engine), Engine):
        raise TypeError("engine must be a SQLAlchemy Engine, of a synchronous driver")
    tools = _Tools(dataset, engine, scope, dict(options))
    if dataset.timestamp_path is None:
        raise ValueError("this Dataset declares no timestamp=, so it has no widgets")
    for name in texts.TOOLS:
        told = texts.told(name, dataset.timestamp_path)
        into.add_tool(getattr(tools, name), name=name, description=told, annotations=_READS)


class _Tools:
    """The tools: their parameters are what a model sees of them."""

    def __init__(self, dataset: Dataset, engine: Engine, scope: Any, options: dict[str, Any]) -> None:
        self.dataset: Final = dataset
        self.engine: Final = engine
        self.scope: Final = scope
        self.options: Final = options
        # The host's own mistakes are told when the server is made.
        of_call = _is_function(scope)
        fixed = {} if scope is None or of_call else {"scope": scope}
        Request.of(dataset, judges=of_call, **options, **fixed)

    async def describe(self, context: Context, field: _Path = None) -> CallToolResult:
        return await self._ask(context, partial(answers.described, self.dataset, field), {"path": field})

    async def values(
        self,
        context: Context,
        field: _Path,
        search: _Text = None,
        filters: _Filter = None,
        metric: _Metric = None,
        limit: _Count = 20,
    ) -> CallToolResult:
        asked = {"search": search, "filters": filters, "metric": metric, "limit": limit}
        found = partial(answers.values, self.dataset, field, asked)
        return await self._ask(context, found, {"path": field, **asked})

    async def preview(self, context: Context, widget: _Widget, filters: _Filter = None) -> CallToolResult:
        return await self._compute(context, widget, filters, answers.PREVIEW)

    async def query(self, context: Context, widget: _Widget, filters: _Filter = None) -> CallToolResult:
        return await self._compute(context, widget, filters, answers.QUERY)

    async def _compute(self, context: Context, widget: Any, filters: Any, most: int) -> CallToolResult:
        found = partial(answers.computed, self.dataset, widget, filters, most)
        return await self._ask(context, found, {"widget": widget, "dashboard_filters": filters})

    async def _ask(
        self, context: Context, ask: Callable[..., Answer], documents: Mapping[str, Any]
    ) -> CallToolResult:
        """Run a call in a thread; what is wrong with it is the tool's error."""
        options = self.options | await self._scope_of(context)
        return await to_thread.run_sync(self._asked, ask, documents, options)

    async def _scope_of(self, context: Context) -> dict[str, Any]:
        """Return the scope of a call, which a function may be asked for."""
        if self.scope is None:
            return {}
        found = self.scope
        if _is_function(found):
            found = found(context)
            found = await found if inspect.isawaitable(found) else found
            if found is None:
                # Whoever forgets a case must not show everybody's rows.
                raise ValueError("scope: the function returned None: return true() where all may be seen")
        return {"scope": found}

    def _asked(
        self, ask: Callable[..., Answer], documents: Mapping[str, Any], options: dict[str, Any]
    ) -> CallToolResult:
        with self.engine.connect() as connection:
            try:
                return _result(ask(connection, options))
            except InvalidInput as error:
                return _result(self._repairs(connection, options).of(error, documents), is_error=True)
            except QueryTimeout:
                return _result(answers.failed(texts.TIMEOUT), is_error=True)
            # Its message may tell what the scope hides.
            except DBAPIError as error:
                return _result(answers.failed(texts.FAILED.format(type(error).__name__)), is_error=True)

    def _repairs(self, connection: Connection, options: dict[str, Any]) -> Repairs:
        return Repairs(partial(answers.all_of, self.dataset, connection, options))


def _is_function(scope: Any) -> bool:
    return callable(scope) and not isinstance(scope, ClauseElement | Mapping)


def _result(answer: Answer, *, is_error: bool = False) -> CallToolResult:
    return CallToolResult(
        content=[TextContent(type="text", text=answer.text)],
        structured_content=answer.data,
        is_error=is_error,
    )
