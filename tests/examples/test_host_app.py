"""The host application's HTTP API, over 400 calls: what it stores, answers and refuses, and to whom."""

from __future__ import annotations

import asyncio
import json
import queue
import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import pytest

if find_spec("fastapi") is None or find_spec("httpx") is None:
    pytest.skip(
        "FastAPI OR httpx IS NOT INSTALLED: the host application is not tested (pip install '.[test]')",
        allow_module_level=True,
    )

import httpx
import sqlalchemy as sa
import uvicorn

from examples.call_centre import call_logs
from examples.host_app import asked, running
from examples.host_app.serving import STATIC, create_app, open_database, prepare
from widgetql.testing.databases import opened

NOW: Final = datetime(2025, 11, 10, 12, tzinfo=UTC)
OURS, THEIRS = "1", "2"
PIE: Final = {"chart_type": "pie", "field": "topic"}
BAR: Final = {
    "chart_type": "bar",
    "field": "duration",
    "aggregation_function": "count",
    "time_period": "day",
}
WEEK: Final = {"field": "timestamp", "op": "gte", "value": "now-7d"}
UNDER: Final = {"dashboard_filters": WEEK}
PREVIEW: Final = "dashboards/widgets/preview_data/"
RECORDS: Final = "dashboards/widgets/1/records/"


class Client:
    """Sends requests into the application, without a server."""

    def __init__(self, app: Any) -> None:
        self.app = app

    def __call__(
        self, method: str, path: str, body: Any = None, *, of: str | None = OURS, **more: Any
    ) -> Any:
        async def send() -> httpx.Response:
            headers = {} if of is None else {"X-Organisation": of}
            transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://host", headers=headers
            ) as client:
                return await client.request(method, f"/api/{path}", json=body, **more)

        return asyncio.run(send())

    def ok(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        found = self(method, path, body, **more)
        assert found.status_code in (200, 201), found.text
        return found.json()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('host') / 'app.sqlite'}")
    prepare(engine, calls=400, now=NOW)
    yield engine
    engine.dispose()


@pytest.fixture
def ask(engine: sa.Engine) -> Client:
    return Client(create_app(engine, clock=lambda: NOW))


@pytest.fixture
def board(ask: Client) -> int:
    """An empty dashboard over the last week."""
    found: int = ask.ok("POST", "dashboards/", {"name": "Mine", "filters": WEEK})["id"]
    return found


def test_every_sample_widget_is_computed_and_drilled_down(ask: Client) -> None:
    for of in (OURS, THEIRS):
        board = ask.ok("GET", "dashboards/", of=of)[0]["id"]
        ids = [one["id"] for one in ask.ok("GET", f"dashboards/{board}/", of=of)["widgets"]]
        body = {"widget_ids": ids, "sizes": {str(one): [400, 200] for one in ids}}
        for found in ask.ok("POST", "dashboards/widgets/bulk_data/", body, of=of)["results"]:
            assert ("vega_lite" in found) == (found["chart_type"] not in ("stat", "list", "table"))
            row = found["data"] if isinstance(found["data"], dict) else found["data"][0]
            wanted = {"row": row, "now": found["metadata"]["now"]}
            behind = ask.ok("POST", f"dashboards/widgets/{found['widget_id']}/records/", wanted, of=of)
            counts = [
                row[key] for key in ("total_calls", "record_count", "sample_count", "value") if key in row
            ]
            assert behind["total"] == (1 if found["chart_type"] in ("line", "list") else counts[0])
            assert len(behind["rows"]) == min(behind["total"], 25)


