// The controls of a widget's chart: what is plotted, as what, and what that chart can be told.

import { button, checkbox, el, field, select } from "./dom.js";
import { isAny, stem } from "./fields.js";
import { keyInput, removeButton } from "./operand.js";
import { CHARTS, aggregation, spoken } from "./words.js";

// Charts that plot no field of their own stand beside those of the field.
const ANY_FIELD = ["stat", "list", "table"];

/** Return the controls for a draft; `change(keys, isNew)` merges keys into it, `isNew` where other controls follow. */
export function plotForm(fields, draft, change) {
  const chosen = fields.find(draft.field, draft.metric);
  const charts = [...Object.keys(chosen?.charts ?? {}), ...ANY_FIELD].filter((chart) => fields.charts[chart]);
  const kinds = charts.includes(draft.chart_type) ? charts : [draft.chart_type, ...charts];
  const controls = [];
  const add = (label, control, part, note) => {
    (control.matches("input, select") ? control : control.querySelector("input, select")).dataset.part = part;
    controls.push(field(label, control, note));
  };
  if (draft.chart_type !== "stat" && draft.chart_type !== "table") {
    add("What to plot", select(fields.options((one) => one.plot && (isAny(one) || Object.keys(one.charts).length)), chosen?.name,
      (name) => change(plotting(fields, draft, fields.every.find((one) => one.name === name)), true)), "field");
    if (chosen && isAny(chosen)) {
      controls.push(el("div", { class: "field" }, el("span", { class: "label" }, "Key"),
        keyInput(stem(chosen).slice(0, -1), draft.field.slice(stem(chosen).length), (key) => change({ field: stem(chosen) + key }))));
    }
  }
  add("Chart", select(kinds.map((kind) => [kind, CHARTS[kind] ?? kind]), draft.chart_type,
    (kind) => change(asChart(fields, draft, kind), true)), "chart");
  for (const control of OF_CHART[draft.chart_type]?.({ fields, draft, chosen, change }) ?? []) controls.push(control);
  return controls;
}

/** The keys of a draft that plots another field: the same chart, if it may be. */
function plotting(fields, draft, one) {
  const keys = { field: isAny(one) ? stem(one) : one.path, metric: one.metric ?? null, group_by: null };
  const kind = one.charts[draft.chart_type] || ANY_FIELD.includes(draft.chart_type) ? draft.chart_type : Object.keys(one.charts)[0];
  return { ...keys, ...asChart(fields, { ...draft, ...keys }, kind) };
}

/** The keys that another chart needs. */
function asChart(fields, draft, kind) {
  const keys = { chart_type: kind };
  const needs = fields.charts[kind].needs.flat();
  const own = draft.field ?? fields.every.find((one) => one.charts[kind] && !one.metric)?.path;
  if (needs.includes("field")) keys.field = own;
  const found = fields.find(own, draft.metric);
  if (kind === "bar") {
    const taken = found?.charts.bar ?? ["count"];
    keys.aggregation_function = taken.includes(draft.aggregation_function) ? draft.aggregation_function : taken[0];
    keys.time_period = draft.time_period ?? "day";
  } else Object.assign(keys, { aggregation_function: null, time_period: null });
  if (kind === "list" || kind === "table") keys.limit = draft.limit ?? 10;
  if (needs.includes("bins")) keys.bins = draft.bins ?? { count: 20 };
  if (needs.includes("dimensions")) {
    const named = fields.every.find((one) => one.groupable && one.type === "string" && !isAny(one));
    keys.dimensions = draft.dimensions ?? (named ? [named.path] : []);
    keys.metrics = draft.metrics ?? [{ aggregation_function: "count", name: "count" }];
  }
  return keys;
}

const part = (control, name) => { control.dataset.part = name; return control; };

const groupBy = ({ fields, draft, change }) => {
  const chosen = draft.group_by?.type === "field" ? draft.group_by.field : "";
  const options = [["", "Nothing"], ...fields.options((one) => one.groupable && !isAny(one))];
  return field("Split by", part(select(options, chosen, (path) =>
    change({ group_by: path ? { type: "field", field: path } : null }, true)), "group"));
};

const limit = ({ draft, change }, most) => {
  const input = el("input", { type: "number", min: 1, max: most, value: draft.limit ?? 10,
    on: { input: () => { if (input.value) change({ limit: Number(input.value) }); } } });
  return field("Rows at most", input);
};

const OF_CHART = {
  bar: (at) => [
    field("Aggregation", part(select((at.chosen?.charts.bar ?? ["count"]).map((name) => [name, aggregation(name)]),
      at.draft.aggregation_function, (name) => at.change({ aggregation_function: name })), "aggregation")),
    field("Time period", part(select(at.fields.periods.map((name) => [name, spoken(name)]), at.draft.time_period ?? "day",
      (name) => at.change({ time_period: name })), "period")),
    groupBy(at),
    checkbox("Show times without records", Boolean(at.draft.fill_gaps), (on) => at.change({ fill_gaps: on })),
  ],
  line: (at) => [groupBy(at)],
  pie: (at) => [groupBy(at),
    checkbox("Show missing values", Boolean(at.draft.include_missing), (on) => at.change({ include_missing: on }))],
  histogram: bins,
  stat: (at) => [groupBy(at)],
  list: (at) => [limit(at, 100), columns(at)],
  table: (at) => [dimensions(at), metrics(at), limit(at, 100)],
};

