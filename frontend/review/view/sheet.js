import { place } from "./keepWords.js";

/** The place for words beside the pictures. What was typed about one moment waits there. */
export class Sheet {
  /** @type {Map<HTMLElement, HTMLElement>} */
  #panels = new Map();

  /** @param {Document} page @param {typeof fetch} [ask] */
  constructor(page, ask = (...what) => fetch(...what)) {
    this.page = page;
    this.ask = ask;
    this.sheet = /** @type {HTMLElement | null} */ (page.querySelector("[data-sheet]"));
    this.room = /** @type {HTMLElement | null} */ (page.querySelector("[data-panels]"));
    this.trouble = /** @type {HTMLElement | null} */ (page.querySelector("[data-sheet-trouble]"));
  }

  get open() {
    return this.sheet !== null && !this.sheet.hidden;
  }

  /** @param {HTMLElement} moment */
  toggle(moment) {
    if (!this.sheet) return;
    this.sheet.hidden = this.open;
    for (const button of this.page.querySelectorAll("[data-do=words][aria-expanded]")) {
      button.setAttribute("aria-expanded", String(this.open));
    }
    this.follow(moment);
    const opener = /** @type {HTMLElement | null} */ (this.page.querySelector("[aria-expanded]"));
    if (!this.open) opener?.focus();
  }

  /** Show the words about the moment that is on the screen. @param {HTMLElement} moment */
  follow(moment) {
    if (this.open) void this.#show(moment);
  }

  /** @param {HTMLElement} moment */
  async #show(moment) {
    if (!this.room || !this.trouble) return;
    this.trouble.hidden = true;
    for (const [of, panel] of this.#panels) panel.hidden = of !== moment;
    if (this.#panels.has(moment)) return;
    const panel = this.page.createElement("div");
    this.#panels.set(moment, panel);
    this.room.append(panel);
    try {
      const headers = { "X-Attune-Panel": "1" };
      const answer = await this.ask(moment.dataset.panelAddress ?? "", { headers });
      if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
      place(panel, await answer.text());
    } catch {
      this.#panels.delete(moment);
      panel.remove();
      this.trouble.hidden = false;
    }
  }
}
