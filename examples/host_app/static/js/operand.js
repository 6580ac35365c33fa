// What a condition compares with: one control for each type of field and operator, filled from what the field holds.

import * as api from "./api.js";
import { button, el, icon, select } from "./dom.js";

let lists = 0;

/** Return a control for the operand of `{type, op, value}`; `onChange(value)` hears of every change. */
export function operand({ type, op, value, choices, path, metric }, onChange) {
  if (op === "isnull") return yesNo(value !== false, "Yes, missing", "No, present", onChange);
  if (op === "in" || op === "nin") return chips(Array.isArray(value) ? value : [], { type, choices, path, metric }, onChange);
  if (op === "between") return pair(Array.isArray(value) ? value : [], type, onChange);
  if (choices && type === "boolean") return yesNo(value !== false, "Yes", "No", onChange);
  if (type === "numeric") return number(value, onChange, "Value");
  return textual(value, { type, path, metric }, onChange);
}

/** The value that a new condition begins with. */
export function firstValue(type, op) {
  if (op === "isnull" || type === "boolean" && op !== "in") return true;
  if (op === "in" || op === "nin") return [];
  if (op === "between") return type === "numeric" ? [0, 100] : ["now-7d", "now"];
  return type === "numeric" ? 0 : type === "datetime" ? "now-1d" : "";
}

function yesNo(value, yes, no, onChange) {
  return select([["true", yes], ["false", no]], String(value), (chosen) => onChange(chosen === "true"), { "aria-label": "Value" });
}

function number(value, onChange, label) {
  const input = el("input", { type: "number", step: "any", value: value ?? "", "aria-label": label,
    on: { input: () => { if (input.value !== "") onChange(Number(input.value)); } } });
  return input;
}

function pair(value, type, onChange) {
  const now = [...value];
  const one = (place, label) => {
    const change = (found) => { now[place] = found; onChange([...now]); };
    return type === "numeric" ? number(now[place], change, label) : textual(now[place], { type, label }, change);
  };
  return el("span", { class: "pair" }, one(0, "From"), "and", one(1, "To"));
}

function textual(value, { type, path, metric, label = "Value" }, onChange) {
  const input = el("input", { type: "text", value: value ?? "", "aria-label": label,
    placeholder: type === "datetime" ? "now-1d, or 2025-11-03" : null, on: { input: () => onChange(input.value) } });
  return path && type === "string" ? el("span", {}, input, suggestions(input, { path, metric })) : input;
}

/** Several values: each one a chip that can be taken away. */
function chips(value, { type, choices, path, metric }, onChange) {
  const chosen = [...value];
  const row = el("span", { class: "chips" });
  const input = el("input", { type: type === "numeric" ? "number" : "text", step: "any", "aria-label": "Add a value",
    placeholder: "Add a value", on: { keydown: (event) => { if (event.key === "Enter") { event.preventDefault(); add(); } }, change: () => add() } });
  const add = () => {
    const found = type === "numeric" ? Number(input.value) : type === "boolean" ? input.value.toLowerCase() === "true" : input.value;
    if (input.value === "" || chosen.includes(found)) return;
    chosen.push(found);
    input.value = "";
    change();
  };
  const change = () => { render(); onChange([...chosen]); };
  const render = () => {
    row.replaceChildren(...chosen.map((one, place) => el("button", { type: "button", class: "chip", "aria-label": `Take ${one} away`,
      on: { click: () => { chosen.splice(place, 1); change(); input.focus(); } } }, el("span", {}, String(one)), icon("close"))));
    row.append(input, more);
  };
  const more = path && type === "string" ? suggestions(input, { path, metric }) : choices ? options(input, choices) : "";
  render();
  return row;
}

function options(input, choices) {
  const list = el("datalist", { id: `values-${(lists += 1)}` }, choices.map((one) => el("option", { value: String(one.value) })));
  input.setAttribute("list", list.id);
  return list;
}

/** Complete what is typed by the field's own values. */
function suggestions(input, { path, metric }) {
  const list = el("datalist", { id: `values-${(lists += 1)}` });
  let stop = null, waits = 0;
  const ask = async () => {
    stop?.abort();
    stop = new AbortController();
    try {
      const found = await api.values(path, metric ?? null, input.value || null, stop.signal);
      list.replaceChildren(...found.values.filter((one) => typeof one.value === "string").map((one) => el("option", { value: one.value }, `${one.count}`)));
    } catch { /* Nothing to suggest: what is typed still counts. */ }
  };
  const soon = () => { clearTimeout(waits); waits = setTimeout(ask, 200); };
  input.addEventListener("focus", soon);
  input.addEventListener("input", soon);
  input.setAttribute("list", list.id);
  return list;
}

/** An input for the rest of a path such as `metadata.region`, completed by the keys that there are. */
export function keyInput(path, value, onChange) {
  const list = el("datalist", { id: `values-${(lists += 1)}` });
  const input = el("input", { type: "text", value, list: list.id, "aria-label": "Key", placeholder: "key",
    on: { input: () => onChange(input.value) } });
  api.keys(path).then((found) => list.replaceChildren(...found.keys.map((one) => el("option", { value: one.key })))).catch(() => {});
  return el("span", {}, input, list);
}

export const removeButton = (label, on) => button(label, { sign: "close", bare: true, kind: "quiet", on });
