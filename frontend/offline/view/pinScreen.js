/** The PIN: to open the practitioner's side, and to take the device back from a client. */
import { find, write } from "../../editor/view/find.js";
import { afterWrong, NO_TRIES, waits } from "../model/pin.js";
import { fits } from "../io/crypto.js";
import { complain } from "./pieces.js";

export class PinScreen {
  #busy = false;

  /**
   * @param {HTMLElement} page @param {import("../../editor/view/words.js").Words} words
   * @param {import("../io/device.js").Device} device
   * @param {{ passed: () => Promise<void>, back: () => void, now: () => number, trouble: (error: unknown) => void }} means
   */
  constructor(page, words, device, means) {
    this.page = page;
    this.words = words;
    this.device = device;
    this.means = means;
    this.field = /** @type {HTMLInputElement} */ (find(page, "#pin"));
    find(page, "[data-pin-form]").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#try().catch(means.trouble);
    });
    find(page, "[data-pin-back]").addEventListener("click", () => means.back());
  }

  /** @param {string} name of the practitioner @param {boolean} handed whether a client has the device now */
  show(name, handed) {
    write(find(this.page, "[data-pin-title]"), this.words.say(handed ? "pin-title-back" : "pin-title-open"));
    write(find(this.page, "[data-pin-lede]"), this.words.say("pin-lede", { name }));
    find(this.page, "[data-pin-back]").hidden = !handed;
    find(this.page, "[data-pin-forgotten]").hidden = handed;
  }

  async #try() {
    if (this.#busy) return;
    this.#busy = this.field.readOnly = true;
    try {
      await this.#once(this.field.value);
    } finally {
      this.#busy = this.field.readOnly = false;
    }
  }

  /** @param {string} pin */
  async #once(pin) {
    const prepared = await this.device.prepared();
    const tries = await this.device.tries();
    const seconds = waits(tries, this.means.now());
    if (!prepared) return;
    if (seconds > 0) {
      complain(this.page, "pin", this.words.say("pin-waits", { seconds }));
      return;
    }
    // Counted before it is tried: closing the page in between does not give a free try.
    const after = afterWrong(tries, this.means.now());
    await this.device.setTries(after);
    this.field.value = "";
    if (await fits(prepared.verifier, pin)) {
      await this.device.setTries(NO_TRIES);
      complain(this.page, "pin", "");
      await this.means.passed();
      return;
    }
    const now = waits(after, this.means.now());
    complain(this.page, "pin", now ? this.words.say("pin-waits", { seconds: now }) : this.words.say("pin-wrong"));
  }
}
