"""Which groups are shown: what they must satisfy, how they rank, how many are kept, and what is left out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from widgetql.errors import Pointer, Problems
from widgetql.filters.ast import And, Condition, Filter, Not, Or
from widgetql.filters.parse import parse_filter
from widgetql.testing.figures import aggregate, stat_of
from widgetql.testing.readings import key_of, shown
from widgetql.testing.samples import Group, Question, Sample, by_key, grouped, ordered

_Counts = Callable[[Sample], bool]
_Rows = Mapping[Any, Mapping[str, Any]]


@dataclass(frozen=True)
class Parted:
    """Keys by rank that are kept, those beyond the limit, and those that fail."""

    kept: Sequence[Any]
    rest: Sequence[Any]
    failed: Sequence[Any]


def is_ranked(question: Question) -> bool:
    """Tell whether a widget says more of its groups than their field."""
    group_by: dict[str, Any] = question.given("group_by") or {}
    asked = {key: group_by.get(key) for key in ("limit", "rank_by", "direction")}
    return having_of(question) is not None or any(asked.values()) or group_by.get("other") is False


def having_of(question: Question) -> Filter | None:
    """Return what groups must satisfy; None where nothing is said."""
    if question.given("having") is None:
        return None
    found = parse_filter(question.given("having"), Pointer("having"), question.world.limits, Problems())
    return None if isinstance(found, And) and not found.parts else found


def passes(node: Filter | None, row: Mapping[str, Any]) -> bool:
    """Tell whether what is shown of a group satisfies a filter."""
    match node:
        case None:
            return True
        case And(parts):
            return all(passes(part, row) for part in parts)
        case Or(parts):
            return any(passes(part, row) for part in parts)
        case Not(parts):
            return not any(passes(part, row) for part in parts)
        case Condition(field, op, operand):
            return _holds(op, row[field], operand)
        case _:
            raise ValueError("a group has no related rows")


def _holds(op: str, value: Any, operand: Any) -> bool:
    if value is None:
        return op in ("neq", "nin") or (op == "isnull" and operand)
    match op:
        case "eq" | "in":
            return value in (operand if op == "in" else [operand])
        case "neq" | "nin":
            return value not in (operand if op == "nin" else [operand])
        case "gt" | "lte":
            return bool(value > operand) is (op == "gt")
        case "lt" | "gte":
            return bool(value < operand) is (op == "lt")
        case "between":
            return bool(operand[0] <= value <= operand[1])
        case _:
            return not operand


def parted(question: Question, rows: _Rows, *before: _Rows) -> Parted:
    """Return the keys of groups by rank, given what is shown of each, and what was shown before."""
    group_by: dict[str, Any] = question.given("group_by") or {}
    having = having_of(question)
    by = group_by.get("rank_by") or "sample_count"
    direction = group_by.get("direction") or ("asc" if by == "label" else "desc")
    most = min(group_by.get("limit") or question.world.limits.max_groups, question.world.limits.max_groups)
    good = sorted((key for key in rows if passes(having, rows[key])), key=ordered)
    failed = sorted((key for key in rows if not passes(having, rows[key])), key=ordered)

    ranks = good
    for of in (*reversed(before), rows):

        def value(key: Any, of: _Rows = of) -> Any:
            return key if by == "label" else of[key][by]

        present = [key for key in ranks if value(key) is not None]
        present.sort(key=value, reverse=direction == "desc")
        ranks = [*present, *(key for key in ranks if value(key) is None)]
    return Parted(ranks[:most], ranks[most:], failed)


def groups_of(
    question: Question, samples: Iterable[Sample], counts: _Counts, rows: _Rows | None = None
) -> list[tuple[Group, list[Sample]]]:
    """Return samples by the groups that are shown, in their order; the rest is the last.

    `rows` are what is shown of each group, where that is more than one value.
    """
    group_by: dict[str, Any] = question.given("group_by") or {}
    if not is_ranked(question) or group_by.get("type") != "field":
        return grouped(question, samples, counts)
    own = by_key(question, samples)
    found = parted(question, *_rows_of(question, own, counts, rows))
    groups = [(Group(key), own.get(key, [])) for key in found.kept]
    if found.rest and group_by.get("other") is not False:
        others = [sample for key in found.rest for sample in own.get(key, [])]
        groups.append((Group("other", (*found.kept, *found.failed)), others))
    return groups


def _rows_of(
    question: Question, own: Mapping[Any, Sequence[Sample]], counts: _Counts, rows: _Rows | None
) -> tuple[_Rows, ...]:
    """Return what is shown of each group: of a chart that is compared now and before."""
    known = rows or {key: figures(question, part, counts) for key, part in own.items()}
    return question.ranked or (known,)


def figures(question: Question, samples: Sequence[Sample], counts: _Counts) -> dict[str, Any]:
    """Return what is shown of a group over the whole range."""
    counted = [sample for sample in samples if counts(sample)]
    counted.sort(key=lambda sample: (sample.at, sample.id, ordered(sample.value)))
    found = {"sample_count": len(counted), "value": len(counted)}
    match question.widget["chart_type"]:
        case "bar":
            value = aggregate(question.widget["aggregation_function"], [one.value for one in counted])
            return found | {"value": shown(value)}
        case "stat":
            places, stats = [sample.place for sample in samples], question.world.dataset.stats
            return found | {name: shown(stat_of(one, places, question.world)) for name, one in stats.items()}
        case _:
            return found


def notes_of(
    question: Question, samples: Sequence[Sample], counts: _Counts, rows: _Rows | None = None
) -> dict[str, Any]:
    """Return what the metadata says of the groups that are left out."""
    if not is_ranked(question):
        return {}
    group_by: dict[str, Any] = question.given("group_by") or {}
    own: dict[Hashable, list[Sample]]
    if not group_by:
        own = {}
        for sample in samples:
            own.setdefault(key_of(sample.value), []).append(sample)
        rows = {key: {"value": len(part), "sample_count": len(part)} for key, part in own.items()}
    rows, *before = _rows_of(question, by_key(question, samples) if group_by else {}, counts, rows)
    found = parted(question, rows, *before)
    notes: dict[str, Any] = {}
    if having_of(question) is not None:
        notes["excluded_by_having"] = left_out([rows[key] for key in found.failed])
    if group_by.get("other") is False:
        notes["excluded_by_limit"] = left_out([rows[key] for key in found.rest])
    return notes


def left_out(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return how many groups are left out, given what is shown of each, and how many samples."""
    return {"groups": len(rows), "sample_count": sum(row["sample_count"] for row in rows)}
