"""What a database refuses of a host's conditions: it must refuse what is listed by name, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import CompileError, DBAPIError

from widgetql.testing.databases import name_of

Refused: TypeAlias = Mapping[str, Mapping[str, str]]
"""By a database and a condition's name: what the database, or SQLAlchemy for it, says."""

NO_TIED_JOIN: Final = "Correlated subqueries in join expression are not supported"
NO_TIED_LIST: Final = "Correlated subqueries are not supported as IN function arguments"
# One in another: what the inner one is tied to by way of the outer one is not found.
NO_TIED_TWICE: Final = "Cannot find column"


def is_taken(connection: Connection, name: str, statement: Any, *listed: Refused) -> bool:
    """Tell whether a database takes a statement.

    It must refuse what is `listed`, for that reason, and nothing else.
    """
    reasons = [found for one in listed if (found := one.get(name_of(connection), {}).get(name))]
    if not reasons:
        connection.execute(statement).all()
        return True
    with pytest.raises((DBAPIError, CompileError), match="|".join(map(re.escape, reasons))):
        connection.execute(statement)
    return False
