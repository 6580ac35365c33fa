"""Whether a database keeps what a dataset's declaration promises: asked of the rows themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from sqlalchemy import (
    JSON,
    Connection,
    String,
    and_,
    func,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause, Select
from sqlalchemy.types import NullType

from widgetql.advice import is_canonical, may_be_others
from widgetql.catalogued import Listed, declared_columns, wanted_indexes
from widgetql.charts.wire import key_on_the_wire
from widgetql.columns import Context, raw_present, read
from widgetql.fields import Dynamic, Elements, Field, ToOne
from widgetql.findings import Fault as Fault
from widgetql.findings import Finding as Finding
from widgetql.join_keys import keys_and_rest
from widgetql.joins import Joined, related
from widgetql.paths import Found, Step, chooser_path, columns_of
from widgetql.rows import Rows
from widgetql.sql.elements import beside
from widgetql.sql.keys import key_of
from widgetql.sql.possible import in_window, is_other
from widgetql.sql.profile import profile_of
from widgetql.sql.time import Instant
from widgetql.storage import KEY_PARTS, has_quotient, storage_of
from widgetql.transactions import Transaction

Progress: TypeAlias = Callable[[int, int, str], object]
"""What is told before each question: how many are answered, of how many, and what comes next."""

# As many records as a finding names.
_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found: nothing, if `findings` is empty."""

    findings: tuple[Finding, ...]
    questions: int

    def __str__(self) -> str:
        """Return a report to be read: a line a finding."""
        if not self.findings:
            return f"{self.questions} promises, all kept"
        head = f"{len(self.findings)} of {self.questions} promises are broken"
        return "\n".join([head, *(f"- {finding}" for finding in self.findings)])


@dataclass(frozen=True, slots=True)
class _Question:
    """A promise: one statement selects a key of each row that breaks it, `shown` what one of them holds."""

    place: str
    fault: Fault
    broken: Select[Any]
    message: str
    shown: Select[Any] | None = None

    def ask(self, connection: Connection) -> Finding | None:
        inner = self.broken.subquery()
        count: int = connection.execute(select(func.count()).select_from(inner)).scalar_one()
        if not count:
            return None
        named = _read(connection, self.broken.limit(_NAMED))
        examples = tuple(None if one is None else key_on_the_wire(one) for one in named)
        held = None if self.shown is None else next(iter(_read(connection, self.shown.limit(1))), None)
        return Finding(self.place, self.fault, count, examples, self.message.format(count, held))


def _read(connection: Connection, asked: Select[Any]) -> Sequence[Any]:
    """Return the values of a statement's column; as the driver gives them where one is none of its type."""
    try:
        return connection.execute(asked).scalars().all()
    except (LookupError, TypeError, ValueError):
        (column,) = asked.subquery().c
        return connection.execute(select(type_coerce(column, NullType()))).scalars().all()


def audit(dataset: Any, connection: Any, progress: Progress | None = None) -> Audit:
    """Ask a database whether it keeps what a dataset promises; each question reads a whole table."""
    transaction = Transaction(connection)
    profile = profile_of(transaction.connection.dialect.name)
    asked = [*_of_ids(dataset), *_of_relations(dataset), *_of_values(dataset)]
    asked += _of_spellings(dataset) if profile.times_as_text else []
    listed: list[Listed] = [*wanted_indexes(dataset)] if profile.lists_indexes else []
    listed += declared_columns(dataset) if profile.lists_types else []
    findings: list[Finding] = []
    for done, question in enumerate(asked):
        if progress is not None:
            progress(done, len(asked), question.place)
        finding = _answer(question, transaction)
        findings += [] if finding is None else [finding]
    told = [one.ask(transaction.connection) for one in listed]
    findings += [one for one in told if one is not None]
    if progress is not None:
        progress(len(asked), len(asked), "")
    return Audit(tuple(findings), len(asked) + len(listed))


