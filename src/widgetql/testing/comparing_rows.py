"""The slices of a pie and the rows of a table beside those of an earlier time."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from widgetql.relative_time import format_instant
from widgetql.testing.charts import percentages
from widgetql.testing.grids import dimension, limit_of, rest_of, rows_by_key, sorted_by, totals
from widgetql.testing.holding import found_at
from widgetql.testing.measures import name_of
from widgetql.testing.ranges import Bucket, Range, buckets_in, calendar_bucket
from widgetql.testing.ranking import groups_of, having_of, left_out, passes
from widgetql.testing.readings import key_of, shown
from widgetql.testing.samples import Group, Question, Sample, ordered, record_count, samples_of

_Key = tuple[Any, ...]


def changes(now: Any, then: Any) -> tuple[Any, Any]:
    """Return the difference of two numbers, and it in percent of the second's size."""
    numbers = [one for one in (now, then) if isinstance(one, int | float) and not isinstance(one, bool)]
    if len(numbers) < 2:
        return None, None
    exact = Fraction(now) - Fraction(then)
    is_other = not then or min(now, then) < 0 < max(now, then)
    percent = None if is_other else _double(100 * exact / abs(Fraction(then)))
    return (now - then if isinstance(now - then, int) else _double(exact)), percent


def _double(exact: Fraction) -> float | None:
    """Return the nearest double: beyond the largest JSON has no number."""
    return float(exact) if abs(exact) <= Fraction(sys.float_info.max) else None


def span(found: Range, bucket: Bucket | None = None) -> dict[str, str]:
    """Return the instants of a range, or of a bucket as the range cuts it."""
    assert found.start is not None
    assert found.end is not None
    start, end = found.start, found.end
    if bucket is not None:
        start, end = max(start, bucket.start), min(end, bucket.end)
    return {"start": format_instant(start), "end": format_instant(end)}


