"""Faults that are seen where something is asked in its own way: bounds, lists, patterns, orders, limits."""

from __future__ import annotations

from typing import Final

from tests.mutants.fault import Fault

FAULTS: Final = (
    Fault(
        "a bound between two cents is rounded down",
        "filters/numbers.py",
        'value = below if test.op in ("gt", "lte") else exact.quantize(step, ROUND_CEILING, _EXACT)',
        "value = below",
    ),
    Fault(
        "a list of four lacks its last",
        "filters/operands.py",
        'fit = _fit_of(found, "eq", wanted)\n',
        'fit = _fit_of(found, "eq", wanted)\n        items = items[:-1] if len(items) > 3 else items\n',
    ),
    Fault(
        "quarters begin a month late",
        "charts/buckets.py",
        "day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)",
        "day.replace(month=min(day.month, (day.month - 1) // 3 * 3 + 2), day=1)",
    ),
    Fault(
        "years of eleven months",
        "charts/buckets.py",
        '"year": _DatePeriod(relativedelta(years=1)',
        '"year": _DatePeriod(relativedelta(months=11)',
    ),
    Fault(
        "a table's order by a percentile ascends",
        "sql/select.py",
        "sorts_as.get(name, DataType.NUMERIC), descending)",
        "sorts_as.get(name, DataType.NUMERIC), descending and not any("
        "one.name == name and one.percentile is not None for one in query.measures))",
    ),
    Fault(
        "the order of raw rows ascends",
        "charts/raw.py",
        "ordered(column, self.fields[one.of].type, one.descending)",
        "ordered(column, self.fields[one.of].type)",
    ),
    Fault(
        "JSON's numbers have eleven digits",
        "sql/canonical.py",
        "abs({value}) < 1e14 THEN printf('%.15g', {value}) \"",
        "abs({value}) < 1e14 THEN printf('%.11g', {value}) \"",
    ),
    Fault(
        "a date is one of UTC",
        "columns.py",
        "return leaf.timezone or (context.zone if leaf.storage is Storage.DATE else UTC)",
        "return leaf.timezone or UTC",
    ),
    Fault(
        "a UUID differs from no null",
        "sql/uuids.py",
        'return f"({value} IN (SELECT wq.value FROM json_each({spellings}) AS wq)) IS NOT TRUE"',
        'return f"{value} NOT IN (SELECT wq.value FROM json_each({spellings}) AS wq)"',
    ),
    Fault(
        "a stat's buckets are those after them",
        "plan/execute.py",
        "format_instant(starts[int(value)])",
        "format_instant(starts[int(value) + 1])",
    ),
    Fault(
        "a cursor goes on after equal times",
        "charts/list.py",
        "end = after.timestamp + RESOLUTION",
        "end = after.timestamp",
    ),
    Fault(
        "a list has more rows than it may",
        "charts/list.py",
        "min(bound.widget.limit or DEFAULT_LIMIT, bound.limits.max_rows)",
        "bound.widget.limit or DEFAULT_LIMIT",
    ),
    Fault(
        "a table has more rows than it may",
        "charts/table.py",
        "return min(bound.widget.limit or DEFAULT_LIMIT, bound.limits.max_rows)",
        "return bound.widget.limit or DEFAULT_LIMIT",
    ),
    Fault(
        "p99 is p98",
        "plan/query.py",
        "PERCENTILES.get(self.aggregation) if self.fraction is None",
        '{**PERCENTILES, "p99": 0.98}.get(self.aggregation) if self.fraction is None',
    ),
    Fault(
        "an underscore is no part of a word",
        "regex/writing.py",
        'return f"[{self._ranges(ranges)}]"',
        'return f"[{self._ranges(tuple(one for one in ranges if one != (95, 95)))}]"',
    ),
)
