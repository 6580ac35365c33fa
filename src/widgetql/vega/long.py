"""Rows of several series as rows of groups, which are drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any


def as_groups(rows: Sequence[Mapping[str, Any]], text: Callable[[Any], str]) -> Sequence[Mapping[str, Any]]:
    """Return rows in which each series, of each group, is a group; rows without series as they are.

    >>> as_groups([{"series": "n", "value": 1}, {"series": "n", "group": True, "value": 2}], str)
    [{'series': 'n', 'value': 1, 'group': 'n'}, {'series': 'n', 'group': 'n, True', 'value': 2}]
    """
    if not any("series" in row for row in rows):
        return rows
    return [{**row, "group": _name(row, text)} for row in rows]


def _name(row: Mapping[str, Any], text: Callable[[Any], str]) -> str:
    return f"{row['series']}, {text(row['group'])}" if "group" in row else str(row["series"])
