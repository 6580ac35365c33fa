"""The host's conditions in a statement that is kept: a parameter for each of their values."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import bindparam
from sqlalchemy.sql.elements import BindParameter, ColumnElement
from sqlalchemy.sql.selectable import FromClause

from widgetql.entities import copied
from widgetql.subqueries import is_from, is_parameter, parameters_in


class Shaped(Exception):
    """The SQL of a filter or a scope depends on its values."""


class Scope:
    """The host's conditions, and their values by names of ours, which no value of a document has.

    Raises `ValueError` for a parameter without a value.
    """

    def __init__(self, conditions: Mapping[FromClause, ColumnElement[bool]]) -> None:
        self._conditions: Final = conditions
        self._parameters: Final = [parameters_in(condition) for condition in conditions.values()]
        self.values: Final[dict[str, Any]] = {}
        for number, found in enumerate(self._parameters):
            for place, one in enumerate(found):
                if one.required and one.callable is None:
                    raise ValueError(f"scope: the parameter {one.key} has no value: give it one")
                self.values[f"s{number}p{place}"] = one.effective_value

    def key(self) -> Hashable:
        """Return the structure of the conditions.

        Raises `Shaped` for a condition that SQLAlchemy itself would not cache, and for one with values out of
        our reach, as in the options of a SELECT: they would be kept.
        """
        keys: list[Hashable] = []
        for (table, condition), noted in zip(self._conditions.items(), self._parameters, strict=True):
            found = condition._generate_cache_key()  # pyright: ignore[reportPrivateUsage]
            if found is None or {one.key for one in found.bindparams} - {one.key for one in noted}:
                raise Shaped
            keys.append((table, found.key))
        return tuple(keys)

    def placed(self) -> Mapping[FromClause, ColumnElement[bool]]:
        """Return the conditions with a parameter for each value: none of a tenant's is kept."""
        pairs = zip(self._conditions.items(), self._parameters, strict=True)
        return {
            table: _placed(condition, noted, f"s{number}p")
            for number, ((table, condition), noted) in enumerate(pairs)
        }


def _placed(
    condition: ColumnElement[bool], noted: Sequence[BindParameter[Any]], prefix: str
) -> ColumnElement[bool]:
    places = {one.key: _place_of(one, f"{prefix}{i}") for i, one in enumerate(noted)}
    left = set(places)

    def place(part: Any) -> Any:
        if is_parameter(part):
            left.discard(part.key)
            return places[part.key]
        # The columns of a FROM element are known by it: only what has a value is copied.
        return part if is_from(part) and not parameters_in(part) else None

    found = copied(condition, place)
    # What is not found would be kept with the value of the first who asked.
    assert not left, f"scope: the parameters {sorted(left)} have no place"
    return found


def _place_of(value: BindParameter[Any], name: str) -> BindParameter[Any]:
    place: BindParameter[Any] = bindparam(
        name, type_=value.type, expanding=value.expanding, literal_execute=value.literal_execute
    )
    place.expand_op = value.expand_op
    return place
