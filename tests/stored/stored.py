"""Values as a database has them, written as SQL: what each reads as, and what is asked about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from sqlalchemy import Column as SQLColumn
from sqlalchemy import Connection, DateTime, Enum, Integer, MetaData, SmallInteger, Table, select
from sqlalchemy.types import TypeEngine

from tests.testing.everything import State
from widgetql import compile_filter, compute_widget_data, drill_down
from widgetql.dataset import Dataset
from widgetql.fields import Field, JsonKeys
from widgetql.storage import Storage, storage_of
from widgetql.testing import NOW
from widgetql.types import DataType

LABELS: Final = Enum(State, native_enum=False, length=20)
SINCE: Final = {"field": "timestamp", "op": "gte", "value": "2025-11-01"}
UUID_1: Final = "abcdef00-0000-4000-8000-000000000001"
_UUID_2: Final = "abcdef00-0000-4000-8000-000000000002"


@dataclass(frozen=True, kw_only=True)
class Stored:
    """One stored value: on `database`, in a column made as `column`, written as `literal`.

    The host declares the column as `declared`, and `options` of its field; the answer's JSON has `reads`,
    None where the value is missing. A JSON document is asked for its key `k`.
    """

    database: str
    column: str
    literal: str
    reads: Any
    declared: TypeEngine[Any]
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    before: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return what a reader calls it."""
        storage = storage_of(self.declared)
        told = storage if storage in (Storage.ENUM, Storage.JSON) else ""
        read_as = " ".join(map(str, self.options.values()))
        return " ".join(part for part in (self.database, self.column, told, read_as, self.literal) if part)


class Asked:
    """A table of three rows: 1 has the stored value, 2 an ordinary one, 3 NULL."""

    def __init__(self, case: Stored, connection: Connection | None = None) -> None:
        self.case = case
        self._connection = connection
        table = Table(
            "stored",
            MetaData(),
            SQLColumn("id", Integer, primary_key=True),
            SQLColumn("timestamp", DateTime),
            SQLColumn("x", case.declared),
        )
        is_json = storage_of(case.declared) is Storage.JSON or case.options.get("keys")
        options = {key: value for key, value in case.options.items() if key != "keys"}
        leaf = JsonKeys(table.c.x) if is_json else Field(table.c.x, **options)
        self.path = "x.k" if is_json else "x"
        self.dataset = Dataset(
            table,
            id=table.c.id,
            timestamp=table.c.timestamp,
            fields={"timestamp": Field(table.c.timestamp), "x": leaf},
        )
        self.type = DataType.STRING if is_json else leaf.type
        self.ordinary, self.literal = _ordinary(case, self.type, is_json)
        self.values = {1: case.reads, 2: self.ordinary, 3: None}

    @property
    def connection(self) -> Connection:
        """Return the connection; what should be answered is told without one."""
        assert self._connection is not None
        return self._connection

    def create(self) -> None:
        """Make the table and its rows."""
        for statement in (*self.case.before, *statements(self.case, self.literal)):
            self.connection.exec_driver_sql(statement)
        self.connection.commit()

    def ids(self, op: str, value: Any) -> list[int]:
        """Return the records that a condition selects."""
        return self.selected({"field": self.path, "op": op, "value": value})

    def selected(self, source: Any) -> list[int]:
        """Return the records that a filter selects."""
        condition = compile_filter(source, self.dataset, now=NOW)
        found = self.connection.execute(select(self.dataset.id).where(condition)).scalars()
        return sorted(found)

    def data(self, widget: dict[str, Any]) -> Any:
        """Return the data of a widget over all three rows."""
        return compute_widget_data(
            self.connection, widget, self.dataset, dashboard_filters=SINCE, now=NOW
        ).to_dict()["data"]

    def present(self) -> dict[int, Any]:
        """Return the values that are not missing, by record."""
        return {id: value for id, value in self.values.items() if value is not None}

    def holding(self, test: Callable[[Any], bool]) -> list[int]:
        """Return the records that have a value for which something holds."""
        return [id for id, value in self.present().items() if test(value)]


Answer: TypeAlias = Callable[[Asked], Any]


def _shown(asked: Asked) -> Any:
    rows = asked.data({"chart_type": "list", "field": asked.path})
    return {row["id"]: row["value"] for row in rows}


