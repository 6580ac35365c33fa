"""The key of a JSON object, as it is bound."""

from __future__ import annotations

import re
from typing import Any

from widgetql.sql.constructs import MARIADB
from widgetql.sql.values import Text


class KeyText(Text):
    """A top-level key as the database's JSON functions want it; any character is just a character."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """Write the key; DuckDB takes an RFC 6901 pointer."""
        if value is None:
            return None
        if dialect.name == "duckdb":
            return "/" + value.replace("~", "~0").replace("/", "~1")
        if dialect.name in MARIADB:
            # A path, or for json_search a LIKE pattern.
            return f'$."{value}"' if is_plain(value) else re.sub("[!%_]", r"!\g<0>", value)
        return super().process_bind_param(value, dialect)


def is_plain(key: str) -> bool:
    """Tell whether every writer of JSON spells a key alike: some escape more than others.

    >>> is_plain("call_id"), is_plain("é"), is_plain("a/b")
    (True, False, False)
    """
    return re.fullmatch("[A-Za-z0-9_ :-]+", key) is not None
