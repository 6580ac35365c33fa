"""Chart data in a notebook: as a pandas data frame. (Jupyter draws a `WidgetData` as its chart by itself.)"""

from __future__ import annotations

from typing import Any, Final

from widgetql.charts.run import WidgetData
from widgetql.relative_time import zone_of
from widgetql.vega.clock import is_instant

# Where the rows of a chart may have an instant; a table's own columns may have these names too.
_INSTANTS: Final = ("timestamp", "time_interval", "value")


def frame(data: WidgetData) -> Any:
    """Return the rows of an answer as a `pandas.DataFrame`, a column a key; an ungrouped stat is one row.

    The instants of `timestamp`, `time_interval` and `value` are pandas timestamps in the zone of the answer;
    missing values are pandas' own. Needs pandas, which comes with the extra `notebook`.

    Raises `ImportError` without it.

    >>> from widgetql import compute_widget_data
    >>> from widgetql.testing.example import connect, dataset, november
    >>> widget = {"chart_type": "list", "field": "duration"}
    >>> with connect() as connection:
    ...     data = compute_widget_data(connection, widget, dataset, **november)
    >>> frame(data)["timestamp"].dt.hour.tolist()
    [12, 13, 12]
    """
    # Here, so that all else works without it.
    import pandas as untyped  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs]

    pandas: Any = untyped
    rows: object = data.data
    # An ungrouped stat is an object.
    found = pandas.DataFrame([rows] if isinstance(rows, dict) else rows)
    zone = zone_of(data.metadata.get("timezone", "UTC"))
    for name in _INSTANTS:
        if name in found.columns and found[name].dropna().map(is_instant).all():
            instants = pandas.to_datetime(found[name], utc=True, format="ISO8601")
            found[name] = instants.dt.tz_convert(zone)
    return found
