"""A verdict beside the interpreter's: the evidence selects exactly the records that it is about."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from widgetql import Dataset, compile_filter, verdict
from widgetql.testing import Rows, expected_verdict, same


def asked(connection: Connection, rule: Any, dataset: Dataset, rows: Rows, **options: Any) -> dict[str, Any]:
    """The verdict, with the ids of its evidence in the place of that; it is the interpreter's."""
    found = verdict(connection, rule, dataset, **options).to_dict()
    evidence = found.pop("evidence")
    records = None
    if evidence is not None:
        lifted = {**options, "limits": options.get("limits", dataset.limits).lifted()}
        # What is said in absolute instants means the same whenever it is asked.
        lifted["now"] = options["now"].replace(year=2040)
        condition = compile_filter(evidence, dataset, **lifted)
        records = sorted(connection.execute(select(*dataset.ids).where(condition)).scalars())
    found["records"] = records
    expected = expected_verdict(rule, dataset, rows, **options)
    assert same(found, expected), (rule, found, expected)
    return found
