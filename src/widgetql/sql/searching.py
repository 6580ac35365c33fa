"""Our function on connections to SQLite, whose engine of regular expressions is this process."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

from sqlalchemy.engine import Connection

from widgetql.deadline import NEVER, Deadline
from widgetql.regex import parse_pattern, render
from widgetql.regex.matching import Automaton
from widgetql.remembered import remembered
from widgetql.sql.profile import profile_of

FUNCTION: Final = "widgetql_matches"
"""Its name in SQL: it tells whether a text, the first argument, has a match of a portable pattern."""

_KEPT: Final = "widgetql_searching"
# In so few characters a backtracking engine is through soon, whatever it tries, and it is written in C.
_SHORT: Final = 200


def searched_until(connection: Connection, deadline: Deadline) -> None:
    """See to it that a connection has our function, if its database needs one, and that it ends in time."""
    if not profile_of(connection.dialect.name).searches_here:
        return
    function = connection.info.get(_KEPT)
    if function is None:
        driver: Any = connection.connection.dbapi_connection
        function = _Function()
        driver.create_function(FUNCTION, 2, function, deterministic=True)
        # With the driver's connection, which has the function as long.
        connection.info[_KEPT] = function
    function.deadline = deadline


class _Function:
    def __init__(self) -> None:
        self.deadline = NEVER

    def __call__(self, text: str | None, source: str) -> bool | None:
        # What is raised here SQLite reports as an error of the statement, which is late then.
        return None if text is None else _search(source).finds(text, self.deadline)


class _Search:
    """A pattern that is searched for, by what is faster in a text."""

    def __init__(self, source: str) -> None:
        self._pattern: Final = parse_pattern(source)
        self._short: Final = re.compile(render(self._pattern, "python")).search

    def finds(self, text: str, deadline: Deadline) -> bool:
        """Tell whether the pattern is found in a text, or raise `QueryTimeout`."""
        if len(text) <= _SHORT:
            return self._short(text) is not None
        return self._automaton.finds(text, deadline.check)

    @remembered
    def _automaton(self) -> Automaton:
        return Automaton(self._pattern)


# An automaton that is asked on end takes a megabyte.
_search: Final = lru_cache(maxsize=64)(_Search)
