/** One moment in the list: what it is, and, when chosen, everything that can be said of it. */

import { clock } from "../model/times.js";
import { find, write } from "./find.js";

/**
 * @typedef {import("../model/timeline.js").Moment} Moment
 * @typedef {import("../model/editing.js").Editing} Editing
 * @typedef {import("./words.js").Words} Words
 * @typedef {import("./thumbnails.js").Thumbnails} Thumbnails
 * @typedef {{ editing: Editing, words: Words, thumbnails: Thumbnails, pictureAddress: string,
 *             choose: (id: string) => void, command: (name: string) => void }} Means
 */

const QUIET = 700; // milliseconds after the last letter until words are kept
const LONG = 10; // seconds

export class Card {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {HTMLTemplateElement} template @param {string} id @param {Means} means */
  constructor(template, id, means) {
    const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    this.element = find(copy, "[data-moment]");
    this.id = id;
    this.means = means;
    this.element.dataset.moment = id;
    this.choose = find(this.element, "[data-choose]");
    this.choose.addEventListener("click", () => means.choose(id));
    this.body = find(this.element, "[data-body]");
    /** @type {(HTMLInputElement | HTMLTextAreaElement)[]} */
    this.fields = [...this.element.querySelectorAll("[data-field]")].map((field) => /** @type {any} */ (field));
    /** @type {HTMLInputElement[]} */
    this.ticks = [...this.element.querySelectorAll("[data-principle]")].map((tick) => /** @type {any} */ (tick));
    this.#listen();
  }

  #listen() {
    for (const field of this.fields) {
      field.addEventListener("input", () => {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.finishWriting(), QUIET);
      });
      field.addEventListener("blur", () => this.finishWriting());
    }
    find(this.element, "[data-field=title]").addEventListener("keydown", (event) => {
      if (event.key === "Enter") /** @type {HTMLElement} */ (event.target).blur();
    });
    for (const tick of this.ticks) {
      tick.addEventListener("change", () => this.means.editing.describe(this.id, { principles: this.#ticked() }));
    }
    for (const button of this.element.querySelectorAll("[data-card-do]")) {
      const name = /** @type {HTMLElement} */ (button).dataset.cardDo ?? "";
      button.addEventListener("click", () => this.means.command(name));
    }
  }

  #ticked() {
    return this.ticks.filter(({ checked }) => checked).map(({ dataset }) => dataset.principle ?? "").sort();
  }

  /** Keep what has been written so far. */
  finishWriting() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    /** @type {Record<string, string>} */
    const written = {};
    for (const field of this.fields) written[field.dataset.field ?? ""] = field.value.trim();
    this.means.editing.describe(this.id, written);
  }

  /** @param {Moment} moment @param {boolean} chosen @param {number} number in the list */
  draw(moment, chosen, number) {
    const { editing, words, thumbnails, pictureAddress } = this.means;
    const { table } = editing;
    const { first, last } = editing.framesOf(moment);
    const time = clock(table.startSeconds(first));
    Object.assign(this.element.dataset, {
      kind: moment.kind, firstFrame: String(first), lastFrame: String(last), chosen: String(chosen),
    });
    this.choose.setAttribute("aria-expanded", String(chosen));
    this.body.hidden = !chosen;
    const unnamed = words.say(moment.kind === "clip" ? "clipAt" : "stillAt", { time });
    write(find(this.element, "[data-name]"), moment.title || unnamed);
    write(find(this.element, "[data-length]"), this.#length(moment, first, last));
    write(find(this.element, "[data-first]"), String(first));
    write(find(this.element, "[data-last]"), String(last));
    this.#drawPrinciples(moment);
    const seconds = table.clipSeconds(first, last);
    find(this.element, "[data-advice]").hidden = moment.kind === "still" || seconds <= LONG;
    find(this.element, "[data-trims]").hidden = moment.kind === "still";
    find(this.element, "[data-card-do=play]").hidden = moment.kind === "still";
    for (const part of this.element.querySelectorAll("[data-still-only]")) {
      /** @type {HTMLElement} */ (part).hidden = moment.kind === "clip";
    }
    // The page has this link only when a copy may be saved.
    const link = this.element.querySelector("[data-picture-link]");
    link?.setAttribute("href", pictureAddress.replace("00000000-0000-0000-0000-000000000000", moment.id));
    for (const field of this.fields) this.#drawField(field, moment);
    thumbnails.show(find(this.element, "[data-thumb]"), first);
    this.choose.dataset.number = String(number);
  }

  /** @param {Moment} moment @param {number} first @param {number} last */
  #length(moment, first, last) {
    const { editing, words } = this.means;
    if (moment.kind === "still") return words.say("stillPlace", { frame: first });
    const frames = last - first + 1;
    const seconds = editing.table.clipSeconds(first, last).toFixed(1);
    return words.say(frames === 1 ? "clipLengthOne" : "clipLength", { seconds, frames });
  }

  /** @param {Moment} moment */
  #drawPrinciples({ principles }) {
    const titles = [];
    for (const tick of this.ticks) {
      tick.checked = principles.includes(tick.dataset.principle ?? "");
      const title = tick.closest("label")?.querySelector(".attune-principle__title");
      if (tick.checked) titles.push(title?.textContent ?? "");
    }
    write(find(this.element, "[data-seen]"), titles.join(" · "));
  }

  /** What someone is writing just now is theirs. @param {HTMLInputElement | HTMLTextAreaElement} field @param {Moment} moment */
  #drawField(field, moment) {
    const value = field.dataset.field === "title" ? moment.title : moment.note;
    const writing = this.#timer !== undefined || field.ownerDocument.activeElement === field;
    if (writing ? field.value.trim() !== value && this.#timer === undefined : field.value !== value) {
      field.value = value;
    }
  }
}