def _drilled(asked: Asked) -> Any:
    """Each value of a table, and the records behind it."""
    widget = {
        "chart_type": "table",
        "dimensions": [asked.path],
        "metrics": [{"aggregation_function": "count"}],
    }
    found: list[Any] = []
    for row in asked.data(widget):
        source = drill_down(widget, row, asked.dataset, dashboard_filters=SINCE, now=NOW)
        found.append((row[asked.path], asked.selected(source)))
    return sorted(found, key=lambda one: (one[1], str(one[0])))


def _behind_values(asked: Asked) -> Any:
    by_value: dict[Any, list[int]] = {}
    for id, value in asked.values.items():
        by_value.setdefault(value, []).append(id)
    return sorted(by_value.items(), key=lambda one: (one[1], str(one[0])))


def _equal(asked: Asked) -> Any:
    return {id: [asked.ids("eq", value), asked.ids("nin", [value])] for id, value in asked.present().items()}


def _equal_values(asked: Asked) -> Any:
    return {
        id: [
            [other for other in asked.values if asked.values[other] == value],
            [other for other in asked.values if asked.values[other] != value],
        ]
        for id, value in asked.present().items()
    }


# Few are asked for one by one, many in runs.
_ELSEWHERE: Final = [f"{year}-02-0{day}" for year in range(1950, 1962) for day in range(1, 6, 2)]


def _among(asked: Asked) -> Any:
    """Each time in a list of some others, and of many; outside of the same."""
    lists = (_ELSEWHERE[:6], _ELSEWHERE)
    found = {id: [[value, *others] for others in lists] for id, value in asked.present().items()}
    return {id: [[asked.ids(op, one) for op in ("in", "nin")] for one in own] for id, own in found.items()}


def _among_values(asked: Asked) -> Any:
    return {id: [found, found] for id, found in _equal_values(asked).items()}


def _ordered(asked: Asked) -> Any:
    return [asked.ids(op, asked.ordinary) for op in ("gte", "lt")]


def _ordered_values(asked: Asked) -> Any:
    ordinary = asked.ordinary
    return [asked.holding(lambda value: value >= ordinary), asked.holding(lambda value: value < ordinary)]


def _aggregated(asked: Asked) -> Any:
    """The least and the largest value, and how many there are; of texts and truths, their slices."""
    if asked.type in (DataType.STRING, DataType.BOOLEAN):
        slices = asked.data({"chart_type": "pie", "field": asked.path})
        return sorted((row["label"], row["value"]) for row in slices)
    bar = {"chart_type": "bar", "field": asked.path, "time_period": "month"}
    rows = [asked.data(bar | {"aggregation_function": name})[0] for name in ("min", "max")]
    return [(row["value"], row["sample_count"]) for row in rows]


def _aggregated_values(asked: Asked) -> Any:
    present = list(asked.present().values())
    if asked.type in (DataType.STRING, DataType.BOOLEAN):
        return sorted((value, present.count(value)) for value in set(present))
    return [(min(present), len(present)), (max(present), len(present))]


def _middle(asked: Asked) -> Any:
    """The average and the median, in six digits: of single precision no more are those of what is shown."""
    bar = {"chart_type": "bar", "field": asked.path, "time_period": "month"}
    rows = [asked.data(bar | {"aggregation_function": name})[0] for name in ("avg", "p50")]
    return [f"{row['value']:.6g}" for row in rows]


def _middle_values(asked: Asked) -> Any:
    present = [float(value) for value in asked.present().values()]
    return [f"{sum(present) / len(present):.6g}"] * 2


def _matched(asked: Asked) -> Any:
    return [asked.ids("contains", "A"), asked.ids("endswith", "C"), asked.ids("regex", "^")]


def _matched_values(asked: Asked) -> Any:
    folded = [lambda value: "a" in value.lower(), lambda value: value.lower().endswith("c")]
    return [*map(asked.holding, folded), list(asked.present())]


# What is asked, what is answered, and what should be.
QUESTIONS: Final[Mapping[str, tuple[Answer, Answer]]] = {
    "shown": (_shown, lambda asked: asked.values),
    "isnull": (
        lambda asked: asked.ids("isnull", True),
        lambda asked: [id for id in asked.values if asked.values[id] is None],
    ),
    "eq": (_equal, _equal_values),
    "among": (_among, _among_values),
    "order": (_ordered, _ordered_values),
    "match": (_matched, _matched_values),
    "drill": (_drilled, _behind_values),
    "aggregate": (_aggregated, _aggregated_values),
    "middle": (_middle, _middle_values),
}


