/** An answer that needs a person: the practitioner reads it before anything else, and says what they did. */
import { find, write } from "../../editor/view/find.js";
import { complain, fill } from "./pieces.js";

/**
 * @typedef {import("../model/forms.js").Pack} Pack
 * @typedef {ReturnType<typeof import("../model/forms.js").unseen>[number]} Unseen
 */

export class Seeing {
  /** @type {Unseen | null} */
  #shown = null;

  /**
   * @param {HTMLElement} page @param {import("../../editor/view/words.js").Words} words
   * @param {{ see: (unseen: Unseen, did: string) => Promise<void>, trouble: (error: unknown) => void }} means
   */
  constructor(page, words, means) {
    this.page = page;
    this.words = words;
    this.means = means;
    this.field = /** @type {HTMLTextAreaElement} */ (find(page, "#did"));
    find(page, "[data-seen-form]").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#see().catch(means.trouble);
    });
  }

  /** @param {Pack} pack @param {Unseen} unseen */
  show(pack, unseen) {
    if (this.#shown?.form.id !== unseen.form.id || this.#shown.item !== unseen.item) this.field.value = "";
    this.#shown = unseen;
    const service = find(this.page, "[data-seen-service]");
    fill(this.page, {
      "seen-who": `${unseen.asked.title}, ${unseen.asked.who}`, "seen-says": unseen.says,
      "seen-button": this.words.say("iHaveSeen", { name: pack.practitioner.name }),
    });
    write(service, pack.risk.practitioner || (service.dataset.otherwise ?? ""));
  }

  async #see() {
    const did = this.field.value.trim();
    complain(this.page, "did", did ? "" : this.words.say("did-empty"));
    if (did && this.#shown) await this.means.see(this.#shown, did);
  }
}
