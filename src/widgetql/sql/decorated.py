"""The SQL type of a host's own values: bound and read through their decorator, stored as it stores them."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any, Final

from sqlalchemy import types as sa
from sqlalchemy.types import TypeEngine

from widgetql.decorated import REFUSALS, Own
from widgetql.sql.time import Instant
from widgetql.sql.values import bound_type
from widgetql.storage import Storage, decorators, overrides, stored_by, undecorated

# By these a decorator has a say in the SQL itself, not only in the values.
_OF_SQL: Final = (
    "load_dialect_impl",
    "bind_processor",
    "result_processor",
    "bind_expression",
    "column_expression",
)


_TIMES: Final = frozenset({Storage.NAIVE, Storage.AWARE, Storage.DATE})


class _StoredTime(Instant):
    """A time as a column stores it, bound and read as instants are: of others the drivers lose something."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> Any:
        """Write what a decorator has made of its value."""
        if value is None:
            return None
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        return super().process_bind_param(moment if moment.tzinfo else moment.replace(tzinfo=UTC), dialect)

    def process_result_value(self, value: Any, dialect: Any) -> Any:
        """Read what a decorator makes its value of."""
        found = super().process_result_value(value, dialect)
        if found is None or self.storage is Storage.AWARE:
            return found
        return found.date() if self.storage is Storage.DATE else found.replace(tzinfo=None)


class OwnType(sa.TypeDecorator[Any]):
    """A host's decorator as widgetql has its values: numbers, texts, booleans, aware date-times, dates."""

    impl = sa.String
    cache_ok = True

    def __init__(self, own: Own) -> None:
        super().__init__()
        self.own: Final = own
        self.__dict__["impl"] = own.decorator
        self.by_host: Final = any(overrides(one, *_OF_SQL) for one in decorators(own.decorator))

    @property
    def is_text(self) -> bool:
        """Tell whether the column holds a text, to be compared exactly."""
        return not self.by_host and stored_by(self.own.decorator) is Storage.TEXT

    def load_dialect_impl(self, dialect: Any) -> TypeEngine[Any]:
        """Return the type that the driver sees: the decorator's, where it has a say in that."""
        host = self.own.decorator
        storage = stored_by(host)
        if self.by_host:
            return host
        if storage is not None and storage in _TIMES and dialect.name in ("hive", "clickhousedb"):
            return _StoredTime(storage)
        return bound_type(storage, undecorated(host))

    def process_bind_param(self, value: Any, dialect: Any) -> Any:
        """Write a value as the decorator does."""
        found = None if value is None else self.own.meant(value)
        return found if self.by_host else self.own.bound(found, dialect)

    def process_result_value(self, value: Any, dialect: Any) -> Any:
        """Read a value as the decorator does; None where it spells none."""
        return self.own.shown(value if self.by_host else self.own.read(value, dialect))

    def result_processor(self, dialect: Any, coltype: Any) -> Any:
        """Read what is stored; what the decorator refuses is missing."""
        process = super().result_processor(dialect, coltype)
        assert process is not None

        def read(value: Any) -> Any:
            try:
                return process(value)
            except REFUSALS:
                return None

        return read


def is_own_text(sql_type: TypeEngine[Any]) -> bool:
    """Tell whether a host's own values are stored as text."""
    return isinstance(sql_type, OwnType) and sql_type.is_text
