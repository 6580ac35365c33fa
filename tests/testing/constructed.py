"""The constructs that cases must have often enough, and be full where they have them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.testing.seen import FULL, Feature, Seen, always, is_full
from widgetql.charts.rules import SHARE


def _samples_before(seen: Seen) -> int:
    rows = [{**row, "value": row.get("value", 0)} for row in seen.earlier]
    return max((row.get("sample_count", row.get("total", row["value"])) or 0 for row in rows), default=0)


def _has_rest(seen: Seen) -> bool:
    data = seen.answer["data"]
    return any(one.get("other") for axis in ("rows", "columns") for one in data[axis])


def _has_signs(seen: Seen) -> bool:
    """Tell whether a number is of the other sign than the one before it."""
    pairs = [(row.get("value"), (row.get("previous") or {}).get("value")) for row in seen.rows]
    numbers = [one for one in pairs if all(isinstance(part, int | float) for part in one)]
    return any(now * then < 0 for now, then in numbers)


def _divides(seen: Seen) -> bool:
    """Tell whether some groups fail `having`, and some do not."""
    data = seen.answer["data"]
    left = data["rows"] if seen.chart == "pivot" else data
    return bool(left) and seen.answer["metadata"]["excluded_by_having"]["groups"] > 0


def _is_compared(seen: Seen) -> bool:
    return "compare" in seen.widget


def _has_window(seen: Seen) -> bool:
    return "window" in seen.widget


def _is_pivot(seen: Seen) -> bool:
    return seen.chart == "pivot"


def _is_bar(seen: Seen) -> bool:
    return seen.chart == "bar"


def _is_share(seen: Seen) -> bool:
    return seen.widget.get("aggregation_function") == SHARE


def _has_measures(seen: Seen) -> bool:
    return "metrics" in seen.widget


def _by_width(seen: Seen) -> bool:
    return "width" in (seen.widget.get("bins") or {})


CONSTRUCTS: Final[Mapping[str, Feature]] = {
    "having": Feature(always, lambda seen: "having" in seen.widget, 0.1),
    "having that divides the groups": Feature(lambda seen: "having" in seen.widget, _divides, 0.3),
    "compare": Feature(always, _is_compared, 0.15),
    "compare with several samples before": Feature(
        _is_compared, lambda seen: _samples_before(seen) >= FULL, 0.25
    ),
    "compare with rows that have no partner": Feature(
        _is_compared, lambda seen: bool(seen.answer["metadata"].get("unpaired")), 0.005
    ),
    "compared number of another sign": Feature(_is_compared, _has_signs, 0.005),
    "window": Feature(_is_bar, _has_window, 0.15),
    "window of several buckets that have samples": Feature(
        _has_window, lambda seen: seen.filled >= FULL, 0.3
    ),
    "window to date, or from the start": Feature(
        _has_window, lambda seen: seen.widget["window"]["type"] != "rolling", 0.2
    ),
    "bar by x": Feature(_is_bar, lambda seen: "x" in seen.widget, 0.2),
    "bar by x, of several samples": Feature(
        lambda seen: "x" in seen.widget, lambda seen: is_full(seen.answer), 0.6
    ),
    "bar of shares": Feature(_is_bar, _is_share, 0.04),
    "table with a rest": Feature(
        lambda seen: seen.chart == "table" and bool(seen.widget.get("other")),
        lambda seen: any(row.get("other") for row in seen.rows),
        0.4,
    ),
    "table with totals": Feature(
        lambda seen: seen.chart == "table", lambda seen: "totals" in seen.widget, 0.15
    ),
    "pivot": Feature(always, _is_pivot, 0.06),
    "pivot with a cell of several samples": Feature(_is_pivot, lambda seen: is_full(seen.answer), 0.5),
    "small limits: pivot with a rest": Feature(lambda seen: _is_pivot(seen) and seen.is_cut, _has_rest, 0.35),
    "pivot with margins": Feature(_is_pivot, lambda seen: "totals" in seen.widget, 0.5),
    **{
        f"metrics of a {chart}": Feature(
            lambda seen, chart=chart: (
                seen.chart == chart and seen.widget.get("aggregation_function") != SHARE
            ),
            _has_measures,
            floor,
        )
        for chart, floor in {"bar": 0.2, "pie": 0.2, "stat": 0.2}.items()
    },
    **{
        f"measure with {key}": Feature(_has_measures, lambda seen, key=key: seen.has_measure(key), floor)
        for key, floor in {
            "filters": 0.35,
            "per": 0.1,
            "ratio": 0.35,
            "share": 0.35,
            "within": 0.15,
            "hidden": 0.1,
            "metric": 0.02,
        }.items()
    },
    "measures, of several samples": Feature(_has_measures, lambda seen: is_full(seen.answer), 0.6),
    "bins of a width without a start": Feature(
        _by_width, lambda seen: "start" not in seen.widget["bins"], 0.2
    ),
    "bins of a fraction": Feature(_by_width, lambda seen: seen.widget["bins"]["width"] % 1 != 0, 0.3),
}
