// The records behind a row: a sheet at the side.

import * as api from "./api.js";
import { button, el } from "./dom.js";
import { dialog } from "./popup.js";
import { refusal } from "./tables.js";
import { isInstant, moment, spoken, text } from "./words.js";

const KEYS = ["label", "group", "time_interval", "timestamp", "from", "to"];

/** Open the sheet for a row of a card's answer; `asked` is what the answer was asked with. */
export function openSheet(card, row, asked) {
  const { answer } = card;
  const list = el("tbody", {});
  const count = el("p", { class: "count", role: "status" }, "Reading the records…");
  const table = el("div", { class: "wide", role: "region", "aria-label": "Records", tabindex: "0" });
  const filter = el("details", { class: "filter" }, el("summary", {}, "The filter that selects them"));
  const next = button("Show more", { on: () => load() });
  const stop = new AbortController();
  dialog(card.name, [el("p", { class: "which" }, named(row, answer)), count, table, next, filter],
    { kind: "sheet", onClose: () => stop.abort() });
  next.hidden = true;
  let cursor = null, shown = 0;
  const load = async () => {
    next.disabled = true;
    try {
      const found = await api.records(answer.widget_id, { row, cursor, now: answer.metadata.now,
        timezone: answer.metadata.timezone, ...asked }, stop.signal);
      if (!shown) begin(found);
      list.append(...found.rows.map((record) => line(record, found.columns)));
      shown += found.rows.length;
      cursor = found.next_cursor;
      count.textContent = `${found.total.toLocaleString("en")} ${found.total === 1 ? "record" : "records"}`
        + (shown < found.total ? `, the newest ${shown} shown` : "");
      next.hidden = !cursor;
      next.disabled = false;
    } catch (error) {
      if (error.name !== "AbortError") count.replaceChildren(refusal(error));
    }
  };
  const begin = (found) => {
    const headings = ["ID", "Time", ...found.columns.map(spoken)];
    table.append(el("table", {}, el("thead", {}, el("tr", {}, headings.map((name) => el("th", { scope: "col" }, name)))), list));
    filter.append(el("pre", {}, JSON.stringify(found.filter, null, 2)));
  };
  load();
}

function line(record, columns) {
  return el("tr", {}, el("td", {}, String(record.id)), el("td", {}, text(record.timestamp)),
    columns.map((name) => el("td", { class: typeof record[name] === "number" ? "number" : null }, text(record[name]))));
}

/** A row in words: its bucket, its slice, its group. */
function named(row, answer) {
  const keys = [...new Set([...KEYS, ...(answer.chart_type === "table" ? Object.keys(row) : [])])];
  const parts = keys.filter((key) => key in row && (KEYS.includes(key) || typeof row[key] !== "number") && typeof row[key] !== "object" || row[key] === null && key in row)
    .filter((key) => !["other", "partial", "missing"].includes(key))
    .map((key) => {
      const value = row[key];
      if (key === "from") return value === null ? "" : `from ${text(value)}`;
      if (key === "to") return value === null ? "" : `to below ${text(value)}`;
      if (value === null) return row.other ? "the others" : "(missing)";
      if (isInstant(value)) return key === "time_interval" && answer.time_period ? `${answer.time_period} of ${moment(value)}` : moment(value);
      return key === "group" ? `${spoken(answer.group_by?.field ?? "group")}: ${text(value)}` : text(value);
    });
  return parts.filter(Boolean).join(" · ") || "All records in the range";
}
