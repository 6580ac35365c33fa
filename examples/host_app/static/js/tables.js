// Answers as text: numbers, tables, and the rows behind any drawing.

import { button, el } from "./dom.js";
import { change, spoken, text } from "./words.js";

// What an answer's rows carry for drilling down: no columns.
const EXTRAS = new Set(["excluded", "partial", "other", "previous", "sample_count", "record_count", "sample_counts"]);
const HEADINGS = { time_interval: "Time", timestamp: "Time", label: "Value", group: "Group", percentage: "Share (%)", id: "ID" };

/** A stat's numbers; a press on one asks for the records behind them. */
export function numbers(answer, stats, onPick) {
  const { previous } = answer.data;
  const names = Object.keys(answer.data).filter((name) => !EXTRAS.has(name));
  return el("div", { class: "numbers" }, names.map((name) => {
    const stat = stats.find((one) => one.name === name) ?? {};
    const label = stat.label ?? spoken(name);
    const value = [text(answer.data[name], stat.format), stat.format === "percent" ? "" : stat.unit].filter(Boolean).join(" ");
    const before = previous && el("span", { class: "before" },
      [change(previous.percent?.[name]), `before: ${text(previous[name], stat.format)}`].filter(Boolean).join(" · "));
    return el("button", { type: "button", class: "tile", on: { click: () => onPick?.(answer.data) },
      "aria-label": `${label}: ${value}. Show the records` },
    el("span", {}, label), el("strong", {}, value), before);
  }));
}

/** All rows of an answer, each with a button for its records: also what a drawing shows, for whoever cannot see it. */
export function rows(answer, onPick, { name, widget, fields }) {
  const data = Array.isArray(answer.data) ? answer.data : [answer.data];
  const columns = [...new Set(data.flatMap((row) => Object.keys(row)))].filter((key) => !EXTRAS.has(key));
  const compared = data.some((row) => row.previous);
  if (!data.length) return el("p", { class: "nothing" }, "No data");
  const heading = (key) => key === "value" ? fields.label(widget.field, widget.metric) || "Value"
    : key === "group" ? fields.label(widget.group_by?.field) || "Group"
    : HEADINGS[key] ?? (fields.find(key) ? fields.label(key) : spoken(key));
  const dimensions = widget.dimensions ?? [];
  const formats = Object.fromEntries(columns.map((key) => [key, formatOf(key, widget, fields)]));
  const head = [...columns.map((key) => el("th", { scope: "col", class: numeric(data, key) ? "number" : null }, heading(key))),
    compared ? el("th", { scope: "col", class: "number" }, "Change") : null,
    onPick ? el("th", { scope: "col" }, el("span", { class: "unseen" }, "Records")) : null];
  const body = data.map((row, place) => el("tr", { class: onPick ? "picks" : null,
    on: { click: onPick && ((event) => { if (!event.target.closest("button")) onPick(row); }) } },
  columns.map((key) => el("td", { class: numeric(data, key) ? "number" : null }, cell(row, key, formats[key], dimensions))),
  compared ? el("td", { class: "number" }, typeof row.previous?.percent === "number" ? change(row.previous.percent) : "—") : null,
  onPick ? el("td", { class: "go" }, button(`Records of row ${place + 1}: ${cell(row, columns[0], null, dimensions)}`,
    { sign: "table", bare: true, kind: "quiet", on: () => onPick(row) })) : null));
  return el("div", { class: "wide", role: "region", "aria-label": `${name}, as a table`, tabindex: "0" },
    el("table", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, body)));
}

const numeric = (data, key) => key !== "id" && data.some((row) => typeof row[key] === "number");

/** An average of yes and no is a share. */
function formatOf(key, widget, fields) {
  const metric = widget.metrics?.find((one) => one.name === key) ?? (key === "value" ? widget : null);
  return metric?.aggregation_function === "avg" && fields.find(metric.field, metric.metric)?.type === "boolean" ? "percent" : null;
}

function cell(row, key, format, dimensions) {
  if (key === "id") return String(row[key]);
  if (row[key] === null && (key === "group" || key === "label" || dimensions.includes(key))) return row.other ? "Other" : "(missing)";
  return text(row[key], format);
}

/** The problems of a refusal, in words. */
export function refusal(error) {
  const told = (error.problems ?? []).map(({ pointer, message }) =>
    [pointer.split("/").filter(Boolean).map(spoken).join(", "), message].filter(Boolean).join(": "));
  return el("div", { class: "refusal", role: "alert" }, told.length > 1
    ? el("ul", {}, told.slice(0, 5).map((one) => el("li", {}, one))) : told[0] ?? error.message);
}
