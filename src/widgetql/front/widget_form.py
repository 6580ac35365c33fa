"""The form of a widget as JSON Schema: a row for each key, and one for each chart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from widgetql.charts.parse import KEYS, OF_PIVOTS, OTHER_KEYS
from widgetql.charts.rules import CHART_TYPES, MARGINS, SHARE
from widgetql.dataset import Dataset
from widgetql.dynamic import chooser_of
from widgetql.fields import aggregations_of, charts_of, in_own_terms, reads_instants
from widgetql.front.dimension_form import (
    BY_PERIOD,
    NO_TEXT,
    ONE,
    PART,
    PERIOD,
    PERIOD_OR_NONE,
    by_way,
    dimension,
    no_dimension,
)
from widgetql.front.filter_form import (
    UNSET,
    Schema,
    alike,
    named,
    of_keys,
    one_of,
    operand,
    some,
    unless_long,
    visible,
)
from widgetql.front.forms import (
    AGGREGATION,
    BUCKET,
    NO_GROUP,
    UNRANKED,
    Form,
    aggregations,
    by_field,
    forms,
    listed,
)
from widgetql.front.measure_form import FILTER, Measured, aggregated, counts, derived
from widgetql.limits import Limits
from widgetql.paths import Found
from widgetql.types import DataType


class Charts:
    """Each chart's rules as schemas, over the fields of a dataset."""

    def __init__(self, dataset: Dataset, limits: Limits) -> None:
        self.dataset: Final = dataset
        self.limits: Final = limits
        self.forms: Final = forms(limits)
        self.no_dimension: Final = no_dimension(limits)
        plotted = visible(dataset, "plot")
        self.plain: Final = [one for one in plotted if one.leaf.type is not DataType.DYNAMIC]
        self.dynamic: Final = [
            (fields, self.metric_of(fields[0]))
            for fields in alike((one for one in plotted if one.leaf.type is DataType.DYNAMIC), self.metric_of)
        ]

    def metric_of(self, found: Found) -> Schema:
        """Return the ids of a dynamic field's metrics."""
        form, chooser = self.forms["metric"], chooser_of(found, self.dataset)
        return one_of([{"allOf": [form.read, operand(chooser, "eq")]}, form.unread])

    def of(self, chart: str) -> Schema:
        """Return what the widgets of a chart are."""
        keys = {
            name: self.forms[name].used if chart in key.charts else self.forms[name].unused
            for name, key in KEYS.items()
            # What a pivot says there is of its own form.
            if name != "chart_type" and not (chart == "pivot" and name in OF_PIVOTS)
        }
        return {"title": f"A {chart}", "properties": keys, "allOf": RULES[chart](self)}

    def line(self) -> list[Schema]:
        """Return the rules of a line."""
        return [self.field("line"), self.group_by(BUCKET)]

    def pie(self) -> list[Schema]:
        """Return the rules of a pie, or of one of measures."""
        rules = [self.field("pie"), self.comparable_groups()]
        own: Schema = {"allOf": [self.without_measures(), *rules]}
        ungrouped = one_of([UNSET, NO_GROUP])
        of_measures: Schema = {
            "properties": {"group_by": ungrouped, "metrics": self.measured().read}, "required": ["metrics"]
        }  # fmt: skip
        rules = [self.field("pie", has_measures=True), *self.metric_of_measures(is_plotted=True)]
        return [{"anyOf": [own, {"allOf": [of_measures, *rules]}]}]

    def histogram(self) -> list[Schema]:
        """Return the rules of a histogram."""
        binned: Schema = {"properties": {"bins": self.forms["bins"].read}, "required": ["bins"]}
        return [self.field("histogram"), binned]

    def bar(self) -> list[Schema]:
        """Return the rules of a bar: a period, or a bucket."""
        by_period = {"properties": {"time_period": PERIOD}, "required": ["time_period"]}
        # Of a group that cannot be read it is not known that it is no bucket.
        group = one_of([BUCKET, NO_GROUP])
        by_bucket: Schema = {
            "properties": {"group_by": group, "time_period": UNSET}, "required": ["group_by"]
        }  # fmt: skip
        aggregated = {
            "properties": {"aggregation_function": AGGREGATION}, "required": ["aggregation_function"]
        }  # fmt: skip
        unused = {name: self.forms[name].unused for name in ("x", "limit", "include_missing")}
        over_time = {"anyOf": [{"allOf": [by_period, self.group_by()]}, by_bucket], "properties": unused}
        either = {"anyOf": [over_time, *self.over()]}
        alone = [self.field("bar", is_aggregated=True), aggregated, either]
        own: Schema = {"anyOf": [{"allOf": alone}, {"allOf": self.share(by_period)}]}
        unmeasured: Schema = {"allOf": [self.without_measures(), own]}
        unread: Schema = {"allOf": [self.bar_of_unread(by_period), either]}
        return [{"anyOf": [unmeasured, {"allOf": [*self.bar_of_measures(), either]}, unread]}]

    def bar_of_unread(self, by_period: Schema) -> Schema:
        """Return the rules of a bar whose measures are not read, so that nobody knows what it lacks."""
        no_field = {"field": self.forms["field"].unused}
        aggregated = {"properties": no_field | {"aggregation_function": one_of([UNSET, AGGREGATION])}}
        share: Schema = {"properties": no_field, "allOf": self.share(by_period)[1:]}
        alone: Schema = {"properties": {"aggregation_function": UNSET}, "allOf": [self.field("bar")]}
        measures = {"properties": {"metrics": some(self.measured().unread)}, "required": ["metrics"]}
        return {**measures, "anyOf": [aggregated, share, alone]}

    def bar_of_measures(self) -> list[Schema]:
        """Return the rules of a bar of measures, but for what it stands over."""
        alone = {name: self.forms[name].unused for name in ("field", "aggregation_function")}
        measures: Schema = {
            "properties": {**alone, "metrics": self.measured().read}, "required": ["metrics"]
        }  # fmt: skip
        # Ranked groups of measures stand over one range of time, and over nothing else.
        over = one_of([self.forms["x"].unused, self.by_period()])
        unused = {name: self.forms[name].unused for name in ("compare", "window")}
        by_itself: Schema = {"properties": {**unused, "x": over}}
        return [measures, *self.metric_of_measures(), one_of([UNRANKED, by_itself])]

    def by_period(self) -> Schema:
        """Return the `x` that says a bar over time."""
        timestamp = [one for one in self.plain if one.path in self.dataset.timestamp_names]
        return by_way(named(timestamp), time_period=PERIOD)

    def share(self, by_period: Schema) -> list[Schema]:
        """Return the rules of a bar of shares: by a period, of strings and booleans, and nothing beside."""
        plain = [
            one
            for one in self.plain
            if "bar" in charts_of(one.leaf)
            and one.leaf.type in (DataType.STRING, DataType.BOOLEAN)
            and "count" in _aggregations(one)
        ]
        beside = ("group_by", "compare", "window", "fill_gaps", "limit", "include_missing")
        keys = {name: self.forms[name].unused for name in beside}
        alone = {"properties": {"aggregation_function": {"const": SHARE}} | keys}
        over_time = {"allOf": [by_period, {"properties": {"x": self.forms["x"].unused}}]}
        by_x = {"properties": {"x": self.by_period(), "time_period": UNSET}, "required": ["x"]}
        unread = {"properties": {"x": self.no_dimension, "time_period": UNSET}, "required": ["x"]}
        field = self.fields_of(plain)
        return [field, alone | {"required": ["aggregation_function"]}, one_of([over_time, by_x, unread])]

    def over(self) -> list[Schema]:
        """Return the rules of a bar over something that `x` says."""

        def over(x: Schema, *unused: str) -> Schema:
            keys = {name: self.forms[name].unused for name in unused}
            said = {"properties": {"x": x, "time_period": UNSET} | keys, "required": ["x"]}
            return {"allOf": [said, self.group_by()]}

        return [
            over(dimension(named(self.plain), UNSET), "fill_gaps", "compare", "window"),
            over(self.by_period(), "limit", "include_missing"),
            *(over(one, "limit", "compare", "window") for one in self.divided()),
            {"properties": {"x": self.no_dimension}, "required": ["x"]},
        ]

    def stat(self) -> list[Schema]:
        """Return the rules of a stat."""
        unused = {name: self.forms[name].unused for name in ("compare", "metrics", "metric")}
        alone: Schema = {"properties": {"compare": unused["compare"]}}
        own: Schema = {"allOf": [{"properties": {**unused, "compare": {}}}, self.comparable_groups()]}
        measured = {"properties": {"metrics": self.measured().read}, "required": ["metrics"]}
        rules = [measured, self.comparable_groups(), *self.metric_of_measures()]
        of_measures = {"allOf": [*rules, one_of([UNRANKED, alone])]}
        return [{"anyOf": [own, of_measures]}]

    def list_(self) -> list[Schema]:
        """Return the rules of a list."""
        paths = named(self.plain)
        columns = listed(Form(paths, NO_TEXT), self.limits).used
        unused = self.forms["metric"].unused
        shown: list[Schema] = [{"properties": {"field": one_of([UNSET, paths]), "metric": unused}}]
        shown += [
            {"properties": {"field": named(fields), "metric": metric}, "required": ["field", "metric"]}
            for fields, metric in self.dynamic
        ]
        shown.append({"properties": {"field": NO_TEXT, "metric": unused}, "required": ["field"]})
        return [{"properties": {"columns": columns}}, one_of(shown)]

    def table(self) -> list[Schema]:
        """Return the rules of a table: it aggregates, or has raw rows."""
        plain = Form(dimension(named(self.plain), UNSET), self.no_dimension)
        timestamp = [one for one in self.plain if one.path in self.dataset.timestamp_names]
        by_period = dimension(named(timestamp), PERIOD_OR_NONE)
        by_part, by_bins = self.divided()
        compare = self.forms["compare"]

        def grouped(*ways: Schema, **keys: Schema) -> Schema:
            own = listed(Form(one_of([plain.read, by_period, *ways]), self.no_dimension), self.limits).used
            dimensions = own if "compare" in keys else {"allOf": [own, {"contains": BY_PERIOD, **ONE}]}
            said = {"metrics": self.measured().read, "dimensions": dimensions, **keys}
            return {"properties": said, "required": ["metrics"]}

        grouped_rows = {
            "anyOf": [
                grouped(by_part, by_bins, compare=compare.unused),
                grouped(by_part),
            ]
        }
        shown = [
            plain.read,
            plain.unread,
            *(dimension(named(fields), PERIOD_OR_NONE) for fields, _ in self.dynamic),
        ]
        rows = {"anyOf": [{"items": one_of(shown)}, {"minItems": self.limits.max_columns + 1}]}
        raw = {
            "properties": {
                "metrics": self.forms["metrics"].unused,
                "totals": self.forms["totals"].unused,
                "compare": compare.unused,
                "other": self.forms["other"].unused,
                "dimensions": {"type": "array", "minItems": 1, **rows},
            },
            "required": ["dimensions"],
        }
        return [{"anyOf": [grouped_rows, raw]}, self.rest_of_rows(), *self.metric_of_measures()]

    def rest_of_rows(self) -> Schema:
        """Return that a table with a rest has dimensions, no pages, and nothing of related rows."""
        related = named(one for one in visible(self.dataset, "plot") if one.to_many)
        own: Schema = {"type": "object", "required": ["field"], "properties": {"field": related}}
        of_records: Schema = {"not": {"contains": one_of([related, own])}}
        keys = {"cursor": self.forms["cursor"].unused, "metrics": of_records}
        keys["dimensions"] = {"allOf": [self.forms["dimensions"].read, of_records]}
        none: Schema = {"properties": {"other": self.forms["other"].unused}}
        return one_of([none, {"properties": keys, "required": ["dimensions"]}])

    def pivot(self) -> list[Schema]:
        """Return the rules of a pivot: dimensions of rows and of columns, and measures."""
        totals = unless_long({"items": {"enum": [*MARGINS]}}, self.limits.max_columns)
        margins: Schema = {"type": "array", **totals}
        dimensions, measures = self.grouped(), self.measured()
        # What is too long to be read is a problem of its size alone.
        axis = some(one_of([dimensions.read, dimensions.unread]))
        listed_ones = some(one_of([measures.read, measures.unread]))
        keys = {"rows": axis, "columns": axis, "metrics": listed_ones}
        said = keys | {"totals": one_of([UNSET, margins])}
        return [{"properties": said, "required": [*keys]}, *self.metric_of_measures()]

    def grouped(self) -> Form:
        """Return lists of dimensions that rows are aggregated by."""
        timestamp = [one for one in self.plain if one.path in self.dataset.timestamp_names]
        by_period = dimension(named(timestamp), PERIOD_OR_NONE)
        found = one_of([dimension(named(self.plain), UNSET), by_period, *self.divided()])
        return listed(Form(found, self.no_dimension), self.limits)

    def without_measures(self) -> Schema:
        """Return widgets that have no measures."""
        return {"properties": {"metrics": self.forms["metrics"].unused}}

    def measured(self) -> Form:
        """Return lists of measures."""
        read, unread = derived(self.limits)
        unused = self.forms["metric"].unread
        return listed(Form(one_of([counts(unused), *self.metrics(), *read]), one_of(unread)), self.limits)

    def divided(self) -> list[Schema]:
        """Return the dimensions by a part of times, and those of numbers in bins."""
        times = [one for one in self.plain if reads_instants(one.leaf)]
        numbers = [
            one
            for one in self.plain
            if one.leaf.type is DataType.NUMERIC and in_own_terms(one.leaf, "") is None
        ]
        return [by_way(named(times), part=PART), by_way(named(numbers), bins=self.forms["bins"].read)]

    def metrics(self) -> list[Schema]:
        """Return the metrics of a table's fields."""
        unused = one_of([UNSET, self.forms["metric"].unread])
        found = [
            Measured(aggregations(_aggregations(fields[0])), named(fields), unused)
            for fields in alike(self.plain, _aggregations)
        ]
        for fields, metric in self.dynamic:
            found.append(Measured(AGGREGATION, named(fields), one_of([UNSET, metric])))
        return [*map(aggregated, found)]

    def metric_of_measures(self, *, is_plotted: bool = False) -> list[Schema]:
        """Return that measures need the widget's metric where a field is dynamic, and take none elsewhere."""
        rules: list[Schema] = []
        uses: list[Schema] = []
        for fields, metric in self.dynamic:
            read = {"type": "array", "maxItems": self.limits.max_columns}
            shown = read | {"contains": dimension(named(fields), PERIOD_OR_NONE)}
            unset = one_of([UNSET, self.forms["metric"].unread])
            of = aggregated(Measured(AGGREGATION, named(fields), unset))
            measured = read | {"contains": of}
            used = one_of(
                {"properties": {name: found}, "required": [name]}
                for name, found in (("dimensions", shown), ("metrics", measured))
            )
            if is_plotted:
                used = one_of([used, {"properties": {"field": named(fields)}, "required": ["field"]}])
            uses.append(used)
            rules.append({"if": used, "then": {"properties": {"metric": metric}, "required": ["metric"]}})
        unused = {"properties": {"metric": self.forms["metric"].unused}}
        return [*rules, {"anyOf": [*uses, unused]}]

    def field(self, chart: str, *, is_aggregated: bool = False, has_measures: bool = False) -> Schema:
        """Return the fields that a chart draws, each with its metric and its aggregations."""
        drawn = [one for one in self.plain if chart in charts_of(one.leaf)]
        alike_ones = alike(drawn, _aggregations) if is_aggregated else [drawn]
        return self.fields_of(*alike_ones, named_aggregations=is_aggregated, has_measures=has_measures)

    def fields_of(
        self, *drawn: Sequence[Found], named_aggregations: bool = False, has_measures: bool = False
    ) -> Schema:
        """Return fields, each with its metric and, where these are named, its aggregations."""
        found: list[Schema] = []
        for fields in drawn:
            keys = {"field": named(fields)}
            if not has_measures:
                keys["metric"] = self.forms["metric"].unused
            if named_aggregations:
                keys["aggregation_function"] = aggregations(_aggregations(fields[0]))
            found.append({"properties": keys, "required": ["field"]})
        for fields, metric in self.dynamic:
            keys = {"field": named(fields), "metric": metric}
            found.append({"properties": keys, "required": ["field", "metric"]})
        return one_of([*found, {"properties": {"field": NO_TEXT}, "required": ["field"]}])

    def comparable_groups(self) -> Schema:
        """Return the groups of a chart that may be compared: by buckets of time it may not."""
        alone: Schema = {"properties": {"compare": self.forms["compare"].unused}}
        return {"anyOf": [self.group_by(), {"allOf": [self.group_by(BUCKET), alone]}]}

    def group_by(self, *more: Schema) -> Schema:
        """Return the groups of a chart."""
        groups = [UNSET, by_field(named(self.plain)), NO_GROUP, *more]
        return {"properties": {"group_by": one_of(groups)}}


