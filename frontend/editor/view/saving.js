/** Whether everything is kept, in words and as a colour. */

import { find, write } from "./find.js";

export class Saving {
  /**
   * @param {HTMLElement} element role=status
   * @param {import("../model/editing.js").Editing} editing
   * @param {import("./words.js").Words} words
   */
  constructor(element, editing, words) {
    this.element = element;
    this.sentence = find(element, "[data-save-words]");
    this.editing = editing;
    this.words = words;
    editing.listen((news) => news === "saving" && this.draw());
    this.draw();
  }

  draw() {
    const { state, count, sentence } = this.editing.outbox.state;
    this.element.dataset.saveState = state;
    this.element.dataset.unsent = String(count);
    const name = state === "saving" ? (count === 1 ? "savingOne" : "savingMany") : state;
    write(this.sentence, this.words.say(name, { n: count, sentence }));
  }
}