def test_a_dashboard_is_created_changed_copied_and_deleted(ask: Client, board: int) -> None:
    widget = ask.ok("POST", "dashboards/widgets/", PIE | {"dashboard": board, "name": "Topics"})
    assert (widget["effective_filters"], widget["metric_name"]) == (WEEK, None)
    assert ask.ok("PATCH", f"dashboards/{board}/", {"name": "Ours"})["filters"] == WEEK
    copy = ask.ok("POST", f"dashboards/{board}/duplicate/")
    assert (copy["name"], copy["filters"]) == ("Ours (copy)", WEEK)
    assert [one["name"] for one in copy["widgets"]] == ["Topics"]
    assert ask("DELETE", f"dashboards/{board}/").status_code == 204
    assert ask("GET", f"dashboards/{board}/").status_code == 404
    assert ask("GET", f"dashboards/widgets/{widget['id']}/").status_code == 404
    assert ask.ok("GET", "dashboards/widgets/", params={"dashboard": copy["id"]}) == copy["widgets"]


def test_a_widget_is_replaced_or_changed_in_part(ask: Client, board: int) -> None:
    at = f"dashboards/widgets/{ask.ok('POST', 'dashboards/widgets/', BAR | {'dashboard': board})['id']}/"
    stored = ask.ok("PATCH", at, {"aggregation_function": "avg", "config": {"span": 4}})
    assert (stored["aggregation_function"], stored["time_period"], stored["config"]) == (
        "avg",
        "day",
        {"span": 4},
    )
    # What a client was given may be sent back whole.
    assert ask.ok("PUT", at, stored)["aggregation_function"] == "avg"
    assert "time_period" not in ask.ok("PUT", at, PIE)
    assert ask.ok("GET", at + "data/")["metadata"]["range"]["start"] == "2025-11-03T12:00:00Z"


def test_bulk_widgets_is_one_transaction(ask: Client, board: int) -> None:
    path = "dashboards/widgets/bulk_widgets/"
    made = ask.ok("POST", path, {"create": [PIE | {"dashboard": board}, BAR | {"dashboard": board}]})
    pie, bar = (one["id"] for one in made["create"])
    refused = ask("POST", path, {"delete": [pie], "update": [{"id": bar, "time_period": "lunch"}]})
    assert (refused.status_code, [one["pointer"] for one in refused.json()["problems"]]) == (
        400,
        ["/update/0/time_period"],
    )
    # A null is the next of the new ones.
    made = ask.ok("POST", path, {"order": [bar, None, pie], "create": [PIE | {"dashboard": board}]})
    order = [bar, made["create"][0]["id"], pie]
    assert [one["id"] for one in ask.ok("GET", f"dashboards/{board}/")["widgets"]] == order
    assert ask("POST", path, {"order": [None]}).json()["problems"][0]["code"] == "too_many"
    for key, many in (("create", [PIE] * 101), ("update", [{"id": 1}] * 101), ("delete", [1] * 101)):
        (problem,) = ask("POST", path, {key: many}).json()["problems"]
        assert (problem["pointer"], problem["code"]) == (f"/{key}", "too_many")
    changed = ask.ok("POST", path, {"delete": [pie], "update": [{"id": bar, "time_period": "week"}]})
    assert (changed["delete"], changed["update"][0]["time_period"]) == ([pie], "week")


def test_data_under_other_filters(ask: Client, board: int) -> None:
    own = {"field": "success", "op": "eq", "value": True}
    widget = ask.ok("POST", "dashboards/widgets/", BAR | {"dashboard": board, "filters": own})["id"]
    whole = ask.ok("GET", f"dashboards/widgets/{widget}/data/")["data"]
    other = {"field": "success", "op": "eq", "value": False}
    given = {"filters": json.dumps(other), "timezone": "Europe/Berlin"}
    found = ask.ok("GET", f"dashboards/widgets/{widget}/data/", params=given)
    assert found["metadata"]["timezone"] == "Europe/Berlin"
    assert 0 < sum(row["value"] for row in found["data"]) < sum(row["value"] for row in whole)
    previewed = ask.ok("POST", PREVIEW, BAR | {"dashboard": board, "filters": own})
    assert (previewed["data"], previewed["widget_id"]) == (whole, None)
    bulk = ask.ok("POST", "dashboards/widgets/bulk_data/", {"widget_ids": [widget], "filters": other})
    assert sum(row["value"] for row in bulk["results"][0]["data"]) == sum(
        row["value"] for row in found["data"]
    )


