"""Faults of arithmetic as somebody may make them: each changes how the library writes SQL, or shapes rows.

None touches what the interpreter shares with the library. A fault whose text is gone was overtaken by a
change of its module: plant it anew.
"""

from __future__ import annotations

from typing import Final

from tests.mutants import faults_by_asking
from tests.mutants.fault import Fault

_AGGREGATIONS: Final = "sql/aggregations.py"
_SUM: Final = (
    "    match storage_of(value.type):\n        case Storage.INTEGER:\n            return safe_sum(value)"
)
_BOOLEAN: Final = "share(value) if data_type is DataType.BOOLEAN"
_AVG: Final = f"{_BOOLEAN} else mean(value)"
_MIN: Final = "return func.min(nullable(value))"
_MAX: Final = "return func.max(nullable(value))"
_PERCENTILE: Final = "sql/percentile.py"
_FRACTION: Final = "PERCENTILES.get(self.aggregation) if self.fraction is None"
_CELLS: Final = "sql/cells.py"
_EXECUTE: Final = "plan/execute.py"
_QUERY: Final = "plan/query.py"
_RANK: Final = "sql/rank.py"
_SELECT: Final = "sql/select.py"
_PIE: Final = "charts/pie.py"
_BAR: Final = "charts/bar.py"
_BARS: Final = "charts/bars.py"
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
        _BAR,
        'counts = "count" if aggregation == "count" else "count_values"',
        'counts = "count"',
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
        _QUERY,
        _FRACTION,
        '{**PERCENTILES, "p90": 0.95}.get(self.aggregation) if self.fraction is None',
    ),
    Fault(
        "p95 is p90",
        _QUERY,
        _FRACTION,
        '{**PERCENTILES, "p95": 0.9}.get(self.aggregation) if self.fraction is None',
    ),
    Fault(
        "p99 is the max",
        _QUERY,
        _FRACTION,
        '{**PERCENTILES, "p99": 1.0}.get(self.aggregation) if self.fraction is None',
    ),
    Fault(
        "median is p51",
        _QUERY,
        _FRACTION,
        '{**PERCENTILES, "median": 0.51}.get(self.aggregation) if self.fraction is None',
    ),
    # Ranks, the rest, missing groups.
    Fault(
        "equal groups rank from the last",
        _CELLS,
        "*ordered(totals.c[group], key.sorts_as)]",
        "*ordered(totals.c[group], key.sorts_as, True)]",
    ),
    Fault(
        "groups rank by records, not by samples",
        _CELLS,
        'is_of_rows = by.of is None or by.aggregation == "count"',
        "is_of_rows = True",
    ),
    Fault(
        "the missing group is in the rest",
        _RANK,
        "return column.is_(None) if value is None else",
        "return column.is_distinct_from(column) if value is None else",
    ),
    Fault("the last group kept is in the rest", _RANK, "[*enumerate(kept), *", "[*enumerate(kept[:-1]), *"),
    Fault(
        "the rest is the group that was ranked last",
        _EXECUTE,
        "raw = tuple(found[: top.limit])",
        "raw = tuple([*found[: top.limit - 1], found[-1]] if len(found) > top.limit else found)",
    ),
    Fault(
        "a pie's rest lacks a record", _PIE, "rest = int(rows[0].total) -", "rest = int(rows[0].total) - 1 -"
    ),
    Fault(
        "equal slices rank from the last",
        _SELECT,
        "*ordered(counts.c[cut.key], query.key(cut.key).sorts_as)]",
        "*ordered(counts.c[cut.key], query.key(cut.key).sorts_as, True)]",
    ),
    Fault("a pie has a slice less", _SELECT, ".limit(cut.limit)", ".limit(cut.limit - 1)"),
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
        _CELLS,
        "return mean_of_totals(self._sum(parts), number)",
        "kept, name = self.source.c, parts.name\n"
        '                return func.avg(kept[f"{name}_sum"] * 1.0 / kept[f"{name}_n"])',
    ),
    Fault(
        "roll-up: missing values are counted",
        "plan/rollup.py",
        'Aggregate(f"v{number}_n", "count_values", field)',
        'Aggregate(f"v{number}_n", "count", field)',
    ),
    Fault(
        "roll-up: the rest begins one group early",
        _CELLS,
        "is_kept = places.c.place <= top.limit",
        "is_kept = places.c.place < top.limit",
    ),
    Fault(
        "roll-up: equal sums are added once",
        _CELLS,
        'kept = nullable(self.source.c[f"{parts.name}_sum"])',
        'kept = nullable(self.source.c[f"{parts.name}_sum"])\n        return func.sum(kept.distinct())',
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
        "plan/parameters.py",
        "{one: at for one, at in",
        '{one: at + at.resolution if one == "end" else at for one, at in',
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
        _BARS,
        "for bucket in range(len(self.edges))",
        "for bucket in range(len(self.edges) - 1)",
    ),
    Fault("a whole first bucket is partial", _BARS, "edges.starts[0] < first", "edges.starts[0] <= first"),
    Fault(
        "records are counted once a sample",
        _AGGREGATIONS,
        "func.count(distinct(id if value is None else case((value.is_not(None), id))))",
        "func.count(id if value is None else case((value.is_not(None), id)))",
    ),
    Fault(
        "records without a value are counted",
        _AGGREGATIONS,
        "distinct(id if value is None else case((value.is_not(None), id)))",
        "distinct(id)",
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
    Fault("a cursor shows a record again", "charts/list.py", "keys[-1] < ids[-1]", "keys[-1] <= ids[-1]"),
    Fault(
        "a cursor skips equal times",
        "charts/list.py",
        'or_(instant < bindparam("after", type_=instant.type), below)',
        'instant < bindparam("after", type_=instant.type)',
    ),
    Fault(
        "missing values sort first",
        _RANK,
        "return [column.is_(None).asc(), value",
        "return [column.is_not(None).asc(), value",
    ),
    Fault(
        "a table's smallest row comes first",
        "charts/table.py",
        "order = order if bound.widget.order_by else [(_SAMPLES, True)]",
        "order = order if bound.widget.order_by else [(_SAMPLES, False)]",
    ),
    Fault(
        "a ratio is of the other's",
        "charts/stat.py",
        "number(first / second) if first is not None and second",
        "number(second / first) if first and second",
    ),
    *faults_by_asking.FAULTS,
)
