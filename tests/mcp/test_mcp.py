"""A model's tools: what they answer, what they say of mistakes, and whose rows they show."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Final

import pytest
import sqlalchemy as sa
from mcp.client import Client
from mcp.server.mcpserver import MCPServer

from examples.call_centre import call_logs, calls, load, scope_of
from tests.mcp.test_questions import DATA, NOW, QUESTIONS
from widgetql import Dataset, Field, Limits, compute_widget_data, describe, field_values, json_keys
from widgetql.filters.vocabulary import COUNTED
from widgetql.mcp import add_tools, server, texts
from widgetql.testing.example import dataset as example

STAT: Final = {"chart_type": "stat", "filters": {"field": "timestamp", "op": "gte", "value": "now-7d"}}
SCOPE: Final = scope_of(1)
TEXTS: Final = ["count", "count_distinct", "first", "last"]
TENANT: Final = ContextVar("TENANT", default=1)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    engine = sa.create_engine(f"sqlite:///{tmp_path_factory.mktemp('mcp') / 'x.db'}")
    with engine.begin() as connection:
        load(connection, DATA)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def tools(engine: sa.Engine) -> MCPServer:
    return server(calls, engine, scope=SCOPE, now=NOW)


def asked(tools: MCPServer, *questions: tuple[str, dict[str, Any]]) -> list[Any]:
    async def ask() -> list[Any]:
        async with Client(tools) as client:
            return [await client.call_tool(name, arguments) for name, arguments in questions]

    return asyncio.run(ask())


def answer(tools: MCPServer, name: str, **arguments: Any) -> Any:
    (found,) = asked(tools, (name, arguments))
    assert not found.is_error, found.content[0].text
    assert json.loads(found.content[0].text) == found.structured_content
    return found.structured_content


def problems(tools: MCPServer, name: str, **arguments: Any) -> list[tuple[str, str, Any]]:
    (found,) = asked(tools, (name, arguments))
    assert found.is_error
    told = found.structured_content["problems"]
    for one in told:
        line = f"- {one['document']}{one['pointer']}: {one['code']}: {one['message']}"
        assert line in found.content[0].text.splitlines()
    return [(one["document"] + one["pointer"], one["code"], one["allowed"]) for one in told]


def test_the_tools_and_their_texts(tools: MCPServer) -> None:
    async def listed() -> Any:
        async with Client(tools) as client:
            return (await client.list_tools()).tools

    found = {tool.name: tool for tool in asyncio.run(listed())}
    assert list(found) == ["describe", "values", "preview", "query"]
    for name, tool in found.items():
        assert 100 < len(tool.description) < 2_048
        assert tool.description == texts.TOOLS[name]
        assert tool.annotations.read_only_hint
        assert (
            not {"scope", "now", "limits", "context", "connection"} & tool.input_schema["properties"].keys()
        )
    assert found["query"].input_schema["required"] == ["widget"]
    assert found["query"].input_schema["properties"]["widget"]["type"] == "object"


def test_the_texts_name_the_datasets_own_timestamp(engine: sa.Engine) -> None:
    started = Dataset(
        call_logs, id=call_logs.c.id, timestamp=call_logs.c.timestamp,
        fields={"started_at": Field(call_logs.c.timestamp)},
    )  # fmt: skip
    (tool,) = [one for one in asyncio.run(server(started, engine).list_tools()) if one.name == "query"]
    assert '"field": "started_at"' in (tool.description or "")
    assert '"timestamp"' not in (tool.description or "")


def test_the_fifty_questions_are_answered(tools: MCPServer, engine: sa.Engine) -> None:
    found = asked(tools, *(("query", {"widget": one["widget"]}) for one in QUESTIONS))
    with engine.connect() as connection:
        for one, result in zip(QUESTIONS, found, strict=True):
            data = compute_widget_data(connection, one["widget"], calls, scope=SCOPE, now=NOW).to_dict()[
                "data"
            ]
            assert not result.is_error
            assert result.structured_content["data"] == json.loads(json.dumps(data))


def test_a_preview_is_short(tools: MCPServer) -> None:
    bar = {"chart_type": "bar", "field": "success", "aggregation_function": "count", "time_period": "day"}
    week = {"field": "timestamp", "op": "gte", "value": "now-14d"}
    whole = answer(tools, "query", widget=bar, filters=week)
    short = answer(tools, "preview", widget=bar, filters=json.dumps(week))
    assert (short["rows"], len(short["data"]), short["data"]) == (whole["rows"], 10, whole["data"][:10])
    assert short["cut"].startswith(f"the first 10 of {whole['rows']} rows")
    assert "cut" not in whole
    assert whole["metadata"]["range"]["end"] == "2025-11-14T15:30:00Z"
    assert isinstance(answer(tools, "preview", widget=STAT)["data"], dict)


def test_describe_is_short_and_of_one_field_all(tools: MCPServer, engine: sa.Engine) -> None:
    with engine.connect() as connection:
        whole = describe(calls, connection=connection, scope=SCOPE, now=NOW)
    found = answer(tools, "describe")
    assert [one["path"] for one in found["fields"]] == [one["path"] for one in whole["fields"]]
    assert found["now"] == "2025-11-14T15:30:00Z"
    assert (found["charts"], found["periods"]) == (whole["charts"], whole["periods"])
    duration = next(one for one in found["fields"] if one["path"] == "duration")
    assert duration == {
        "path": "duration", "type": "numeric", "label": "Call duration", "unit": "s",
        "charts": ["line", "bar", "histogram"],
    }  # fmt: skip
    value = answer(tools, "describe", field="metric_evaluations.value")
    assert [one["name"] for one in value["metrics"]][:2] == ["accuracy", "csat"]
    for one in ("metadata", "metadata.*", "metadata.region"):
        assert answer(tools, "describe", field=one)["path"] == "metadata.*"
    assert problems(tools, "describe", field="nothing")[0][:2] == ("path", "unknown_field")


def test_values_are_those_of_the_library(tools: MCPServer, engine: sa.Engine) -> None:
    options: Any = {"scope": SCOPE, "now": NOW}
    with engine.connect() as connection:
        assert answer(tools, "values", field="topic") == field_values(
            connection, "topic", calls, limit=20, **options
        )
        searched = field_values(connection, "topic", calls, search="BILL", limit=5, **options)
        assert answer(tools, "values", field="topic", search="BILL", limit=5) == searched
        keys = json_keys(connection, "metadata", calls, limit=20, **options)
        assert (
            answer(tools, "values", field="metadata.*") == answer(tools, "values", field="metadata") == keys
        )
        of_metric = field_values(connection, "metric_evaluations.value", calls, metric=2, limit=20, **options)
        assert answer(tools, "values", field="metric_evaluations.value", metric=2) == of_metric
    assert problems(tools, "values", field="metadata", search="x")[0][1] == "conflicting_keys"
    assert problems(tools, "values", field=5)[0][1] == "not_text"
    assert problems(tools, "values", field="duration", search="x")[0][1] == "operator_not_allowed"


_BAR: Final = {"chart_type": "bar", "aggregation_function": "avg", "time_period": "day"}
IS: Final = {"field": "metric_evaluations.metric.id", "op": "eq", "value": 1}
COUNT: Final = {"operator": "count_rows", "conditions": [IS]}
CHARTS: Final = ["line", "bar", "pie", "histogram", "stat", "list", "table", "pivot"]
PERIODS: Final = describe(calls)["periods"]
NO_START: Final = ("widget/filters", "timestamp_required", None)
MISTAKES: Final[dict[str, tuple[Any, list[tuple[str, str, Any]]]]] = {
    "no chart": ({"chart_type": "donut"}, [("widget/chart_type", "unknown_chart", CHARTS)]),
    "no chart at all": ({}, [("widget/chart_type", "missing_key", CHARTS)]),
    "no widget": ([], [("widget", "not_an_object", None)]),
    "no period": (
        STAT | _BAR | {"field": "duration", "time_period": "dayly"},
        [("widget/time_period", "unknown_period", PERIODS)],
    ),
    "an aggregation of another type": (
        STAT | _BAR | {"field": "topic"},
        [("widget/aggregation_function", "aggregation_not_allowed", [*TEXTS, "share"])],
    ),
    "a chart of another type": (
        STAT | {"chart_type": "pie", "field": "duration"},
        [("widget/chart_type", "chart_not_allowed", ["line", "bar", "histogram"])],
    ),
    "an operator": (
        {"chart_type": "stat", "filters": {"field": "is_reviewed", "op": "neq", "value": True}},
        [("widget/filters/op", "operator_not_allowed", ["eq"])],
    ),
    "a group": (
        {"chart_type": "stat", "filters": {"operator": "xor", "conditions": []}},
        [("widget/filters/operator", "unknown_operator",
          ["and", "or", "not", "same_row", "count_rows", "all_rows"])],
    ),
    "a count": (
        {"chart_type": "stat", "filters": COUNT | {"op": "regex", "value": 1}},
        [("widget/filters/op", "operator_not_allowed", [*COUNTED])],
    ),
    "a metric": (
        STAT | {"chart_type": "bar", "field": "metric_evaluations.value", "metric": 99,
                "aggregation_function": "avg", "time_period": "day"},
        [("widget/metric", "unknown_metric",
          [{"metric": 1, "name": "accuracy"}, {"metric": 4, "name": "csat"}, {"metric": 3, "name": "greeted"},
           {"metric": 5, "name": "language"}, {"metric": 2, "name": "sentiment"},
           {"metric": 12, "name": "talk_ratio"}])],
    ),
    "a key": (STAT | {"bins": {"count": 5}},
              [("widget/bins", "not_for_chart", describe(calls)["charts"]["stat"]["keys"])]),
}  # fmt: skip


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_comes_back_with_what_is_allowed(case: str, tools: MCPServer) -> None:
    widget, expected = MISTAKES[case]
    assert [one for one in problems(tools, "query", widget=widget) if one != NO_START] == expected


def test_an_unknown_field_lists_those_of_its_use(tools: MCPServer) -> None:
    pie = {"chart_type": "pie", "field": "subject", "filters": {"field": "x", "op": "eq", "value": 1}}
    found = {place: (code, allowed) for place, code, allowed in problems(tools, "preview", widget=pie)}
    code, plotted = found["widget/field"]
    assert (code, "latency" in plotted, "customer_number" in plotted) == ("unknown_field", True, False)
    code, filtered = found["widget/filters/field"]
    assert (code, "latency" in filtered, "customer_number" in filtered) == ("unknown_field", False, True)


def test_many_problems_are_cut(tools: MCPServer) -> None:
    conditions = [{"field": f"x{n}", "op": "eq", "value": 1} for n in range(50)]
    (found,) = asked(
        tools, ("query", {"widget": STAT, "filters": {"operator": "or", "conditions": conditions}})
    )
    assert len(found.structured_content["problems"]) == 20
    assert found.content[0].text.endswith("more")


def test_a_scope_may_be_of_the_session(engine: sa.Engine) -> None:
    def of_session(context: Any) -> Any:
        assert context.request_context.session is not None
        return scope_of(TENANT.get())

    async def later(context: Any) -> Any:
        await asyncio.sleep(0)
        return of_session(context)

    def total(tools: MCPServer, **more: Any) -> int:
        found: int = answer(tools, "query", widget=STAT, **more)["data"]["total_calls"]
        return found

    fixed = {tenant: total(server(calls, engine, scope=scope_of(tenant), now=NOW)) for tenant in (1, 2)}
    assert fixed[1] != fixed[2] > 0
    for scope in (of_session, later):
        for tenant in (1, 2, 1):
            token = TENANT.set(tenant)
            assert total(server(calls, engine, scope=scope, now=NOW)) == fixed[tenant]
            # What a model says of it is not heard.
            assert total(server(calls, engine, scope=scope, now=NOW), scope=3 - tenant) == fixed[tenant]
            TENANT.reset(token)
    names = answer(
        server(calls, engine, scope=scope_of(2), now=NOW), "describe", field="metric_evaluations.value"
    )
    assert [one["name"] for one in names["metrics"]] == ["accuracy", "resolved"]


def test_a_scope_that_is_forgotten_shows_nothing(engine: sa.Engine) -> None:
    forgotten = server(calls, engine, scope=lambda _: None, now=NOW)
    (found,) = asked(forgotten, ("query", {"widget": STAT}))
    assert found.is_error
    assert "total_calls" not in found.content[0].text
    strict = Dataset(
        call_logs, id=call_logs.c.id, timestamp=call_logs.c.timestamp, fields={}, scope_required=True
    )
    with pytest.raises(ValueError, match="scope"):
        server(strict, engine)
    assert server(strict, engine, scope=lambda _: sa.true()).name == "widgetql"


def test_calls_at_once_do_not_wait_for_each_other(engine: sa.Engine) -> None:
    tools, widgets = server(calls, engine, scope=SCOPE, now=NOW), [one["widget"] for one in QUESTIONS[:12]]

    async def ask() -> tuple[list[Any], list[Any]]:
        async with Client(tools) as client:
            one_by_one = [await client.call_tool("query", {"widget": widget}) for widget in widgets]
            calls = (client.call_tool("query", {"widget": widget}) for widget in widgets)
            return one_by_one, await asyncio.gather(*calls)

    one_by_one, at_once = asyncio.run(ask())
    assert [one.structured_content for one in at_once] == [one.structured_content for one in one_by_one]


def test_a_failure_of_the_database_tells_no_sql(tmp_path: Path, engine: sa.Engine) -> None:
    empty = sa.create_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    (found,) = asked(server(calls, empty, now=NOW), ("query", {"widget": STAT}))
    assert (found.is_error, found.content[0].text) == (True, texts.FAILED.format("OperationalError"))
    slow = server(calls, engine, now=NOW, limits=Limits(timeout=NOW.resolution))
    (found,) = asked(slow, ("query", {"widget": STAT}))
    assert (found.is_error, found.structured_content) == (True, {"error": texts.TIMEOUT})


def test_what_the_host_gets_wrong_is_told_at_once(engine: sa.Engine) -> None:
    with pytest.raises(TypeError, match="engine must be"):
        server(example, "sqlite://")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="unknown options"):
        server(example, engine, zone="UTC")
    with pytest.raises(ValueError, match="declares no timestamp"):
        server(Dataset(call_logs, id=call_logs.c.id, fields={}), engine)
    own = MCPServer("host")
    add_tools(own, example, engine)
    assert len(asyncio.run(own.list_tools())) == 4
