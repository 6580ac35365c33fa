"""Problems as a model can mend them: where, what, and what would be allowed there."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from widgetql.charts.rules import SHARE
from widgetql.documents import is_list, is_object
from widgetql.errors import InvalidInput, Problem
from widgetql.filters.vocabulary import COUNTED, GROUPS, OPERATORS
from widgetql.mcp.answers import Answer

_JSON = dict[str, Any]
# More is not read.
_MOST: Final = 20
_CHOICES: Final = 60


class Repairs:
    """Says what is allowed; what may be asked of the dataset is described when it is first needed."""

    def __init__(self, describe: Callable[[], _JSON]) -> None:
        self._describe: Final = describe
        self._described: _JSON | None = None

    @property
    def described(self) -> _JSON:
        """What may be asked of the dataset."""
        if self._described is None:
            self._described = self._describe()
        return self._described

    def of(self, error: InvalidInput, documents: Mapping[str, Any]) -> Answer:
        """Return the problems of a call, whose arguments are `documents`."""
        found = [self._told(one, documents) for one in error.problems[:_MOST]]
        lines = ["Mend this and ask again:"]
        for one in found:
            lines.append(f"- {one['document']}{one['pointer']}: {one['code']}: {one['message']}")
            if one["allowed"] is not None:
                lines.append(f"  allowed: {json.dumps(one['allowed'], ensure_ascii=False)}")
        if len(error.problems) > _MOST:
            lines.append(f"- and {len(error.problems) - _MOST} more")
        return Answer("\n".join(lines), {"problems": found})

    def _told(self, problem: Problem, documents: Mapping[str, Any]) -> _JSON:
        allowed = self.allowed(problem, documents.get(problem.document))
        return {**problem.to_dict(), "allowed": None if allowed is None else allowed[:_CHOICES]}

    def allowed(self, problem: Problem, document: Any) -> list[Any] | None:
        """Return what would be allowed in the place of a problem, where it is one of few things."""
        *above, key = ["", *_tokens(problem.pointer)]
        holder = _at(document, above[1:])
        match problem.code:
            case "unknown_field" | "not_filterable" | "not_plottable":
                return self._paths(problem)
            case "unknown_operator" | "operator_not_allowed":
                return self._operators(key, holder)
            case "unknown_metric":
                return self._metrics(document)
            case "chart_not_allowed":
                return [*self._field(document).get("charts", ())] or None
            case "not_for_chart" | "unknown_key":
                return self._keys(document) if holder is document else None
            case _:
                return self._words(problem.code, key, document, holder)

    def _words(self, code: str, key: str, document: Any, holder: Any) -> list[Any] | None:
        """Return the words of a vocabulary."""
        lacks = code == "missing_key"
        if code == "unknown_chart" or (lacks and key == "chart_type"):
            return [*self.described["charts"]]
        if code == "unknown_period" or (lacks and key == "time_period"):
            return [*self.described["periods"]]
        if code == "unknown_part":
            return [*self.described["parts"]]
        if code in ("unknown_aggregation", "aggregation_not_allowed") or (
            lacks and key == "aggregation_function"
        ):
            named = self._field(holder).get("charts", {}).get("bar") or self.described["aggregations"]
            # A share is of a widget's own field, never a measure.
            return [name for name in named if name != SHARE or holder is document]
        if lacks and key == "field":
            chart = document.get("chart_type") if is_object(document) and holder is document else None
            return [
                one["path"] for one in self.described["fields"] if chart is None or chart in one["charts"]
            ]
        if lacks and key == "metric":
            return self._metrics(document)
        return self._operators(key, holder) if lacks and key in ("op", "operator") else None

    def _paths(self, problem: Problem) -> list[str]:
        in_filter = problem.document != "widget" or problem.pointer.startswith("/filters")
        use = "filter" if in_filter else "plot"
        return [one["path"] for one in self.described["fields"] if one[use]]

    def _operators(self, key: str, holder: Any) -> list[str]:
        if key == "operator":
            return [*GROUPS]
        if is_object(holder) and holder.get("operator") == "count_rows":
            return [*COUNTED]
        return [*(self._field(holder).get("operators") or OPERATORS)]

    def _metrics(self, document: Any) -> list[_JSON] | None:
        found = self._field(document).get("metrics")
        return None if found is None else [{name: one[name] for name in ("metric", "name")} for one in found]

    def _keys(self, widget: Any) -> list[str] | None:
        chart = widget.get("chart_type") if is_object(widget) else None
        found = self.described["charts"].get(chart) if isinstance(chart, str) else None
        return None if found is None else [*found["keys"]]

    def _field(self, holder: Any) -> _JSON:
        """Return what is described of the field that a widget, a metric or a condition names."""
        path = holder.get("field") if is_object(holder) else None
        if not isinstance(path, str):
            return {}
        document = f"{path.rpartition('.')[0]}.*"
        found: _JSON = {}
        for one in self.described["fields"]:
            if one["path"] == path or (one["path"] == document and not found):
                found = one
        return found


def _tokens(pointer: str) -> list[str]:
    return [one.replace("~1", "/").replace("~0", "~") for one in pointer.split("/")[1:]]


def _at(document: Any, tokens: list[str]) -> Any:
    """Return what a pointer leads to; None where a document is text, or has no such place."""
    for token in tokens:
        if is_object(document):
            document = document.get(token)
        elif is_list(document) and token.isdecimal() and int(token) < len(document):
            document = document[int(token)]
        else:
            return None
    return document
