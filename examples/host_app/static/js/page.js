// A dashboard on the page: what is stored, what is shown of it, and what is changed but not saved.

import * as api from "./api.js";
import { editBar, viewBar } from "./bar.js";
import { Card } from "./card.js";
import { button, el, say } from "./dom.js";
import { clean, newWidget, openEditor } from "./editor.js";
import { Fields } from "./fields.js";
import { Grid } from "./grid.js";
import { askText, confirmed, toast } from "./popup.js";
import { composed, parsed } from "./ranges.js";
import { openSheet } from "./sheet.js";

const PREVIOUS = { to: "previous_period" };

export class Page {
  /** `onDashboards(id)` shows the list of dashboards anew, and opens one. */
  constructor(onDashboards) {
    this.onDashboards = onDashboards;
    this.bar = document.getElementById("bar");
    this.title = document.getElementById("title");
    this.grid = new Grid(document.getElementById("grid"), (cards) => this.change(cards.map((card) => card.widget)));
    this.compare = null;
    this.undone = null;
    this.asking = null;
    this.does = {
      fields: () => this.fields, pick: (card, row) => this.pick(card, row), retry: () => this.refresh(),
      edit: (card) => this.editWidget(card), duplicate: (card) => this.duplicateWidget(card), remove: (card) => this.removeWidget(card),
      move: (card, step) => this.grid.move(card, step), drag: (card, grip, event) => this.grid.drag(card, grip, event),
      resize: (card, span) => this.resize(card, span),
    };
    let waits = 0, width = innerWidth;
    addEventListener("resize", () => {
      if (innerWidth === width) return;
      width = innerWidth;
      clearTimeout(waits);
      waits = setTimeout(() => this.redraw(), 150);
    });
  }

  get isEditing() { return this.undone !== null; }
  get isChanged() { return this.isEditing && this.undone.length > 0; }
  get shown() { return parsed(this.dashboard.filters); }
  get longestRange() { return 1000 * (this.fields.described.limits.max_range ?? Infinity); }

  async open(id) {
    const opening = this.opening = {};
    const [dashboard, described] = await Promise.all([api.dashboard(id), this.fields ? this.fields.described : api.describe()]);
    // Another one was opened meanwhile.
    if (opening !== this.opening) return;
    this.undone = null;
    this.fields ??= new Fields(described);
    this.dashboard = dashboard;
    document.title = `${dashboard.name} · Dashboards`;
    this.title.textContent = dashboard.name;
    this.rebuild();
    await this.refresh();
  }

  /** What stands where no dashboard is. */
  empty(onCreate) {
    this.asking?.abort();
    this.dashboard = null;
    this.title.textContent = "";
    this.bar.replaceChildren();
    this.grid.node.replaceChildren(el("div", { class: "empty" }, el("h2", {}, "No dashboards yet"),
      el("p", {}, "A dashboard holds widgets, each a chart of your calls."), button("Create dashboard", { sign: "plus", kind: "primary", on: onCreate })));
  }

  failed(error) {
    if (error.name !== "AbortError") toast(error.message, true);
  }

  rebuild() {
    this.keepingFocus(() => {
      this.cards = this.dashboard.widgets.map((widget) => this.card(widget));
      this.arrange();
    });
  }

  card(widget) {
    const card = new Card(widget, this.does);
    card.setEditing(this.isEditing);
    return card;
  }

  arrange() {
    this.grid.show(this.cards);
    if (!this.cards.length) {
      this.grid.node.append(el("div", { class: "empty" }, el("h2", {}, "Nothing here yet"),
        el("p", {}, "A widget plots one field of your calls, or the values of a metric."),
        button("Add widget", { sign: "plus", kind: "primary", on: () => this.addWidget() })));
    }
    this.controls();
  }

  controls() {
    const focused = document.activeElement?.closest("#bar") ? document.activeElement.textContent : null;
    this.bar.replaceChildren(...(this.isEditing ? editBar(this) : viewBar(this)));
    document.body.classList.toggle("editing", this.isEditing);
    if (focused !== null) ([...this.bar.children].find((one) => one.textContent === focused && !one.disabled) ?? this.bar.querySelector("button"))?.focus();
  }

