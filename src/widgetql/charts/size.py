"""How many rows an answer has: as far as that is known before the database is asked, and at its end."""

from __future__ import annotations

from typing import Any, Final

from widgetql.charts.answer import Answer
from widgetql.charts.bound import BoundWidget
from widgetql.documents import is_list, is_object
from widgetql.errors import InvalidInput, Pointer, Problem
from widgetql.fields import Field
from widgetql.plan.query import Plotted
from widgetql.storage import Storage, undecorated
from widgetql.types import DataType

# What is said in row after row may take so many bytes; of few rows it does not.
_MOST_REPEATED: Final = 20 << 20
_FEW: Final = 20
_LABELS: Final = frozenset({"label", "group", "series", "excluded", "group_excluded"})
# Quotes, a comma, a number.
_BESIDE: Final = 16


def groups_at_most(bound: BoundWidget) -> int:
    """Return how many groups each bucket of a bar may have, the rest included: a row each.

    A boolean or an Enum has as many as it has values. That some are missing, only the records tell.
    """
    if bound.measured and bound.widget.chart_type == "bar":
        return max(sum(not one.written.hidden for one in bound.measured), 1) * _groups_of(bound)
    return _groups_of(bound)


def _groups_of(bound: BoundWidget) -> int:
    group, most = bound.group, bound.limits.max_groups + 1
    if not isinstance(group, Plotted):
        return 1
    if group.type is DataType.BOOLEAN:
        return 2
    known = values_of(group)
    return most if known is None else min(known, most)


def values_of(plotted: Plotted) -> int | None:
    """Return how many values a field may have, None where only the records tell."""
    leaf = plotted.found.leaf
    if plotted.type is DataType.BOOLEAN:
        return 2
    if isinstance(leaf, Field) and leaf.storage is Storage.ENUM:
        return len(getattr(undecorated(leaf.column.type), "enums", ()))
    return None


def too_many_rows(bound: BoundWidget, rows: int | None = None) -> tuple[Pointer, str]:
    """Return where a widget asks for too many rows, and what to say; `rows` where their number is known."""
    most = bound.limits.max_answer_rows
    found = f"{rows} rows" if rows is not None else f"more than {most} rows"
    return _place(bound), f"the answer has {found}; at most {most}"


def refuse_rows(bound: BoundWidget, rows: int | None = None) -> InvalidInput:
    """Return the error of an answer that is too long."""
    at, message = too_many_rows(bound, rows)
    return InvalidInput([Problem(at.document, str(at), "too_many_rows", message)])


def checked(bound: BoundWidget, answer: Answer) -> Answer:
    """Return an answer that is within the limit. Raises `InvalidInput` for a longer one."""
    rows = rows_of(answer.data)
    if rows > bound.limits.max_answer_rows:
        raise refuse_rows(bound, rows)
    if rows > _FEW and (found := _repeated(bound, answer.data)) > _MOST_REPEATED:
        at, most = _place(bound), _MOST_REPEATED >> 20
        message = f"{rows} rows would repeat names and labels of {found >> 20} MB; at most {most}"
        raise InvalidInput([Problem(at.document, str(at), "too_many_rows", message)])
    return answer


def _repeated(bound: BoundWidget, data: Any) -> int:
    """Return how many characters an answer writes of what stands in row after row: names, labels, rests."""
    names = sum(2 * len(one.name) + _BESIDE for one in bound.measured if not one.written.hidden)
    if is_object(data):
        return names * rows_of(data)
    if bound.widget.chart_type in ("list", "table") or (bound.group is None and bound.over is None):
        # Their texts are the records' own.
        return 0
    found, known = 0, dict[int, int]()
    for row in data:
        for key in _LABELS & row.keys():
            value = row[key]
            if isinstance(value, str):
                found += len(value)
            elif is_list(value):
                # All that are as long are the same list.
                if len(value) not in known:
                    known[len(value)] = sum(len(str(one)) + _BESIDE for one in value)
                found += known[len(value)]
    return found


def rows_of(data: Any) -> int:
    """Return how many rows an answer's data has, a pivot how many cells; another object is one.

    >>> rows_of([{}, {}]), rows_of({"total_calls": 5})
    (2, 1)
    >>> rows_of({"rows": [{}, {}], "columns": [{}], "cells": [[None], [{}]]})
    2
    """
    if is_object(data) and is_list(data.get("cells")):
        # Those of a pivot: one for each row and column.
        return len(data["rows"]) * len(data["columns"])
    return len(data) if is_list(data) else 1


def _place(bound: BoundWidget) -> Pointer:
    widget = bound.widget
    if bound.grain is not None:
        return bound.place_of(bound.grain)
    if widget.chart_type in ("list", "table"):
        return widget.at / "limit"
    if widget.chart_type == "pivot":
        return widget.at / "rows"
    return widget.at / ("field" if widget.group_by is None else "group_by")
