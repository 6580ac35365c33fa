"""For a host's own tests: random rows, filters and widgets, and what they must answer.

The interpreter evaluates a filter or a widget on plain rows in Python, without a database; the strategies
draw valid input for any dataset. Needs the extra `testing` (hypothesis).
"""

from widgetql.testing.checking import check
from widgetql.testing.oracle import expected_widget_data, matching_ids
from widgetql.testing.places import Rows
from widgetql.testing.sameness import Difference, difference, same
from widgetql.testing.strategies import NOW, Case, cases, filters, moments, rows, widgets
from widgetql.testing.verdicts import expected_verdict

__all__ = [
    "NOW",
    "Case",
    "Difference",
    "Rows",
    "cases",
    "check",
    "difference",
    "expected_verdict",
    "expected_widget_data",
    "filters",
    "matching_ids",
    "moments",
    "rows",
    "same",
    "widgets",
]