  /** Ask for the data of all cards; what is still being asked for is given up, on the server too. */
  async refresh() {
    this.asking?.abort();
    const asking = this.asking = new AbortController();
    const stored = this.cards.filter((card) => card.widget.id);
    this.cards.forEach((card) => card.wait());
    const sizes = Object.fromEntries(stored.map((card) => [card.widget.id, card.size]));
    const asked = this.asked = this.compare ? { compare: this.compare } : {};
    try {
      const { results } = stored.length ? await api.bulkData({ widget_ids: stored.map((card) => card.widget.id), sizes, ...asked }, asking.signal) : { results: [] };
      await Promise.all(stored.map((card, place) => card.fill(results[place])));
      await Promise.all(this.cards.filter((card) => !card.widget.id || card.isChanged).map((card) => this.preview(card, asking.signal)));
      if (!asking.signal.aborted) say(`${this.cards.length} widgets are up to date.`);
    } catch (error) {
      if (error.name === "AbortError") return;
      for (const card of this.cards) await card.fill({ detail: error.message, problems: error.problems });
    }
  }

  /** The data of a card whose widget is not stored as it stands. */
  async preview(card, signal) {
    card.wait();
    const { id, config, dashboard, effective_filters, metric_name, created_at, updated_at, ...widget } = card.widget;
    if (this.compare && this.fields.charts[widget.chart_type].keys.includes("compare")) widget.compare ??= this.compare;
    try {
      await card.fill(await api.previewData({ ...widget, dashboard: this.dashboard.id, size: card.size }, signal));
    } catch (error) {
      if (error.name !== "AbortError") await card.fill({ detail: error.message, problems: error.problems });
    }
  }

  redraw() {
    return Promise.all((this.cards ?? []).map((card) => card.render()));
  }

  toggleCompare() {
    this.compare = this.compare ? null : PREVIOUS;
    this.controls();
    return this.refresh();
  }

  /** Change parts of the dashboard's filters: they are stored with it. Tells whether they were. */
  async setFilters(change) {
    try {
      const filters = composed({ ...this.shown, ...change });
      const { name, updated_at } = await api.updateDashboard(this.dashboard.id, { filters });
      Object.assign(this.dashboard, { filters, name, updated_at });
    } catch (error) {
      this.failed(error);
      return false;
    }
    this.controls();
    this.refresh();
    return true;
  }

  /** Show the records behind a row; a card that is not stored has none to be asked for. */
  pick(card, row) {
    if (!card.answer?.widget_id || card.isChanged) toast("Save the widget to look behind it.");
    else openSheet(card, row, this.asked);
  }

  async rename() {
    const name = await askText("Rename the dashboard", "Name", this.dashboard.name, "Rename");
    if (!name) return;
    await this.trying(async () => {
      await api.updateDashboard(this.dashboard.id, { name });
      await this.onDashboards(this.dashboard.id);
    });
  }

  async duplicate() {
    await this.trying(async () => {
      const copy = await api.duplicateDashboard(this.dashboard.id);
      await this.onDashboards(copy.id);
      toast(`This is ${copy.name}.`);
    });
  }

  async remove() {
    if (!await confirmed("Delete the dashboard?", `“${this.dashboard.name}” and its widgets are gone then, for everybody.`, "Delete")) return;
    await this.trying(async () => {
      await api.deleteDashboard(this.dashboard.id);
      await this.onDashboards();
    });
  }

  async trying(work) {
    try {
      await work();
    } catch (error) {
      this.failed(error);
    }
  }

  addWidget() {
    this.openEditor(newWidget(this.fields), "Add widget", async (widget) => {
      if (this.isEditing) this.change([...this.widgets, widget]);
      else await this.stored(() => api.createWidget({ ...widget, dashboard: this.dashboard.id }));
    });
  }

  editWidget(card) {
    this.openEditor(card.widget, "Edit widget", async (widget) => {
      if (this.isEditing) this.change(this.widgets.map((one) => (one === card.widget ? { ...widget, isChanged: true } : one)));
      else await this.stored(() => api.updateWidget(card.widget.id, widget));
    });
  }

  openEditor(widget, title, save) {
    const { isChanged, ...plain } = widget;
    openEditor({ fields: this.fields, widget: plain, dashboard: this.dashboard.id, compare: this.compare, title, save });
  }

  async duplicateWidget(card) {
    const { id, created_at, updated_at, effective_filters, ...copy } = structuredClone(card.widget);
    copy.name = `${card.name} (copy)`.slice(0, 255);
    if (this.isEditing) this.change(this.widgets.flatMap((one) => (one === card.widget ? [one, copy] : [one])));
    else await this.trying(() => this.stored(() => api.createWidget(clean({ ...copy, dashboard: this.dashboard.id }))));
  }

