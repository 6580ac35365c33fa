"""Which stored times compare as they are: where a database stores texts, those that SQLAlchemy wrote.

That is asked before a statement is written, in the same state of the database; of an index if there
is one on what others wrote.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from sqlalchemy import Table
from sqlalchemy.sql.elements import ColumnElement

from widgetql.advice import is_canonical
from widgetql.columns import Context, kind_of
from widgetql.execution import Runner
from widgetql.fields import Field
from widgetql.own_times import condition_on
from widgetql.plan.bucketing import Choice
from widgetql.plan.query import Scan
from widgetql.remembered import remembered
from widgetql.snapshot import Snapshot
from widgetql.sql.possible import others, others_anywhere, others_between
from widgetql.sql.profile import profile_of
from widgetql.sql.time import Instant
from widgetql.storage import Storage

_NO_OTHERS: Final = Choice(
    "texts",
    "no other program wrote a time of the range: recommended_indexes has an index to ask, and "
    "canonical=True promises it",
)
_OTHERS: Final = Choice("instants", "another program wrote times of the range: each is read first")
# As many ranges of one column are remembered.
_MOST: Final = 64


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a scan's times before its SQL is written.

    `of_range`: timestamps inside the range are such as SQLAlchemy writes; `are_texts`: timestamps are texts
    that others may have written; `columns`: those that no other program wrote into.
    """

    of_range: bool
    are_texts: bool
    columns: frozenset[ColumnElement[Any]]


class KnownTimes:
    """What is known of the times that a scan reads.

    `assumed` is what is taken for known of the timestamp: `are_as_assumed` asks it afterwards.
    """

    def __init__(self, scan: Scan, context: Context, runner: Runner, assumed: bool | None) -> None:
        self._range: Final = scan.range
        self._context: Final = context
        self._runner: Final = runner
        self._assumed: Final = assumed
        self._dataset: Final = scan.dataset

    def found(self) -> Facts:
        """Return what the SQL depends on."""
        return Facts(self.of_range, self.are_texts, self.columns)

    @remembered
    def columns(self) -> frozenset[ColumnElement[Any]]:
        """The columns that no other program wrote into: those that have an index on what it wrote."""
        if not profile_of(self._runner.dialect).times_as_text:
            return frozenset()
        fields = self._dataset.others_may_write
        snapshot = self._runner.snapshot() if fields else None
        if snapshot is None or self._is_translated:
            return frozenset()

        def known() -> frozenset[ColumnElement[Any]]:
            return frozenset(column for column, field in fields.items() if self._is_known(field, snapshot))

        found: frozenset[ColumnElement[Any]] = snapshot.once(tuple(fields), known)
        return found

    @remembered
    def of_range(self) -> bool:
        """Whether the timestamps of the range are such as SQLAlchemy writes."""
        found = self._range
        if not self.are_texts or found.end is None:
            return True
        if self._leaf.form is not None:
            return False
        return self._are_own(found.start, found.end) if self._assumed is None else self._assumed

    def are_as_assumed(self, last: Any) -> bool:
        """Tell whether what was assumed is so down to a list's last timestamp as it is stored, or None."""
        found = self._range
        if not self.are_texts or found.end is None or self._leaf.form is not None:
            return True
        start = found.start if last is None else _day_of(last)
        return (last is None or start is not None) and self._are_own(start, found.end)

    @remembered
    def are_texts(self) -> bool:
        """Whether timestamps are texts that others may have written, or that have the host's own format."""
        leaf = self._leaf
        is_text = profile_of(self._runner.dialect).times_as_text and leaf.storage is not Storage.EPOCH
        return is_text and (leaf.form is not None or not is_canonical(leaf, self._dataset))

    @property
    def _leaf(self) -> Field:
        leaf = self._dataset.paths[str(self._dataset.timestamp_path)].leaf
        assert isinstance(leaf, Field)
        return leaf

    @remembered
    def _kind(self) -> Instant:
        return kind_of(self._leaf, self._context)

    @property
    def _is_translated(self) -> bool:
        """Tell whether tables may have other names than they say."""
        return bool(self._runner.connection.get_execution_options().get("schema_translate_map"))

    def _is_known(self, field: Field, snapshot: Snapshot) -> bool:
        """Tell whether no other program wrote into a column, where there is an index to ask."""
        column: Any = field.column
        where = condition_on(column.name, field.storage)
        if not any(one.endswith(f" WHERE {where}") for one in _conditions(column.table, snapshot) or ()):
            return False
        kind = kind_of(field, self._context)
        key = (self._runner.dialect, others_anywhere, column.table.name, column.name, field.storage)
        ask = self._dataset.kept.get(key, lambda: others_anywhere(column, kind))
        return not self._runner.rows(ask)[0][0]

    def _are_own(self, start: datetime | None, end: datetime) -> bool:
        """Tell whether no other program wrote what may be an instant of a range."""
        column, snapshot = self._dataset.timestamp, None
        if isinstance(getattr(column, "table", None), Table):
            snapshot = self._runner.snapshot()
        is_own = snapshot is not None and (column in self.columns or self._asked(snapshot, start, end))
        self._runner.note(_NO_OTHERS if is_own else _OTHERS)
        return is_own

    def _asked(self, snapshot: Snapshot, start: datetime | None, end: datetime) -> bool:
        column: Any = self._dataset.timestamp
        spans: dict[tuple[str, str], bool] = {}
        if not self._is_translated and _conditions(column.table, snapshot) is not None:
            key = (others, column.table.name, column.name, self._kind.storage)
            spans = snapshot.once(key, lambda: spans)
        values, has_start = others_between(start, end), start is not None
        span = values.get("others_start", ""), values["others_end"]
        if (known := _known(spans, *span)) is not None:
            return known
        ask = self._dataset.kept.get(
            (self._runner.dialect, others, has_start, self._kind.storage),
            lambda: others(column, self._kind, has_start=has_start),
        )
        spans[span] = not self._runner.rows(ask, values)[0][0]
        if len(spans) > _MOST:
            del spans[next(iter(spans))]
        return spans[span]


def _conditions(table: Any, snapshot: Snapshot) -> tuple[str, ...] | None:
    """Return the SQL of a table's partial indexes; None where it may be another than its name says."""
    return snapshot.conditions_of(table.name) if table.schema in (None, "main") else None


def _known(spans: dict[tuple[str, str], bool], start: str, end: str) -> bool | None:
    """Return what those spans that were asked before tell of another, if they do."""
    for (low, high), is_own in spans.items():
        if is_own and low <= start and end <= high:
            return True
        if not is_own and start <= low and high <= end:
            return False
    return None


def _day_of(text: Any) -> datetime | None:
    """Return the day that a stored text begins with."""
    try:
        return datetime.combine(date.fromisoformat(text[:10]), time())
    except (TypeError, ValueError):
        return None
