"""Every public function with every odd argument: documents are at worst problems, options say their names."""

from __future__ import annotations

import collections
import enum
import json
import re
import types
import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

import pytest
from sqlalchemy import Connection

from widgetql import (
    InvalidInput,
    InvalidOption,
    Problem,
    compile_filter,
    compute_dashboard_data,
    compute_widget_data,
    drill_down,
    effective_filters,
    explain,
    validate_filter,
    validate_widget,
)
from widgetql.kore import widget_data
from widgetql.testing.example import connect, dataset, november


class Text(str):
    """Text that is not quite `str`."""


class Whole(int):
    """A number that is not quite `int`."""


class Word(enum.StrEnum):
    """A word of the vocabulary that a host's own code may pass."""

    BAR = "bar"


class Silent:
    """What cannot even be shown."""

    def __repr__(self) -> str:
        raise RuntimeError("no")


def _generator() -> Iterator[int]:
    yield 1


def _deep(around: Callable[[Any], Any], levels: int = 20_000) -> Any:
    found: Any = around(1)
    for _ in range(levels):
        found = around(found)
    return found


def _endless() -> list[Any]:
    found: list[Any] = []
    found.append(found)
    return found


def _endless_group() -> dict[str, Any]:
    found: dict[str, Any] = {"operator": "and"}
    found["conditions"] = [found]
    return found


ODD: Final[dict[str, Any]] = {
    "none": None,
    "true": True,
    "whole": 5,
    "zero": 0,
    "negative": -1,
    "huge": 10**400,
    "fraction": 1.5,
    "nan": float("nan"),
    "infinity": float("inf"),
    "decimal": Decimal("1.5"),
    "decimal-nan": Decimal("NaN"),
    "signalling-nan": Decimal("sNaN"),
    "empty": "",
    "text": "x",
    "json-list": "[]",
    "json-number": "5",
    "json-null": "null",
    "json-broken": "{",
    "json-nan": '{"a": NaN}',
    "json-twice": '{"a": 1, "a": 2}',
    "json-surrogate": '{"\\ud800": 1}',
    "json-deep": "[" * 50_000,
    "long": "x" * 1_100_000,
    "half": "\ud800",
    "controls": "a\x1b[31m\r\n\u2028\u202eb",
    "nul": "\0",
    "bytes": b"x",
    "bytearray": bytearray(b"{}"),
    "text-subclass": Text("{}"),
    "whole-subclass": Whole(5),
    "word": Word.BAR,
    "list": [],
    "list-of-null": [None],
    "list-of-lists": [[1]],
    "tuple": ("a",),
    "set": {1},
    "range": range(3),
    "generator": _generator(),
    "object": object(),
    "silent": Silent(),
    "function": len,
    "class": dict,
    "error": ValueError("x"),
    "complex": 1j,
    "pattern": re.compile("x"),
    "datetime": datetime(2025, 1, 1),
    "date": date(2025, 1, 1),
    "timedelta": timedelta(1),
    "uuid": uuid.UUID(int=1),
    "object-of-numbers": {1: 2},
    "object-of-null": {None: 1},
    "object-of-tuples": {("a",): 1},
    "object-of-bytes": {b"a": 1},
    "object-of-halves": {"\ud800": 1},
    "object-of-controls": {"a\0\x1b\n\u202e": 1},
    "object-of-long": {"k" * 100_000: 1},
    "ordered": collections.OrderedDict(a=1),
    "user-dict": collections.UserDict(a=1),
    "proxy": types.MappingProxyType({"field": "x"}),
    "condition": {"field": "duration", "op": "gt", "value": 1},
    "widget": {"chart_type": "stat"},
    "endless": _endless(),
    "endless-group": _endless_group(),
    "deep": _deep(lambda inner: [inner]),
    "deep-group": _deep(lambda inner: {"operator": "and", "conditions": [inner]}),
}
SINCE: Final = november["dashboard_filters"]
NOW: Final[dict[str, Any]] = {"now": november["now"]}
WITHIN: Final[dict[str, Any]] = NOW | {"dashboard_filters": SINCE}
BAR: Final = {
    "chart_type": "bar", "field": "duration", "time_period": "day", "aggregation_function": "avg",
}  # fmt: skip
TABLE: Final = {
    "chart_type": "table", "dimensions": ["topic"], "metrics": [{"aggregation_function": "count"}],
}  # fmt: skip
GROUPED: Final = BAR | {"group_by": {"type": "field", "field": "topic"}}
PIE: Final = {"chart_type": "pie", "field": "topic", "group_by": {"type": "bucket", "interval": 86_400_000}}
LINE: Final = {"chart_type": "line", "field": "duration"}
ROW: Final = {
    "time_interval": "2025-11-03T00:00:00Z", "group": "a", "label": "a", "topic": "a", "id": 1, "value": 61.5,
}  # fmt: skip
CUSTOM: Final = {"id": "w", "name": "Topics", "dimensions": ["topic"]}
PARAMS: Final = {"startDate": "2025-11-03", "endDate": "2025-11-03"}
OURS: Final = {"filterSource": "agent", "fieldName": "agent_name", "values": ["Ada"]}