def _answer(question: _Question, transaction: Transaction) -> Finding | None:
    """Ask a question; that the database cannot read the values is a finding of its own."""
    try:
        with transaction.surviving():
            return question.ask(transaction.connection)
    except DBAPIError as error:
        if transaction.is_lost:
            raise
        said = str(error.orig).splitlines()[0]
        return Finding(question.place, "unreadable", 0, (), f"the database refuses to read it: {said}")


def _of_ids(dataset: Any) -> Iterator[_Question]:
    rows = Rows(dataset.table, dataset.table, dataset.criterion)
    guard = Context().guard(rows)
    id = dataset.id if len(dataset.ids) == 1 else key_of(dataset.ids)
    missing = (
        select(id).select_from(dataset.table).where(or_(*(one.is_(None) for one in dataset.ids)), *guard)
    )
    yield _Question("id", "missing_id", missing, "{} records have no id")
    repeated = (
        select(id)
        .select_from(dataset.table)
        .where(*(one.is_not(None) for one in dataset.ids), *guard)
        .group_by(*dataset.ids)
        .having(func.count() > 1)
    )
    said = "{} ids are of several records each: a filter selects all or none of them"
    yield _Question("id", "repeated_id", repeated, said)


def _of_relations(dataset: Any) -> Iterator[_Question]:
    for step in dataset.steps:
        if isinstance(step.relation, ToOne):
            yield from _of_relation(step, dataset)


def _of_relation(step: Step, dataset: Any) -> Iterator[_Question]:
    """Yield whether a to-one relation leads to one row: no more, and where it is promised no fewer."""
    pairs, others = keys_and_rest(step)
    if not pairs:
        return
    context, parent = Context(), Rows(step.parent, step.parent)
    theirs = related(step, parent)
    keys = [theirs.of(key) for key, _ in pairs]
    alone = [theirs.of(one) for one in others]
    several = (
        select(keys[0])
        .select_from(theirs.source)
        .where(*(key.is_not(None) for key in keys), *alone, *context.guard(theirs))
        .group_by(*keys)
        .having(func.count() > 1)
    )
    yield _Question(
        step.path,
        "two_rows",
        several,
        "{} keys lead to several rows: declare it ToMany, or make on= narrower",
    )
    own = [parent.of(one) for _, one in pairs]
    tied = and_(*(key == one for key, one in zip(keys, own, strict=True)), *alone, *context.guard(theirs))
    none = ~select(theirs.source).where(tied).correlate(step.parent).exists()
    name = _name_of(step.parent, dataset)
    if isinstance(step.relation, ToOne) and step.relation.always_present:
        lacking = select(name).select_from(step.parent).where(none)
        yield _Question(
            step.path, "no_row", lacking, "{} rows lead to none, and always_present says that all have one"
        )
    else:
        dangling = select(name).select_from(step.parent).where(and_(*(one.is_not(None) for one in own)), none)
        yield _Question(step.path, "dangling_key", dangling, "{} rows have a key that leads to no row")


def _of_values(dataset: Any) -> Iterator[_Question]:
    for path, found in dataset.paths.items():
        relation = found.steps[-1].relation if found.steps else None
        if isinstance(relation, Elements):
            # What JSON holds beside values of a type is no mistake.
            if not isinstance(relation.item, JSON):
                yield _of_elements(path, found, dataset)
        elif isinstance(found.leaf, Field):
            yield _of_field(path, found, dataset)
        elif isinstance(found.leaf, Dynamic):
            yield from _of_dynamic(path, found, dataset)


def _of_field(path: str, found: Found, dataset: Any) -> _Question:
    """Ask whether each stored value of a field spells one of its type."""
    context, rows = Context(dataset.zone), _rows_of(found, dataset)
    column = columns_of(found.leaf)[0]
    # By 0 a quotient is missing, and left as it is an error on some databases.
    stored = rows.of(column) if has_quotient(column) else rows.as_stored(column)
    reading = read(found, rows, context)
    bad = select(_name_of(rows.table, dataset)).select_from(rows.source)
    bad = bad.where(stored.is_not(None), reading.missing, *context.guard(rows))
    return _Question(path, "misspelt_value", bad, f"{{}} values are no {reading.type}: they read as missing")


