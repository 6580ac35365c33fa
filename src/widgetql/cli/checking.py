"""`check`: what is wrong with documents."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from typing import Any

from widgetql.api import validate_dashboard, validate_widget
from widgetql.cli.arguments import Arguments
from widgetql.cli.loading import Document, dataset_of, documents_in, engine_of, options_of
from widgetql.cli.stored import Stored
from widgetql.cli.terminal import Terminal
from widgetql.dataset import Dataset
from widgetql.errors import InvalidInput, Problem


def problems_of(
    document: Document, dataset: Dataset, connection: Any, options: dict[str, Any]
) -> list[Problem]:
    """Return the problems of a document; without a connection a missing one is none."""
    judge = validate_dashboard if document.is_dashboard else validate_widget
    found = judge(document.data, dataset, connection=connection, **options)
    return [one for one in found if connection is not None or one.code != "connection_required"]


def checked(given: Arguments, terminal: Terminal) -> int:
    """Write every problem of every document, one a line."""
    dataset, options = dataset_of(given), options_of(given)
    engine = None if given.url is None else engine_of(given)
    documents: Iterable[Document | tuple[str, InvalidInput]]
    if engine is not None and given.table is not None and given.column is not None:
        stored = Stored(engine, given.table, given.column)
        documents, count = stored.documents(dataset.limits), stored.count()
    else:
        documents = documents_in(given.files)
        count = len(documents)
    total = wrong = found = 0
    with nullcontext() if engine is None else engine.connect() as connection:
        for one in terminal.progress(documents, count, "documents"):
            problems = _problems(one, dataset, connection, options)
            total, found, wrong = total + 1, found + len(problems), wrong + bool(problems)
            for place, problem in problems:
                terminal.finding(place, problem.code, problem.message)
    told = f"{_number(found, 'problem')} in {wrong:,} of them" if found else "no problems"
    terminal.note(f"{_number(total, 'document')}: {told}")
    return 1 if found else 0


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def _problems(
    one: Document | tuple[str, InvalidInput], dataset: Dataset, connection: Any, options: dict[str, Any]
) -> list[tuple[str, Problem]]:
    """Return what is wrong, each with its place."""
    if isinstance(one, Document):
        problems = problems_of(one, dataset, connection, options)
        return [(one.place(problem.pointer), problem) for problem in problems]
    source, error = one
    return [(f"{source}#", problem) for problem in error.problems]
