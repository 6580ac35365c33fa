"""Types that hosts have: decorators that convert, one that only narrows, and rows under them."""

from __future__ import annotations

import enum
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import CHAR, Column, DateTime, Integer, MetaData, String, Table
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.types import TypeDecorator

from widgetql import Count, Dataset, Field


class Cents(TypeDecorator[Decimal]):
    """A price in whole cents."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> Any:
        return None if value is None else round(value * 100)

    def process_result_value(self, value: Any, dialect: Any) -> Any:
        return None if value is None else Decimal(value) / 100


class Mood(enum.Enum):
    GLAD = 1
    SAD = 2


class ByNumber(TypeDecorator[Any]):
    """The members of an enumeration by their numbers."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> Any:
        return None if value is None else value.value

    def process_result_value(self, value: Any, dialect: Any) -> Any:
        return None if value is None else Mood(value)


class InUtc(TypeDecorator[datetime]):
    """An aware date-time in a column without a zone, as SQLAlchemy's own recipe has it."""

    impl = DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("tzinfo is required")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Any) -> Any:
        return None if value is None else value.replace(tzinfo=UTC)


class Guid(TypeDecorator[UUID]):
    """A UUID where there is such a type, else 32 digits."""

    impl = CHAR
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> Any:
        return dialect.type_descriptor(postgresql.UUID() if dialect.name == "postgresql" else CHAR(32))

    def process_bind_param(self, value: Any, dialect: Any) -> Any:
        return value if value is None or dialect.name == "postgresql" else f"{value.int:032x}"

    def process_result_value(self, value: Any, dialect: Any) -> Any:
        return value if value is None or isinstance(value, UUID) else UUID(value)


class Lower(TypeDecorator[str]):
    """A text that is stored in lower case."""

    impl = String(20)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> Any:
        return None if value is None else value.lower()


class Slashed(TypeDecorator[date]):
    """A date in text."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> Any:
        return None if value is None else value.strftime("%Y/%m/%d")

    def process_result_value(self, value: Any, dialect: Any) -> date | None:
        return None if value is None else datetime.strptime(value, "%Y/%m/%d").date()


class YesNo(TypeDecorator[bool]):
    """True and false as letters."""

    impl = String(1)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> Any:
        return None if value is None else "Y" if value else "N"

    def process_result_value(self, value: Any, dialect: Any) -> bool | None:
        return None if value is None else value == "Y"


class Narrow(TypeDecorator[str]):
    """A text that is only shorter."""

    impl = String(20)
    cache_ok = True


TABLES: Final = MetaData()
orders: Final = Table(
    "orders",
    TABLES,
    Column("id", Guid, primary_key=True),
    Column("at", DateTime),
    Column("price", Cents),
    Column("mood", ByNumber),
    Column("paid_at", InUtc),
    Column("owner", Lower),
    Column("due", Slashed),
    Column("paid", YesNo),
    Column("note", Narrow),
)
KEYS: Final = [UUID(int=(0xABCDEF << 100) + number) for number in range(1, 4)]
ROWS: Final = [
    {
        "id": KEYS[0],
        "at": datetime(2025, 11, 3, 10),
        "price": Decimal("10.05"),
        "mood": Mood.GLAD,
        "paid_at": datetime(2025, 11, 3, 9, 0, 0, 500_000, tzinfo=UTC),
        "owner": "ann",
        "due": date(2025, 11, 3),
        "paid": True,
        "note": "Some",
    },
    {
        "id": KEYS[1],
        "at": datetime(2025, 11, 4, 10),
        "price": Decimal("-2"),
        "mood": Mood.SAD,
        "paid_at": datetime(2025, 11, 4, 9, tzinfo=UTC),
        "owner": "bob",
        "due": date(2025, 11, 4),
        "paid": False,
        "note": "other",
    },
    {"id": KEYS[2], "at": datetime(2025, 11, 5, 10)}
    | dict.fromkeys(("price", "mood", "paid_at", "owner", "due", "paid", "note")),
]
# What is shown of the first row, and of the second.
SHOWN: Final[dict[str, tuple[Any, Any]]] = {
    "price": (10.05, -2.0),
    "mood": ("GLAD", "SAD"),
    "paid_at": ("2025-11-03T09:00:00.500000Z", "2025-11-04T09:00:00Z"),
    "owner": ("ann", "bob"),
    "due": ("2025-11-03", "2025-11-04"),
    "paid": (True, False),
}
ORDERS: Final = Dataset(
    orders,
    id=orders.c.id,
    timestamp=orders.c.at,
    fields={column.key: Field(column) for column in orders.c},
    stats={"orders": Count(), "priced": Count("price")},
)