def test_compared_with_the_period_before(ask: Client, board: int) -> None:
    ids = [ask.ok("POST", "dashboards/widgets/", one | {"dashboard": board})["id"] for one in (BAR, PIE)]
    body = {"widget_ids": ids, "compare": {"to": "previous_period"}}
    bar, pie = ask.ok("POST", "dashboards/widgets/bulk_data/", body)["results"]
    # A pie is asked without it, where pies do not take it.
    assert "status" not in pie
    row = next(one for one in bar["data"] if one["previous"] and one["previous"]["value"])
    wanted = {"row": row["previous"], "compare": body["compare"], "now": bar["metadata"]["now"]}
    behind = ask.ok("POST", f"dashboards/widgets/{ids[0]}/records/", wanted)
    assert behind["total"] == row["previous"]["sample_count"]


def test_pages_of_records(ask: Client, board: int) -> None:
    widget = ask.ok("POST", "dashboards/widgets/", {"chart_type": "stat", "dashboard": board})["id"]
    at = f"dashboards/widgets/{widget}/records/"
    row = ask.ok("GET", f"dashboards/widgets/{widget}/data/")["data"]
    seen: list[int] = []
    cursor = None
    while cursor or not seen:
        page = ask.ok("POST", at, {"row": row, "cursor": cursor})
        seen += [one["id"] for one in page["rows"]]
        cursor = page["next_cursor"]
    assert (len(seen), len(set(seen))) == (row["total_calls"], row["total_calls"])


def test_tenants_are_held_apart(ask: Client, board: int) -> None:
    widget = ask.ok("POST", "dashboards/widgets/", PIE | {"dashboard": board})["id"]
    mine = [f"dashboards/{board}/", f"dashboards/widgets/{widget}/", f"dashboards/widgets/{widget}/data/"]
    assert [ask("GET", path, of=THEIRS).status_code for path in mine] == [404] * 3
    assert [ask("GET", path, of=None).status_code for path in mine] == [401] * 3
    writes = [
        ("PATCH", f"dashboards/{board}/", {"name": "x"}),
        ("DELETE", f"dashboards/{board}/", None),
        ("POST", f"dashboards/{board}/duplicate/", None),
        ("PUT", f"dashboards/widgets/{widget}/", PIE),
        ("POST", "dashboards/widgets/", PIE | {"dashboard": board}),
        ("POST", "dashboards/widgets/bulk_widgets/", {"delete": [widget]}),
        ("POST", "dashboards/widgets/bulk_data/", {"widget_ids": [widget]}),
        ("POST", PREVIEW, PIE | {"dashboard": board}),
        ("POST", f"dashboards/widgets/{widget}/records/", {"row": {}}),
    ]
    assert [ask(method, path, body, of=THEIRS).status_code for method, path, body in writes] == [404] * 9
    # Another tenant's metric is no metric here, and nothing in a body is a scope.
    metric = BAR | {"field": "metric_evaluations.value", "metric": 21, "dashboard_filters": WEEK}
    assert ask("POST", PREVIEW, metric).json()["problems"][0]["code"] == "unknown_metric"
    scoped = ask("POST", PREVIEW, PIE | {"scope": None, "dashboard_filters": WEEK})
    assert scoped.json()["problems"][0]["code"] == "unknown_key"
    agents = {
        of: ask.ok("GET", "dashboards/values/", of=of, params={"path": "agent.agent_name"}) for of in "12"
    }
    names = {of: {one["value"] for one in found["values"]} for of, found in agents.items()}
    assert len(names[OURS]) == 6
    assert names[OURS].isdisjoint(names[THEIRS])


