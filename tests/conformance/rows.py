"""The rows of the conformance table."""

from __future__ import annotations

from random import Random
from typing import Any, Final

from tests.testing.everything import EVERYTHING, KINDS, evaluations, metrics
from widgetql.relative_time import zone_of
from widgetql.testing import NOW
from widgetql.testing.strategies.plan import Plan
from widgetql.testing.strategies.records import Records

# So many are some of each type.
_METERED: Final = 7


def _rows() -> Any:
    """Some sixty records and what belongs to them: a metric of each kind, and much of each table."""
    plan = Plan(EVERYTHING, 60, NOW, zone_of("UTC"))
    records = Records(plan)
    drawn = (records.draw(Random(seed).choice) for seed in range(700))
    return max(
        drawn,
        key=lambda rows: (
            len({row["kind"] for row in rows[metrics]}), _metered(rows), *map(len, rows.values())
        ),
    )  # fmt: skip


def _metered(rows: Any) -> int:
    """Return how many values of metrics each storage of them has at least, up to `_METERED`."""
    kinds = {row["id"]: row["kind"] for row in rows[metrics] if row["kind"] in KINDS}
    columns = {"NUMERIC": "number", "ENUM": "word", "BOOLEAN": "truth"}
    own = [row for row in rows[evaluations] if row["metric_id"] in kinds]
    typed = {(row["metric_id"], row[columns[kinds[row["metric_id"]]]]) for row in own}
    texts = {(row["metric_id"], row["value"]) for row in own if _is_of(kinds[row["metric_id"]], row["value"])}
    return min(_METERED, *(sum(value is not None for _, value in one) for one in (typed, texts)))


def _is_of(kind: str, text: str | None) -> bool:
    if kind == "BOOLEAN":
        return text in ("true", "false")
    return kind == "ENUM" or (text is not None and text.lstrip("-").isdecimal())


ROWS: Final = _rows()
