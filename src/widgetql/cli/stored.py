"""The documents that a table of the host stores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, cast

from sqlalchemy import Column, Engine, MetaData, Select, Table, Text, func, select, type_coerce
from sqlalchemy.exc import NoSuchTableError

from widgetql.cli.loading import Document, Stop, documents_of
from widgetql.documents import read_document
from widgetql.errors import InvalidInput, Pointer, Problems
from widgetql.limits import Limits

_PAGE: Final = 500


class Stored:
    """A column of a table that holds widgets and dashboards, as JSON or JSON text."""

    def __init__(self, engine: Engine, table: str, column: str) -> None:
        self.engine: Final = engine
        self.name: Final = table
        self.table: Final = self._table(table)
        if column not in self.table.c:
            raise Stop(f"--column: {table} has no {column}, but {', '.join(self.table.c.keys())}")
        self.column: Final[Column[Any]] = self.table.c[column]

    def count(self) -> int:
        """Return how many rows have one."""
        with self.engine.connect() as connection:
            found = select(func.count()).select_from(self.table).where(self.column.is_not(None))
            return connection.scalar(found) or 0

    def documents(self, limits: Limits) -> Iterator[Document | tuple[str, InvalidInput]]:
        """Yield each document, by the row's key; of a text that is no JSON the row and what is wrong."""
        keys = list(self.table.primary_key)
        # What is stored may be no JSON: the type of the column would raise.
        statement: Select[Any] = select(*keys, type_coerce(self.column, Text)).where(self.column.is_not(None))
        streamed = {"stream_results": True, "yield_per": _PAGE}
        with self.engine.connect().execution_options(**streamed) as connection:
            rows = cast("Iterable[Sequence[Any]]", connection.execute(statement.order_by(*keys)))
            for number, row in enumerate(rows, 1):
                key, stored = ", ".join(map(str, row[:-1])) or f"row {number}", row[-1]
                source, problems = f"{self.name}[{key}]", Problems()
                text = stored.decode("utf-8", "replace") if isinstance(stored, bytes) else stored
                data = read_document(text, Pointer(source), limits, problems)
                if problems:
                    yield source, InvalidInput(problems)
                elif data is not None:
                    yield from documents_of(data, source, Pointer(source))

    def _table(self, name: str) -> Table:
        schema, _, table = name.rpartition(".")
        with self.engine.connect() as connection:
            try:
                return Table(table, MetaData(), schema=schema or None, autoload_with=connection)
            except NoSuchTableError as error:
                raise Stop(f"--table: there is no {name}") from error
