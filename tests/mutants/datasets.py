"""Where the datasets are that questions name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

DATASETS: Final[Mapping[str, tuple[str, str]]] = {
    "everything": ("tests.testing.everything", "EVERYTHING"),
    "calls": ("tests.charts.calls", "DATASET"),
    "costly": ("tests.filters.test_cost", "ORDERS"),
    "wide": ("tests.mutants.wide", "WIDE"),
    "narrow": ("tests.mutants.declined", "NARROW"),
    "visits": ("tests.hosts.test_agree", "VISITS"),
    "lines": ("tests.hosts.test_composite_keys", "LINES"),
    "orders": ("tests.hosts.decorators", "ORDERS"),
    "differing": ("tests.hosts.test_differences", "TICKETS"),
    "people": ("tests.hosts.test_expressions", "PEOPLE"),
    "sales": ("tests.hosts.test_quotients", "SALES"),
    "runs of hosts": ("tests.hosts.intervals", "RUNS"),
    "events": ("tests.hosts.test_typed_keys", "EVENTS"),
    "docs": ("tests.hosts.items", "DOCS"),
    "orders with arrays": ("tests.hosts.items", "ORDERS"),
    "visits by parts": ("tests.mutants.beside", "VISITS"),
    "visits by clocks": ("tests.mutants.beside", "VISITS_BY_CLOCKS"),
    "tickets": ("tests.mutants.beside", "TICKETS"),
    "stamps": ("tests.mutants.beside", "STAMPS"),
    "spelt": ("tests.mutants.beside", "SPELT"),
    "pings": ("tests.mutants.twins", "PINGS"),
    "by seconds": ("tests.mutants.twins", "BY_SECONDS"),
    "by decimals": ("tests.mutants.twins", "BY_DECIMALS"),
    "canonical": ("tests.mutants.twins", "CANONICAL"),
    "by day": ("tests.mutants.twins", "BY_DAY"),
    "by local time": ("tests.mutants.twins", "BY_LOCAL_TIME"),
    "formatted": ("tests.mutants.twins", "FORMATTED"),
    "docs of fronts": ("tests.front.test_keys", "DOCS"),
    "by moment": ("tests.mutants.twins", "BY_MOMENT"),
    "readings": ("tests.mutants.readings", "READINGS"),
    "figures": ("tests.mutants.figures", "FIGURES"),
    "sums": ("tests.mutants.sums", "SUMS"),
    "expressed": ("tests.mutants.expressed", "EXPRESSED"),
    "expressions": ("tests.hosts.test_expressions_agree", "CALLS"),
    "expressions of instants": ("tests.hosts.test_instants_agree", "RUNS"),
    # By another name what is asked of it is of another sort: of each sort some are asked.
    "everything beneath": ("tests.testing.everything", "EVERYTHING"),
}
