"""`having` and the rank of groups: a filter over what is shown of a group, and the groups that it leaves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, TypeAlias

from widgetql.charts.bound import BoundWidget
from widgetql.charts.draft import Drafter
from widgetql.charts.measure import Measure, is_number
from widgetql.charts.rules import ENDS
from widgetql.charts.size import refuse_rows
from widgetql.charts.spec import ByField, Widget
from widgetql.documents import is_list
from widgetql.errors import InvalidInput, Pointer, Problem, Problems, shown
from widgetql.filters.ast import And, Condition, Filter, Not, Or
from widgetql.filters.vocabulary import OPERATORS, operators_of
from widgetql.plan.execute import Execution
from widgetql.plan.groups import Grid, Groups
from widgetql.plan.query import GROUP, Plotted, Query, Quotient, Share
from widgetql.plan.ranking import LABEL, SAMPLES, Entry, Ranked, Rules, left_out, ranked
from widgetql.types import DataType, type_of_operand

Read: TypeAlias = Callable[[Any], Mapping[str, Any]]
"""From a row of a group to what is shown of it, by name."""
_NUMERIC: Final = operators_of(DataType.NUMERIC)
MOST_CONDITIONS: Final = 50
"""As many conditions may be on groups: they are asked of every group in Python."""


# What a widget says


def check(drafter: Drafter, names: Collection[str], others: Collection[str] = ()) -> None:
    """Refuse what `having` and a rank may not be of: `names` are numbers, `others` what is none."""
    widget, problems = drafter.widget, drafter.problems
    by = widget.group_by
    if widget.having is not None:
        _check_filter(widget.having, names, others, problems)
        if (size := _size(widget.having)) > MOST_CONDITIONS:
            message = f"{size} conditions on groups; at most {MOST_CONDITIONS}"
            problems.add(widget.at / "having", "too_many", message)
        is_of_rows = widget.chart_type in ("table", "pie", "pivot") or widget.x is not None
        if not is_of_rows and not isinstance(by, ByField):
            message = "having is of groups: it needs a group_by of a field"
            problems.add(widget.at / "having", "not_for_chart", message)
    if isinstance(by, ByField) and by.rank_by is not None and by.rank_by not in (LABEL, *names):
        known = ", ".join((*names, LABEL))
        message = f"groups rank by one of {known}, not {shown(by.rank_by)}"
        code: Any = "not_for_chart" if by.rank_by in others else "unknown_field"
        problems.add(widget.at / "group_by" / "rank_by", code, message)


def check_value(drafter: Drafter, plot: Plotted | None) -> None:
    """Refuse what `having` and a rank may not be of where rows have one value: an instant is no number."""
    is_time = plot is not None and plot.type is DataType.DATETIME
    is_time = is_time and drafter.widget.aggregation_function in ("min", "max", *ENDS)
    check(drafter, (SAMPLES,) if is_time else ("value", SAMPLES), ("value",))


def check_measures(drafter: Drafter, measured: Sequence[Measure], others: Sequence[str] = ()) -> None:
    """Refuse what `having` and a rank may not be of: they are of measures that are shown, and are numbers."""
    numbers = [one.name for one in measured if is_number(one)]
    check(drafter, (*numbers, SAMPLES), (*others, *(one.name for one in measured)))
    if drafter.widget.chart_type not in ("table", "pivot"):
        _check_alone(drafter, "compare", "window", "x")


def _check_alone(drafter: Drafter, *others: str) -> None:
    """Refuse what does not stand beside ranked groups of measures: these rank over one range."""
    widget = drafter.widget
    for other in others if is_ranked(widget) else ():
        if getattr(widget, other) is not None:
            key = "having" if widget.having is not None else "group_by"
            message = f"{other} and this {key} exclude each other"
            drafter.problems.add(widget.at / key, "conflicting_keys", message)


def _check_filter(node: Filter, names: Collection[str], others: Collection[str], problems: Problems) -> None:
    match node:
        case Condition():
            _check_condition(node, names, others, problems)
        case And(parts) | Or(parts) | Not(parts):
            for part in parts:
                _check_filter(part, names, others, problems)
        case _:
            problems.add(node.at / "operator", "operator_not_allowed", "having takes and, or, not")


def _size(node: Filter) -> int:
    match node:
        case And(parts) | Or(parts) | Not(parts):
            return sum(map(_size, parts))
        case _:
            return 1


def _check_condition(
    node: Condition, names: Collection[str], others: Collection[str], problems: Problems
) -> None:
    if node.field not in names:
        code: Any = "not_for_chart" if node.field in others else "unknown_field"
        message = f"having is of {', '.join(names)}, not {shown(node.field)}"
        problems.add(node.at / "field", code, message)
    if node.part is not None:
        problems.add(node.at / "part", "not_for_chart", "what is shown of a group has no parts of time")
    if node.op not in _NUMERIC:
        known = ", ".join(op for op in OPERATORS if op in _NUMERIC)
        problems.add(node.at / "op", "operator_not_allowed", f"a number takes {known}, not {node.op}")
    elif node.op != "isnull":
        _check_numbers(node.value, node.at / "value", problems)


def _check_numbers(value: Any, at: Pointer, problems: Problems) -> None:
    given = [(one, at / i) for i, one in enumerate(value)] if is_list(value) else [(value, at)]
    for one, place in given:
        if type_of_operand(one) is not DataType.NUMERIC:
            problems.add(place, "wrong_type", f"expected a number, got {shown(one)}")


def is_ranked(widget: Widget) -> bool:
    """Tell whether a widget says anything of its groups: which are left, in which order, how many."""
    by = widget.group_by
    return widget.having is not None or (isinstance(by, ByField) and by.is_ranked)


def unless_ranked(query: Callable[[BoundWidget], Query | None]) -> Callable[[BoundWidget], Query | None]:
    """Return the query of a chart, None where its groups are ranked first: no other widget has them so."""
    return lambda bound: None if is_ranked(bound.widget) else query(bound)


# What holds of a group

Holds: TypeAlias = Callable[[Mapping[str, Any]], bool]
"""Whether a filter holds for what is shown of a group."""


def compiled(node: Filter) -> Holds:
    """Return a checked filter as a function: it is asked of every group."""
    match node:
        case And(parts):
            every = [*map(compiled, parts)]
            return lambda values: all(holds(values) for holds in every)
        case Or(parts):
            some = [*map(compiled, parts)]
            return lambda values: any(holds(values) for holds in some)
        case Not(parts):
            none = [*map(compiled, parts)]
            return lambda values: not any(holds(values) for holds in none)
        case Condition(field, op, operand):
            return _comparison(field, op, operand)
        case _:
            raise TypeError(f"{node!r} is not of a group")


def _comparison(field: str, op: str, operand: Any) -> Holds:
    if op == "isnull":
        return lambda values: (values[field] is None) is operand
    compares, of_missing = _OPERATORS[op], op in ("neq", "nin")
    # Of a list each value is looked up, not held against all.
    given = frozenset(operand) if op in ("in", "nin") else operand

    def holds(values: Mapping[str, Any]) -> bool:
        value = values[field]
        return of_missing if value is None else bool(compares(value, given))

    return holds


_OPERATORS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "eq": lambda value, operand: value == operand,
    "neq": lambda value, operand: value != operand,
    "gt": lambda value, operand: value > operand,
    "gte": lambda value, operand: value >= operand,
    "lt": lambda value, operand: value < operand,
    "lte": lambda value, operand: value <= operand,
    "in": lambda value, operand: value in operand,
    "nin": lambda value, operand: value not in operand,
    "between": lambda value, operand: operand[0] <= value <= operand[1],
}


def having_of(widget: Widget) -> Holds | None:
    """Return what groups must satisfy, None where nothing is said."""
    return None if widget.having is None else compiled(widget.having)


# The groups


def entries_of(
    bound: BoundWidget, execution: Execution, query: Query, key: Callable[[Any], Any], read: Read
) -> list[Entry]:
    """Return every group of a query. Raises `InvalidInput` where they are more than an answer may have."""
    most = bound.limits.max_answer_rows
    rows = execution.ask(query, most).rows
    if len(rows) > most:
        raise refuse_rows(bound)
    return [Entry(key(row), read(row)) for _, row in execution.runner.deadline.paced(rows)]


def groups_of(
    bound: BoundWidget,
    execution: Execution,
    query: Query,
    read: Read,
    rules: Rules | None = None,
    then: Execution | None = None,
) -> tuple[Groups, dict[str, Any]]:
    """Return the groups of a widget in their order, and what its metadata says of those left out.

    They are groups of the whole range, whatever else `query` goes by, under the widget's rules or others;
    with those of the time that it is compared with.
    """
    by, of = bound.widget.group_by, query.key(GROUP)
    assert isinstance(of.of, Plotted)
    plain = Query(keys=(of,), measures=query.measures, present=query.present, derived=_whole(query.derived))
    entries = entries_of(bound, execution, plain, lambda row: row.grp, read)
    if then is not None:
        entries = _beside(entries, entries_of(bound, then, plain, lambda row: row.grp, read), read(None))
    found = ranked(entries, _rules(bound) if rules is None else rules)
    decode = execution.decoder(of.of)
    shows_other = bool(found.rest) and (not isinstance(by, ByField) or by.other)
    failed = [one.key for one in found.failed] if shows_other else []
    check_excluded(bound, found, shows_other=shows_other)
    raw = tuple(one.key for one in found.kept)
    groups = Groups(
        raw, tuple(map(decode, raw)), shows_other, is_cut=bool(found.rest or found.failed),
        failed=tuple(failed), failed_names=tuple(map(decode, failed)),
    )  # fmt: skip
    return groups, notes_of(bound.widget, found, shows_other=not isinstance(by, ByField) or by.other)


def _beside(now: Sequence[Entry], then: Sequence[Entry], nothing: Mapping[str, Any]) -> list[Entry]:
    """Return the groups that either time has, each with what it was; where it has no rows it is nothing."""
    ours, theirs = ({one.key: one.values for one in entries} for entries in (now, then))
    return [
        Entry(key, ours.get(key, nothing), theirs.get(key, nothing))
        for key in dict.fromkeys([*ours, *theirs])
    ]


def _whole(derived: Sequence[Quotient | Share]) -> tuple[Quotient | Share, ...]:
    """Return what is derived for groups of the whole range: shares are within these alone."""
    return tuple(
        replace(one, within=tuple(name for name in one.within if name == GROUP))
        if isinstance(one, Share)
        else one
        for one in derived
    )


def asked(
    bound: BoundWidget, execution: Execution, query: Query, read: Read, rules: Rules | None = None
) -> tuple[Grid, dict[str, Any]]:
    """Return the rows of a query over the groups that a widget shows, and what its metadata says."""
    groups, notes = groups_of(bound, execution, query, read, rules)
    return execution.ask_over(query, groups), notes


def asked_both(
    bound: BoundWidget,
    now: Execution,
    then: Execution,
    query: Query,
    read: Read,
    rules: Rules | None = None,
) -> tuple[tuple[Grid, Grid], dict[str, Any]]:
    """Return the rows of a query over two times, which have one set of groups, and what the metadata says."""
    groups, notes = groups_of(bound, now, query, read, rules, then)
    return (now.ask_over(query, groups), then.ask_over(query, groups)), notes


def _rules(bound: BoundWidget) -> Rules:
    by, most, having = bound.widget.group_by, bound.limits.max_groups, having_of(bound.widget)
    if not isinstance(by, ByField):
        return Rules(limit=most, having=having)
    rank_by = by.rank_by or SAMPLES
    descending = rank_by != LABEL if by.descending is None else by.descending
    return Rules(rank_by, descending, min(by.limit or most, most), having)


def rows_left(widget: Widget, rows: Mapping[Any, Mapping[str, Any]]) -> tuple[frozenset[Any], dict[str, Any]]:
    """Return the keys of the rows that `having` leaves, and what the metadata says of the others."""
    found = ranked([Entry(key, row) for key, row in rows.items()], Rules(having=having_of(widget)))
    by = widget.group_by
    notes = notes_of(widget, found, shows_other=not isinstance(by, ByField) or by.other)
    return frozenset(one.key for one in found.kept), notes


def notes_of(widget: Widget, found: Ranked, *, shows_other: bool) -> dict[str, Any]:
    """Return what the metadata says of the groups that are left out."""
    notes: dict[str, Any] = {}
    if widget.having is not None:
        notes["excluded_by_having"] = left_out(found.failed)
    if not shows_other:
        notes["excluded_by_limit"] = left_out(found.rest)
    return notes


def check_excluded(bound: BoundWidget, found: Ranked, *, shows_other: bool) -> None:
    """Raise `InvalidInput` where a rest cannot say what it is without: too many groups fail `having`."""
    most = bound.limits.longest_rest - len(found.kept)
    if shows_other and found.failed and len(found.failed) > most:
        message = f"{len(found.failed)} groups fail it; beside a rest at most {most}"
        at = bound.widget.at / "having"
        raise InvalidInput([Problem(at.document, str(at), "too_many", message)])


def other_keys(kept: Sequence[Any], failed: Sequence[Any]) -> dict[str, Any]:
    """Return the keys that mark a rest, and say what it is without."""
    return {"other": True, "excluded": [*kept, *failed]}