def pies(question: Question, then: Question | None) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the slices that either time has, by group, by size now, by size before."""
    now = _groups(question)
    before = now if then is None else _groups(then)
    rows: list[dict[str, Any]] = []
    notes: dict[str, Any] = {"unpaired": []}
    for (group, own), (_, theirs) in zip(now, before, strict=True):
        parts = [_by_label(own), {} if then is None else _by_label(theirs)]

        def rank(label: Any, parts: Sequence[Mapping[Any, Any]] = parts) -> Any:
            return (*(-len(part.get(label, ())) for part in parts), ordered(label))

        labels, failed = sorted({*parts[0], *parts[1]}, key=rank), []
        if group is None and (having := having_of(question)) is not None:
            sizes = {label: _size(parts[0].get(label, ())) for label in sorted(labels, key=ordered)}
            failed = [label for label, size in sizes.items() if not passes(having, size)]
            labels = [label for label in labels if label not in failed]
            notes["excluded_by_having"] = left_out([sizes[label] for label in failed])
        most = question.world.limits.max_slices
        kept, rest = labels[:most], labels[most:]
        ours, others = (_slices(question, group, part, kept, rest, failed) for part in parts)
        for row, other in zip(ours, others, strict=True):
            change, percent = changes(row["value"], other["value"])
            added = {} if then is None else {"range": span(then.range), "change": change, "percent": percent}
            rows.append(row | {"previous": None if then is None else other | added})
    return rows, notes


def _size(samples: Sequence[Sample]) -> dict[str, int]:
    return {"value": len(samples), "sample_count": len(samples)}


def slice_samples(question: Question) -> list[Sample]:
    """Return what the slices of a pie are made of."""
    samples = samples_of(question)
    return samples if question.given("include_missing") else [one for one in samples if one.value is not None]


def _groups(question: Question) -> Sequence[tuple[Group | None, list[Sample]]]:
    samples = slice_samples(question)
    if question.given("group_by") is None:
        return [(None, samples)]
    return groups_of(question, samples, lambda _: True)


def _by_label(samples: Iterable[Sample]) -> dict[Any, list[Sample]]:
    found: dict[Any, list[Sample]] = {}
    for sample in samples:
        found.setdefault(key_of(sample.value), []).append(sample)
    return found


def _slices(
    question: Question,
    group: Group | None,
    samples: Mapping[Any, list[Sample]],
    kept: Sequence[Any],
    rest: Sequence[Any],
    failed: Sequence[Any],
) -> list[dict[str, Any]]:
    found = [({"label": shown(label)}, samples.get(label, [])) for label in kept]
    if rest:
        others = [one for label in rest for one in samples.get(label, [])]
        excluded = [shown(label) for label in (*kept, *failed)]
        found.append(({"label": "other", "other": True, "excluded": excluded}, others))
    counts = [len(own) for _, own in found]
    # What rounding leaves goes by the order that a pie of this time alone has: the rest is last.
    alone = sorted(range(len(kept)), key=lambda at: (-counts[at], ordered(kept[at])))
    alone += [len(kept)] if rest else []
    shares = [0.0 for _ in counts]
    if any(counts):
        found_shares = percentages([counts[at] for at in alone])
        shares = [found_shares[alone.index(at)] for at in range(len(counts))]
    is_many = found_at(question.widget["field"], question.world).to_many
    return [
        {
            **({} if group is None else group.cells(excluded="group_excluded")),
            **cells,
            "value": len(own),
            "percentage": share,
            **({"record_count": record_count(own)} if is_many else {}),
        }
        for (cells, own), share in zip(found, shares, strict=True)
    ]


def tables(question: Question, then: Question | None) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the rows that either time has, sorted by what they are now, then by what they were."""
    starts = _starts(question), [] if then is None else _starts(then)
    at = _place_of_time(question)
    own = {_numbered(key, at, starts[0]) for key in rows_by_key(question)}
    theirs = set[_Key]() if then is None else {_numbered(key, at, starts[1]) for key in rows_by_key(then)}
    keys = [*own, *(theirs - own)]
    left = [key for key in keys if at is not None and key[at] >= len(starts[0])]
    alone = {key for key in keys if then is None or (at is not None and key[at] >= len(starts[1]))}
    ours = _rows(question, [key for key in keys if key not in left], at, starts[0])
    others = {} if then is None else _rows(then, [key for key in keys if key not in alone], at, starts[1])
    order = _ordered(question, [*ours], ours, others)
    names = [name_of(one) for one in question.listed("metrics") if not one.get("hidden")]

    def before(key: _Key) -> dict[str, Any]:
        assert then is not None
        number: int | None = None if at is None else key[at]
        bucket = None if number is None else starts[1][number]
        return others[key][1] | {"range": span(then.range, bucket)}

    kept, rest, failed = _parted(question, order, ours)
    rows = [beside(ours[key][1], None if key in alone else before(key), names) for key in kept]
    unpaired = [before(key) for key in _ordered(question, left, others, others)]
    told = [[ours[key][1] for key in part] for part in (failed, rest)]
    notes = {"unpaired": unpaired, **_notes(question, *told)}
    if rest and question.given("other"):
        out = [*kept, *failed]
        now = {_timed(key, at, starts[0]) for key in rest}
        others_now = {_timed(key, at, starts[0]) for key in out}
        other, past = rest_of(question, now, others_now, [ours[key][1] for key in out]), None
        if then is not None and not {*rest} <= alone:
            earlier = {_timed(key, at, starts[1]) for key in rest if key not in alone}
            without = [*(others[key][1] for key in out if key not in alone), *unpaired]
            out = [*(key for key in out if key not in alone), *left]
            others_then = {_timed(key, at, starts[1]) for key in out}
            past = rest_of(then, earlier, others_then, without) | {"range": span(then.range)}
        rows.append(beside(other, past, names))
    for name, whole in totals(question).items():
        past = None if then is None else totals(then)[name] | {"range": span(then.range)}
        notes[name] = beside(whole, past, names)
    return rows, notes


