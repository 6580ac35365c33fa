// The bar of a dashboard: its date range, its agents, its other filters, and what acts on it as a whole.

import * as api from "./api.js";
import { button, checkbox, el, field } from "./dom.js";
import { filterBuilder } from "./filters.js";
import { dialog, menu, popup } from "./popup.js";
import { AGENT, QUICK, local, rangeName } from "./ranges.js";

/** The controls in view mode. `page` has what they show, and does what they say. */
export function viewBar(page) {
  const { shown } = page;
  const range = button(rangeName(shown), { sign: "calendar", "aria-haspopup": "dialog", "aria-label": `Date range: ${rangeName(shown)}`,
    on: () => openRange(page, range) });
  const names = shown.agents.length > 1 ? `${shown.agents.length} agents` : shown.agents[0] ?? "All agents";
  const agents = button(names, { sign: "people", "aria-haspopup": "dialog", "aria-label": `Agents: ${names}`, on: () => openAgents(page, agents) });
  const count = shown.rest.length;
  const filters = button(count ? `Filters (${count})` : "Filters", { sign: "funnel", "aria-haspopup": "dialog", on: () => openFilters(page) });
  const compare = button("Compare", { sign: "compare", kind: page.compare ? "on short" : "short", "aria-label": "Compare", "aria-pressed": String(Boolean(page.compare)),
    title: "Compare with the period before", on: () => page.toggleCompare() });
  const more = button("More about this dashboard", { sign: "more", bare: true, "aria-haspopup": "menu", on: () => menu(more, [
    { label: "Rename", sign: "edit", on: () => page.rename() },
    { label: "Duplicate", sign: "copy", on: () => page.duplicate() },
    { label: "Delete", sign: "trash", danger: true, on: () => page.remove() },
  ], "This dashboard") });
  return [range, agents, filters, compare,
    button("Refresh", { sign: "refresh", bare: true, on: () => page.refresh() }), el("span", { class: "space" }),
    button("Add widget", { sign: "plus", kind: "primary", on: () => page.addWidget() }),
    button("Edit", { sign: "edit", kind: "short", "aria-label": "Edit", title: "Arrange and change the widgets", on: () => page.startEditing() }), more];
}

/** The controls in edit mode: nothing is stored until it is saved. */
export function editBar(page) {
  return [el("span", { class: "editing-note" }, page.isChanged ? "Changes are not saved yet." : "Drag the cards, or change them."),
    el("span", { class: "space" }),
    button("Add widget", { sign: "plus", on: () => page.addWidget() }),
    button("Undo", { sign: "undo", kind: "short", "aria-label": "Undo", disabled: !page.isChanged, on: () => page.undo() }),
    button("Cancel", { sign: "close", kind: "short", "aria-label": "Cancel", on: () => page.stopEditing() }),
    button("Save", { sign: "check", kind: "primary", disabled: !page.isChanged, on: () => page.saveEdits() })];
}

function openRange(page, opener) {
  const { shown } = page;
  const quick = QUICK.map(([value, text]) => button(text, { kind: value === shown.start && (shown.end ?? "now") === "now" ? "on" : "quiet",
    on: () => { close(); page.setFilters({ start: value, end: "now" }); } }));
  const from = el("input", { type: "datetime-local", required: true, value: local(shown.start) });
  const to = el("input", { type: "datetime-local", required: true, value: local(shown.end) });
  const wrong = el("p", { class: "wrong", role: "alert" });
  const custom = el("form", { class: "custom", on: { submit: async (event) => {
    event.preventDefault();
    const start = new Date(from.value), end = new Date(to.value);
    if (!(start < end)) { wrong.textContent = "The range must end after it starts."; return; }
    if (end - start > page.longestRange) { wrong.textContent = `A range has at most ${page.longestRange / 86_400_000} days.`; return; }
    close();
    page.setFilters({ start: start.toISOString(), end: end.toISOString() });
  } } }, el("span", { class: "label" }, "Or between"), field("From", from), field("To", to), wrong, el("button", { type: "submit", class: "primary" }, "Apply"));
  const close = popup(opener, el("div", { class: "ranges" }, el("div", { class: "quick", role: "group", "aria-label": "Quick ranges" }, quick), custom),
    { label: "Date range" });
}

async function openAgents(page, opener) {
  let found;
  try {
    found = await api.values(AGENT);
  } catch (error) {
    page.failed(error);
    return;
  }
  const chosen = new Set(page.shown.agents);
  const known = found.values.map((one) => one.value);
  const every = [...found.values, ...[...chosen].filter((name) => !known.includes(name)).map((value) => ({ value, label: value, count: 0 }))];
  const boxes = every.map(({ value, label, count }) => checkbox(`${label} (${count.toLocaleString("en")})`, chosen.has(value),
    (on) => { if (on) chosen.add(value); else chosen.delete(value); }));
  const close = popup(opener, el("div", { class: "agents" }, boxes, el("div", { class: "actions" },
    button("All agents", { kind: "quiet", on: () => { close(); page.setFilters({ agents: [] }); } }),
    button("Apply", { kind: "primary", on: () => { close(); page.setFilters({ agents: [...chosen] }); } }))), { label: "Agents" });
}

function openFilters(page) {
  const { rest } = page.shown;
  let filters = rest.length === 1 ? rest[0] : rest.length ? { operator: "and", conditions: rest } : null;
  const made = dialog("Filters of this dashboard", [
    el("p", {}, "Every widget shows only records that meet these conditions, those of the date range and of the agents."),
    filterBuilder(page.fields, filters, (found) => { filters = found; })],
  { kind: "medium", foot: [button("Cancel", { on: () => made.close() }), button("Apply", { kind: "primary", on: async () => {
    const conditions = !filters ? [] : filters.operator === "and" ? filters.conditions : [filters];
    if (await page.setFilters({ rest: conditions })) made.close();
  } })] });
}