REFUSED: Final = [
    ("POST", "dashboards/", {}, "/name", "missing_key"),
    ("POST", "dashboards/", {"name": "x" * 256}, "/name", "too_long"),
    ("POST", "dashboards/", {"name": "x", "colour": 1}, "/colour", "unknown_key"),
    ("POST", "dashboards/", {"name": "x", "filters": WEEK | {"op": "no"}}, "/filters/op", "unknown_operator"),
    ("POST", "dashboards/", {"name": "x", "widgets": [1]}, "/widgets/0", "not_an_object"),
    ("POST", "dashboards/", [], "", "not_an_object"),
    ("POST", "dashboards/", {"name": "\0"}, "", "invalid_text"),
    ("POST", "dashboards/widgets/", PIE, "/dashboard", "missing_key"),
    ("POST", PREVIEW, PIE, "/filters", "timestamp_required"),
    ("POST", PREVIEW, PIE | {"dashboard": -1}, "/dashboard/0", "wrong_type"),
    ("POST", PREVIEW, BAR | {"size": [1, 1]} | UNDER, "/size", "out_of_range"),
    ("POST", PREVIEW, PIE | {"timezone": 5}, "/timezone", "not_text"),
    ("POST", "dashboards/widgets/bulk_data/", {"widget_ids": [2**70]}, "/widget_ids/0", "wrong_type"),
    ("POST", "dashboards/widgets/bulk_widgets/", {"update": [{}]}, "/update/0", "wrong_type"),
    ("POST", RECORDS, {"row": {}, "now": "2020-01-01T00:00:00Z"}, "/now", "out_of_range"),
    ("POST", RECORDS, {"row": {}, "now": []}, "/now", "invalid_time"),
    ("POST", RECORDS, {"row": {}, "cursor": "x"}, "/cursor", "invalid_cursor"),
    ("POST", RECORDS, {"row": 1}, "", "not_an_object"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "body", "pointer", "code"), REFUSED)
def test_refusals(ask: Client, method: str, path: str, body: Any, pointer: str, code: str) -> None:
    found = ask(method, path, body)
    assert found.status_code == 400
    problem = found.json()["problems"][0]
    assert (problem["pointer"], problem["code"]) == (pointer, code)
    assert found.json()["detail"] == problem["message"]


def test_what_is_no_json_and_what_is_not_there(ask: Client) -> None:
    for text in (
        b"{",
        b"[" * 100_000,
        b'{"name": NaN}',
        b'{"name": {"a": 1, "a": 2}}',
        b'{"name": ' + b"9" * 5_000 + b"}",
        b"\xff",
    ):
        assert ask("POST", "dashboards/", content=text).json()["problems"][0]["code"] == "invalid_json"
    half = ask("POST", "dashboards/", content=b'{"name": "\\ud800"}')
    assert half.json()["problems"][0]["code"] == "invalid_text"
    assert ask("POST", "dashboards/", content=b" " * 2_000_001).status_code == 413
    for path in (
        "dashboards/0/",
        "dashboards/99999999999999999999/",
        "dashboards/x/",
        "dashboards/widgets/9999/",
    ):
        assert ask("GET", path).status_code == 404
    zone = ask("GET", "dashboards/widgets/1/data/", params={"timezone": "Mars/Base"})
    assert (zone.status_code, "Mars/Base" in zone.json()["detail"]) == (400, True)


def test_a_range_has_at_most_thirty_days(ask: Client) -> None:
    board = ask.ok("POST", "dashboards/", {"name": "Bare"})["id"]
    widget = ask.ok("POST", "dashboards/widgets/", PIE | {"dashboard": board})["id"]
    old = {"filters": json.dumps(WEEK | {"value": "now-31d"})}
    said = [
        ask("GET", f"dashboards/widgets/{widget}/data/", params=given).json()["detail"] for given in ({}, old)
    ]
    assert said == [
        "A gt or gte filter on timestamp is required.",
        "Timestamp filter value is too far in the past. Maximum allowed range is 30 days.",
    ]