def _aggregations(found: Found) -> Sequence[str]:
    return aggregations_of(found.leaf, found.leaf.type)


RULES: Final[Mapping[str, Callable[[Charts], list[Schema]]]] = MappingProxyType(
    {
        "line": Charts.line,
        "bar": Charts.bar,
        "pie": Charts.pie,
        "histogram": Charts.histogram,
        "stat": Charts.stat,
        "list": Charts.list_,
        "table": Charts.table,
        "pivot": Charts.pivot,
    }
)


def widget_definitions(dataset: Dataset, limits: Limits) -> dict[str, Schema]:
    """Return what the schema of a widget is made of, by name; that of a filter stands beside it."""
    charts = Charts(dataset, limits)
    others = {name: FILTER if name in ("filters", "dashboard_filters") else {} for name in sorted(OTHER_KEYS)}
    keys: Schema = {name: {} for name in KEYS} | others | {"chart_type": {"enum": [*CHART_TYPES]}}
    rules = [
        {
            "if": {"properties": {"chart_type": {"const": name}}, "required": ["chart_type"]},
            "then": {"$ref": f"#/$defs/{name}"},
        }
        for name in CHART_TYPES
    ]
    widget = {"title": "A widget", **of_keys(keys, "chart_type"), "allOf": rules}
    return {"widget": widget, **{name: charts.of(name) for name in CHART_TYPES}}
