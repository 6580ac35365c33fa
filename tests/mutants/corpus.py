"""The questions of a run, with the answers of the interpreter and of the library as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from tests.conformance.features import ROWS as FEATURE_ROWS
from tests.conformance.features import features
from tests.drill.records import counted
from tests.mutants.asking import Question, codes, dataset_of, options_of, plain, plainly
from tests.mutants.beneath import beneath
from tests.mutants.beside import beside
from tests.mutants.borders import on_borders
from tests.mutants.charted import charted
from tests.mutants.constructs import constructs
from tests.mutants.databases import NAMES, Databases, World, fill, world_of
from tests.mutants.declined import declined
from tests.mutants.differing import differing
from tests.mutants.edges import on_edges
from tests.mutants.expressed import expressed
from tests.mutants.figures import of_figures
from tests.mutants.forged import forged
from tests.mutants.fronts import KINDS_OF_FRONTS, fronts, judged
from tests.mutants.large import large
from tests.mutants.listed import listed
from tests.mutants.overlooked import overlooked
from tests.mutants.rare import rare
from tests.mutants.reached import Disagreement, store
from tests.mutants.refused import refused
from tests.mutants.repeated import repeated
from tests.mutants.stored import stored
from tests.mutants.tables import tables
from tests.mutants.unasked import unasked
from tests.mutants.ways import ways
from tests.testing.everything import ZONES
from widgetql import InvalidInput, Limits, compute_widget_data, drill_down
from widgetql.testing import NOW, cases, expected_widget_data, matching_ids

_SHORT: Final = 179
# What only these questions tell: they are few.
_WHOLE: Final = frozenset({"dashboard", "kept", "ways"})
_SHARES: Final = {
    "everything": 5, "canonical": 2, "by day": 1, "by local time": 1, "wide": 3, "expressions": 1,
    "expressions of instants": 1,
}  # fmt: skip
WAYS: Final = (
    {},
    {"buckets": "ranges"},
    {"buckets": "division"},
    {"buckets": "halves"},
    {"buckets": "days"},
)


def build(folder: Path, random: int, is_short: bool = False) -> int:
    """Write databases and questions into a folder, with so many random cases; return how many there are.

    A short run asks SQLite one of so many of them.
    """
    worlds: dict[str, World] = {}
    questions = [
        *_features(worlds), *listed(worlds), *large(worlds), *repeated(), *ways(worlds),
        *refused(is_short=is_short), *tables(), *stored(worlds, is_short=is_short), *rare(worlds),
        *on_edges(worlds), *on_borders(worlds), *beside(worlds), *fronts(worlds), *constructs(),
        *charted(worlds), *declined(), *beneath(worlds), *differing(worlds), *forged(), *overlooked(worlds),
        *unasked(worlds), *of_figures(worlds), *expressed(worlds),
        *_random(worlds, random),
    ]  # fmt: skip
    if is_short:
        asked = [one for one in questions if one.only in ("", NAMES[0])]
        questions = [one for at, one in enumerate(asked) if at % _SHORT == 0 or one.kind in _WHOLE]
    fill(folder, worlds, NAMES[:1] if is_short else NAMES)
    answered = list(_answered(questions, worlds, folder))
    store(folder, answered)
    return len(answered)


def _features(worlds: dict[str, World]) -> Iterator[Question]:
    """What the conformance table asks."""
    worlds["features"] = World(next(iter(FEATURE_ROWS)).metadata, FEATURE_ROWS)
    for feature in features():
        options = {"now": NOW, "timezone": feature.timezone, "limits": {"max_range": None}}
        # Every operator on every field: what follows below takes the operands that lie on edges.
        for document in feature.documents[:: 1 if feature.kind == "widget" else 4]:
            yield Question(feature.kind, "everything", "features", document, None, options)


def _random(worlds: dict[str, World], count: int) -> Iterator[Question]:
    """Random cases of each dataset: a filter, a widget, what is behind its rows."""
    for name, share in _SHARES.items():
        dataset = dataset_of(Question("", name, "", None))
        for zone_number, zone in enumerate(ZONES):
            own = count * share // sum(_SHARES.values()) // len(ZONES)
            drawn = cases(dataset, first=zone_number * 10_000, timezone=zone, now=moment(zone_number))
            for case in islice(drawn, own):
                world = world_of(name, case, worlds)
                options: dict[str, Any] = {**case.options, "week_start": ("monday", "sunday")[case.seed % 2]}
                yield Question("filter", name, world, case.filter, None, options)
                strategy = WAYS[case.seed % len(WAYS)]
                yield Question("widget", name, world, case.widget, None, options | {"strategy": strategy})
                if case.widget is not None and case.widget["chart_type"] == "list":
                    yield Question("pages", name, world, case.widget | {"limit": 2}, None, options)


def moment(number: int) -> datetime:
    """Return a moment to ask at; every other one is no whole second, as it is where nobody sets it.

    SQLite compares times as texts: with a fraction in full `<=` is another than `<`.
    """
    return NOW + timedelta(microseconds=123_457 * (number % 2))


def _answered(questions: Iterable[Question], worlds: Mapping[str, World], folder: Path) -> Iterator[Question]:
    """The questions with the interpreter's answers; after a widget, what is behind its rows."""
    databases = Databases(folder)
    for question in questions:
        if question.expected is not None:
            yield question
            continue
        if question.kind in KINDS_OF_FRONTS:
            with databases.connected(question.only or "sqlite", question.world) as connection:
                yield judged(question, connection, worlds[question.world].rows)
            continue
        expected = interpreted(question, worlds[question.world].rows)
        yield replace(question, expected=expected)
        if question.kind == "widget":
            with databases.connected(question.only or "sqlite", question.world) as connection:
                yield from _behind(question, expected, connection, worlds[question.world].rows)


