"""An answer as a table of typed columns: for Arrow and what reads it, for pandas, for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, tzinfo
from itertools import chain
from typing import Any, Final

from widgetql.charts.columns import AnswerColumn, Columns
from widgetql.relative_time import zone_name
from widgetql.types import to_double

Row = Mapping[str, Any]
_LARGEST: Final = 2**63
# The Vega-Lite that draws pictures: pinned, so that one answer is one picture.
_DRAWN_BY: Final = "5.21"


def arrow_table(columns: Columns, rows: Sequence[Row], zone: tzinfo) -> Any:
    """Return rows as a `pyarrow.Table`, a column of the type that it has in every answer."""
    pyarrow = _pyarrow()
    types = {column.name: _type(column, zone, pyarrow) for column in columns}
    arrays = [
        pyarrow.array([_value(column, row, zone) for row in rows], type=types[column.name])
        for column in columns
    ]
    return pyarrow.table(arrays, schema=pyarrow.schema(types.items()))


def flattened(table: Any) -> Any:
    """Return a table with a column for each part of an object, named by both: `previous.value`."""
    types = _pyarrow().types
    while any(types.is_struct(field.type) for field in table.schema):
        table = table.flatten()
    return table


def data_frame(table: Any) -> Any:
    """Return a table as a `pandas.DataFrame`; integers and booleans are of types that know a missing one."""
    # Here, so that all else works without it.
    import pandas as untyped  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs]

    pandas: Any = untyped
    types = {_pyarrow().int64(): pandas.Int64Dtype(), _pyarrow().bool_(): pandas.BooleanDtype()}
    return flattened(table).to_pandas(types_mapper=types.get)


def csv_text(columns: Columns, rows: Sequence[Row]) -> str:
    """Return rows as CSV (RFC 4180) under the names of their columns; values are as JSON writes them."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(chain.from_iterable(map(_headings, columns)))
    writer.writerows(
        list(chain.from_iterable(_cells(column, row.get(column.name)) for column in columns)) for row in rows
    )
    return written.getvalue()


def png(spec: Mapping[str, Any], scale: float) -> bytes:
    """Return a Vega-Lite specification as a picture."""
    import vl_convert as untyped

    drawn: Any = untyped
    found: bytes = drawn.vegalite_to_png(spec, vl_version=_DRAWN_BY, scale=scale)
    return found


def _pyarrow() -> Any:
    import pyarrow as untyped  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs]

    return untyped


def _type(column: AnswerColumn, zone: tzinfo, pyarrow: Any) -> Any:
    match column.holds:
        case "number":
            return pyarrow.float64()
        case "integer":
            return pyarrow.int64()
        case "boolean":
            return pyarrow.bool_()
        case "text":
            return pyarrow.string()
        case "instant":
            return pyarrow.timestamp("us", tz=zone_name(zone))
        case "date":
            return pyarrow.date32()
        case "list":
            return pyarrow.list_(_type(column.parts[0], zone, pyarrow))
        case "object":
            return pyarrow.struct([(part.name, _type(part, zone, pyarrow)) for part in column.parts])


def _value(column: AnswerColumn, row: Row, zone: tzinfo) -> Any:
    """Return what a row has in a column; null where it says "other", which is no value of a field."""
    value = row.get(column.name)
    if value is None or column.rest in row:
        return None
    if column.holds == "list":
        return [None if one is None else _read(column.parts[0], one, zone) for one in value]
    return _read(column, value, zone)


def _read(column: AnswerColumn, value: Any, zone: tzinfo) -> Any:
    """Return a value of the wire as Python's; None for what the column's type has no value for."""
    match column.holds:
        case "object":
            return {part.name: _value(part, value, zone) for part in column.parts}
        case "number":
            double = to_double(value)
            return double if math.isfinite(double) else None
        case "integer":
            return _whole(column, value)
        case "instant":
            found = datetime.fromisoformat(value)
            # A date is its first moment.
            return found.replace(tzinfo=zone) if found.tzinfo is None else found
        case "date":
            return date.fromisoformat(value[:10])
        case "text":
            text = value if isinstance(value, str) else json.dumps(value)
            # JSON can write half of a character; Arrow has whole ones.
            return text.encode("utf-8", "replace").decode("utf-8")
        case _:
            return value


def _whole(column: AnswerColumn, value: Any) -> int | None:
    if not isinstance(value, int):
        return None
    if not -_LARGEST <= value < _LARGEST:
        raise OverflowError(f"{column.name}: {value} is no integer of 64 bits with a sign")
    return value


def _headings(column: AnswerColumn) -> Iterator[str]:
    if column.holds != "object":
        yield column.name
    for part in column.parts if column.holds == "object" else ():
        yield from (f"{column.name}.{heading}" for heading in _headings(part))


def _cells(column: AnswerColumn, value: Any) -> Iterator[str]:
    if column.holds == "object":
        inner: Row = value or {}
        for part in column.parts:
            yield from _cells(part, inner.get(part.name))
    elif value is None:
        yield ""
    else:
        yield value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