def test_what_takes_too_long(ask: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "LIMITS", replace(asked.LIMITS, timeout=timedelta(microseconds=1)))
    assert ask("GET", "dashboards/widgets/1/data/").status_code == 504
    found = ask.ok("POST", "dashboards/widgets/bulk_data/", {"widget_ids": [1, 2]})["results"]
    assert [one["status"] for one in found] == [504, 504]


def test_what_the_database_says_is_not_told(ask: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Any:
        raise sa.exc.OperationalError("SELECT secret", {}, sqlite3.OperationalError("secret"))

    monkeypatch.setattr(asked, "one", broken)
    found = ask("GET", "dashboards/widgets/1/data/")
    assert (found.status_code, found.json()) == (503, {"detail": "The database could not answer."})


class Gone:
    """A request whose client leaves once its query runs."""

    def __init__(self, engine: sa.Engine) -> None:
        self.app = SimpleNamespace(state=SimpleNamespace(engine=engine))
        self.started = threading.Event()

    async def is_disconnected(self) -> bool:
        return self.started.is_set()


def asked_in_vain(engine: sa.Engine, query: str) -> tuple[int, bool]:
    """The status for nobody, and whether the query ended long before its time."""
    request: Any = Gone(engine)

    def slow(connection: sa.Connection) -> Any:
        request.started.set()
        return connection.exec_driver_sql(query).scalar()

    begun = time.monotonic()
    found = asyncio.run(running.answer(request, slow))
    return found.status_code, time.monotonic() - begun < 5


def test_a_query_ends_where_its_client_is_gone(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: queue.Queue[str] = queue.Queue()

    def endless(connection: sa.Connection, *_: Any) -> Any:
        query = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        try:
            return connection.exec_driver_sql(query).scalar()
        except sa.exc.OperationalError as error:
            ended.put(str(error.orig))
            raise

    # Over a real connection: what stands between server and route must let it know.
    monkeypatch.setattr(asked, "one", endless)
    server = uvicorn.Server(uvicorn.Config(create_app(engine), port=0, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    host = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/api/dashboards/widgets/"
    for method, path, body in (("GET", "1/data/", None), ("POST", "preview_data/", PIE)):
        with pytest.raises(httpx.ReadTimeout):
            httpx.request(method, host + path, json=body, headers={"X-Organisation": OURS}, timeout=0.2)
        assert ended.get(timeout=5) == "interrupted"
    server.should_exit = True
    thread.join(5)
    with engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(call_logs)) == 400


def test_a_query_ends_on_postgresql_as_well(scratch: Path) -> None:
    with opened("postgresql", scratch, sa.MetaData()) as engine:
        assert asked_in_vain(engine, "SELECT pg_sleep(60)") == (499, True)
        with engine.connect() as connection:
            assert connection.scalar(sa.select(1)) == 1


def test_the_page_s_files_are_the_host_s_own(ask: Client) -> None:
    async def get(path: str) -> httpx.Response:
        transport = httpx.ASGITransport(app=ask.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://host") as client:
            return await client.get(path)

    page = asyncio.run(get("/"))
    assert page.headers["set-cookie"].startswith("organisation=1;")
    assert "script-src 'self'" in page.headers["content-security-policy"]
    for path in re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text):
        assert asyncio.run(get(path)).status_code == 200, path
    for file in [*STATIC.rglob("*.js"), *STATIC.rglob("*.css"), *STATIC.rglob("*.html")]:
        text = file.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 400, file
        # Nothing from elsewhere, and nothing that makes markup or code of a text.
        addresses = set(re.findall(r"https?://[^\s\"'`]+", text)) - {"http://www.w3.org/2000/svg"}
        assert (file.name, addresses) == (file.name, set())
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text
        ), file
