"""Chart data in a notebook: as a pandas data frame. (Jupyter draws a `WidgetData` as its chart by itself.)"""

from __future__ import annotations

from typing import Any

from widgetql.charts.run import WidgetData


def frame(data: WidgetData) -> Any:
    """Return the rows of an answer as a `pandas.DataFrame`, a column a key; an ungrouped stat is one row.

    The same as `WidgetData.to_pandas`: date-times are pandas timestamps in the zone of the answer, missing
    values are pandas' own. Needs the extra `notebook`.

    Raises `ImportError` without it.

    >>> from widgetql import compute_widget_data
    >>> from widgetql.testing.example import connect, dataset, november
    >>> widget = {"chart_type": "list", "field": "duration"}
    >>> with connect() as connection:
    ...     data = compute_widget_data(connection, widget, dataset, **november)
    >>> frame(data)["timestamp"].dt.hour.tolist()
    [12, 13, 12]
    """
    return data.to_pandas()
