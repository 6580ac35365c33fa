"""The datasets of one call, each with what the call asks of it: of a dashboard there may be several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from typing_extensions import Unpack

from widgetql.dataset import Dataset
from widgetql.documents import is_empty, is_mapping
from widgetql.errors import Pointer, Problems, shown
from widgetql.execution import Runner
from widgetql.request import Request
from widgetql.types import Options

Datasets: TypeAlias = "Dataset | Mapping[str, Dataset]"
"""One dataset, or several by their names."""


@dataclass(frozen=True, slots=True)
class Several:
    """The requests of one call by the names of their datasets; of one dataset alone the name is ""."""

    by_name: Mapping[str, Request]

    @classmethod
    def of(cls, datasets: Datasets, *, judges: bool = False, **options: Unpack[Options]) -> Several:
        """Read the options once for each dataset: with one moment, and one scope.

        Raises `TypeError` or `ValueError` for what is the host's own mistake: also for a scope of several
        datasets that is no mapping, as nobody could tell which of them a condition is about.
        """
        if not isinstance(datasets, Mapping):
            return cls({"": Request.of(datasets, judges=judges, **options)})
        names: list[Any] = list(datasets)
        if not names or not all(isinstance(name, str) and name for name in names):
            raise ValueError("datasets are a mapping from their names, which are text, to each")
        scope = options.get("scope")
        if len(datasets) > 1 and scope is not None and not isinstance(scope, Mapping):
            raise ValueError("scope: of several datasets it is a mapping from tables to conditions")
        found: dict[str, Request] = {}
        for name, dataset in datasets.items():
            found[name] = Request.of(dataset, judges=judges, **options)
            options["now"] = found[name].clock.now
        return cls(found)

    @property
    def first(self) -> Request:
        """The request of the first dataset."""
        return next(iter(self.by_name.values()))

    @property
    def is_named(self) -> bool:
        """Tell whether datasets have names, by which widgets say theirs."""
        return "" not in self.by_name

    @property
    def tightest(self) -> Request:
        """A request with the limits that count over all datasets: of each the smallest."""
        if len(self.by_name) == 1:
            return self.first
        limits = [one.limits for one in self.by_name.values()]
        times = [one.widget_timeout for one in limits if one.widget_timeout is not None]
        shared = replace(
            self.first.limits,
            max_widgets=min(one.max_widgets for one in limits),
            max_dashboard_rows=min(one.max_dashboard_rows for one in limits),
            widget_timeout=min(times, default=None),
        )
        deadline = min((one.deadline for one in self.by_name.values()), key=lambda one: one.moment)
        return replace(self.first, limits=shared, deadline=deadline)

    def runner(self, connection: Any, *, explains: bool = False) -> Runner:
        """Return what runs the statements of this call."""
        return self.tightest.runner(connection, explains=explains)

    def with_dataset(self, dataset: Dataset) -> Request:
        """Return the request of a dataset."""
        return next(one for one in self.by_name.values() if one.dataset is dataset)

    def named(self, widget: Any, problems: Problems) -> tuple[str | None, Any]:
        """Return the name of a widget's dataset, None with the problem noted, and the widget without it."""
        if not self.is_named or not is_mapping(widget):
            return next(iter(self.by_name)), widget
        rest = {key: value for key, value in widget.items() if key != "dataset"}
        name, at = widget.get("dataset"), Pointer("widget") / "dataset"
        known = ", ".join(self.by_name)
        if is_empty(name):
            if len(self.by_name) == 1:
                return next(iter(self.by_name)), rest
            problems.add(at, "missing_key", f"the widget needs its dataset, one of {known}")
        elif not isinstance(name, str):
            problems.add(at, "not_text", f"expected the name of a dataset, got {shown(name)}")
        elif name not in self.by_name:
            problems.add(at, "unknown_dataset", f"no dataset {shown(name)}; one of {known}")
        else:
            return name, rest
        return None, rest
