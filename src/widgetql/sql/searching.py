"""Our function on connections to SQLite, whose engine of regular expressions is this process."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from sqlalchemy.engine import Connection

from widgetql.deadline import NEVER, Deadline
from widgetql.regex import Pattern, parse_pattern, render
from widgetql.regex.judging import beginning, steps
from widgetql.regex.matching import Automaton
from widgetql.remembered import remembered
from widgetql.sql.profile import profile_of

FUNCTION: Final = "widgetql_matches"
"""Its name in SQL: it tells whether a text, the first argument, has a match of a portable pattern."""

_KEPT: Final = "widgetql_searching"
# In so few characters a backtracking engine is through soon, whatever it tries, and it is written in C.
_SHORT: Final = 200
# Through longer ones it looks for what a match begins with, where that takes few steps a character.
_LONG: Final = 100_000
_MOST_STEPS: Final = 20_000


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
        self._short: Final = _backtracking(self._pattern)
        start = beginning(self._pattern)
        self._is_whole: Final = start == self._pattern
        is_quick = start is not None and steps(start) <= _MOST_STEPS
        self._start: Final = _backtracking(start) if start is not None and is_quick else None

    def finds(self, text: str, deadline: Deadline) -> bool:
        """Tell whether the pattern is found in a text, or raise `QueryTimeout`."""
        if len(text) <= _SHORT:
            return self._short(text) is not None
        if self._start is not None and len(text) <= _LONG:
            begins = self._start(text) is not None
            if self._is_whole or not begins:
                return begins
        return self._automaton.finds(text, deadline.check)

    @remembered
    def _automaton(self) -> Automaton:
        return Automaton(self._pattern)


def _backtracking(pattern: Pattern) -> Callable[[str], object]:
    return re.compile(render(pattern, "python")).search


# An automaton that is asked on end takes a megabyte.
_search: Final = lru_cache(maxsize=64)(_Search)
