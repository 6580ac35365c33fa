"""Fixtures for every test: `engine` and `connection` are each database in turn."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Connection, Engine, MetaData

from widgetql.request import Request
from widgetql.testing.databases import DATABASES, NotInstalled, Rows, opened, postgresql, put, restore

# A query of Spark's takes a tenth of a second at least: it runs where it is asked for.
_ASKED: Final = os.environ.get("WIDGETQL_DATABASES")
NAMES: Final = _ASKED.split(",") if _ASKED else [name for name in DATABASES if name != "spark"]
# It loads all flights, and reads what Spark says of its workers.
collect_ignore: Final = [] if "spark" in NAMES else ["examples/test_flights_on_spark.py"]

# `make test-strategies` runs tests with each way of computing forced in turn: `buckets=ranges`.
FORCED: Final = dict(one.split("=") for one in os.environ.get("WIDGETQL_STRATEGY", "").split(",") if one)
if FORCED:
    _of = Request.of

    def _forced(dataset: Any, *, strategy: Any = None, **options: Any) -> Request:
        return _of(dataset, strategy={**FORCED, **(strategy or {})}, **options)

    Request.of = staticmethod(_forced)  # type: ignore[assignment, method-assign]

# Examples wait for databases: neither their time nor their number of draws says anything is wrong. Each asks
# several filters or widgets; `make fuzz` asks as many more as are wanted.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
# In CI they are the same at each run: more of them would tell nothing new.
_IN_CI: Final = bool(os.environ.get("CI"))
settings.register_profile(
    "default", _PATIENT, max_examples=12 if _IN_CI else 20, derandomize=_IN_CI, print_blob=True
)
settings.load_profile("default")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Generator[None]:
    """Skip a test whose database is not installed; in CI that is a failure, as any skip."""
    with _skipping():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None]:
    """The same for a test that opens its database itself."""
    with _skipping():
        return (yield)


@contextmanager
def _skipping() -> Generator[None]:
    try:
        yield
    except NotInstalled as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory of this run, one for all of its workers."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture(scope="module")
def metadata() -> MetaData | None:
    """The tables that `engine` creates; a test module overrides it."""
    return None


@pytest.fixture(scope="module")
def rows() -> Rows:
    """The rows that `engine` begins with; a test module that only reads overrides it."""
    return {}


@pytest.fixture(scope="module", params=NAMES)
def engine(
    request: pytest.FixtureRequest, scratch: Path, metadata: MetaData | None, rows: Rows
) -> Iterator[Engine]:
    """Each database in turn, this test module's own: with the tables of `metadata` and with `rows` in them.

    In a property test use `databases.filled(engine, rows)` for each example.
    """
    with opened(request.param, scratch, metadata) as engine:
        with engine.begin() as connection:
            put(connection, rows)
        yield engine


@pytest.fixture(scope="module")
def c_locale_engine(scratch: Path, metadata: MetaData | None, rows: Rows) -> Iterator[Engine]:
    """PostgreSQL under the C locale, whose `lower` and `ILIKE` know only ASCII; otherwise as `engine`."""
    with postgresql.opened(scratch, locale="c") as engine:
        with engine.begin() as connection:
            if metadata is not None:
                metadata.create_all(connection)
            put(connection, rows)
        yield engine


@pytest.fixture
def connection(engine: Engine, metadata: MetaData | None, rows: Rows) -> Iterator[Connection]:
    """A connection to `engine`; what the test writes is taken back after it."""
    with engine.connect() as connection:
        yield connection
        tables = () if metadata is None else metadata.sorted_tables
        restore(connection, {table: rows.get(table, ()) for table in tables})
