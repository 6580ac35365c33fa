"""What a field makes of its column: its storage, type and operators; what cannot be says what to write."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Set
from datetime import tzinfo
from typing import Any, Final

from sqlalchemy import Boolean, DateTime, Double, Numeric, Text, type_coerce
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import (
    BinaryExpression,
    Case,
    Cast,
    ColumnClause,
    ColumnElement,
    ExpressionClauseList,
    Over,
    TypeCoerce,
    WithinGroup,
)
from sqlalchemy.sql.functions import FunctionElement, ReturnTypeFromArgs
from sqlalchemy.sql.selectable import SelectBase
from sqlalchemy.types import NullType, TypeEngine, UserDefinedType

from widgetql.charts.rules import AGGREGATIONS, CHARTS_OF_FIELDS
from widgetql.decorated import Own, own_of
from widgetql.epochs import UNITS, Epoch
from widgetql.filters.vocabulary import OPERATORS, operators_of
from widgetql.formats import TextFormat, own_format
from widgetql.relative_time import zone_of
from widgetql.storage import (
    NUMBERS,
    READABLE_AS,
    STORAGE_OF_TYPE,
    STORED_TIMES,
    TYPE_OF_STORAGE,
    Storage,
    has_quotient,
    item_type,
    storage_of,
    stored_by,
    undecorated,
)
from widgetql.types import DataType

# What a database can tell of values that only their decorator reads: whether two are the same.
OF_OWN: Final = frozenset({"eq", "neq", "in", "nin", "isnull"})
_OF_ROWS: Final = frozenset(
    [
        "any_value",
        "array_agg",
        "avg",
        "bit_and",
        "bit_or",
        "bit_xor",
        "bool_and",
        "bool_or",
        "count",
        "every",
        "group_concat",
        "json_agg",
        "jsonb_agg",
        "json_arrayagg",
        "json_group_array",
        "json_group_object",
        "json_object_agg",
        "json_objectagg",
        "listagg",
        "median",
        "mode",
        "percentile_cont",
        "percentile_disc",
        "stddev",
        "stddev_pop",
        "stddev_samp",
        "string_agg",
        "sum",
        "total",
        "uniq",
        "var_pop",
        "var_samp",
        "variance",
        "xmlagg",
    ]
)
# Of one row on SQLite, of several arguments.
_OF_ONE_OR_SEVERAL: Final = frozenset({"max", "min"})
# What an expression of no known type is taken for.
_COERCED: Final[Mapping[str, TypeEngine[Any]]] = {
    "numeric": Double(),
    "boolean": Boolean(),
    "string": Text(),
    "datetime": DateTime(),
}
_ARITHMETIC: Final = frozenset({operators.add, operators.sub, operators.mul})
# What an epoch may be stored as; an expression of no known SQL type is a double.


def epoch_of(column: ColumnElement[Any], declared: str | None, unit: str) -> Epoch:
    """Return the unit of a column of numbers since 1970; `ValueError` where it cannot hold them."""
    if unit not in UNITS:
        raise ValueError(f"Field over {column}: epoch= is one of {', '.join(UNITS)}, got {unit!r}")
    if declared != "datetime":
        raise ValueError(
            f'Field over {column}: epoch= reads numbers as date-times: write type="datetime", epoch="{unit}"'
        )
    if storage_of(column.type) not in NUMBERS and not isinstance(column.type, NullType):
        raise ValueError(
            f"Field over {column}: epoch= reads numbers, and the column is {column.type!r}: write an "
            f"expression of numbers, as cast({column}, BigInteger)"
        )
    return Epoch(UNITS[unit])


def expression_of(column: ColumnElement[Any], declared: str | None) -> ColumnElement[Any]:
    """Return a host's expression with the type that its numbers have: SQLAlchemy takes that of the first.

    A quotient is a double, as is what is computed with one, or of no known type; decimals have as many digits
    as it takes. Raises `ValueError` for what is no value of one row.
    """
    if any(map(_is_of_rows, _parts_of(column))):
        raise ValueError(f"Field over {column}: a value of one row is meant, not one of several")
    if isinstance(column.type, NullType):
        kind = None if getattr(column, "table", None) is not None else _COERCED.get(declared or "")
        return column if kind is None else type_coerce(column, kind)
    if isinstance(column, ColumnClause | Cast | TypeCoerce) or stored_by(column.type) not in NUMBERS:
        return column
    if has_quotient(column) or any(map(_has_float, _parts_of(column))):
        return type_coerce(column, Double())
    return type_coerce(column, Numeric()) if stored_by(column.type) is Storage.DECIMAL else column


def _parts_of(expression: Any) -> Iterator[Any]:
    """Yield an expression and all that it is made of, but for what is in a subquery."""
    yield expression
    if not isinstance(expression, SelectBase):
        for part in expression.get_children():
            yield from _parts_of(part)


def _is_of_rows(element: Any) -> bool:
    if not _is_any(element, FunctionElement):
        return isinstance(element, Over | WithinGroup)
    name = str(getattr(element, "name", "")).lower()
    return name in _OF_ROWS or (name in _OF_ONE_OR_SEVERAL and len(element.clauses) == 1)


def _has_float(element: Any) -> bool:
    """Tell whether a double makes doubles of other numbers."""
    kinds: list[Any]
    if isinstance(element, BinaryExpression) and element.operator in _ARITHMETIC:
        kinds = [element.left, element.right]
    elif isinstance(element, ExpressionClauseList) and element.operator in _ARITHMETIC:
        kinds = list(element.clauses)
    elif _is_any(element, Case):
        kinds = [
            *(value for _, value in element.whens),
            *([element.else_] if element.else_ is not None else []),
        ]
    elif _is_any(element, ReturnTypeFromArgs):
        kinds = list(element.clauses)
    else:
        return False
    stored = {stored_by(one.type) for one in kinds if one is not None}
    return stored & NUMBERS > {Storage.FLOAT}


def _is_any(element: Any, kind: type[Any]) -> bool:
    return isinstance(element, kind)


def zone_of_local(
    column: ColumnElement[Any], storage: Storage, timezone: str | tzinfo | None
) -> tzinfo | None:
    """Return the zone of times that are stored without one; `ValueError` where there are none."""
    if timezone is None:
        return None
    zone = zone_of(timezone)
    if storage not in (Storage.NAIVE, Storage.DATE):
        raise ValueError(f"Field over {column}: timezone= is for dates and date-times without a zone")
    return zone


def form_of(column: ColumnElement[Any]) -> TextFormat | None:
    """Return the own format in which SQLite has times; `ValueError` for one that has no reading."""
    try:
        return own_format(undecorated(column.type))
    except ValueError as error:
        raise ValueError(
            f"Field over {column}: {error}; declare the field over an expression of type DateTime that "
            "spells the time as YYYY-MM-DD HH:MM:SS"
        ) from None


def own_values(column: ColumnElement[Any], declared: str | None) -> Own | None:
    """Return what a converting decorator's values are; `ValueError` where nothing tells.

    None where `datetime` is said over a stored time: then what is stored is read, whatever converts it.
    """
    if storage_of(column.type) is not Storage.OWN:
        return None
    if declared == DataType.DATETIME and stored_by(column.type) in STORED_TIMES:
        return None
    found = own_of(column.type, None if declared is None else declared_type(column, declared))
    if found is None:
        raise ValueError(
            f"Field over {column}: nothing tells what the values of {column.type!r} are in Python: declare "
            "type=, or annotate what its process_result_value returns"
        )
    return found


def narrowed(
    data_type: DataType,
    operators: Iterable[str] | None,
    owner: object,
    allowed: frozenset[str] | None = None,
) -> frozenset[str]:
    """Return the operators of a field, those of its type unless some are named; `ValueError` for others."""
    allowed = operators_of(data_type) if allowed is None else allowed
    if operators is None:
        return allowed
    wanted = frozenset([operators] if isinstance(operators, str) else operators)
    if unknown := wanted - OPERATORS.keys():
        raise ValueError(f"field over {owner}: unknown operators {sorted(unknown)}")
    if wrong := wanted - allowed:
        raise ValueError(f"field over {owner}: operators {sorted(wrong)} do not fit a {data_type} field")
    return wanted


def narrowed_charts(allowed: frozenset[str], charts: Iterable[str] | None, owner: object) -> frozenset[str]:
    """Return the charts of a field: all that it can be drawn as, or those named; `ValueError` for others."""
    return allowed if charts is None else frozenset(_some("charts", charts, CHARTS_OF_FIELDS, allowed, owner))


def narrowed_aggregations(
    aggregations: Iterable[str] | None, owner: object, allowed: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the aggregations of a field: all that it can have, or those named; `ValueError` for others.

    Of percentiles only those that are named are left.
    """
    if aggregations is None:
        return allowed
    wanted = _some("aggregations", aggregations, AGGREGATIONS, allowed, owner)
    order = {name: place for place, name in enumerate(AGGREGATIONS)}
    return tuple(sorted(wanted, key=lambda name: (order.get(name, len(order)), name)))


