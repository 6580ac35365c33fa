"""Operands for conditions: half of them values that rows hold, the others values that trip systems up."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, cast

from widgetql.clocks import PARTS
from widgetql.fields import Dynamic, Elements, Field, JsonKeys, reads_instants
from widgetql.filters.vocabulary import OPERATORS, Operand
from widgetql.paths import Found
from widgetql.remembered import remembered
from widgetql.storage import Storage, undecorated
from widgetql.testing.expressions import Row
from widgetql.testing.parts import part_at
from widgetql.testing.places import Place, Rows, elements_in
from widgetql.testing.readings import Value, shown, value_at
from widgetql.testing.strategies.links import base_column, base_of
from widgetql.testing.strategies.picking import Pick
from widgetql.testing.strategies.plan import Plan, columns_of
from widgetql.testing.strategies.times import PHRASES, dates, instants, spellings
from widgetql.testing.strategies.values import (
    INTEGERS,
    JSON_SCALARS,
    TEXTS,
    UUIDS,
    Pool,
    labels_of,
)
from widgetql.types import DataType, Trait

NUMBERS: Final = (
    *INTEGERS,
    *(0.5, 2.5, -0.0, 5.0, 1e300, -1e300, 0.1, 1e-7),
    *(2**31, -(2**31) - 1, 2**53 + 1, 2**63 - 1, 2**63, 2**64),
)
# All of the portable syntax, each with texts in `values.TEXTS` that it finds and that it does not.
PATTERNS: Final = (
    *("a", "^a", "b$", "^$", "^ab?$", "a|b", "^(a|A)b$", "[a-c]", "[^a]", "^[^ ]+$", "a.b", "^.$", "^..$"),
    *(
        r"\d",
        r"^\d+$",
        r"\D",
        r"\w",
        r"^\w+$",
        r"\W",
        r"\s",
        r"\S",
        r"\ba\b",
        r"\bab",
        r"\\",
        r"\.",
        r"\$",
        r"%",
    ),
    *(
        "a{2}",
        "^a{1,2}",
        "é",
        "^É$",
        "ß",
        "[İı]",
        "😀",
        "^😀.?$",
        "Σ|ς",
        "(ab)+",
        "a*b",
        "^a?$",
        "_",
        "'",
        '"',
    ),
    *(r"\[a\]", "^-?[0-9]+$", "true|false", "5.0", "\t", "x; --"),
)
# Lengths, and what no text is as long as.
# How many items a list has; some databases take longer ones another way.
_LENGTHS: Final = (1, 2, 3, 0, 4, 5, 8, 12)
_COUNTS: Final = (*range(6), 1.5, -1, 1e300)


# Operators that a number between two stored ones tells apart.
_BOUNDS: Final = frozenset({"gt", "gte", "lt", "lte", "between"})
_WORD: Final = frozenset(string.ascii_letters + string.digits + "_")
# So many characters have a shape: a longer text begins with it.
_SHAPED: Final = 8


class Operands:
    """The operands of each operator on each path of a dataset, near to given rows or to those of `rows`."""

    def __init__(self, plan: Plan, rows: Rows | None) -> None:
        self.plan = plan
        self.rows = None if rows is None else plan.visible(rows)
        self.clock = plan.clock
        self._stored: dict[tuple[str, DataType], list[Value]] = {}

    def draw(self, found: Found, op: str, pick: Pick) -> Any:
        """Draw the operand of one condition."""
        operator = OPERATORS[op]
        if operator.operand is Operand.FLAG:
            return pick((True, False))
        if operator.operand is Operand.PATTERN:
            return self._pattern(found, pick)
        if operator.takes is DataType.NUMERIC:
            return pick(_COUNTS)
        kind = found.leaf.type
        if isinstance(found.leaf, Dynamic):
            kind = pick(_readings(found.leaf, op))

        # One type for all items of a list: they say what a dynamic value is read as.
        def one() -> Any:
            return self._one(found, op, kind, pick)

        match operator.operand:
            case Operand.LIST:
                length = min(pick(_LENGTHS), self.plan.dataset.limits.max_list_length)
                return [one() for _ in range(length)]
            case Operand.PAIR:
                return [one(), one()]
            case _:
                return one()

    def part(self, found: Found, part: str, op: str, pick: Pick) -> Any:
        """Draw the operand of one condition on a part of a field's times."""
        form, (low, high) = OPERATORS[op].operand, PARTS[part]
        if form is Operand.FLAG:
            return pick((True, False))
        stored = [at for at in self.stored(found, DataType.DATETIME) if isinstance(at, datetime)]

        def one() -> Any:
            if stored and pick((True, True, False)):
                return part_at(pick(stored), part, found.leaf, self.clock)
            return pick((*range(low - 1, high + 2), low - 0.5, high + 0.5, (low + high) / 2, -1, 1e300))

        if form is Operand.PAIR:
            return [one(), one()]
        return [one() for _ in range(pick(_LENGTHS[:5]))] if form is Operand.LIST else one()

    def stored(self, found: Found, kind: DataType) -> list[Value]:
        """Return the values that rows hold under a path, each once."""
        key = (found.path, kind)
        if key not in self._stored:
            table = found.steps[-1].relation.table if found.steps else self.plan.dataset.table
            places = (Place(table, row) for row in self._rows(found, table))
            values = (value_at(place, found, self.clock, kind) for place in places)
            self._stored[key] = list(dict.fromkeys(value for value in values if value is not None))
        return self._stored[key]

    def _rows(self, found: Found, table: Any) -> Iterator[Row]:
        relation = found.steps[-1].relation if found.steps else None
        if isinstance(relation, Elements):
            column = base_column(relation.column)
            for stored in self._column(column):
                yield from elements_in(relation, stored)
            return
        if self.rows is not None:
            yield from self.rows.get(base_of(table), ())
            return
        for column in columns_of(found.leaf):
            base = base_column(column)
            if base is not None:
                yield from ({base.key: value} for value in self.plan.present_pool(base))

    def _column(self, column: Any) -> Iterable[Any]:
        """Return what a column of lists holds."""
        if column is None:
            return ()
        if self.rows is None:
            return self.plan.present_pool(column)
        return [row.get(column.key) for row in self.rows.get(column.table, ())]

    def _one(self, found: Found, op: str, kind: DataType, pick: Pick) -> Any:
        stored = self.stored(found, kind)
        near = bool(stored) and pick((True, True, False))
        if kind is DataType.DATETIME and not reads_instants(found.leaf):
            return shown(pick(stored) if stored else self.plan.now)
        if kind is DataType.DATETIME:
            # What is said from now on hits as well: the times of records are near to it.
            return self._time(pick(stored) if near and pick((True, True, False)) else None, pick)
        value = pick(stored) if near else pick(self._others(found, kind))
        if OPERATORS[op].needs is Trait.TEXT:
            return _piece(value, pick) or "a"
        if isinstance(value, Decimal):
            return _number_near(found, value, pick) if near and op in _BOUNDS else float(value)
        return value

    def _pattern(self, found: Found, pick: Pick) -> str:
        """One of all the syntax, or the shape of a text that rows hold."""
        texts = [one for one in self.stored(found, DataType.STRING) if isinstance(one, str)]
        if not texts or pick((True, False, False)):
            return str(pick(PATTERNS))
        # The one character of words that is no letter and no digit.
        joined = [text for text in texts if "_" in text]
        text = pick(pick((texts, joined or texts)))
        end = "$" if len(text) <= _SHAPED else ""
        return f"^{''.join(map(_class_of, text[:_SHAPED]))}{end}"

    def _others(self, found: Found, kind: DataType) -> Pool:
        leaf = found.leaf
        if isinstance(leaf, JsonKeys) and kind is DataType.STRING:
            return self._json_scalars
        if kind is DataType.NUMERIC:
            return NUMBERS
        if kind is DataType.BOOLEAN:
            return (True, False)
        if isinstance(leaf, Field) and leaf.storage is Storage.ENUM:
            return (*labels_of(leaf.column.type), "open", "a")
        if isinstance(leaf, Field) and leaf.storage is Storage.UUID:
            return (*(str(uuid).upper() for uuid in UUIDS[:12]), UUIDS[0].hex, "a", "")
        return TEXTS

    @remembered
    def _json_scalars(self) -> Pool:
        return [value for value in JSON_SCALARS if value is not None]

    def _time(self, near: Any, pick: Pick) -> str:
        if isinstance(near, datetime):
            return str(pick(spellings(near, self.plan.zone)))
        return str(pick(self._times))

    @remembered
    def _times(self) -> Pool:
        now, zone = self.plan.now, self.plan.zone
        return [
            *PHRASES,
            *PHRASES,
            *dates(now, zone),
            *(spellings(at, zone)[0] for at in instants(now, zone)[:30]),
        ]


