// One widget on the grid: its title, its answer as a drawing or as text, and what can be done with it.

import { button, el, field, select } from "./dom.js";
import { draw } from "./charts.js";
import { menu } from "./popup.js";
import { numbers, refusal, rows } from "./tables.js";
import { CHARTS, aggregation } from "./words.js";

const OF_TEXT = new Set(["stat", "list", "table", "pivot"]);
export const SPANS = [["3", "A quarter"], ["4", "A third"], ["6", "Half"], ["8", "Two thirds"], ["12", "The whole"]];
const HEIGHT = 250;

export class Card {
  /** `does` is what the page does, `pick(card, row)` or `edit(card)`, and what it knows: `fields()`. */
  constructor(widget, does) {
    this.widget = widget;
    this.does = does;
    this.answer = null;
    this.asTable = false;
    this.heading = el("h2", { id: `card-${(Card.made += 1)}` });
    this.note = el("p", { class: "note" });
    this.body = el("div", { class: "body" });
    this.tools = el("div", { class: "tools" });
    this.more = button("More", { sign: "more", bare: true, kind: "quiet", "aria-haspopup": "menu", on: () => this.openMenu() });
    this.node = el("article", { class: "card", "aria-labelledby": this.heading.id },
      el("header", {}, el("div", {}, this.heading, this.note), this.more), this.tools, this.body);
    this.node.card = this;
    this.show(widget);
  }

  /** Show a widget, also one that was changed. */
  show(widget) {
    this.widget = widget;
    const name = this.name;
    this.heading.textContent = name;
    this.tell(plotted(widget, this.does.fields()));
    this.more.setAttribute("aria-label", `More about ${name}`);
    this.node.dataset.span = widget.config?.span ?? 6;
    this.node.dataset.chart = widget.chart_type;
  }

  tell(note) {
    this.note.hidden = !note || note.toLowerCase() === this.heading.textContent.toLowerCase();
    this.note.textContent = note;
  }

  get name() {
    return this.widget.name || plotted(this.widget, this.does.fields()) || CHARTS[this.widget.chart_type] || "Widget";
  }

  /** The size of the drawing, which the server is asked for: the room for marks and axes. */
  get size() {
    const width = Math.round(this.body.clientWidth);
    return [Math.max(50, width), HEIGHT];
  }

  wait() {
    this.node.setAttribute("aria-busy", "true");
  }

  /** Show an answer of the server: data, or what is in its place. */
  async fill(answer) {
    this.answer = answer;
    this.node.removeAttribute("aria-busy");
    await this.render();
  }

  async render() {
    this.end?.();
    this.end = null;
    const { answer } = this;
    if (!answer) return;
    if (answer.detail) {
      this.body.replaceChildren(refusal({ message: answer.detail, problems: answer.problems }),
        button("Try again", { sign: "refresh", on: () => this.does.retry(this) }));
      return;
    }
    const pick = this.does.pick && ((row) => this.does.pick(this, row));
    const name = this.name;
    if (answer.chart_type === "stat" && !Array.isArray(answer.data) && !this.asTable) {
      this.body.replaceChildren(numbers(answer, this.does.fields().stats, pick));
    } else if (this.asTable || OF_TEXT.has(answer.chart_type)) {
      this.body.replaceChildren(rows(answer, pick, { name, widget: this.widget, fields: this.does.fields() }));
    } else {
      const drawing = el("div", { class: "drawing", role: "img", "aria-label": described(name, answer) });
      this.body.replaceChildren(drawing);
      const [width, height] = this.size;
      this.end = await draw(drawing, answer, { width, height, onPick: pick });
    }
    this.noteMore(answer);
  }

  noteMore({ metadata, data }) {
    const notes = [plotted(this.widget, this.does.fields())];
    if (metadata.sampled) notes.push(`${data.length.toLocaleString("en")} of ${metadata.total.toLocaleString("en")} points`);
    else if (metadata.truncated) notes.push(`the first ${data.length}`);
    this.tell(notes.filter(Boolean).join(" · "));
  }

  openMenu() {
    const isDrawn = this.answer && !OF_TEXT.has(this.answer.chart_type) && !this.answer.detail;
    menu(this.more, [
      isDrawn && { label: this.asTable ? "Show as chart" : "Show as table", sign: this.asTable ? "chart" : "table",
        on: () => { this.asTable = !this.asTable; this.render(); } },
      { label: "Edit widget", sign: "edit", on: () => this.does.edit(this) },
      { label: "Duplicate", sign: "copy", on: () => this.does.duplicate(this) },
      // An alert on the metric that is plotted (`this.widget.metric`) begins here.
      { label: "Remove", sign: "trash", danger: true, on: () => this.does.remove(this) },
    ].filter(Boolean), `More about ${this.name}`);
  }

  /** In edit mode a card shows what moves it and what changes it. */
  setEditing(isEditing) {
    this.node.classList.toggle("editing", isEditing);
    this.more.hidden = isEditing;
    this.tools.replaceChildren();
    if (!isEditing) return;
    const grip = button(`Move ${this.name}: drag, or press the arrow keys`, { sign: "grip", bare: true, kind: "grip quiet" });
    grip.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      this.does.move(this, step);
    });
    grip.addEventListener("pointerdown", (event) => this.does.drag(this, grip, event));
    const span = select(SPANS, String(this.widget.config?.span ?? 6), (value) => this.does.resize(this, Number(value)));
    const width = field("Width", span);
    span.setAttribute("aria-label", `Width of ${this.name}`);
    const does = (label, sign, act, danger) => button(`${label} ${this.name}`,
      { sign, bare: true, kind: danger ? "quiet danger" : "quiet", on: () => act(this) });
    this.tools.append(grip, width, does("Edit", "edit", this.does.edit), does("Duplicate", "copy", this.does.duplicate),
      does("Remove", "trash", this.does.remove, true));
  }
}
Card.made = 0;

/** What a widget plots, in a line. */
export function plotted(widget, fields) {
  // A count is of records, whatever field it names.
  const isCount = widget.chart_type === "bar" && widget.aggregation_function === "count" && !widget.metric;
  const what = isCount ? "Records" : fields.label(widget.field, widget.metric);
  const how = widget.aggregation_function && widget.chart_type === "bar" && !isCount ? aggregation(widget.aggregation_function).toLowerCase() : "";
  const every = widget.chart_type === "bar" && widget.time_period ? `per ${widget.time_period}` : "";
  const by = widget.group_by?.field ? `by ${fields.label(widget.group_by.field).toLowerCase()}` : "";
  return [[what, how].filter(Boolean).join(", "), every, by].filter(Boolean).join(" ");
}

function described(name, answer) {
  const kind = CHARTS[answer.chart_type] ?? answer.chart_type;
  return `${name}. ${kind}, ${answer.data.length} values. Show it as a table from its menu to go through them.`;
}