  async removeWidget(card) {
    if (this.isEditing) { this.change(this.widgets.filter((one) => one !== card.widget)); return; }
    if (!await confirmed("Remove the widget?", `“${card.name}” is gone then, for everybody.`, "Remove")) return;
    await this.trying(() => this.stored(() => api.bulkWidgets({ delete: [card.widget.id] })));
  }

  /** Store, and then show what is stored: whoever waits knows as soon as it is. */
  async stored(work) {
    await work();
    this.trying(() => this.open(this.dashboard.id));
  }

  /** Let the focus stay on a card's button, though its card is made anew. */
  keepingFocus(work) {
    const at = document.activeElement, { node } = this.grid;
    const label = node.contains(at) ? at.getAttribute("aria-label") : null;
    const found = work();
    if (label && document.activeElement !== at) {
      [...node.querySelectorAll("button, select")].find((one) => one.getAttribute("aria-label") === label)?.focus();
    }
    return found;
  }

  get widgets() { return this.cards.map((card) => card.widget); }

  resize(card, span) {
    const widget = { ...card.widget, config: { ...card.widget.config, span } };
    this.change(this.widgets.map((one) => (one === card.widget ? widget : one)));
    this.redraw();
  }

  startEditing() {
    this.undone = [];
    this.before = this.widgets;
    this.cards.forEach((card) => card.setEditing(true));
    this.controls();
    say("Edit mode. Nothing is stored until you save.");
  }

  /** Go on with other widgets, in this order; the former ones can be undone to. */
  change(widgets, isUndo = false) {
    if (!isUndo) this.undone.push(this.widgets);
    this.show(widgets);
  }

  show(widgets) {
    this.keepingFocus(() => this.replace(widgets)).forEach((card) => this.preview(card));
  }

  /** Put cards in the place of others; returns those whose data is not there yet. */
  replace(widgets) {
    const known = new Map(this.cards.map((card) => [card.widget, card]));
    const former = new Map(this.cards.filter((card) => card.widget.id).map((card) => [card.widget.id, card]));
    const fresh = [];
    this.cards = widgets.map((widget) => {
      const card = known.get(widget) ?? former.get(widget.id) ?? this.card(widget);
      if (card.widget !== widget || !known.has(widget)) {
        const isSame = card.answer && bare(card.widget) === bare(widget);
        card.show(widget);
        card.isChanged = Boolean(widget.isChanged);
        if (!isSame) fresh.push(card);
      }
      card.setEditing(this.isEditing);
      return card;
    });
    this.arrange();
    return fresh;
  }

  undo() {
    this.change(this.undone.pop(), true);
    this.redraw();
    say("Undone.");
  }

  async stopEditing() {
    if (this.isChanged && !await confirmed("Discard the changes?", "What was changed since the last save is lost.", "Discard")) return;
    const { before } = this;
    this.undone = null;
    this.show(before);
    this.redraw();
  }

  async saveEdits() {
    const left = new Set(this.widgets.map((one) => one.id).filter(Boolean));
    const stored = ({ isChanged, ...widget }) => clean({ ...widget, effective_filters: null, created_at: null, updated_at: null, metric_name: null });
    const changed = this.widgets.filter((one) => one.id && !this.before.includes(one));
    const create = this.widgets.filter((one) => !one.id).map((one) => stored({ ...one, dashboard: this.dashboard.id }));
    await this.trying(async () => {
      await api.bulkWidgets({ create, update: changed.map((one) => unset(stored(one), this.before.find((old) => old.id === one.id))),
        delete: this.before.map((one) => one.id).filter((id) => !left.has(id)), order: this.widgets.map((one) => one.id ?? null) });
      this.undone = null;
      await this.open(this.dashboard.id);
      toast("Saved.");
    });
  }
}

/** What an answer depends on. */
const bare = ({ config, name, isChanged, updated_at, ...widget }) => JSON.stringify(widget);

/** An update names the keys that a widget has lost, too. */
function unset(widget, before) {
  const lost = Object.keys(before).filter((key) => !(key in widget) && !["effective_filters", "metric_name", "created_at", "updated_at", "dashboard"].includes(key));
  return { ...widget, ...Object.fromEntries(lost.map((key) => [key, null])) };
}
