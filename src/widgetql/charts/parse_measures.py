"""JSON -> the written measures of a chart: aggregations, ratios, shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Protocol

from widgetql.charts.rules import RATED, RATES
from widgetql.charts.spec import Metric
from widgetql.documents import is_empty, is_list, unknown_keys
from widgetql.errors import Code, Pointer, Problems, unparsed

_AGGREGATED: Final = frozenset(
    {"name", "aggregation_function", "field", "metric", "filters", "per", "hidden"}
)
_RATIO: Final = frozenset({"name", "ratio"})
_SHARE: Final = frozenset({"name", "share", "within"})


class Reader(Protocol):
    """What reads the keys of a widget, noting what is wrong with them."""

    @property
    def problems(self) -> Problems:
        """What is wrong so far."""
        ...

    def text(self, value: Any, at: Pointer) -> str | None:
        """Read a text of limited length."""
        ...

    def word(self, value: Any, at: Pointer, code: Code, known: tuple[str, ...]) -> str | None:
        """Read a word of a vocabulary."""
        ...

    def flag(self, value: Any, at: Pointer) -> bool:
        """Read true or false."""
        ...

    def aggregation(self, value: Any, at: Pointer) -> str | None:
        """Read an aggregation function."""
        ...

    def metric(self, value: Any, at: Pointer) -> Any:
        """Read the metric of a dynamic field."""
        ...

    def items(self, value: Any, at: Pointer, read: Callable[[Any, Pointer], Any]) -> tuple[Any, ...]:
        """Read a list, each item by itself."""
        ...

    def object(self, value: Any, at: Pointer) -> dict[str, Any] | None:
        """Read an object."""
        ...

    def refuse(self, at: Pointer, code: Code, message: str) -> None:
        """Note a problem."""
        ...


def read_measure(reader: Reader, value: Any, at: Pointer) -> Metric | None:
    """Read one of `metrics`: an aggregation, `{"name", "ratio"}`, or `{"name", "share", "within"}`."""
    given = reader.object(value, at)
    if given is None:
        return None
    if not is_empty(given.get("ratio")):
        return _ratio(reader, given, at)
    if not is_empty(given.get("share")):
        return _share(reader, given, at)
    return _aggregated(reader, given, at)


def _aggregated(reader: Reader, given: dict[str, Any], at: Pointer) -> Metric | None:
    unknown_keys(given, _AGGREGATED | {"ratio", "share", "within"}, at, reader.problems)
    if not is_empty(given.get("within")):
        reader.refuse(at / "within", "conflicting_keys", "only a share has within")
    aggregation = reader.aggregation(given.get("aggregation_function"), at / "aggregation_function")
    field = None if is_empty(given.get("field")) else reader.text(given["field"], at / "field")
    name = None if is_empty(given.get("name")) else reader.text(given["name"], at / "name")
    metric = None if is_empty(given.get("metric")) else reader.metric(given["metric"], at / "metric")
    per = (
        None if is_empty(given.get("per")) else reader.word(given["per"], at / "per", "unknown_period", RATES)
    )
    hidden = not is_empty(given.get("hidden")) and reader.flag(given["hidden"], at / "hidden")
    filters = given.get("filters")
    if not is_empty(filters) and not isinstance(filters, dict):
        reader.refuse(at / "filters", "not_an_object", f"expected a filter, got {unparsed(filters)}")
        filters = None
    if aggregation is None:
        return None
    if field is None and aggregation != "count":
        reader.refuse(at / "field", "missing_key", f"{aggregation} needs a field")
        return None
    if per is not None and aggregation not in RATED:
        message = f"only {' and '.join(RATED)} are divided by time, not {aggregation}"
        reader.refuse(at / "per", "conflicting_keys", message)
    name = name or (f"{aggregation}_{field}" if field else aggregation)
    return Metric(aggregation, field, name, at, metric, None if is_empty(filters) else filters, per, hidden)


def _ratio(reader: Reader, given: dict[str, Any], at: Pointer) -> Metric | None:
    unset = {key for key in _AGGREGATED | _SHARE if is_empty(given.get(key))}
    unknown_keys(given, _RATIO | unset, at, reader.problems)
    name, parts = _name(reader, given.get("name"), at / "name"), given["ratio"]
    if is_list(parts) and len(parts) != 2:
        reader.refuse(at / "ratio", "wrong_type", f"a ratio is of two measures, got {len(parts)}")
        return None
    found = reader.items(parts, at / "ratio", lambda item, at: _name(reader, item, at))
    if name is None or len(found) != 2:
        return None
    return Metric(None, None, name, at, ratio=(found[0], found[1]))


def _share(reader: Reader, given: dict[str, Any], at: Pointer) -> Metric | None:
    unset = {key for key in _AGGREGATED | _RATIO if is_empty(given.get(key))}
    unknown_keys(given, _SHARE | unset, at, reader.problems)
    name, share = _name(reader, given.get("name"), at / "name"), reader.text(given["share"], at / "share")
    within = given.get("within")
    found = (
        ()
        if is_empty(within)
        else reader.items(within, at / "within", lambda item, at: _name(reader, item, at))
    )
    if name is None or share is None:
        return None
    return Metric(None, None, name, at, share=share, within=found)


def _name(reader: Reader, value: Any, at: Pointer) -> str | None:
    """Read a required name."""
    if is_empty(value):
        reader.refuse(at, "missing_key", "expected a name")
        return None
    return reader.text(value, at)