def _parted(
    question: Question, order: Sequence[_Key], rows: Mapping[_Key, tuple[Any, dict[str, Any]]]
) -> tuple[list[_Key], list[_Key], list[_Key]]:
    """The keys that are kept, those beyond the limit, and those that fail by what they are now."""
    having, most = having_of(question), limit_of(question)
    # What is hidden may be asked for.
    told = {key: {name: shown(value) for name, value in rows[key][0].items()} for key in order}
    left = [key for key in order if passes(having, told[key])]
    return left[:most], left[most:], [key for key in order if not passes(having, told[key])]


def _notes(
    question: Question, failed: Sequence[Mapping[str, Any]], rest: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """What the metadata says of the rows that are left out."""
    is_more = bool(rest) and not question.given("other")
    notes: dict[str, Any] = {"truncated": is_more, "next_cursor": "…" if is_more else None}
    if having_of(question) is not None:
        notes["excluded_by_having"] = left_out(failed)
        notes |= {} if question.given("other") else {"excluded_by_limit": left_out(rest)}
    return notes


def beside(row: dict[str, Any], then: dict[str, Any] | None, names: Sequence[str]) -> dict[str, Any]:
    """Return a row of several values with the one before it: changes are by name."""
    if then is None:
        return row | {"previous": None}
    found = {name: changes(row[name], then[name]) for name in names}
    parts = {key: {name: found[name][at] for name in names} for at, key in enumerate(("change", "percent"))}
    return row | {"previous": then | parts}


def _place_of_time(question: Question) -> int | None:
    """Which dimension is a period of time."""
    columns = [dimension(one) for one in question.listed("dimensions")]
    return next((at for at, one in enumerate(columns) if one.period is not None), None)


def _starts(question: Question) -> list[Bucket]:
    """The buckets of a range by their number."""
    at, clock = _place_of_time(question), question.world.clock
    period = None if at is None else dimension(question.listed("dimensions")[at]).period
    if period is None or question.range.empty:
        return []
    return list(buckets_in(question.range, lambda instant: calendar_bucket(instant, period, clock)))


def _numbered(key: _Key, at: int | None, buckets: Sequence[Bucket]) -> _Key:
    if at is None:
        return key
    number = next(number for number, one in enumerate(buckets) if one.start == key[at])
    return (*key[:at], number, *key[at + 1 :])


def _timed(key: _Key, at: int | None, buckets: Sequence[Bucket]) -> _Key:
    if at is None:
        return key
    number: int = key[at]
    return (*key[:at], buckets[number].start, *key[at + 1 :])


def _rows(
    question: Question, keys: Sequence[_Key], at: int | None, buckets: Sequence[Bucket]
) -> dict[_Key, tuple[dict[str, Any], dict[str, Any]]]:
    """The rows of some keys, with what is hidden and as the answer has them; of no records too."""
    named: dict[_Key, _Key] = {_timed(key, at, buckets): key for key in keys}
    found = rows_by_key(question, named)
    return {key: found[own] for own, key in named.items()}


def _ordered(
    question: Question, keys: list[_Key], *times: Mapping[_Key, tuple[dict[str, Any], dict[str, Any]]]
) -> list[_Key]:
    """Sort keys by the order asked for, now and before; then by the dimensions."""
    keys = sorted(keys, key=lambda key: tuple(map(ordered, key)))
    orders = question.listed("order_by") or [{"name": "sample_count", "direction": "desc"}]
    for rows in reversed(times):
        for order in reversed(orders):
            name, descending = order["name"], order.get("direction") == "desc"
            cells = [{"key": key, name: rows[key][0][name] if key in rows else None} for key in keys]
            keys = [one["key"] for one in sorted_by(cells, name, descending=descending)]
    return keys
