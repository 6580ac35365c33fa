"""Random filters for any dataset: every operator on every path, in every kind of group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any, Final

from hypothesis import strategies as st

from widgetql.clocks import PARTS
from widgetql.dataset import Dataset
from widgetql.fields import Field, JsonKeys, ToMany, reads_instants
from widgetql.filters.cost import NEGATED_TO_MANY, search_cost
from widgetql.filters.vocabulary import COUNTED, operators_of
from widgetql.paths import Found
from widgetql.relative_time import zone_of
from widgetql.storage import Storage
from widgetql.testing.places import Rows
from widgetql.testing.strategies.fullness import Fullness
from widgetql.testing.strategies.links import base_of
from widgetql.testing.strategies.operands import Operands
from widgetql.testing.strategies.picking import Pick, picker
from widgetql.testing.strategies.plan import Plan, pools_of
from widgetql.testing.strategies.records import MAX_ROWS
from widgetql.testing.strategies.storages import by_storage
from widgetql.testing.strategies.values import JSON_KEYS, NOW
from widgetql.types import DataType, Scope

# What an editor leaves blank: it means nothing at the top and inside an `and`.
BLANKS: Final[Sequence[Any]] = (None, {}, {"operator": "and", "conditions": []})
# How often a filter is drawn until it divides the records, and how far its share may be from a half.
_TRIES: Final = 4
_DIVIDES: Final = 0.4
# The groups about the rows of one relation.
_RELATED: Final = ("same_row", "count_rows", "all_rows", "all_rows")
# Numbers of rows, most often of some.
_ROWS: Final = (1, 2, 1, 2, 0, 3, 2.0, 1.5, 0.5, 5, -1, 2**63, 1e300)
# Parts of times, and what may be asked of them.
_PARTS: Final = tuple(PARTS)
_OF_A_PART: Final = sorted(operators_of(DataType.NUMERIC))
# So many records tell how full an answer is.
_SEEN: Final = 32


def filters(
    dataset: Dataset,
    rows: Rows | None = None,
    *,
    max_rows: int = MAX_ROWS,
    now: datetime = NOW,
    timezone: str | tzinfo | None = None,
    max_depth: int = 3,
    week_start: str | None = None,
    scope: Scope | None = None,
    values: Mapping[Any, Sequence[Any]] | None = None,
) -> st.SearchStrategy[Any]:
    """Return filters, always valid for a dataset, whose operands often hit.

    With `rows` most filters keep some records and leave out others: the best of several draws, by what the
    interpreter says. Operands are near to `rows` if given, else to what the strategy `rows` draws with the
    same `max_rows`, `now`, `timezone` and `values`; give `now`, `timezone`, `week_start` and `scope` to what
    is tested, too. Groups nest up to
    `max_depth` deep, or as deep as the dataset's limits allow. Raises
    `ValueError` for a dataset with nothing to filter on.

    >>> from sqlalchemy import Column, Integer, MetaData, Table
    >>> from widgetql.fields import Field
    >>> calls = Table("calls", MetaData(), Column("id", Integer), Column("duration", Integer))
    >>> dataset = Dataset(calls, id=calls.c.id, fields={"duration": Field(calls.c.duration)})
    >>> strategy = filters(dataset)
    """
    zone = dataset.zone if timezone is None else zone_of(timezone)
    plan = Plan(
        dataset, max_rows, now, zone,
        week_start=week_start, scope=scope, values=pools_of(dataset, values),
    )  # fmt: skip
    return _filters(Conditions(plan, rows), depth_for(dataset, max_depth))


@st.composite
def _filters(draw: st.DrawFn, conditions: Conditions, depth: int) -> Any:
    return conditions.draw(picker(draw), depth)


def fullness_of(plan: Plan, rows: Rows) -> Fullness:
    """Return what tells how full answers over rows are: of many records, by the first ones."""
    own = base_of(plan.dataset.table)
    return Fullness(plan.world({**rows, own: rows.get(own, ())[:_SEEN]}), plan.world(rows))


def depth_for(dataset: Dataset, wanted: int) -> int:
    """Return how deep groups of three may nest under the dataset's limits."""
    limits = dataset.limits
    depth = min(wanted, limits.max_depth)
    while depth and 3**depth > limits.max_conditions:
        depth -= 1
    return depth


