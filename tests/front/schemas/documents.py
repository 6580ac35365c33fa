"""Documents of every kind for a dataset: drawn from the schema, by the strategies, and broken ones."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from random import Random
from typing import Any, Final

from tests.attack import corpus
from tests.attack.mutate import Choices, drawn
from tests.front.declared import DATASETS
from tests.front.schemas.drawing import Drawing
from tests.front.schemas.judging import as_json
from widgetql import json_schema
from widgetql.testing import cases

SCHEMA: Final = "from the schema"
STRATEGIES: Final = "from the strategies"
BROKEN: Final = "broken"
# Of a hundred documents.
KINDS: Final = {SCHEMA: 30, STRATEGIES: 15, BROKEN: 55}


def documents(name: str, what: str, count: int, seed: int) -> Iterator[tuple[str, Any]]:
    """Yield about so many documents, each with its kind."""
    shares = {kind: count * share // 100 for kind, share in KINDS.items()}
    of_schema = [*islice(_from_schema(name, what, seed), shares[SCHEMA])]
    of_strategies = [*islice(_from_strategies(name, what, seed), shares[STRATEGIES])]
    yield from ((SCHEMA, one) for one in of_schema)
    yield from ((STRATEGIES, one) for one in of_strategies)
    known = (*of_schema, *of_strategies, *(_written(what) if name == "everything" else ()))
    yield from ((BROKEN, one) for one in islice(_broken(known, seed), shares[BROKEN]))


def _from_schema(name: str, what: str, seed: int) -> Iterator[Any]:
    dataset = DATASETS[name]
    keys = [
        f"{path}.{key}" for path, one in dataset.paths.items() if one.is_document for key in ("a", "vip", "é")
    ]
    drawn_ones = Drawing(json_schema(dataset, what), Random(seed), keys).documents()
    return (one for one in drawn_ones if as_json(one) is not ...)


def _from_strategies(name: str, what: str, seed: int) -> Iterator[Any]:
    found = cases(DATASETS[name], first=seed)
    if what != "dashboard":
        plain = (as_json(getattr(case, what)) for case in found)
        yield from (one for one in plain if one is not None and one is not ...)
    for one, two in zip(found, found, strict=False):
        widgets = [widget for widget in (one.widget, two.widget) if widget is not None]
        plain = as_json({"filters": one.filter, "widgets": widgets})
        if plain is not ...:
            yield plain


@cache
def _written(what: str) -> tuple[Any, ...]:
    return {"filter": corpus.filters, "widget": corpus.widgets, "dashboard": corpus.dashboards}[what]()


def _broken(known: tuple[Any, ...], seed: int) -> Iterator[Any]:
    place = 0
    while True:
        place += 1
        found = as_json(drawn(known, Choices(Random(f"{seed}/{place}").randbytes(200))))
        if found is not ...:
            yield found
