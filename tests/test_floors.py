"""The house has floors: a module imports only from the floors below its own, so that data flows one way."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pytest

SOURCE: Final = Path(__file__).parents[1] / "src" / "widgetql"

# From the ground up, one floor a row. A name is a path below `widgetql` (`filters` is its `__init__`; the
# package's own is `widgetql`). Modules of one floor do not see each other, except those in braces together.
FLOORS: Final = (
    "errors limits clocks epochs lists remembered filters charts sql plan sql/{profile,compiled} front alerts"
    " alerts/judging cli/arguments cli/terminal markup mcp/texts plan/ranking",
    "relative_time regex/{tree,judging,reading,writing,matching} types entities stats kept documents filters/"
    "{ast,budget} deadline watch transactions snapshot vega/{clock,reading,series,previous,grids,plots,bins,"
    "heat,long,look,over} react_querybuilder/names",
    "regex vega filters/{vocabulary,merge} charts/{rules,answer,bins} storage limiting subqueries",
    "decorated own_times formats alerts/rule sql/searching",
    "declaring scoped",
    "execution fields filters/parse sql/{spelled,formatted,constructs,values,logic,text,patterns,labels,"
    "readable,uuids,time,elapsed,epochs,json,json_key,json_names,json_null,canonical,grouping,stored,numbers,"
    "finite,percentile,spread,buckets,relations,possible,among,elements,quotients,differences,decimals,casts,calendars,later,utc}",
    "derive indexes paths sql/decorated sql/intervals sql/keys sql/{ranges,rollup,stretches,skipped}"
    " charts/ranks react_querybuilder/writing sql/after",
    "join_keys sql/parts catalogue checked_stats capturing",
    "sql/{extracts,portable}",
    "rows",
    "advice columns declared charts/wire",
    "joins stored_types findings",
    "catalogued",
    "audit",
    "dataset charts/{spec,dimensions,windowing,parse_measures,parse}",
    "cli/loading",
    "scope charts/{buckets,cursor} cli/stored react_querybuilder/reading",
    "request",
    "filters/{operands,operators,bound,cost,numbers,parts} plan/bucketing sql/rank several",
    "filters/{counting,lists,tighten}",
    "dynamic filters/{bind,compile,time_range,pinned,values}",
    "plan/query",
    "plan/{parameters,facts,groups,rollup,earlier} sql/aggregations charts/measure charts/pages sql/derived"
    " sql/together",
    "sql/source",
    "sql/ends",
    "sql/{points,select} plan/positions",
    "sql/cells",
    "sql/union",
    "plan/execute",
    "alerts/newest",
    "alerts/evidence",
    "plan/paired alerts/asking charts/binned plan/windows",
    "charts/bound",
    "charts/columns charts/divided charts/lasting",
    "charts/{size,draft} charts/raw display exports",
    "charts/{behind,thinning,compare} charts/having",
    "charts/measuring",
    "charts/wholes",
    "charts/axis charts/bars charts/left charts/over charts/window",
    "charts/chart charts/crossed charts/figures charts/pie_compare charts/series"
    " charts/share charts/table_compare",
    "charts/series_over charts/series_compare",
    "charts/bar_by",
    "charts/line charts/bar charts/pie charts/histogram charts/stat charts/list charts/table charts/pivot",
    "charts/catalogue",
    "charts/bind",
    "charts/run drill",
    "alerts/threshold",
    "dashboard front/filter_form front/values alerts/verdict",
    "front/dimension_form front/measure_form",
    "front/forms",
    "front/widget_form front/keys",
    "api front/describe front/schema",
    "cli/answering cli/checking mcp/answers react_querybuilder/listing",
    "cli mcp/problems",
    "widgetql __main__ mcp react_querybuilder",
    "kore notebook testing/{example,sameness,expressions,places,readings,ranges,parts,bins}",
    "testing/{holding,figures,samples,charts,grids,comparing,oracle,binned,columns,comparing_rows,conserving,"
    "measures,over,pivoted,ranking,series,shares,told,verdicts,windowing}",
    "testing/strategies/{bins,picking,links,lists,storages,fullness,odd,values,moments,times,scoped,plan,"
    "records,tabular,spans,operands,conditions,pivots,plotted,plots,cases,over,ranks,windowing,measures}",
    "testing/strategies",
    "testing/checking",
    "testing testing/databases/database",
    "testing/databases/{sqlite,duckdb,postgresql,mariadb,clickhouse,spark}",
    "testing/databases",
)

# The interpreter in Python is written from the design: it must not take over a mistake of what it checks.
INTERPRETER: Final = "testing/oracle"
UNSHARED: Final = {
    *("columns", "joins", "dynamic", "charts/buckets"),
    *("filters/bind", "filters/compile", "filters/time_range"),
}


@dataclass(frozen=True)
class Import:
    """One import of a module of ours by another: `at` is its place, `local` says it is in a function."""

    importer: str
    imported: str
    at: str
    local: bool


AUDITS: Final = ("dataset", "audit")


def _rooms() -> dict[str, tuple[int, str]]:
    """Each module's floor, and the room it shares: its own name, or the braces that it stands in."""
    rooms: dict[str, tuple[int, str]] = {}
    for floor, row in enumerate(FLOORS):
        for entry in row.split():
            prefix, _, several = entry.partition("{")
            names = [prefix + name for name in several.rstrip("}").split(",")]
            assert not rooms.keys() & set(names), f"listed twice: {entry}"
            rooms |= dict.fromkeys(names, (floor, entry))
    return rooms