def filterable(dataset: Dataset) -> list[Found]:
    """Return the paths that filters may name, some keys of each JSON column among them."""
    found: list[Found] = []
    for path, declared in dataset.paths.items():
        if not declared.leaf.filter or not declared.leaf.operators:
            continue
        if declared.is_document:
            keys = (dataset.find(f"{path}.{key}") for key in ("region", "region", *JSON_KEYS))
            found += [key for key in keys if key is not None]
        else:
            found.append(declared)
    return found


class Conditions:
    """The filters of a dataset, `without` some paths; `fullness` tells what they keep of the rows."""

    def __init__(
        self,
        plan: Plan,
        rows: Rows | None = None,
        without: frozenset[str] = frozenset(),
        fullness: Fullness | None = None,
    ) -> None:
        self.found = [found for found in filterable(plan.dataset) if found.path not in without]
        if not self.found:
            raise ValueError("the dataset has no field that may be filtered")
        self.plan = plan
        self.operands = Operands(plan, rows)
        self.fullness = fullness_of(plan, rows) if fullness is None and rows is not None else fullness
        self._under: dict[str, list[list[list[Found]]]] = {}

    def draw(self, pick: Pick, depth: int) -> Any:
        """Draw a whole filter: a tree, or now and then nothing."""
        return pick(BLANKS) if pick(range(30)) == 29 else self.dividing(pick, depth)

    def dividing(self, pick: Pick, depth: int) -> Any:
        """Draw a tree that most often keeps a tenth to nine tenths of the records."""
        if self.fullness is None or not pick(range(8)):
            return self.affordable(pick, depth)
        drawn, share = self._best(pick, max(depth - 1, 0))
        if not depth or abs(share - 0.5) <= _DIVIDES:
            return drawn
        # Turned by a condition that does: it keeps too few, or too many.
        turning, _ = self._best(pick, 0)
        turned = {"operator": "or" if share < 0.5 else "and", "conditions": [drawn, turning]}
        return turned if self.may_be_searched(turned) else drawn

    def _best(self, pick: Pick, depth: int) -> tuple[Any, float]:
        """The tree of several that keeps the nearest to half of the records, and the share that it keeps."""
        assert self.fullness is not None
        best, kept = None, 2.0
        for _ in range(_TRIES):
            drawn = self.affordable(pick, depth)
            share = self.fullness.share(drawn)
            if abs(share - 0.5) < abs(kept - 0.5):
                best, kept = drawn, share
            if abs(share - 0.5) <= _DIVIDES:
                break
        return best, kept

    def affordable(self, pick: Pick, depth: int) -> Any:
        """Draw a tree that the dataset's limits allow to search for, the less deep the dearer it is."""
        tree = self.tree(pick, depth)
        while depth and not self.may_be_searched(tree):
            depth -= 1
            tree = self.tree(pick, depth)
        return tree

    def may_be_searched(self, tree: Any) -> bool:
        """Tell whether the dataset's limits allow to search for a tree."""
        limits = self.plan.dataset.limits
        conditions = list(_conditions(tree))
        found = [(self.plan.dataset.find(one["field"]), one["op"], negated) for one, negated in conditions]
        known = [(path, op, negated) for path, op, negated in found if path is not None]
        cost = sum(_most_cost(*one) for one in known) + NEGATED_TO_MANY * _negated_rows(tree)
        steps = sum(len(path.steps) for path, _, _ in known)
        return cost <= limits.max_search_cost and steps <= limits.max_relations

    def tree(self, pick: Pick, depth: int, prefix: str = "") -> Any:
        """Draw a condition, or a group of groups up to a depth, about paths under a prefix."""
        kind = pick(("condition", "and", "or", "not", "related")) if depth else "condition"
        if kind == "related":
            relations = [relation for relation in _relations(self.found) if relation.startswith(prefix)]
            kind, prefix = (pick(_RELATED), pick(relations)) if relations else ("and", prefix)
        if kind == "condition":
            return self.condition(pick, prefix)
        parts = [self.tree(pick, depth - 1, prefix) for _ in range(pick((1, 2, 2, 3)))]
        if kind == "and" and pick(range(8)) == 7:
            parts.append(pick(BLANKS))
        counted = _number(pick) if kind == "count_rows" else {}
        return {"operator": kind, **counted, "conditions": parts}

    def condition(self, pick: Pick, prefix: str = "") -> Any:
        """Draw one condition about a path under a prefix."""
        if prefix not in self._under:
            self._under[prefix] = _fairly([one for one in self.found if f"{one.path}.".startswith(prefix)])
        found = pick(pick(pick(self._under[prefix])))
        if reads_instants(found.leaf) and pick((False, True, False)):
            part, op = pick(_PARTS), pick(_OF_A_PART)
            value = self.operands.part(found, part, op, pick)
            return {"field": found.path, "part": part, "op": op, "value": value}
        op = pick(_operators(found))
        return {"field": found.path, "op": op, "value": self.operands.draw(found, op, pick)}


