// Names and values as people read them.

import { ZONE } from "./api.js";

const NUMBER = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });
const PERCENT = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const WHOLE = new Intl.NumberFormat("en");
const MOMENT = new Intl.DateTimeFormat("en-GB", {
  day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone: ZONE });
const EARLIER = new Intl.DateTimeFormat("en-GB", { ...MOMENT.resolvedOptions(), year: "numeric" });
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

export const AGGREGATIONS = {
  count: "Count", sum: "Sum", avg: "Average", min: "Lowest", max: "Highest", count_distinct: "Distinct values",
  median: "Median", stddev: "Standard deviation", variance: "Variance", share: "Share",
};
export const CHARTS = {
  line: "Line", bar: "Bars over time", pie: "Pie", histogram: "Histogram", stat: "Numbers", list: "List of records",
  table: "Table", pivot: "Pivot table",
};
export const OPERATORS = {
  eq: "is", neq: "is not", gt: "is above", gte: "is at least", lt: "is below", lte: "is at most",
  contains: "contains", startswith: "starts with", endswith: "ends with", in: "is one of", nin: "is none of",
  between: "is between", isnull: "is missing", regex: "matches the pattern",
};
// Of instants.
export const TIMES = { gt: "is after", gte: "is from", lt: "is before", lte: "is until" };

export const aggregation = (name) => AGGREGATIONS[name] ?? name;

/** A path or a column's name as a heading: `agent.agent_name` is "Agent name". */
export function spoken(path) {
  const parts = String(path).split(".");
  const name = parts.at(-1), relation = parts.at(-2) ?? "";
  const words = (!relation || name.startsWith(relation) ? name : `${relation} ${name}`).replaceAll("_", " ").trim();
  return words ? words[0].toUpperCase() + words.slice(1) : String(path);
}

export const isInstant = (value) => typeof value === "string" && INSTANT.test(value);

/** An instant, with its year where that is another one. */
export function moment(text) {
  const at = new Date(text);
  return (at.getFullYear() === new Date().getFullYear() ? MOMENT : EARLIER).format(at);
}

/** A value of a cell. */
export function text(value, format) {
  if (value === null || value === undefined) return "—";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "number") {
    if (format === "percent") return `${PERCENT.format(100 * value)}\u00a0%`;
    return Number.isInteger(value) ? WHOLE.format(value) : NUMBER.format(value);
  }
  if (isInstant(value)) return moment(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A change against the period before: "+4.2 %". */
export function change(percent) {
  if (percent === null || percent === undefined) return "";
  const rounded = Math.abs(percent) >= 100 ? Math.round(percent) : Math.round(10 * percent) / 10;
  return `${rounded > 0 ? "+" : rounded < 0 ? "−" : "±"}${Math.abs(rounded)}\u00a0%`;
}
