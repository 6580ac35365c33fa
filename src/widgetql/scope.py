"""The host's scope, read so that it fails closed: what cannot be guarded is refused, never silently read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from reprlib import Repr
from typing import Any, Final, NoReturn, TypeVar, cast

from sqlalchemy import Table, and_, bindparam
from sqlalchemy import types as sa
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import (
    AsBoolean,
    BinaryExpression,
    BindParameter,
    BooleanClauseList,
    ColumnClause,
    ColumnElement,
    ExpressionClauseList,
    False_,
    Grouping,
    Label,
    Null,
    TextClause,
    True_,
    UnaryExpression,  # pyright: ignore[reportPrivateUsage]
)
from sqlalchemy.sql.lambdas import LambdaElement
from sqlalchemy.sql.selectable import Exists, FromClause, ScalarSelect, SelectBase

from widgetql.capturing import captors, name_of, seen_by_itself
from widgetql.dataset import Dataset
from widgetql.entities import behind_alias, column_of, copied, criteria_in, criterion_of, table_of, told
from widgetql.errors import shown
from widgetql.fields import Elements
from widgetql.storage import undecorated
from widgetql.subqueries import is_constant, is_from, is_table, is_text, parameters_in, parts_of, rebased
from widgetql.types import Scope

# What a boolean column may be asked, and what is arithmetic though SQLAlchemy calls it Boolean.
_ARITHMETIC: Final = frozenset(
    {operators.add, operators.sub, operators.mul, operators.truediv, operators.floordiv, operators.mod}
)
_ALL: Final = "sqlalchemy.true() where all may be seen"
# A subquery that stands as a value: no condition can be put on it, but a host may say that it is right.
_VALUES: Final = (SelectBase, ScalarSelect, Exists)
_Read = TypeVar("_Read")
_LONGEST: Final = 80


def scope_of(
    scope: Scope | None, dataset: Dataset, *, required: bool = False
) -> Mapping[FromClause, ColumnElement[bool]]:
    """Return the scope option as a mapping from tables to conditions.

    Raises `ValueError` for what would guard nothing: a condition that is none, a mapping that does not decide
    on the dataset's table, an alias that the dataset does not read, a table under another object's name, and
    a guarded table that is read where no condition can be put. A table that the dataset does not read is
    fine: one scope may serve many datasets.

    >>> from widgetql.testing.example import calls, dataset
    >>> {table.name: str(condition) for table, condition in scope_of(calls.c.id != 3, dataset).items()}
    {'calls': 'calls.id != :id_1'}
    >>> scope_of({calls: None}, dataset)
    {}
    """
    if scope is None:
        if required:
            raise ValueError(
                "scope: this Dataset has scope_required=True: say scope=, the host's own condition"
            )
        return {}
    decisions = _decisions(scope, dataset)
    conditions = {table: found for table, found in decisions.items() if found is not None}
    for table, condition in conditions.items():
        _judge(table, condition, dataset)
    _check_keys(decisions, dataset)
    _check_reads(decisions, dataset)
    for table, criterion in _criteria(scope, dataset):
        if _is_implied(table, criterion, dataset):
            continue
        conditions[table] = and_(conditions[table], criterion)
    return {table: seen_by_itself(table, condition) for table, condition in conditions.items()}


def _decisions(scope: Scope, dataset: Dataset) -> dict[Any, ColumnElement[bool] | None]:
    """Return what the scope says of each table: a condition, or None where all may see it."""
    if not isinstance(scope, Mapping):
        base = behind_alias(dataset.table)
        condition = _condition(base, scope)
        return {base: condition if base is dataset.table else rebased(condition, {dataset.table: base})}
    found: dict[Any, ColumnElement[bool] | None] = {}
    for entity, given in scope.items():
        table: Any = entity if _is(entity, *_VALUES) else _entity(table_of, entity)
        if table in found:
            raise ValueError(
                f"scope: two keys are the table {_shown(table)}: join their conditions by and_()"
            )
        if given is None and criterion_of(entity) is not None:
            said = f"{_shown(entity)} shares {table} with other classes: None is said of {table}"
            raise ValueError(f"scope: {said}")
        if given is not None and table is entity and isinstance(entity, _VALUES):
            raise ValueError(
                f"scope: no condition can be put on {_shown(table)}: write it inside, and say None"
            )
        found[table] = None if given is None else _condition(table, given)
    if not {dataset.table, behind_alias(dataset.table)} & found.keys():
        table = behind_alias(dataset.table)
        raise ValueError(
            f"scope: nothing is said of {_shown(table)}, the dataset's own table: give it a condition, "
            "or None where all may see it"
        )
    return found


def _criteria(scope: Scope, dataset: Dataset) -> Iterator[tuple[Any, ColumnElement[bool]]]:
    """Yield tables that ORM classes share, each with what tells the rows of a class that the scope speaks of.

    Of others its condition does not hold, as in the ORM's own statements since SQLAlchemy 2.1.
    """
    if not isinstance(scope, Mapping):
        base = behind_alias(dataset.table)
        yield from ((base, rebased(one, {dataset.table: base})) for one in criteria_in(scope))
        return
    for entity, given in scope.items():
        if given is not None:
            criterion = criterion_of(entity)
            criteria = [*criteria_in(given), *([] if criterion is None else [criterion])]
            yield from ((table_of(entity), one) for one in criteria)


def _is_implied(table: Any, criterion: Any, dataset: Dataset) -> bool:
    """Tell whether a dataset reads no other rows of a table anyway."""
    relations = [step.relation for step in dataset.steps if not isinstance(step.relation, Elements)]
    read = [cast(Any, one.criterion) for one in (dataset, *relations) if behind_alias(one.table) is table]
    kinds = {*criterion.right.effective_value}
    return all(own is not None and kinds.issuperset(own.right.effective_value) for own in read)


def _condition(table: FromClause, given: Any) -> ColumnElement[bool]:
    if isinstance(given, TextClause | SelectBase | LambdaElement) or not (
        isinstance(given, ColumnElement) or hasattr(given, "__clause_element__")
    ):
        _refuse(table, f"{_shown(given)}, no expression of SQLAlchemy's over columns", "compare its columns")
    return _settled(_entity(column_of, given))


def _entity(read: Callable[[Any], _Read], given: Any) -> _Read:
    """Read a table or a column that the host named; what is none is said to be the scope's."""
    try:
        return read(given)
    except ValueError as error:
        raise ValueError(f"scope: {error}") from None