def _conditions(tree: Any, negated: bool = False) -> Iterator[tuple[dict[str, Any], bool]]:
    """The conditions of a filter, and whether a `not` is around each."""
    if tree and "conditions" in tree:
        for part in tree["conditions"]:
            yield from _conditions(part, negated or tree["operator"] in ("not", "all_rows"))
    elif tree:
        yield tree, negated


def _negated_rows(tree: Any, negated: bool = False) -> int:
    """How many groups about related rows may be denied: each is one such condition more."""
    if not tree or "conditions" not in tree:
        return 0
    operator = tree["operator"]
    inside = negated or operator == "not"
    own = operator in ("count_rows", "all_rows") or (negated and operator == "same_row")
    return own + sum(_negated_rows(part, inside) for part in tree["conditions"])


def _number(pick: Pick) -> dict[str, Any]:
    """How many rows a group asks for."""
    op = pick(COUNTED)
    if op == "between":
        return {"op": op, "value": [pick(_ROWS), pick(_ROWS)]}
    return {
        "op": op,
        "value": [pick(_ROWS) for _ in range(pick((1, 2, 3, 0)))] if op == "in" else pick(_ROWS),
    }


def _most_cost(found: Found, op: str, negated: bool) -> float:
    """What a condition costs to search for at most."""
    negated = negated or op in ("neq", "nin", "isnull")
    related = found.to_many > 0
    return search_cost(found, op, DataType.STRING, negated=negated, related=related, indexed=False)


def _is_decimal(leaf: Any) -> bool:
    return isinstance(leaf, Field) and leaf.storage is Storage.DECIMAL


def _operators(found: Found) -> list[str]:
    """The operators of a path; patterns, a language of their own, twice."""
    operators = sorted(found.leaf.operators)
    return [*operators, "regex"] if "regex" in found.leaf.operators else operators


def _fairly(paths: Sequence[Found]) -> list[list[list[Found]]]:
    """The paths by how they are related, then by relation or storage: no kind may crowd out another.

    The record's own are drawn as often as those of both kinds of relations.
    """
    own = [found for found in paths if not found.steps]
    to_one = [found for found in paths if found.steps and not found.to_many]
    to_many = [found for found in paths if found.to_many]
    related = [_by_relation(found) for found in (to_one, to_many) if found]
    stored = [*by_storage(own, lambda found: found).values()]
    # Of a document there are many keys; between two decimals there is what is none.
    stored += [one for one in stored if isinstance(one[0].leaf, JsonKeys) or _is_decimal(one[0].leaf)]
    return [stored] * (max(1, len(related)) if own else 0) + related


def _by_relation(paths: Iterable[Found]) -> list[list[Found]]:
    grouped: dict[tuple[str, bool], list[Found]] = {}
    for found in paths:
        grouped.setdefault((found.steps[-1].path, isinstance(found.leaf, JsonKeys)), []).append(found)
    return list(grouped.values())


def _relations(paths: Iterable[Found]) -> list[str]:
    """The to-many relations on the way to some path, each with a dot at its end."""
    steps = (step for found in paths for step in found.steps)
    return sorted({step.path + "." for step in steps if isinstance(step.relation, ToMany)})