Ask = Callable[[Any, Connection], Any]
# A value at one place of one document of one function.
PLACES: Final[dict[str, Ask]] = {
    "compile_filter": lambda v, _: compile_filter(v, dataset, **NOW),
    "validate_filter": lambda v, _: validate_filter(v, dataset, **NOW),
    "effective-dashboard": lambda v, _: effective_filters(v, BAR),
    "effective-widget": lambda v, _: effective_filters(SINCE, v),
    "effective-override": lambda v, _: effective_filters(None, BAR, v),
    "validate_widget": lambda v, c: validate_widget(v, dataset, connection=c, **NOW),
    "widget": lambda v, c: compute_widget_data(c, v, dataset, **WITHIN),
    "widget-dashboard": lambda v, c: compute_widget_data(c, BAR, dataset, dashboard_filters=v, **NOW),
    "widget-override": lambda v, c: compute_widget_data(c, BAR, dataset, filters=v, **WITHIN),
    "dashboard": lambda v, c: compute_dashboard_data(c, v, dataset, **NOW),
    "dashboard-widget": lambda v, c: compute_dashboard_data(
        c, {"filters": SINCE, "widgets": [v]}, dataset, **NOW
    ),
    "dashboard-filters": lambda v, c: compute_dashboard_data(
        c, {"filters": v, "widgets": [BAR]}, dataset, **NOW
    ),
    "dashboard-widgets": lambda v, c: compute_dashboard_data(c, {"widgets": v}, dataset, **NOW),
    "explain": lambda v, c: explain(c, v, dataset, **WITHIN),
    "explain-widgets": lambda v, c: explain(c, {"widgets": v, "filters": SINCE}, dataset, **NOW),
    "drill-widget": lambda v, _: drill_down(v, ROW, dataset, **WITHIN),
    "drill-row": lambda v, _: drill_down(BAR, v, dataset, **WITHIN),
    "drill-filters": lambda v, _: drill_down(BAR, ROW, dataset, filters=v, **WITHIN),
    "kore-widget": lambda v, c: widget_data(c, v, dataset, PARAMS, **NOW),
    "kore-params": lambda v, c: widget_data(c, CUSTOM, dataset, v, **NOW),
    "kore-filter": lambda v, c: widget_data(c, CUSTOM, dataset, PARAMS | {"customFilters": [v]}, **NOW),
    "indexes-widget": lambda v, _: dataset.recommended_indexes([v, BAR]),
}


def _at(document: dict[str, Any], key: str, ask: Ask) -> Ask:
    return lambda v, c: ask(document | {key: v}, c)


def _item(document: dict[str, Any], key: str, item: dict[str, Any], part: str, ask: Ask) -> Ask:
    return lambda v, c: ask(document | {key: [item | {part: v}]}, c)


def _row(widget: dict[str, Any]) -> Ask:
    return lambda row, _: drill_down(widget, row, dataset, **WITHIN)


