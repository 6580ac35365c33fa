"""The queries of react-querybuilder (`@react-querybuilder/core`) -> filters, and filters -> queries.

`fields` is what its `fields` property takes; `from_query` and `to_query` turn what it edits into a filter and
back. What one side can say and the other cannot is a problem, never left out.
"""

from __future__ import annotations

from widgetql.react_querybuilder.listing import fields
from widgetql.react_querybuilder.reading import from_query
from widgetql.react_querybuilder.writing import to_query

__all__ = ["fields", "from_query", "to_query"]
