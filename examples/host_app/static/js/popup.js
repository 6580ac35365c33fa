// What opens over the page: menus and small panels below a button, dialogs in the middle or at the side.

import { button, el, icon } from "./dom.js";

/** Open a panel below a button; a click elsewhere, Escape or `close` closes it and gives the focus back. */
export function popup(opener, content, { label }) {
  const panel = el("div", { class: "popup", popover: "auto", role: "dialog", "aria-label": label }, content);
  opener.setAttribute("aria-expanded", "true");
  document.body.append(panel);
  panel.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    opener.setAttribute("aria-expanded", "false");
    if (panel.contains(document.activeElement) || document.activeElement === document.body) opener.focus();
    panel.remove();
  });
  panel.showPopover();
  place(panel, opener);
  panel.querySelector("input, select, button")?.focus();
  return () => panel.hidePopover();
}

function place(panel, opener) {
  const at = opener.getBoundingClientRect(), room = 8;
  const { offsetWidth: width, offsetHeight: height } = panel;
  const below = at.bottom + 6 + height <= innerHeight - room || at.top < height;
  panel.style.left = `${Math.max(room, Math.min(at.left, innerWidth - width - room))}px`;
  panel.style.top = `${Math.max(room, below ? Math.min(at.bottom + 6, innerHeight - height - room) : at.top - height - 6)}px`;
}

/** Open a menu of `{label, sign, danger, on}` below a button; arrow keys go through it. */
export function menu(opener, items, label) {
  const made = items.map(({ label: text, sign, danger, on }) =>
    el("button", { type: "button", role: "menuitem", class: danger ? "danger" : null,
      on: { click: () => { close(); on(); } } }, icon(sign), el("span", {}, text)));
  const list = el("div", { class: "menu", role: "menu", "aria-label": label, on: { keydown: (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    made.at((made.indexOf(document.activeElement) + step) % made.length).focus();
  } } }, made);
  const close = popup(opener, list, { label });
}

/** Open a modal dialog; `foot` are its buttons. Returns the element, whose `close()` ends it. */
export function dialog(title, content, { foot = [], kind = "", onClose } = {}) {
  const heading = el("h2", { id: `dialog-${Date.now()}` }, title);
  const shut = button("Close", { sign: "close", bare: true, on: () => made.close() });
  const made = el("dialog", { class: kind || null, "aria-labelledby": heading.id },
    el("header", {}, heading, shut), el("div", { class: "content" }, content),
    foot.length ? el("footer", {}, foot) : null);
  made.addEventListener("close", () => { made.remove(); onClose?.(); });
  // A press on the backdrop; one that began inside, as when text is marked, is none.
  made.addEventListener("pointerdown", (event) => { if (event.target === made && kind === "sheet") made.close(); });
  document.body.append(made);
  made.showModal();
  return made;
}

/** Ask for a text; resolves to it, or to null. */
export function askText(title, label, value, yes) {
  return new Promise((done) => {
    const input = el("input", { type: "text", id: "asked", required: true, maxlength: 255, value });
    let given = null;
    const form = el("form", { method: "dialog", class: "field", on: { submit: () => { given = input.value.trim() || null; } } },
      el("label", { for: "asked" }, label), input,
      el("div", { class: "actions" }, button("Cancel", { on: () => made.close() }),
        el("button", { class: "primary", type: "submit" }, yes)));
    const made = dialog(title, form, { kind: "small", onClose: () => done(given) });
    input.select();
  });
}

/** Ask whether to go on; resolves to true or false. */
export function confirmed(title, told, yes) {
  return new Promise((done) => {
    let agreed = false;
    const go = button(yes, { kind: "primary danger", on: () => { agreed = true; made.close(); } });
    const made = dialog(title, el("p", {}, told), { kind: "small", onClose: () => done(agreed),
      foot: [button("Cancel", { on: () => made.close() }), go] });
  });
}

/** Say for a moment what has happened, or what went wrong. */
export function toast(text, isError = false) {
  document.querySelector(".toast")?.remove();
  const made = el("div", { class: isError ? "toast error" : "toast", role: isError ? "alert" : "status", popover: "manual" }, text);
  document.body.append(made);
  made.showPopover();
  setTimeout(() => made.remove(), isError ? 8000 : 3000);
}
