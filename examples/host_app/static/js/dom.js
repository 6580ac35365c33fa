// Elements without markup: what comes from a database or a customer is only ever text.

/** Make an element. `on` holds listeners; a property that is null, undefined or false is left out. */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [event, heard] of Object.entries(value)) node.addEventListener(event, heard);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Tell it to whoever does not see the page. */
export function say(text) {
  document.getElementById("said").textContent = text;
}

const ICONS = {
  more: "M5 12h.01M12 12h.01M19 12h.01",
  grip: "M9 6h.01M9 12h.01M9 18h.01M15 6h.01M15 12h.01M15 18h.01",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  refresh: "M20 11a8 8 0 1 0-2.3 6.3M20 4v7h-7",
  calendar: "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
  people: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.5-4 3-6 6.500-6s6 2 6.500 6M16 4.500a3.500 3.500 0 0 1 0 6.500M18 14.500c2 .7 3.200 2.500 3.500 5.500",
  funnel: "M4 5h16l-6 8v6l-4-2v-4z",
  compare: "M7 20V9M12 20V4M17 20v-7M3 20h18",
  edit: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  undo: "M9 7L4 12l5 5M4 12h10a6 6 0 0 1 6 6",
  check: "M5 13l4 4L19 7",
  table: "M4 5h16v14H4zM4 10h16M4 15h16M10 5v14",
  chart: "M5 19V11M10 19V5M15 19v-6M20 19V9",
  moon: "M20 14.500A8.500 8.500 0 0 1 9.500 4a8 8 0 1 0 10.500 10.500z",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.500 1.500M17.500 17.500L19 19M19 5l-1.500 1.500M6.500 17.500L5 19",
};

/** Draw one of the page's signs; its button has a name of its own. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon ${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(svg.namespaceURI, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button with a sign; `label` is its name, shown beside the sign unless `bare`. */
export function button(label, { sign, bare = false, kind = "", on, ...rest } = {}) {
  const named = bare ? { "aria-label": label, title: label } : {};
  return el("button", { type: "button", class: `${kind}${bare ? " bare" : ""}`.trim() || null, ...named, ...rest,
    on: { click: on } }, sign ? icon(sign) : null, bare ? null : el("span", {}, label));
}

let numbered = 0;

/** A label above a control; `note` is said with it. */
export function field(label, control, note) {
  control.id ||= `field-${(numbered += 1)}`;
  const parts = [el("label", { for: control.id }, label), control];
  if (note) {
    const told = el("small", { id: `${control.id}-note` }, note);
    control.setAttribute("aria-describedby", told.id);
    parts.push(told);
  }
  return el("div", { class: "field" }, parts);
}

/** A select of `[value, text]` pairs, or `{label, options}` groups of them; values are texts. */
export function select(options, chosen, on, properties = {}) {
  const option = ([value, text]) => el("option", { value, selected: value === chosen }, text);
  const made = el("select", { ...properties, on: { change: () => on?.(made.value) } }, options.map((one) =>
    Array.isArray(one) ? option(one) : el("optgroup", { label: one.label }, one.options.map(option))));
  return made;
}

/** A checkbox before its label. */
export function checkbox(label, checked, on, properties = {}) {
  const box = el("input", { type: "checkbox", checked, ...properties, on: { change: () => on?.(box.checked) } });
  return el("label", { class: "check" }, box, el("span", {}, label));
}
