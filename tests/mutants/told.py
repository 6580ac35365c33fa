"""What an answer says of its columns, held against its rows: each key has one, and holds what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

# Of many rows those at both ends are as the others.
_SOME: Final = 4


def check_columns(answer: Any) -> None:
    """Raise `AssertionError` where the columns of a `WidgetData` are not those of its rows."""
    columns, rows = answer.answer_columns, answer._rows
    for row in [*rows[:_SOME], *rows[_SOME:][-_SOME:]]:
        _check_row(columns, row)


def _check_row(columns: Sequence[Any], row: Mapping[str, Any]) -> None:
    names = [one.name for one in columns]
    missing = row.keys() - {*names}
    assert not missing, f"no columns of {missing}, but {names}"
    for one in columns:
        value = row.get(one.name)
        # The values of several measures, of which some are no numbers, are in one column.
        is_any = "series" in row and one.name == "value" and one.holds == "text"
        is_rest = one.rest is not None and row.get(one.rest) is not None and value == "other"
        if value is not None and not is_any and not is_rest:
            _check_value(one, value)


def _check_value(column: Any, value: Any) -> None:
    if column.holds == "list":
        for one in value:
            if one is not None:
                _check_value(column.parts[0], one)
    elif column.holds == "object":
        _check_row(column.parts, value)
    elif column.role != "id" or not isinstance(value, list):
        # Keys of several columns are lists, which exports write as text.
        assert _HOLDS[column.holds](value), f"{column.name} holds {column.holds}, not {value!r}"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_instant(value: Any) -> bool:
    return isinstance(value, str) and value.endswith("Z") and bool(datetime.fromisoformat(value))


def _is_date(value: Any) -> bool:
    return isinstance(value, str) and "T" not in value and bool(date.fromisoformat(value))


_HOLDS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "number": _is_number,
    "integer": lambda value: _is_number(value) and isinstance(value, int),
    "boolean": lambda value: isinstance(value, bool),
    "text": lambda value: isinstance(value, str),
    "instant": _is_instant,
    "date": _is_date,
}
