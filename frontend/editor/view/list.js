/** The moments, in the order of the film. */

import { Card } from "./card.js";
import { find, write } from "./find.js";

/** @typedef {import("./card.js").Means} Means */

export class List {
  /** @type {Map<string, Card>} */
  #cards = new Map();

  /** @param {HTMLElement} editor @param {HTMLTemplateElement} template @param {Means} means */
  constructor(editor, template, means) {
    this.list = find(editor, "[data-moments]");
    this.count = find(editor, "[data-count]");
    this.empty = find(editor, "[data-empty]");
    this.hint = find(editor, "[data-hint]");
    this.template = template;
    this.means = means;
    means.editing.listen((news) => {
      if (news === "moments" || news === "chosen") this.draw();
      if (news === "chosen") this.#bringIntoView();
    });
    this.draw();
  }

  /** Keep what is being written anywhere. */
  finishWriting() {
    for (const card of this.#cards.values()) card.finishWriting();
  }

  draw() {
    const { editing } = this.means;
    const moments = editing.moments;
    const known = new Set(moments.map(({ id }) => id));
    for (const [id, card] of this.#cards) {
      if (known.has(id)) continue;
      card.element.remove();
      this.#cards.delete(id);
    }
    moments.forEach((moment, place) => {
      const card = this.#card(moment.id);
      // Moving an element takes the focus from it, so it is moved only when it must.
      const there = this.list.children[place] ?? null;
      if (there !== card.element) this.list.insertBefore(card.element, there);
      card.draw(moment, moment.id === editing.chosenId, place + 1);
    });
    write(this.count, moments.length > 0 ? String(moments.length) : "");
    this.empty.hidden = moments.length > 0;
    this.hint.hidden = moments.length === 0;
  }

  /** @param {string} id */
  #card(id) {
    const card = this.#cards.get(id) ?? new Card(this.template, id, this.means);
    this.#cards.set(id, card);
    return card;
  }

  /** Where the list scrolls by itself the chosen card comes to its top; a page is never moved. */
  #bringIntoView() {
    const card = this.means.editing.chosenId && this.#cards.get(this.means.editing.chosenId);
    const scroller = this.list.parentElement;
    if (!card || !scroller || scroller.scrollHeight <= scroller.clientHeight) return;
    const [box, frame] = [card.element.getBoundingClientRect(), scroller.getBoundingClientRect()];
    if (box.top < frame.top || box.bottom > frame.bottom) scroller.scrollTop += box.top - frame.top - 8;
  }
}
