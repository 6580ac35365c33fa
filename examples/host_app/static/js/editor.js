// The widget editor: a form from `describe`, a filter, and the drawing of what it says.

import * as api from "./api.js";
import { button, el, field, say } from "./dom.js";
import { Card } from "./card.js";
import { isAny } from "./fields.js";
import { filterBuilder } from "./filters.js";
import { plotForm } from "./plotform.js";
import { dialog } from "./popup.js";
import { refusal } from "./tables.js";

const READ_ONLY = new Set(["dashboard", "effective_filters", "metric_name", "created_at", "updated_at"]);

/** Open the editor for a widget; `save(widget)` may refuse, and what it says is shown. */
export function openEditor({ fields, widget, dashboard, compare, title, save }) {
  let draft = Object.fromEntries(Object.entries(structuredClone(widget)).filter(([key]) => !READ_ONLY.has(key)));
  const preview = new Preview(fields, dashboard, compare);
  const update = (change) => { draft = { ...draft, ...change }; preview.soon(draft); };
  const name = el("input", { type: "text", maxlength: 255, value: draft.name ?? "", autocomplete: "off",
    on: { input: () => update({ name: name.value }) } });
  const plots = el("div", { class: "plots" });
  const rebuild = () => plots.replaceChildren(...plotForm(fields, draft, (change, isNew) => {
    // Keys of the chart before mean nothing on another.
    draft = fitting({ ...draft, ...change }, fields);
    preview.soon(draft);
    if (isNew) {
      const at = document.activeElement?.dataset.part;
      rebuild();
      plots.querySelector(`[data-part="${at}"]`)?.focus();
    }
  }));
  rebuild();
  const filter = el("fieldset", { class: "filters" }, el("legend", {}, "Only records where"),
    filterBuilder(fields, draft.filters, (filters) => update({ filters })));
  const told = el("div", {});
  const keep = button("Save widget", { kind: "primary", on: async () => {
    keep.disabled = true;
    try {
      await save(clean(draft));
      made.close();
    } catch (error) {
      told.replaceChildren(refusal(error));
    }
    keep.disabled = false;
  } });
  const made = dialog(title, [el("div", { class: "form" }, field("Name", name), plots, filter), preview.node],
    { kind: "editor", foot: [told, button("Cancel", { on: () => made.close() }), keep], onClose: () => preview.end() });
  name.focus();
  preview.soon(draft);
}

/** A new widget: the first field that has bars, by day. */
export function newWidget(fields) {
  const first = fields.every.find((one) => one.charts.bar && !one.metric && !isAny(one));
  return { name: "", chart_type: "bar", field: first.path, aggregation_function: "count", time_period: "day", config: { span: 6 } };
}

/** Without what is not set, as it is stored. */
export function clean(widget) {
  const isSet = (value) => value !== null && value !== undefined && value !== "" && value !== false
    && !(Array.isArray(value) && !value.length);
  return Object.fromEntries(Object.entries(widget).filter(([key, value]) => key === "chart_type" || isSet(value)));
}

function fitting(draft, fields) {
  const keys = new Set([...fields.charts[draft.chart_type].keys, "config"]);
  return Object.fromEntries(Object.entries(draft).filter(([key]) => keys.has(key)));
}

class Preview {
  constructor(fields, dashboard, compare) {
    this.dashboard = dashboard;
    this.compare = compare;
    this.fields = fields;
    this.waits = 0;
    this.stop = null;
    this.card = new Card({ chart_type: "bar", config: {} }, { fields: () => fields, retry: () => this.ask() });
    this.card.more.hidden = true;
    this.node = el("section", { class: "preview", "aria-label": "Preview" }, this.card.node);
  }

  soon(draft) {
    this.draft = draft;
    clearTimeout(this.waits);
    this.waits = setTimeout(() => this.ask(), 250);
  }

  async ask() {
    this.stop?.abort();
    this.stop = new AbortController();
    const { config, id, ...widget } = clean(this.draft);
    this.card.show({ ...widget, config: {} });
    const unfinished = widget.field?.endsWith(".") ? "Write the key that is to be plotted." : null;
    if (unfinished) return this.card.fill({ detail: unfinished });
    this.card.wait();
    if (this.compare && this.fields.charts[widget.chart_type].keys.includes("compare")) widget.compare ??= this.compare;
    try {
      const answer = await api.previewData({ ...widget, dashboard: this.dashboard, size: this.card.size }, this.stop.signal);
      await this.card.fill(answer);
      say("The preview has changed.");
    } catch (error) {
      if (error.name !== "AbortError") await this.card.fill({ detail: error.message, problems: error.problems });
    }
  }

  end() {
    clearTimeout(this.waits);
    this.stop?.abort();
    this.card.end?.();
  }
}