_WIDGET: Final = PLACES["widget"]
_KEYS: Final = (
    "id", "name", "chart_type", "data_type", "field", "metric", "aggregation_function", "time_period",
    "group_by", "fill_gaps", "include_missing", "limit", "columns", "cursor", "dimensions", "metrics",
    "order_by", "filters", "dashboard_filters", "config",
)  # fmt: skip
PLACES.update({f"widget/{key}": _at(BAR, key, _WIDGET) for key in _KEYS})
PLACES.update({f"drill/{key}": _at(BAR, key, PLACES["drill-widget"]) for key in _KEYS})
PLACES.update({f"indexes/{key}": _at(BAR, key, PLACES["indexes-widget"]) for key in _KEYS})
PLACES.update({f"table/{key}": _at(TABLE, key, _WIDGET) for key in ("dimensions", "metrics", "order_by")})
PLACES.update(
    {
        f"group_by/{key}": _at(group, key, _at(BAR, "group_by", _WIDGET))
        for key, group in (
            ("type", {"field": "topic"}), ("field", {"type": "field"}), ("interval", {"type": "bucket"})
        )
    }
)  # fmt: skip
PLACES.update(
    {
        f"table/{key}/{part}": _item(TABLE, key, item, part, _WIDGET)
        for key, item in (
            ("dimensions", {"field": "timestamp"}),
            ("metrics", {"aggregation_function": "avg", "field": "duration"}),
            ("order_by", {"name": "topic"}),
        )
        for part in ("field", "time_period", "aggregation_function", "name", "direction", "x")
    }
)
PLACES.update(
    {
        f"filter/{field}/{op}": lambda v, _, field=field, op=op: compile_filter(  # type: ignore[misc]
            {"operator": "not", "conditions": [{"field": field, "op": op, "value": v}]}, dataset, **NOW
        )
        for field in (
            "topic",
            "duration",
            "timestamp",
            "success",
            "agent.agent_name",
            "metadata.a",
            "metadata.\n",
        )
        for op in ("eq", "gt", "in", "between", "contains", "regex", "isnull")
    }
)
PLACES.update(
    {f"condition/{key}": _at(SINCE, key, PLACES["compile_filter"]) for key in ("field", "op", "operator")}
)
PLACES.update(
    {
        f"row/{key}/{name}": _at(ROW, key, _row(widget))
        for name, widget in (("bar", GROUPED), ("pie", PIE), ("line", LINE), ("table", TABLE))
        for key in ("time_interval", "group", "label", "excluded", "group_excluded", "id", "topic")
    }
)
PLACES.update(
    {
        f"params/{key}": _at(PARAMS, key, PLACES["kore-params"])
        for key in (*PARAMS, "limit", "customFilters", "x")
    }
)
PLACES.update({f"params/customFilters/{key}": _at(OURS, key, PLACES["kore-filter"]) for key in (*OURS, "x")})


@pytest.fixture(scope="module")
def open_connection() -> Iterator[Connection]:
    with connect() as connection:
        yield connection


@pytest.mark.parametrize("ask", PLACES.values(), ids=PLACES)
def test_a_document_is_at_worst_a_problem(ask: Ask, open_connection: Connection) -> None:
    for name, value in ODD.items():
        try:
            found = ask(value, open_connection)
        except InvalidInput as error:
            found = list(error.problems)
            assert found, name
            _fits_into_a_line(str(error))
            _goes_over_the_wire(error.to_dict())
        for one in found if isinstance(found, list) else ():
            if isinstance(one, Problem):
                _fits_into_a_line(one.message)
                _goes_over_the_wire(one.to_dict())


def _fits_into_a_line(text: str) -> None:
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", text)
    assert len(text) < 100_000


def _goes_over_the_wire(body: Any) -> None:
    assert json.loads(json.dumps(body, ensure_ascii=False).encode()) == body


def _option(name: str) -> Callable[[Any, Connection], Any]:
    return lambda v, c: compute_widget_data(c, BAR, dataset, **(WITHIN | {name: v}))


def _none(value: Any) -> bool:
    return value is None


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _paths(value: Any) -> bool:
    return value is None or value in ({"chart_type": "stat"}, {"field": "x"})


def _never(_: Any) -> bool:
    return False


# What only the host says, and what may stand there.
OPTIONS: Final[dict[str, tuple[Ask, Callable[[Any], bool]]]] = {
    "now": (_option("now"), _none),
    "timezone": (_option("timezone"), _none),
    "week_start": (_option("week_start"), _none),
    "limits": (_option("limits"), _none),
    "strategy": (_option("strategy"), _none),
    "dataset": (lambda v, c: compute_widget_data(c, BAR, v, **WITHIN), _never),
    "connection": (lambda v, _: compute_widget_data(v, BAR, dataset, **WITHIN), _never),
    "target": (lambda v, _: compile_filter(SINCE, dataset, target=v, **NOW), _none),
    "widgets": (lambda v, _: dataset.recommended_indexes(v), lambda v: isinstance(v, list | tuple)),
    "paths": (lambda v, c: widget_data(c, CUSTOM, dataset, PARAMS, paths=v, **NOW), _paths),
    "bot_id": (lambda v, c: widget_data(c, CUSTOM, dataset, PARAMS, bot_id=v, **NOW), _text),
    "data_set": (lambda v, c: widget_data(c, CUSTOM, dataset, PARAMS, data_set=v, **NOW), _text),
}


@pytest.mark.parametrize("name", OPTIONS)
def test_an_option_is_refused_by_its_name(name: str, open_connection: Connection) -> None:
    ask, takes = OPTIONS[name]
    for odd, value in ODD.items():
        if takes(value):
            ask(value, open_connection)
            continue
        # `timezone` and `week_start` may be a customer's wishes.
        refused = InvalidOption if name in ("timezone", "week_start") else (TypeError, ValueError)
        with pytest.raises(refused, match=name) as caught:
            ask(value, open_connection)
        assert not isinstance(caught.value, InvalidInput), odd
        assert len(str(caught.value)) < 1_000, odd
        assert getattr(caught.value, "option", name) == name
