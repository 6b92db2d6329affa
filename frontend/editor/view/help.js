/** The dialog of keys and hints, and the switch for single keys, which this browser remembers. */

import { find } from "./find.js";

const REMEMBERED = "attune-editor-single-keys";

export class Help {
  /** @param {HTMLDialogElement} dialog @param {Pick<Storage, "getItem" | "setItem">} memory */
  constructor(dialog, memory) {
    this.dialog = dialog;
    const tick = /** @type {HTMLInputElement} */ (find(dialog, "[data-keys-on]"));
    tick.checked = memory.getItem(REMEMBERED) !== "off";
    tick.addEventListener("change", () => memory.setItem(REMEMBERED, tick.checked ? "on" : "off"));
    this.tick = tick;
  }

  get singleKeys() {
    return this.tick.checked;
  }

  open() {
    this.dialog.showModal();
  }
}