def _readings(leaf: Dynamic, op: str) -> list[DataType]:
    """The types that a dynamic value may be read as under an operator."""
    any_type = [DataType.NUMERIC, DataType.STRING, DataType.BOOLEAN]
    declared = list(leaf.columns) if isinstance(leaf.columns, dict) else any_type
    needs = OPERATORS[op].needs
    wanted = DataType.NUMERIC if needs is Trait.ORDERED else DataType.STRING if needs is Trait.TEXT else None
    # A type without a column reads as missing everywhere.
    return [kind for kind in declared if wanted in (None, kind)] or [wanted or DataType.STRING]


def _class_of(character: str) -> str:
    """What a pattern says of a character that is as this one is."""
    if character in _WORD:
        return r"\w"
    return "." if character not in "\n\r\u2028\u2029" else r"\s"


def _number_near(found: Found, value: Decimal, pick: Pick) -> float:
    """A stored number, or one between it and the next that its column could hold."""
    scale = getattr(undecorated(cast("Any", found.leaf).column.type), "scale", None) or 0
    return float(value + pick((0, 1, -1, 5, -5, 9)) * Decimal(1).scaleb(-scale - 1))


def _piece(value: Any, pick: Pick) -> Any:
    """Part of a text, in another case perhaps."""
    if not isinstance(value, str):
        return value
    return pick((value, value[:2], value[1:], value[-1:], value.swapcase(), value.upper(), value.lower()))