def _name(path: Path) -> str:
    """A module's name in `FLOORS`: `filters/parse`, `filters`, `widgetql`."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return "/".join(parts[:-1] if parts[-1] == "__init__" else parts) or "widgetql"


MODULES: Final = {_name(path): path for path in sorted(SOURCE.rglob("*.py"))}
ROOMS: Final = _rooms()


@cache
def _imports_of(module: str) -> tuple[Import, ...]:
    """Every import of a module of ours, at any depth: under `TYPE_CHECKING` and in functions too."""
    return tuple(_read_imports(module))


def _read_imports(module: str) -> Iterator[Import]:
    path = MODULES[module]
    tree = ast.parse(path.read_text())
    local = {
        inner
        for outer in ast.walk(tree)
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for inner in ast.walk(outer)
    }
    for node in ast.walk(tree):
        for dotted in _imported_names(node, path):
            at = f"{path.relative_to(SOURCE.parent)}:{getattr(node, 'lineno', 0)}"
            yield Import(module, _module_of(dotted), at, node in local)


def _imported_names(node: ast.AST, path: Path) -> list[str]:
    """The dotted names below `widgetql` that an import statement names."""
    package = ("widgetql", *path.relative_to(SOURCE).parent.parts)
    match node:
        case ast.Import(names):
            dotted = [name.name for name in names]
        case ast.ImportFrom(source, names, level):
            base = package[: len(package) - level + 1] if level else ()
            dotted = [".".join([*base, *([source] if source else []), name.name]) for name in names]
        case _:
            dotted = []
    return [name for name in dotted if name.split(".")[0] == "widgetql"]


def _module_of(dotted: str) -> str:
    """The module that a dotted name lies in: the longest part of it that is one."""
    parts = dotted.split(".")[1:]
    while parts and "/".join(parts) not in MODULES:
        parts.pop()
    return "/".join(parts) or "widgetql"


def _may_see(importer: str, imported: str) -> bool:
    (floor, room), (other_floor, other_room) = ROOMS[importer], ROOMS[imported]
    return other_floor < floor or (other_room == room and importer != imported)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_on_a_floor(module: str) -> None:
    assert module in ROOMS, f"{module} is on no floor: list it in FLOORS"


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_lower_floors(module: str) -> None:
    wrong = [
        f"{found.at} imports {found.imported}"
        for found in _imports_of(module)
        if {module, found.imported} <= ROOMS.keys() and not _may_see(module, found.imported)
    ]
    assert wrong == []


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_its_own_kind_at_its_top(module: str) -> None:
    assert [found.at for found in _imports_of(module) if found.local] == []


@pytest.mark.parametrize("module", sorted(MODULES.keys() - {"widgetql"}))
def test_a_module_imports_by_statement_only(module: str) -> None:
    # What is imported by name at run time would pass the other tests unseen. The package itself loads what it
    # exports when it is asked for; type checkers, and these tests, see the same imports as statements.
    assert re.findall(r"import_module|__import__|def __getattr__\(name", MODULES[module].read_text()) == []


def test_modules_in_one_room_do_not_import_in_circles() -> None:
    waiting = {module: {found.imported for found in _imports_of(module)} for module in MODULES}
    while free := [module for module, needs in waiting.items() if not needs & waiting.keys()]:
        for module in free:
            del waiting[module]
    assert waiting == {}


def test_the_interpreter_shares_no_answer_with_what_it_checks() -> None:
    seen = {INTERPRETER}
    waiting = [INTERPRETER]
    while waiting:
        module = waiting.pop()
        # A dataset's audit asks a database; the interpreter has none.
        found = {one.imported for one in _imports_of(module) if (module, one.imported) != AUDITS} - seen
        seen |= found
        waiting += found
    assert {module for module in seen if module in UNSHARED or module.startswith("sql/")} == set()
