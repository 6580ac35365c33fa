// The cards in their order: moved by the pointer or by keys.

import { say } from "./dom.js";

/** Bring a node before another (null: to the end) by moving those between: it stays, with the focus and the pointer. */
function put(node, before) {
  if (before === node || node.nextSibling === before) return;
  const isLater = before === null || node.compareDocumentPosition(before) & Node.DOCUMENT_POSITION_FOLLOWING;
  while (node.nextSibling !== before) {
    if (isLater) node.before(node.nextSibling);
    else node.after(node.previousSibling);
  }
}

export class Grid {
  /** `onOrder(cards)` is called when the user has put the cards into another order. */
  constructor(node, onOrder) {
    this.node = node;
    this.onOrder = onOrder;
  }

  get cards() {
    return [...this.node.children].map((child) => child.card).filter(Boolean);
  }

  show(cards) {
    this.node.replaceChildren(...cards.map((card) => card.node));
  }

  /** One place on or back. */
  move(card, step) {
    const { cards } = this;
    const from = cards.indexOf(card), to = Math.max(0, Math.min(cards.length - 1, from + step));
    if (to === from) return;
    cards.splice(to, 0, ...cards.splice(from, 1));
    put(card.node, cards[to + 1]?.node ?? null);
    say(`${card.name} is now ${to + 1} of ${cards.length}.`);
    this.onOrder(cards);
  }

  /** Follow the pointer from the press on a card's grip until it is let go: the others make room at once. */
  drag(card, grip, pressed) {
    if (pressed.button !== 0) return;
    pressed.preventDefault();
    grip.focus();
    grip.setPointerCapture(pressed.pointerId);
    card.node.classList.add("dragged");
    const before = this.cards;
    const over = (event) => {
      const met = document.elementFromPoint(event.clientX, event.clientY)?.closest(".card")?.card;
      if (!met || met === card || met.node.parentNode !== this.node) return;
      const box = met.node.getBoundingClientRect();
      const wide = box.width > this.node.clientWidth * 0.7;
      const isAfter = wide ? event.clientY > box.top + box.height / 2 : event.clientX > box.left + box.width / 2;
      put(card.node, isAfter ? met.node.nextSibling : met.node);
    };
    const end = (event) => {
      grip.removeEventListener("pointermove", over);
      grip.removeEventListener("pointerup", end);
      grip.removeEventListener("pointercancel", end);
      card.node.classList.remove("dragged");
      if (event.type === "pointercancel") { this.show(before); return; }
      if (this.cards.some((one, place) => one !== before[place])) this.onOrder(this.cards);
    };
    grip.addEventListener("pointermove", over);
    grip.addEventListener("pointerup", end);
    grip.addEventListener("pointercancel", end);
  }
}
