"""Paths of a dataset: what a dotted name means, and the relations on the way to it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from widgetql.fields import Dynamic, JsonKeys, Leaf, Relation, ToMany


@dataclass(frozen=True, slots=True)
class Step:
    """One relation on the way to a field, with the table it starts from and its own path."""

    path: str
    relation: Relation
    parent: FromClause


@dataclass(frozen=True, slots=True)
class Found:
    """What a path names: the relations on the way, and the field; `key` is the JSON key, if it is one.

    `part` is the part of time that is asked of the field, whose name is the end of the path then.
    """

    path: str
    steps: tuple[Step, ...]
    leaf: Leaf
    key: str | None = None
    part: str | None = None
    # The number of steps up to the last to-many relation; 0 if there is none.
    to_many: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Count once: every filter and every row of a chart asks for it."""
        many = [i + 1 for i, step in enumerate(self.steps) if isinstance(step.relation, ToMany)]
        object.__setattr__(self, "to_many", max(many, default=0))

    def __hash__(self) -> int:
        """Hash the path alone: statements are kept by structures of many."""
        return hash((self.path, self.part))

    def part_of_time(self, part: str) -> Found:
        """Return a part of the times of this field."""
        return replace(self, path=f"{self.path}.{part}", part=part)

    @property
    def whole(self) -> Found:
        """Return the field itself, of which this may be a part of its times."""
        return self if self.part is None else replace(self, path=self.path[: -len(self.part) - 1], part=None)

    @property
    def label(self) -> str:
        """The field's display name: its label, else its path."""
        return getattr(self.leaf, "label", None) or self.path

    def told(self, otherwise: str) -> str:
        """Return the path as messages name it: what is hidden stands in none."""
        return otherwise if self.is_hidden else self.path

    @property
    def is_document(self) -> bool:
        """Tell whether this is a JSON column itself, of which only keys can be named."""
        return self.key is None and isinstance(self.leaf, JsonKeys)

    @property
    def is_hidden(self) -> bool:
        """Tell whether nobody may ask of it: to who asks it is not there."""
        return not (self.leaf.filter or self.leaf.plot)


def chooser_path(dynamic: Found) -> str:
    """Return the full path of the field that chooses a dynamic value's type."""
    assert isinstance(dynamic.leaf, Dynamic)
    prefix = dynamic.steps[-1].path + "." if dynamic.steps else ""
    return prefix + dynamic.leaf.chosen_by


def columns_of(leaf: Leaf) -> list[ColumnElement[Any]]:
    """Return the columns that a field reads."""
    if not isinstance(leaf, Dynamic):
        return [leaf.column]
    if isinstance(leaf.columns, dict):
        return [field.column for field in leaf.columns.values()]
    return [leaf.columns]