function bins(at) {
  const { draft, change } = at;
  const given = draft.bins ?? { count: 20 };
  const kind = "edges" in given ? "edges" : "width" in given ? "width" : "count";
  const first = { count: { count: 20 }, width: { width: 30 }, edges: { edges: [0, 30, 60, 120] } };
  const which = field("Bins", part(select([["count", "As many as"], ["width", "Each as wide as"], ["edges", "Between edges"]], kind,
    (chosen) => change({ bins: first[chosen] }, true)), "bins"));
  const input = kind === "edges"
    ? el("input", { type: "text", value: given.edges.join(", "), on: { input: () => {
      const edges = input.value.split(/[\s,;]+/).filter(Boolean).map(Number);
      if (!edges.some(Number.isNaN)) change({ bins: { edges } });
    } } })
    : el("input", { type: "number", step: "any", min: 0, value: given[kind], on: { input: () => {
      if (input.value) change({ bins: { ...given, [kind]: Number(input.value) } });
    } } });
  return [which, field({ edges: "Edges", width: "Width of a bin", count: "Number of bins" }[kind], input),
    checkbox("Show missing values", Boolean(draft.include_missing), (on) => change({ include_missing: on }))];
}

/** Fields to tick: the columns of a list. */
function columns({ fields, draft, change }) {
  const chosen = draft.columns ?? [];
  const every = fields.every.filter((one) => one.plot && !one.metric && !isAny(one) && !one.path.startsWith("metric_"));
  return el("fieldset", { class: "ticks" }, el("legend", {}, "Columns"), every.map((one) =>
    checkbox(one.label, chosen.includes(one.path), (on) => change({ columns:
      on ? [...(draft.columns ?? []), one.path] : (draft.columns ?? []).filter((path) => path !== one.path) }, true))));
}

function dimensions({ fields, draft, change }) {
  const chosen = draft.dimensions ?? [];
  const options = fields.options((one) => one.groupable && !isAny(one));
  const rows = chosen.map((path, place) => el("div", { class: "line" },
    typeof path === "string"
      ? select(options, path, (other) => change({ dimensions: chosen.with(place, other) }, true), { "aria-label": `Rows by, ${place + 1}` })
      : el("code", {}, JSON.stringify(path)),
    removeButton(`Remove dimension ${place + 1}`, () => change({ dimensions: chosen.toSpliced(place, 1) }, true))));
  return el("fieldset", {}, el("legend", {}, "A row for each"), rows, button("Add dimension", { sign: "plus", kind: "quiet", on: () => {
    const free = fields.every.find((one) => one.groupable && !isAny(one) && !chosen.includes(one.path));
    change({ dimensions: [...chosen, free.path] }, true);
  } }));
}

function metrics({ fields, draft, change }) {
  const chosen = draft.metrics ?? [];
  const plain = (one) => one.charts.bar && !one.metric && !isAny(one) && !one.path.startsWith("metric_");
  const set = (place, made) => change({ metrics: chosen.with(place, { ...made, name: free(made, chosen.toSpliced(place, 1)) }), order_by: null }, true);
  const rows = chosen.map((one, place) => {
    const taken = one.field ? fields.find(one.field)?.charts.bar ?? ["count"] : ["count"];
    return el("div", { class: "line" },
      select([["", "Records"], ...fields.options(plain)], one.field ?? "", (path) => {
        const how = path ? fields.find(path).charts.bar : ["count"];
        const kept = how.includes(one.aggregation_function) ? one.aggregation_function : how.includes("avg") ? "avg" : "count";
        set(place, path ? { field: path, aggregation_function: kept } : { aggregation_function: "count" });
      }, { "aria-label": `Metric ${place + 1}: field` }),
      select(taken.map((name) => [name, aggregation(name)]), one.aggregation_function,
        (name) => set(place, { ...one, aggregation_function: name }), { "aria-label": `Metric ${place + 1}: aggregation` }),
      removeButton(`Remove metric ${place + 1}`, () => change({ metrics: chosen.toSpliced(place, 1), order_by: null }, true)));
  });
  return el("fieldset", {}, el("legend", {}, "Columns"), rows, button("Add metric", { sign: "plus", kind: "quiet", on: () => {
    const made = { aggregation_function: "avg", field: fields.every.find((one) => plain(one) && one.charts.bar.includes("avg")).path };
    change({ metrics: [...chosen, { ...made, name: free(made, chosen) }] }, true);
  } }));
}

/** A name that no other metric has. */
function free({ field: path, aggregation_function: how }, others) {
  const made = path ? `${how}_${path.split(".").at(-1)}` : how;
  let name = made, number = 1;
  while (others.some((one) => one.name === name)) name = `${made}_${(number += 1)}`;
  return name;
}
