"""One case on a database: its filter and its widget, against what the interpreter says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select
from typing_extensions import Unpack

from widgetql.api import compile_filter, compute_widget_data
from widgetql.dataset import Dataset
from widgetql.testing.oracle import expected_widget_data, matching_ids
from widgetql.testing.sameness import difference
from widgetql.testing.strategies.cases import Case
from widgetql.types import Options, WidgetJSON


def check(connection: Connection, dataset: Dataset, case: Case, **options: Unpack[Options]) -> None:
    """Compare what a database and the interpreter make of a case: its filter, then its widget if it has one.

    The dataset's tables hold the case's rows and no others; `options` are those of the call that differ from
    the case's, as a `scope`. Raises `AssertionError` where the answers differ: it names the seed, the
    document, and the ids, or a JSON pointer into the answer with what was found there and what was expected.

    >>> from itertools import islice
    >>> from widgetql.testing import cases
    >>> from widgetql.testing.databases import filled, opened
    >>> from widgetql.testing.example import calls, dataset
    >>> with opened("sqlite", metadata=calls.metadata) as engine:
    ...     for case in islice(cases(dataset), 3):
    ...         with filled(engine, case.rows) as connection:
    ...             check(connection, dataset, case)
    """
    wrong = apart(connection, dataset, case, expected(dataset, case, **options), **options)
    if wrong is not None:
        raise AssertionError(f"seed {case.seed}: {wrong}")


@dataclass(frozen=True)
class Expected:
    """What the interpreter says of a case, whichever database holds its rows: ids, and an answer."""

    ids: Counter[Any]
    answer: Any = None


def expected(dataset: Dataset, case: Case, **options: Unpack[Options]) -> Expected:
    """Interpret a case once, to compare several databases with it."""
    asked: Options = {**case.options, **options}
    ids = Counter[Any](matching_ids(case.filter, dataset, case.rows, **asked))
    if case.widget is None:
        return Expected(ids)
    given: Any = {**case.besides, **asked}
    return Expected(ids, expected_widget_data(case.widget, dataset, case.rows, **given))


def apart(
    connection: Connection, dataset: Dataset, case: Case, said: Expected, **options: Unpack[Options]
) -> str | None:
    """Return what a database answers otherwise than expected."""
    asked: Options = {**case.options, **options}
    wrong = _wrong_records(connection, dataset, case, asked, said.ids)
    if wrong is None and case.widget is not None:
        wrong = _wrong_answer(connection, dataset, case, case.widget, asked, said.answer)
    return wrong


def _wrong_records(
    connection: Connection, dataset: Dataset, case: Case, asked: Options, expected: Counter[Any]
) -> str | None:
    statement = select(*dataset.ids).where(compile_filter(case.filter, dataset, **asked))
    keys = [tuple(row) for row in connection.execute(statement)]
    found = Counter[Any](keys if len(dataset.ids) > 1 else [key for (key,) in keys])
    if found == expected:
        return None
    surplus, lacking = [*(found - expected).elements()], [*(expected - found).elements()]
    return f"records found but not expected {surplus}, expected but not found {lacking}, of {case.filter}"


def _wrong_answer(
    connection: Connection, dataset: Dataset, case: Case, widget: WidgetJSON, asked: Options, expected: Any
) -> str | None:
    given: Any = {**case.besides, **asked}
    answer: Any = compute_widget_data(connection, widget, dataset, **given).to_dict()
    if answer["metadata"].get("next_cursor") is not None:
        # All that the interpreter says of a cursor is that there is one.
        answer["metadata"]["next_cursor"] = "…"
    wrong = difference(answer, expected)
    besides = f" with {case.besides}" if case.besides else ""
    return None if wrong is None else f"{wrong}, of {widget}{besides}"
