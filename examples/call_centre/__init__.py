"""A call centre: the call logs of several organisations, their agents, and what metrics say of each call.

`tables`    what a host application owns: `call_logs`, `agents`, `metrics`, `evaluations`, as Core tables
`dataset`   what its customers may ask of them: the dataset `calls`, and `scope_of` for one organisation
`generate`  plausible rows, the same for the same arguments; `load` puts them into a database
`models`    the same for a host that works with ORM classes

>>> from datetime import UTC, datetime
>>> from sqlalchemy import create_engine, func, select
>>> from examples.call_centre import call_logs, generate, load
>>> data = generate(calls=200, days=7, end=datetime(2025, 11, 10, 12, tzinfo=UTC))
>>> with create_engine("sqlite://").begin() as connection:
...     load(connection, data)
...     connection.scalar(select(func.count()).select_from(call_logs))
200

The rows are as real ones: calls come by day rather than by night, and on weekdays; values are missing; some
calls name an agent that was deleted; metadata holds texts, numbers, booleans, nulls, lists and objects; some
evaluations are no number where their metric is numeric.
"""

from examples.call_centre.dataset import calls, scope_of
from examples.call_centre.generate import generate, load
from examples.call_centre.tables import TABLES, agents, call_logs, evaluations, metrics

__all__ = [
    "TABLES",
    "agents",
    "call_logs",
    "calls",
    "evaluations",
    "generate",
    "load",
    "metrics",
    "scope_of",
]
