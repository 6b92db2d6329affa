/** Taking one case along: what comes, a PIN, and everything that is needed to open these pages later. */
import { find, write } from "../../editor/view/find.js";
import { verifierOf } from "../io/crypto.js";
import { Unsent } from "../io/device.js";
import { NotNow, Refused, SignedOut } from "../io/server.js";
import { isPin } from "../model/pin.js";
import { many } from "./counting.js";
import { complain, fill, inside } from "./pieces.js";

/** @typedef {import("../model/forms.js").Pack} Pack */

const ANY_CASE = "00000000-0000-0000-0000-000000000000";

export class Preparing {
  /** @type {Pack | null} */
  #pack = null;

  /**
   * @param {HTMLElement} page @param {import("../../editor/view/words.js").Words} words
   * @param {{ device: import("../io/device.js").Device, server: Pick<import("../io/server.js").Server, "pack">,
   *           bring: () => Promise<void>, done: () => Promise<void> }} means `bring`: the shell, for later
   */
  constructor(page, words, means) {
    this.page = page;
    this.words = words;
    this.means = means;
    find(page, "[data-prepare-form]").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#prepare().catch((error) => this.#say(wrong(error)));
    });
  }

  /** @param {string} caseKey */
  async show(caseKey) {
    find(this.page, "[data-prepare-ready]").hidden = true;
    const back = (this.page.dataset.measures ?? "").replace(ANY_CASE, caseKey);
    find(this.page, "[data-prepare-back]").setAttribute("href", back);
    this.#say("bringing");
    try {
      this.#pack = await this.means.server.pack(caseKey);
    } catch (error) {
      this.#say(wrong(error));
      return;
    }
    this.#draw(this.#pack);
  }

  /** @param {Pack} pack */
  #draw(pack) {
    const { words } = this;
    const lines = pack.forms.map(({ title, who, occasion }) => words.say("prepare-form", { title, who, occasion: inside(occasion) }));
    if (pack.goals.length) lines.push(many(words, "prepare-goals", pack.goals.length));
    if (lines.length === 0) lines.push(words.say("prepare-none"));
    if (pack.on_paper.length) lines.push(words.say("paper", { titles: pack.on_paper.join(", ") }));
    fill(this.page, { "prepare-case": words.say("prepare-case", { label: pack.label }), "prepare-words": "" });
    find(this.page, "[data-prepare-list]").replaceChildren(...lines.map((line) => {
      const item = this.page.ownerDocument.createElement("li");
      write(item, line);
      return item;
    }));
    find(this.page, "[data-prepare-ready]").hidden = pack.forms.length + pack.goals.length === 0;
  }

  async #prepare() {
    const [pin, again] = ["new-pin", "same-pin"].map((id) => /** @type {HTMLInputElement} */ (find(this.page, `#${id}`)));
    complain(this.page, "same-pin", pin.value === again.value ? "" : this.words.say("pin-twice"));
    complain(this.page, "new-pin", isPin(pin.value) ? "" : this.words.say("pin-shape"));
    if (!this.#pack || !isPin(pin.value) || pin.value !== again.value) return;
    this.#say("bringing");
    await this.means.bring();
    await this.means.device.prepare(this.#pack, await verifierOf(pin.value));
    for (const field of [pin, again]) field.value = "";
    this.#say(null);
    await this.means.done();
  }

  /** @param {string | null} word */
  #say(word) {
    write(find(this.page, "[data-prepare-words]"), word ? this.words.say(word) : "");
  }
}

/** @param {unknown} error */
function wrong(error) {
  if (error instanceof NotNow) return "prepare-not-now";
  if (error instanceof SignedOut) return "prepare-signed-out";
  if (error instanceof Refused) return "prepare-refused";
  if (error instanceof Unsent) return "prepare-unsent";
  return "prepare-failed";
}
