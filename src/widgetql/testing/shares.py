"""The shares of a field's values in each bucket."""

from __future__ import annotations

from typing import Any, Final

from widgetql.testing.ranges import Bucket, buckets_for, is_cut
from widgetql.testing.readings import key_of, shown
from widgetql.testing.samples import Question, Sample, ordered, record_count, samples_of, time_of
from widgetql.types import DataType

NOTES: Final = {"data_type": "percentage", "series_dimension": "enum_value", "normalization": "total_calls"}


def is_share(question: Question) -> bool:
    """Tell whether a bar is of shares."""
    return question.widget.get("aggregation_function") == "share"


def shares(question: Question, field_type: DataType) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return a row for each value in each bucket that has records, and what the metadata says."""
    bucket_of = buckets_for(question.widget["time_period"], None, question.world.clock)
    totals: dict[Bucket, int] = {}
    for record in question.records():
        at = time_of(record, question.world)
        assert at is not None
        totals[bucket_of(at)] = totals.get(bucket_of(at), 0) + 1
    samples = [sample for sample in samples_of(question) if sample.value is not None]
    by_value: dict[Any, list[Sample]] = {}
    for sample in samples:
        by_value.setdefault(key_of(sample.value), []).append(sample)
    ranked = sorted(by_value, key=lambda value: (-len(by_value[value]), ordered(value)))
    most = question.world.limits.max_groups
    groups = [({"group": shown(value)}, by_value[value]) for value in ranked[:most]]
    if ranked[most:]:
        excluded = [shown(value) for value in ranked[:most]]
        rest = [sample for value in ranked[most:] for sample in by_value[value]]
        groups.append(({"group": "other", "other": True, "excluded": excluded}, rest))
    rows: list[dict[str, Any]] = []
    for bucket in sorted(totals, key=lambda one: one.start):
        there = [sample for sample in samples if bucket_of(sample.at) == bucket]
        for cells, own in groups:
            here = [sample for sample in own if bucket_of(sample.at) == bucket]
            row = {
                **cells,
                "time_interval": shown(bucket.start),
                "value": _percent(record_count(here), totals[bucket]),
                "selected_calls": record_count(here),
                "total_calls": totals[bucket],
                "evaluated_calls": record_count(there),
                "sample_count": len(here),
            }
            rows.append(row | ({"partial": True} if is_cut(bucket, question.range) else {}))
    return rows, NOTES | {"field_type": str(field_type)}


def _percent(part: int, whole: int) -> float:
    tenths, left = divmod(1000 * part, whole)
    up = 2 * left > whole or (2 * left == whole and tenths % 2 == 1)
    return (tenths + up) / 10