def _settled(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Give each parameter that has a name, or is called, its value, under a name of its own.

    By its name a value of a document's could take its place; and SQLAlchemy forgets to call it where it has
    kept the same statement with a plain value.
    """
    loose = {id(one) for one in parameters_in(condition) if _is_loose(one)}
    if not loose:
        return condition

    def settled(part: Any) -> Any:
        if id(part) in loose:
            return bindparam(
                None, part.effective_value, type_=part.type, unique=True,
                expanding=part.expanding, literal_execute=part.literal_execute,
            )  # fmt: skip
        return part if is_from(part) and not any(map(_is_loose, parameters_in(part))) else None

    return copied(condition, settled)


def _is_loose(parameter: Any) -> bool:
    is_given = parameter.callable is not None or not parameter.required
    return is_given and (parameter.callable is not None or not parameter.unique)


def _judge(table: FromClause, condition: ColumnElement[bool], dataset: Dataset) -> None:
    """Check a condition, once for each structure: its values are no part of the verdict."""
    structure = condition._generate_cache_key()  # pyright: ignore[reportPrivateUsage]

    def judged() -> bool:
        _check_condition(table, condition, dataset)
        return _tells_tables_apart(condition)

    # Two subqueries of one SELECT, two tables without columns' types, have one structure.
    if structure is None or not dataset.kept.get(("scope", table, structure.key), judged):
        _check_condition(table, condition, dataset)


def _tells_tables_apart(condition: ColumnElement[bool]) -> bool:
    """Tell whether another condition of the same structure reads the same objects: tables themselves."""
    return all(_is(getattr(part.element, "table", part.element), Table) for part in parts_of(condition))


def _check_condition(table: FromClause, condition: ColumnElement[bool], dataset: Dataset) -> None:
    rows = {table, behind_alias(table)}
    foreign: set[str] = set()
    parts = list(parts_of(condition, rows))
    for part in parts:
        if is_text(part.element):
            if not is_constant(part.element):
                wrong = f"SQL text, {_shown(part.element)}, which cannot follow {_shown(table)} onto an alias"
                _refuse(table, wrong, "write it with columns and functions")
        elif getattr(part.element, "table", part.element) is None:
            _refuse(table, f"{_shown(part.element)}, a column of no table", "name its table's column")
        elif part.is_free and part.element.table not in rows:
            foreign.add(_other(part.element.table, rows))
    own = {dataset.table} if behind_alias(dataset.table) in rows else set[FromClause]()
    for name in (name for row in rows | own for name in captors(row, condition)):
        wrong = f"one over something else named {name}, which SQL would take for the row around it"
        _refuse(table, wrong, "give that another name")
    if foreign:
        read = ", ".join(sorted(foreign))
        raise ValueError(f"scope: the condition on {_shown(table)} reads columns of {read}")
    for wrong, instead in _faults(condition):
        _refuse(table, wrong, instead)
    if parts and not any(part.is_free and not is_text(part.element) for part in parts):
        wrong = f"{_shown(condition)}, which holds for every row or for none: it reads no column of the row"
        _refuse(table, wrong, f"compare one with what the subquery selects, or write {_ALL}")


def _other(table: FromClause, rows: set[FromClause]) -> str:
    """Name a table whose columns a condition may not read; a twin of one that it may read has its name."""
    name = _shown(table)
    if name in {_shown(one) for one in rows}:
        return f"{name}, which is another object (made or reflected twice)"
    return name


def _faults(element: Any) -> Iterator[tuple[str, str]]:
    """Yield what is no condition in what should be one, and what to write instead."""
    match element:
        case True_() | False_():
            pass
        case BooleanClauseList():
            parts = list(element.clauses)
            if not parts:
                yield "an and_() or or_() of nothing", f"write {_ALL}"
            for part in parts:
                yield from _faults(part)
        case _ if _is(element, AsBoolean, Grouping, Label) or _is_negation(element):
            yield from _faults(element.element)
        case Null():
            yield (
                "null(), which holds for no row and for every row of its negation",
                f"write {_ALL}, or false()",
            )
        case BindParameter():
            yield "a value alone", f"compare it with a column, or write {_ALL}"
        case _ if not _is_boolean(element):
            what = f"{_shown(element)} of type {_shown(element.type)}"
            said = (
                ""
                if _is(element, ColumnClause)
                else ", or say type_coerce(..., Boolean) if it is a condition"
            )
            yield what, f"compare it{said}"
        case _ if all(is_text(part.element) for part in parts_of(element)):
            yield f"{_shown(element)}, which reads no column", f"compare a column, or write {_ALL}"
        case _:
            pass


def _is_negation(element: Any) -> bool:
    return _is(element, UnaryExpression) and element.operator is operators.inv


def _is_boolean(element: Any) -> bool:
    """Tell whether an expression is a condition: by its operator, else by its type."""
    operator: Any = getattr(element, "operator", None)
    if _is(element, BinaryExpression):
        if operators.is_comparison(operator):
            return True
        # `op()` takes over the type of its left side where nobody says another.
        if isinstance(operator, operators.custom_op) and element.type is element.left.type:
            return False
    elif _is(element, Exists):
        return True
    elif _is(element, UnaryExpression, ExpressionClauseList):
        return False
    return operator not in _ARITHMETIC and isinstance(undecorated(element.type), sa.Boolean)


def _is(element: object, *classes: type) -> bool:
    # As `isinstance`, after which a type checker takes the element's own types for unknown.
    return isinstance(element, classes)


def _check_keys(decisions: Mapping[Any, Any], dataset: Dataset) -> None:
    """Refuse keys that look as if they guarded what they do not."""
    for table in decisions:
        if _is(table, *_VALUES):
            continue
        if (
            table is not behind_alias(table)
            and table not in dataset.tables
            and not _stands_within(table, dataset)
        ):
            wrong = f"{_shown(table)} is an alias that the dataset does not read"
            raise ValueError(f"scope: {wrong}: name its table")
        if not is_table(table):
            _check_twin(table, dataset)
            continue
        for read in dataset.tables_by_name.get(table.name.casefold(), ()):
            if read is not table and _passes_for(table, read, read in decisions):
                raise ValueError(
                    f"scope: the dataset reads a table {read} that is another object than the key {table} "
                    "(reflected twice, or of another MetaData): name the one that it reads"
                )


def _check_twin(key: Any, dataset: Dataset) -> None:
    """Refuse a subquery that the dataset does not read itself, but another that may be meant."""
    sources = {one for table in dataset.tables for one in (table, behind_alias(table))}
    if key in sources or _stands_within(key, dataset):
        return
    for read in sources:
        if not is_table(behind_alias(read)) and (
            name_of(read) == name_of(key) is not None or read.compare(key)
        ):
            raise ValueError(
                "scope: the dataset reads a subquery that is another object than the key "
                f"{_shown(key)} (made twice of one SELECT, or of one name): name the one that it reads"
            )


def _passes_for(table: Any, read: Any, is_decided: bool) -> bool:
    """Tell whether a key may be meant for a table that is read, which is another object."""
    if (table.name, table.schema) == (read.name, read.schema):
        return True
    # Which schema is the default, and whether case counts, is the database's affair.
    return not is_decided and (table.schema == read.schema or None in (table.schema, read.schema))


def _stands_within(key: Any, dataset: Dataset) -> bool:
    return any(one is key for read in dataset.reads for one in read.within)


def _check_reads(decisions: Mapping[Any, Any], dataset: Dataset) -> None:
    """Refuse a guarded table that a subquery of the dataset's declaration reads."""
    for read in dataset.reads:
        guarded = decisions.get(read.element) is not None
        if is_text(read.element):
            guarded = any(found is not None for found in decisions.values())
        if not guarded or any(_is_said_of(one, read.sources, decisions) for one in read.within):
            continue
        what = "SQL text" if is_text(read.element) else _shown(read.element)
        raise ValueError(
            f"scope: {read.place} reads {what} inside a subquery, where no condition can be put: relate the "
            "table instead, or let the scope decide on that subquery itself, as a key: None where it shows "
            "only what all may see"
        )


def _is_said_of(one: Any, sources: frozenset[FromClause], decisions: Mapping[Any, Any]) -> bool:
    """Tell whether the scope decides on a subquery: by a condition only where one can be put on it."""
    return any(
        (key is one or key is behind_alias(one)) and (found is None or one in sources)
        for key, found in decisions.items()
    )


def _refuse(table: FromClause, what: str, instead: str) -> NoReturn:
    raise ValueError(f"scope: the condition on {_shown(table)} is {what}: {instead}")


class _Short(Repr):
    """The repr of the beginning of what is long; of what has none, its class."""

    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = _LONGEST

    def repr_int(self, x: int, level: int) -> str:  # noqa: ARG002
        # Python writes no huge one.
        return shown(x)


def _shown(element: Any) -> str:
    """Write what a host passed, short: an expression as its SQL, anything else as its repr."""
    if _is(element, FromClause) and not _is(element, ColumnElement):
        text = told(element)
    else:
        is_sql = _is(element, ColumnElement, TextClause, SelectBase)
        text = str(element) if is_sql else _Short().repr(element)
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