_NUMBERS: Final = (Storage.INTEGER, Storage.FLOAT, Storage.DECIMAL, Storage.INTERVAL)


def questions_of(case: Stored) -> list[str]:
    """Return what may be asked of a case: texts and truths have no order here, and only texts are matched."""
    of_text = (Storage.TEXT, Storage.ENUM, Storage.UUID, Storage.JSON)
    read_as, storage = case.options.get("type"), storage_of(case.declared)
    is_text = read_as is None and storage in of_text
    has_order = read_as in ("numeric", "datetime") or not (read_as or is_text or storage is Storage.BOOLEAN)
    is_number = read_as == "numeric" or (read_as is None and storage in _NUMBERS)
    is_time = read_as in (None, "datetime") and storage in (Storage.DATE, Storage.NAIVE, Storage.AWARE)
    left_out = {"among": not is_time, "order": not has_order, "match": not is_text, "middle": not is_number}
    return [name for name in QUESTIONS if not left_out.get(name)]


# PostgreSQL's own type of one byte, which its catalogues have.
_ONE_BYTE: Final = '"char"'


def _ordinary(case: Stored, read_as: DataType, is_json: Any) -> tuple[Any, str]:
    storage = storage_of(case.declared)
    if epoch := case.options.get("epoch"):
        small = isinstance(case.declared, SmallInteger)
        return ("1970-01-01T00:00:07Z", "7") if small else ("2025-11-05T10:00:00Z", _ORDINARY_EPOCHS[epoch])
    if is_json:
        return "plain", '\'{"k": "plain"}\''
    match storage:
        case Storage.ENUM:
            return "OPEN", "'OPEN'"
        case Storage.UUID:
            return _UUID_2, f"'{_UUID_2.replace('-', '')}'"
        case Storage.DATE:
            return "2025-11-05", "'2025-11-05'"
        case Storage.NAIVE | Storage.AWARE:
            return _ordinary_time(case)
        case Storage.INTERVAL:
            return 7, "'1970-01-01 00:00:07'" if case.database != "sqlite" else "'1970-01-01 00:00:07.000000'"
        case _ if read_as is DataType.BOOLEAN:
            return False, "0"
        case _ if case.column == _ONE_BYTE:
            return "p", "'p'"
        case _ if read_as is DataType.STRING:
            return "plain", "'plain'"
        case _:
            return 7, "7"


_ORDINARY_EPOCHS: Final = {"s": "1762336800", "ms": "1762336800000", "us": "1762336800000000"}


def _ordinary_time(case: Stored) -> tuple[str, str]:
    fraction = ".000000" if case.database == "sqlite" else ""
    offset = "+00" if case.database in ("postgresql", "duckdb") and "Z" in case.column.upper() else ""
    shown = "2025-11-05T15:00:00Z" if "timezone" in case.options else "2025-11-05T10:00:00Z"
    return shown, f"'2025-11-05 10:00:00{fraction}{offset}'"


def statements(case: Stored, ordinary: str) -> list[str]:
    """Return the SQL that makes a case's table and its rows."""
    at = "'2025-11-03 10:00:00.000000'"
    key, time, column, engine = "INT", "TIMESTAMP", case.column, ""
    match case.database:
        case "sqlite":
            key, time = "INTEGER", "DATETIME"
        case "mariadb":
            time = "DATETIME(6)"
        case "clickhouse":
            key, time, engine = "Int32", "DateTime64(6, 'UTC')", " ENGINE = Memory"
            column = f"Nullable({case.column})"
        case _:
            pass
    null = " NULL" if case.database == "mariadb" else ""
    return [
        "DROP TABLE IF EXISTS stored",
        f"CREATE TABLE stored (id {key}, timestamp {time}, x {column}{null}){engine}",
        *(
            f"INSERT INTO stored VALUES ({id}, {at}, {literal})"
            for id, literal in ((1, case.literal), (2, ordinary), (3, "NULL"))
        ),
    ]
