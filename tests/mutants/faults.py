"""Faults of arithmetic as somebody may make them: each changes how the library writes SQL, or shapes rows.

None touches what the interpreter shares with the library. A fault whose text is gone was overtaken by a
change of its module: plant it anew.
"""

from __future__ import annotations

from typing import Final

from tests.mutants import faults_by_asking
from tests.mutants.fault import Fault

_AGGREGATIONS: Final = "charts/aggregations.py"
_SUM: Final = "    match storage_of(value.type):\n        case Storage.INTEGER:"
_BOOLEAN: Final = "share(value) if data_type is DataType.BOOLEAN"
_AVG: Final = f"{_BOOLEAN} else mean(value)"
_MIN: Final = "return func.min(nullable(value))"
_MAX: Final = "return func.max(nullable(value))"
_PERCENTILE: Final = "sql/percentile.py"
_FRACTION: Final = "PERCENTILES.get(self.aggregation) if self.fraction is None"
_ROLLUP: Final = "charts/rollup.py"
_GROUPS: Final = "charts/groups.py"
_PIE: Final = "charts/pie.py"
_BAR: Final = "charts/bar.py"
_THINNING: Final = "charts/thinning.py"
_WIRE: Final = "charts/wire.py"

FAULTS: Final = (
    # Aggregations.
    Fault(
        "sum of the different values", _AGGREGATIONS, _SUM, f"    return func.sum(distinct(value))\n{_SUM}"
    ),
    Fault(
        "sum of three values and more lacks the largest",
        _AGGREGATIONS,
        _SUM,
        "    from sqlalchemy import case\n"
        "    more = func.count(value) > 2\n"
        f"    return case((more, func.sum(value) - func.max(value)), else_=func.sum(value))\n{_SUM}",
    ),
    Fault(
        "avg divides by all records",
        _AGGREGATIONS,
        _AVG,
        f"{_BOOLEAN} else func.sum(value, type_=_DOUBLE) * 1.0 / func.count()",
    ),
    Fault(
        "avg of the different values",
        _AGGREGATIONS,
        _AVG,
        f"{_BOOLEAN} else mean(distinct(value))",
    ),
    Fault(
        "avg of booleans takes a missing one for false",
        _AGGREGATIONS,
        f"return {_AVG}",
        "from sqlalchemy import case\n"
        "    yes = func.count(case((value, 1))) * 1.0 / func.count()\n"
        "    return yes if data_type is DataType.BOOLEAN else mean(value)",
    ),
    Fault(
        "min of three values and more is their max",
        _AGGREGATIONS,
        _MIN,
        "from sqlalchemy import case\n"
        "    most = func.max(nullable(value))\n"
        "    return case((func.count(value) > 2, most), else_=func.min(nullable(value)))",
    ),
    Fault(
        "max of three values and more is their min",
        _AGGREGATIONS,
        _MAX,
        "from sqlalchemy import case\n"
        "    least = func.min(nullable(value))\n"
        "    return case((func.count(value) > 2, least), else_=func.max(nullable(value)))",
    ),
    Fault(
        "count leaves out what is missing",
        _AGGREGATIONS,
        "# noqa: ARG001 - every row has this shape\n    return func.count()",
        "\n    return func.count(value)",
    ),
    Fault(
        "count_distinct of three values and more counts all",
        _AGGREGATIONS,
        "return func.count(distinct(value))",
        "from sqlalchemy import case\n"
        "    many = func.count(value)\n"
        "    return case((many > 2, many), else_=func.count(distinct(value)))",
    ),
    Fault(
        "sample_count counts what is missing",
        _AGGREGATIONS,
        'return func.count() if aggregation == "count" or value is None else func.count(value)',
        "return func.count()",
    ),
    # Percentiles.
    Fault(
        "percentile: the lower neighbour",
        _PERCENTILE,
        "part = position - low\n",
        "part = (position - low) * 0.0\n",
    ),
    Fault(
        "percentile: the nearer neighbour",
        _PERCENTILE,
        "part = position - low\n",
        "part = case((position - low >= 0.5, 1.0), else_=0.0)\n",
    ),
    Fault("percentile of n + 1", _PERCENTILE, "(placed.c.total - 1)", "(placed.c.total - 0)"),
    Fault(
        "percentile of the different values",
        _PERCENTILE,
        'func.count().label("many")',
        'func.count(own.distinct()).label("many")',
    ),
    Fault(
        "p90 is p95",
        _AGGREGATIONS,
        _FRACTION,
        '{**PERCENTILES, "p90": 0.95}.get(self.aggregation) if self.fraction is None',
    ),
    Fault(
        "p95 is p90",
        _AGGREGATIONS,
        _FRACTION,
        '{**PERCENTILES, "p95": 0.9}.get(self.aggregation) if self.fraction is None',
    ),
    Fault(
        "p99 is the max",
        _AGGREGATIONS,
        _FRACTION,
        '{**PERCENTILES, "p99": 1.0}.get(self.aggregation) if self.fraction is None',
    ),
    Fault(
        "median is p51",
        _AGGREGATIONS,
        _FRACTION,
        '{**PERCENTILES, "median": 0.51}.get(self.aggregation) if self.fraction is None',
    ),
    # Ranks, the rest, missing groups.
    Fault(
        "equal groups rank from the last",
        _GROUPS,
        "*ordered(totals.c.grp, by)",
        "*ordered(totals.c.grp, by, True)",
    ),
    Fault(
        "groups rank by records, not by samples",
        _GROUPS,
        "sample_count(aggregation, None if value is None else counted.c.value)",
        'sample_count("count", None)',
    ),
    Fault(
        "the missing group is in the rest",
        _GROUPS,
        "(group.is_(None) if value is None else",
        "(group.is_distinct_from(group) if value is None else",
    ),
    Fault("the last group kept is in the rest", _GROUPS, "in enumerate(kept)\n", "in enumerate(kept[:-1])\n"),
    Fault(
        "the rest is the group that was ranked last",
        _GROUPS,
        "raw = tuple(found[:limit])",
        "raw = tuple([*found[: limit - 1], found[-1]] if len(found) > limit else found)",
    ),
    Fault(
        "a pie's rest lacks a record", _PIE, "rest = int(rows[0].total) -", "rest = int(rows[0].total) - 1 -"
    ),
    Fault(
        "equal slices rank from the last",
        _PIE,
        "*ordered(counts.c.label, label_type)",
        "*ordered(counts.c.label, label_type, True)",
    ),
    Fault(
        "a pie has a slice less", _PIE, ".where(ranked.c.place <= limit)", ".where(ranked.c.place < limit)"
    ),
    Fault("percentages do not add up", _WIRE, "neediest[: 1_000 - sum(tenths)]", "neediest[:0]"),
    Fault(
        "tenths go to the later",
        _WIRE,
        "key=lambda index: -lost[index]",
        "key=lambda index: (-lost[index], -index)",
    ),
    # Roll-ups.
    Fault(
        "roll-up: the average of averages",
        _ROLLUP,
        "return mean_of_totals(self._sum(value), self.number(plotted))",
        "kept, name = self.source.c, value.name\n"
        '        return func.avg(kept[f"{name}_sum"] * 1.0 / kept[f"{name}_n"])',
    ),
    Fault(
        "roll-up: missing values are counted",
        _ROLLUP,
        "yield func.count(value).label",
        "yield func.count().label",
    ),
    Fault(
        "roll-up: the rest begins one group early",
        _ROLLUP,
        "kept = places.c.place <= limit",
        "kept = places.c.place < limit",
    ),
    Fault(
        "roll-up: equal sums are added once",
        _ROLLUP,
        'parts = nullable(self.source.c[f"{value.name}_sum"])',
        'parts = nullable(self.source.c[f"{value.name}_sum"])\n        return func.sum(parts.distinct())',
    ),
    # Buckets and ranges.
    Fault(
        "halves: an edge is a microsecond late",
        "sql/buckets.py",
        'return {f"{name}_edge{index}": edge for',
        'return {f"{name}_edge{index}": edge + timedelta(microseconds=1) for',
    ),
    Fault(
        "division: a bucket starts late",
        "sql/buckets.py",
        "= run.start // self._scale\n",
        "= run.start // self._scale + 1\n",
    ),
    Fault(
        "the end of the range is in it",
        "charts/samples.py",
        "{name: one for name, one in",
        '{name: one + one.resolution if name == "end" else one for name, one in',
    ),
    Fault("weeks begin on Monday", "charts/buckets.py", "(day.weekday() - start) % 7", "day.weekday() % 7"),
    Fault(
        "days are 24 hours long",
        "charts/buckets.py",
        "            yield edge\n        edge = following\n\n\ndef _following",
        "            yield edge\n"
        "        edge = edge + timedelta(days=1) if period.step.days == 1 else following\n\n\ndef _following",
    ),
    Fault(
        "the last gap is not filled",
        _BAR,
        "for bucket in range(len(edges))",
        "for bucket in range(len(edges) - 1)",
    ),
    Fault("a whole first bucket is partial", _BAR, "edges.starts[0] < first", "edges.starts[0] <= first"),
    Fault("records are counted once a sample", _BAR, "func.count(distinct(record))", "func.count(record)"),
    Fault(
        "records without a value are counted",
        _BAR,
        'id if wanted.aggregation == "count" else case((value.is_not(None), id))',
        "id",
    ),
    # Lines, lists, tables.
    Fault(
        "thinning drops the last point",
        _THINNING,
        "for place in places]\n    shown",
        "for place in places[1:]]\n    shown",
    ),
    Fault(
        "thinning drops the highest point",
        _THINNING,
        "for place in places]\n    shown",
        "for place in places[:-1]]\n    shown",
    ),
    Fault(
        "thinning keeps the latest of equal lowest",
        _THINNING,
        "func.min(case((numbered.c.value == numbered.c[name], numbered.c.place)))",
        "func.max(case((numbered.c.value == numbered.c[name], numbered.c.place)))",
    ),
    Fault("a cursor shows a record again", "charts/list.py", "keys[-1] < self.ids", "keys[-1] <= self.ids"),
    Fault(
        "a cursor skips equal times",
        "charts/list.py",
        'or_(instant < bindparam("after", type_=instant.type), below)',
        'instant < bindparam("after", type_=instant.type)',
    ),
    Fault(
        "missing values sort first",
        "charts/samples.py",
        "return [column.is_(None).asc(), value",
        "return [column.is_not(None).asc(), value",
    ),
    Fault(
        "a table's smallest row comes first",
        "charts/table.py",
        "grouped.c.sample_count.desc()",
        "grouped.c.sample_count.asc()",
    ),
    Fault(
        "a ratio is of the other's",
        "charts/stat.py",
        "number(first / second) if first is not None and second",
        "number(second / first) if first and second",
    ),
    *faults_by_asking.FAULTS,
)
