"""`data`, `explain` and `describe`: what a database answers, how it is asked, and what may be asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from widgetql.api import compute_dashboard_data, compute_widget_data, explain
from widgetql.charts.run import WidgetData
from widgetql.cli.arguments import Arguments
from widgetql.cli.loading import Document, dataset_of, documents_in, engine_of, options_of
from widgetql.cli.terminal import Terminal
from widgetql.dashboard import Failure
from widgetql.dataset import Dataset
from widgetql.errors import InvalidInput, printable
from widgetql.front.describe import describe
from widgetql.plan.bucketing import Explanation


def compute(given: Arguments, terminal: Terminal) -> int:
    """Write the data: of a widget an answer, of a dashboard and of several documents a list.

    What could not be computed stands in its place: `{"detail", "problems"}`, or `{"error"}` of the database.
    """
    dataset, options, documents = dataset_of(given), options_of(given), documents_in(given.files)
    code, answers = 0, list[Any]()
    with engine_of(given).connect() as connection:
        for document in terminal.progress(documents, len(documents), "documents"):
            found = _computed(document, dataset, connection, options)
            code = max(code, _reported(found, document, terminal))
            answers.append([*map(_wire, found)] if isinstance(found, list) else _wire(found))
    is_one = len(documents) == 1 and not documents[0].at.tokens
    terminal.json(answers[0] if is_one else answers)
    return code


def explained(given: Arguments, terminal: Terminal) -> int:
    """Write the ways that were chosen, with their reasons, and the SQL that was run."""
    dataset, options, documents = dataset_of(given), options_of(given), documents_in(given.files)
    code = 0
    with engine_of(given).connect() as connection:
        for document in terminal.progress(documents, len(documents), "documents"):
            if document.is_dashboard:
                # The explanation of a dashboard does not tell which of its widgets failed.
                computed = _computed(document, dataset, connection, options)
                code = max(code, _reported(computed, document, terminal))
            try:
                found = explain(connection, document.data, dataset, **options)
            except InvalidInput as error:
                code = max(code, 1 if document.is_dashboard else _reported(error, document, terminal))
            else:
                _write(found, document, terminal)
    return code


def _write(found: Explanation, document: Document, terminal: Terminal) -> None:
    terminal.line(f"-- {document.place()}")
    terminal.line(f"{found}\n")


def described(given: Arguments, terminal: Terminal) -> int:
    """Write what may be asked of the dataset."""
    dataset, options = dataset_of(given), options_of(given)
    if given.url is None:
        terminal.json(describe(dataset, **options))
        return 0
    with engine_of(given).connect() as connection:
        terminal.json(describe(dataset, connection=connection, **options))
    return 0


def _computed(
    document: Document, dataset: Dataset, connection: Any, options: dict[str, Any]
) -> list[WidgetData | Failure] | WidgetData | Failure:
    """Return the data of a widget, or of each of a dashboard's, or what is in its place."""
    try:
        if document.is_dashboard:
            return compute_dashboard_data(connection, document.data, dataset, **options)
        return compute_widget_data(connection, document.data, dataset, **options)
    except InvalidInput as error:
        return error


def _wire(found: WidgetData | Failure) -> Any:
    if isinstance(found, WidgetData | InvalidInput):
        return found.to_dict()
    return {"error": _told(found)}


def _told(error: Exception) -> str:
    return printable(f"{type(error).__name__}: {error}")


def _reported(
    found: list[WidgetData | Failure] | WidgetData | Failure, document: Document, terminal: Terminal
) -> int:
    """Write what is wrong beside the answer, each with its place; return how the command is to end."""
    if isinstance(found, list):
        inside = [replace(document, at=document.at / "widgets" / index) for index in range(len(found))]
        return max((_reported(one, at, terminal) for one, at in zip(found, inside, strict=True)), default=0)
    if isinstance(found, InvalidInput):
        for problem in found.problems:
            place = document.place(problem.pointer if problem.document in ("widget", "dashboard") else "")
            terminal.finding(place, problem.code, problem.message, aside=True)
        return 1
    if isinstance(found, WidgetData):
        return 0
    terminal.finding(document.place(), "database", _told(found), aside=True)
    return 3