def _of_spellings(dataset: Any) -> Iterator[_Question]:
    """Yield whether times are spelt as SQLAlchemy does, which is read fastest."""
    for path, found in dataset.paths.items():
        leaf = found.leaf
        if not isinstance(leaf, Field) or not may_be_others(leaf, canonical=False):
            continue
        rows, canonical = _rows_of(found, dataset), is_canonical(leaf, dataset)
        stored = rows.of(leaf.column)
        # What is no time at all is found by itself.
        kind = Instant(leaf.storage, leaf.timezone or dataset.zone)
        spelt = [is_other(type_coerce(stored, kind)), in_window(stored, kind, None, None)]
        said = "{} times are not spelt as SQLAlchemy does but, for example, {!r}: "
        said += "canonical=True promises that none is" if canonical else "reading them takes longer"
        where = [*spelt, *Context().guard(rows)]
        broken = select(_name_of(rows.table, dataset)).select_from(rows.source).where(*where)
        shown = select(type_coerce(stored, String())).select_from(rows.source).where(*where)
        yield _Question(path, "other_spelling", broken, said, shown)


def _of_elements(path: str, found: Found, dataset: Any) -> _Question:
    """Ask the same of each element of an array; named are the rows that have them."""
    context, parent = Context(dataset.zone), _rows_of(replace(found, steps=found.steps[:-1]), dataset)
    rows = related(found.steps[-1], parent)
    reading, stored = read(found, rows, context), rows.as_stored(columns_of(found.leaf)[0])
    bad = select(_name_of(parent.table, dataset)).select_from(beside(parent.source, rows.source, true()))
    bad = bad.where(stored.is_not(None), reading.missing, *context.guard(parent))
    said = f"{{}} elements are no {reading.type}: they read as missing"
    return _Question(path, "misspelt_value", bad, said)


def _of_dynamic(path: str, found: Found, dataset: Any) -> Iterator[_Question]:
    """Ask whether each stored value spells one of the type that its metric says, and whether that is one."""
    leaf: Any = found.leaf
    for name, kind in {None: None, **leaf.kinds}.items():
        joined = Joined(_rows_of(found, dataset), Context(dataset.zone))
        owner, chooser = joined.root, dataset.paths[chooser_path(found)]
        own_steps = chooser.steps[len(found.steps) :]
        told = joined.rows_of(own_steps, len(own_steps)).of(leaf.kind)
        bad = joined.into(select(_name_of(owner.table, dataset))).where(raw_present(leaf, owner))
        if kind is None:
            bad = bad.where(told.is_not(None), told.not_in(list(leaf.kinds)), *joined.context.guard(owner))
            said = f"{{}} values are of a kind that is none of {', '.join(map(str, leaf.kinds))}"
            yield _Question(path, "unknown_kind", bad, said)
        else:
            reading = read(found, owner, joined.context, kind.type)
            bad = bad.where(told == name, reading.missing, *joined.context.guard(owner))
            said = f"{{}} values of kind {name} are no {kind.type}: they read as missing"
            yield _Question(path, "misspelt_value", bad, said)


def _rows_of(found: Found, dataset: Any) -> Rows:
    if not found.steps:
        return Rows(dataset.table, dataset.table, dataset.criterion)
    relation = found.steps[-1].relation
    return Rows(relation.table, relation.table, relation.criterion)


def _name_of(table: FromClause, dataset: Any) -> ColumnElement[Any]:
    """Return what tells a row of a table from the others, as far as that is declared."""
    keys = list(dataset.ids if table is dataset.table else table.primary_key)
    if len(keys) > 1 and all(storage_of(one.type) in KEY_PARTS for one in keys):
        return key_of(keys)
    return keys[0] if keys else next(iter(table.c))