def interpreted(question: Question, rows: Any) -> Any:
    """Return what the interpreter says to a question."""
    dataset, options = dataset_of(question), options_of(plainly(question))
    match question.kind:
        case "filter":
            return sorted(matching_ids(question.document, dataset, rows, **options))
        case "widget":
            options.pop("strategy", None)
            return plain(expected_widget_data(question.document, dataset, rows, **options))
        case "dashboard":
            options.pop("strategy", None)
            given = {"dashboard_filters": question.document.get("filters")}
            return [
                expected_widget_data(widget, dataset, rows, **given, **options)
                for widget in question.document["widgets"]
            ]
        case "in turn":
            return [
                plain(expected_widget_data(widget, dataset, rows, **options | own))
                for widget, more in question.document
                for own in [options_of(plainly(replace(question, options=more)))]
            ]
        case "dashboards in turn":
            return [
                interpreted(replace(question, kind="dashboard", document=one), rows)
                for one in question.document
            ]
        case "pages":
            widget = question.document | {"limit": 1_000, "cursor": None}
            options["limits"] = replace(options.get("limits", dataset.limits), max_rows=1_000)
            return expected_widget_data(widget, dataset, rows, **options)["data"]
    raise ValueError(f"the interpreter cannot answer {question.kind!r}")


def _behind(question: Question, expected: Any, connection: Any, rows: Any) -> Iterator[Question]:
    """Ask what is behind the first and the last row of an answer; the last may be the rest.

    The interpreter says which records the filter means, and the row how many these must be.
    """
    dataset, options = dataset_of(question), options_of(question)
    options.pop("strategy", None)
    widget = question.document
    answer: Any = compute_widget_data(connection, widget, dataset, **options).to_dict()
    for row, of in _asked_behind(widget, answer):
        if "metric" in widget:
            yield from _unconnected(question, row, connection)
        try:
            found = drill_down(widget, row, dataset, connection=connection, **of, **options)
        except InvalidInput as error:
            records: Any = codes(error.problems)
        else:
            later: dict[str, Any] = {"now": options["now"], "timezone": options.get("timezone", "UTC")}
            if "scope" in options:
                later["scope"] = options["scope"]
            records = matching_ids(found, dataset, rows, limits=Limits().lifted(), **later)
            said = None if of else _said(widget, answer, row)
            if said is not None and said != len(records):
                raise Disagreement(f"{said} records are said to be behind {row} of {widget}, not {records}")
            records = sorted(records)
        document = {"widget": widget, "row": row, "of": of}
        given = {key: value for key, value in question.options.items() if key != "strategy"}
        yield replace(question, kind="behind", document=document, expected=records, options=given)


def _said(widget: Any, answer: Any, row: Any) -> int | None:
    """How many records an answer says are behind one of its rows; None where it does not."""
    if widget["chart_type"] != "pivot":
        return counted(row, widget["chart_type"])
    data = answer["data"]
    cell = data["cells"][data["rows"].index(row["row"])][data["columns"].index(row["column"])]
    return None if cell is None else int(cell.get("record_count", cell["sample_count"]))


def _cells(data: Any) -> list[Any]:
    """Cells of a pivot, each as its headers: the last of an axis may be a rest, or a total."""
    if not data["rows"] or not data["columns"]:
        return []
    places = dict.fromkeys([(0, 0), (0, len(data["columns"]) - 1), (len(data["rows"]) - 1, 0)])
    return [{"row": data["rows"][row], "column": data["columns"][column]} for row, column in places]


def _asked_behind(widget: Any, answer: Any) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Rows, each with what is asked of it: all its records, or those of one of its measures in turn."""
    data = answer["data"] if isinstance(answer["data"], list) else []
    totals = answer["metadata"].get("totals")
    rows = [*data[:1], *data[1:][-1:], *_earlier(answer), *([totals] if isinstance(totals, dict) else [])]
    if widget["chart_type"] == "pivot":
        rows = _cells(answer["data"])
    yield from ((row, {}) for row in rows)
    shown = [one for one in widget.get("metrics") or () if not one.get("hidden") and "name" in one]
    if isinstance(answer["data"], dict) and widget["chart_type"] != "pivot":
        rows = [answer["data"]]
    for number, row in enumerate(rows if shown else ()):
        one = shown[(number + len(data)) % len(shown)]
        yield row, {"measure": one["name"]} | ({"numerator": True} if number % 2 and "ratio" in one else {})


def _earlier(answer: Any) -> list[Any]:
    """What the first row of an answer is compared with, and the first that nothing is."""
    data = answer["data"]
    first = data[0] if isinstance(data, list) and data else data
    found = first["previous"] if isinstance(first, dict) and first.get("previous") else None
    return [*([] if found is None else [found]), *answer["metadata"].get("unpaired", ())[:1]]


def _unconnected(question: Question, row: Any, connection: Any) -> Iterator[Question]:
    """Ask what is behind a row without a connection, which may be needed to tell what its values are.

    It is the same then as with one, or the problem that there must be one.
    """
    dataset, options = dataset_of(question), options_of(question)
    options.pop("strategy", None)
    given = question.document, row, dataset
    try:
        known = drill_down(*given, connection=connection, **options)
    except InvalidInput:
        return
    try:
        found: Any = drill_down(*given, **options)
    except InvalidInput as error:
        found = codes(error.problems)
        # A group may be one of the metric's row: only the database tells.
        if "connection_required" not in (code for _, _, code in found):
            return
    else:
        if found != known:
            raise Disagreement(f"another filter without a connection for {row} of {question.document}")
    own = {key: value for key, value in question.options.items() if key != "strategy"}
    document = [question.document, row]
    yield replace(question, kind="unconnected", document=document, expected=found, options=own)