def _some(
    what: str, given: Iterable[str], known: Container[str], allowed: Container[str], owner: object
) -> Set[str]:
    """Return some of the names that are allowed, of which one may be written without a list."""
    wanted = {given} if isinstance(given, str) else {*given}
    if unknown := sorted(name for name in wanted if name not in known):
        raise ValueError(f"field over {owner}: unknown {what} {unknown}")
    if wrong := sorted(name for name in wanted if name not in allowed):
        raise ValueError(f"field over {owner}: {what} {wrong} do not fit its type")
    return wanted


def reading_of(column: ColumnElement[Any], declared: str | None, own: Own | None) -> tuple[Storage, DataType]:
    """Return how a column is stored and what its values are; `ValueError` where they cannot be read so."""
    if own is not None:
        return Storage.OWN, own.type
    storage = storage_of(column.type) if declared is None else stored_by(column.type)
    if declared is None:
        if storage is None and item_type(column.type) is not None:
            raise ValueError(f"Field over {column}: a list of values is declared as Items")
        if storage is None:
            raise ValueError(
                f"Field over {column}: no reading for the column type {column.type!r}: declare type= where "
                "SQLAlchemy knows no type, else the field over an expression, as cast(column, Text)"
            )
        if storage is Storage.JSON:
            raise ValueError(
                f"Field over {column}: a JSON column is declared as JsonKeys, or as the value of a Dynamic"
            )
        return storage, TYPE_OF_STORAGE[storage]
    wanted = declared_type(column, declared)
    if storage is None and isinstance(column.type, NullType | UserDefinedType):
        return STORAGE_OF_TYPE[wanted], wanted
    if storage is None:
        raise ValueError(
            f"Field over {column}: a column of type {column.type!r} cannot be read as {declared}: write an "
            f"expression that can, as cast({column}, {_CASTS[wanted]})"
        )
    if TYPE_OF_STORAGE.get(storage) is not wanted and (storage, wanted) not in READABLE_AS:
        counts = wanted is DataType.DATETIME and storage in NUMBERS
        hint = ': numbers since 1970 are declared with epoch="s", "ms" or "us"' if counts else ""
        raise ValueError(
            f"Field over {column}: a column of type {column.type!r} cannot be read as {declared}{hint}"
        )
    return storage, wanted


_CASTS: Final[Mapping[DataType, str]] = {
    DataType.NUMERIC: "Double",
    DataType.BOOLEAN: "Boolean",
    DataType.STRING: "Text",
    DataType.DATETIME: "DateTime",
}


def declared_type(column: ColumnElement[Any], declared: str) -> DataType:
    """Return the type that a host named; `ValueError` for a word that is none."""
    if declared not in ("numeric", "boolean", "string", "datetime"):
        raise ValueError(
            f"Field over {column}: unknown type {declared!r}: one of numeric, boolean, string, datetime"
        )
    return DataType(declared)
