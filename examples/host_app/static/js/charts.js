// Drawings by Vega: what the pointer says, and which row was clicked.

import { el } from "./dom.js";
import { inTheme } from "./theme.js";

const DRAWN = new Set(["rect", "arc", "symbol"]);
// How far from a point a click still means it, in pixels.
const NEAR = 24;
// The slices that a ring's legend names; the table has all. And how high the ring is above its legend.
const MOST_NAMED = 8;
const RING = 185;

/**
 * Draw an answer's `vega_lite` into a node. `onPick(row)` is called with the row of the data that a mark stands for.
 * Returns what ends the drawing.
 */
export async function draw(node, answer, { width, height, onPick }) {
  const spec = inTheme(fitted(withRows(structuredClone(answer.vega_lite), answer), width, height));
  // Expressions are interpreted: the page's policy lets no text become code.
  const { view, finalize } = await window.vegaEmbed(node, spec, {
    actions: false, ast: true, defaultStyle: false, renderer: "svg", tooltip: () => {}, mode: "vega-lite", patch: inMilliseconds });
  const rows = drawnRows(answer);
  const found = (event, item) => {
    const meant = marked(item) ? item : nearest(view, event, node);
    return meant?.datum?.row === undefined ? null : meant;
  };
  const tip = tooltip();
  view.addEventListener("mousemove", (event, item) => {
    const meant = found(event, item);
    node.classList.toggle("picks", Boolean(meant && onPick));
    if (meant) tip.show(event, meant.tooltip); else tip.hide();
  });
  view.addEventListener("mouseout", tip.hide);
  view.addEventListener("click", (event, item) => {
    const meant = found(event, item);
    if (meant && onPick) { tip.hide(); onPick(rows[meant.datum.row]); }
  });
  return () => { tip.hide(); finalize(); };
}

/** The rows that have a mark: all, but for a histogram's missing values. */
const drawnRows = (answer) => Array.isArray(answer.data) ? answer.data.filter((row) => !row.missing) : [];

/** Number the values: each is one row, in the data's order. */
function withRows(spec, answer) {
  const values = spec.data?.values ?? [];
  if (values.length === drawnRows(answer).length) values.forEach((value, place) => { value.row = place; });
  return spec;
}

function fitted(spec, width, height) {
  // The card has the title; the newest Vega-Lite reads what was written for the one before.
  delete spec.title;
  delete spec.$schema;
  spec.padding = { left: 2, right: 6, top: 4, bottom: 4 };
  if (spec.facet) return spec;
  Object.assign(spec, { width, height, autosize: { type: "fit", contains: "padding" } });
  const { legend, scale } = spec.encoding?.color ?? {};
  // A ring beside its legend needs room for both.
  if (legend?.orient === "right") {
    legend.values = scale.domain.slice(0, MOST_NAMED);
    if (width < 380) {
      Object.assign(legend, { orient: "bottom", columns: 1, offset: 8, rowPadding: 3 });
      spec.height = RING + 17 * Math.min(scale.domain.length, MOST_NAMED);
    }
  }
  const axis = spec.encoding?.x?.axis ?? spec.layer?.[0]?.encoding?.x?.axis;
  if (axis) Object.assign(axis, { labelOverlap: "greedy", labelSeparation: 6, labelFlush: false });
  return spec;
}

/** Write instants as numbers: the interpreter of expressions takes `datetime(1700000000000)` for a year. */
function inMilliseconds(spec) {
  const read = (found) => {
    const instant = /^datetime\((-?\d+(?:\.\d+)?)\)$/.exec(found?.signal ?? "");
    if (instant) return Number(instant[1]);
    if (Array.isArray(found)) return found.map(read);
    return found && typeof found === "object" ? Object.fromEntries(Object.entries(found).map(([key, value]) => [key, read(value)])) : found;
  };
  return { ...spec, scales: spec.scales?.map(read) };
}

const marked = (item) => item && DRAWN.has(item.mark?.marktype) && item.datum?.row !== undefined;

/** The point nearest to where the pointer is: those of a long line are too small to be hit. */
function nearest(view, event, node) {
  const svg = node.querySelector("svg");
  if (!svg) return null;
  const box = svg.getBoundingClientRect();
  const [x0, y0] = view.origin();
  const x = event.clientX - box.left - x0, y = event.clientY - box.top - y0;
  let best = null, least = NEAR ** 2;
  const walk = (mark) => {
    for (const item of mark.items ?? []) {
      if (mark.marktype === "group") item.items?.forEach(walk);
      else if (mark.marktype === "symbol" && item.datum?.row !== undefined) {
        const distance = (item.x - x) ** 2 + (item.y - y) ** 2;
        if (distance < least) [best, least] = [item, distance];
      }
    }
  };
  walk(view.scenegraph().root);
  return best;
}

/** A small box beside the pointer. */
function tooltip() {
  const box = document.querySelector(".tip") ?? document.body.appendChild(el("div", { class: "tip", "aria-hidden": "true" }));
  return {
    show(event, said) {
      if (!said || typeof said !== "object") return;
      box.replaceChildren(...Object.entries(said).map(([name, value]) =>
        el("div", {}, el("span", {}, name), el("b", {}, String(value)))));
      box.classList.add("shown");
      const { offsetWidth: width, offsetHeight: height } = box;
      const left = event.clientX + 14 + width > innerWidth ? event.clientX - width - 14 : event.clientX + 14;
      box.style.left = `${Math.max(4, left)}px`;
      box.style.top = `${Math.max(4, Math.min(event.clientY + 14, innerHeight - height - 4))}px`;
    },
    hide: () => box.classList.remove("shown"),
  };
}
