/** Every button with `data-do`: pressing it, and how it looks now. */

import { find } from "./find.js";

/**
 * @typedef {import("../model/editing.js").Editing} Editing
 * @typedef {import("../io/video.js").Player} Player
 * @typedef {import("./words.js").Words} Words
 */

export class Buttons {
  /** @type {Map<string, HTMLButtonElement>} */
  #all = new Map();

  /**
   * @param {ParentNode} page @param {(name: string) => void} command
   * @param {{ editing: Editing, player: Player, words: Words }} means
   */
  constructor(page, command, { editing, player, words }) {
    this.editing = editing;
    this.player = player;
    this.words = words;
    for (const found of page.querySelectorAll("[data-do]")) {
      const button = /** @type {HTMLButtonElement} */ (found);
      const name = button.dataset.do ?? "";
      this.#all.set(name, button);
      button.addEventListener("click", (event) => {
        command(name);
        // After a click the space bar belongs to the film again; after a key press it stays here.
        if (event.detail > 0) button.blur();
      });
    }
    this.speed = /** @type {HTMLSelectElement} */ (/** @type {unknown} */ (find(page, "[data-speed]")));
    this.speed.addEventListener("change", () => player.setSpeed(Number(this.speed.value)));
    player.listen(() => this.draw());
    player.video.addEventListener("volumechange", () => this.draw());
    editing.listen((news) => news !== "refused" && this.draw());
    this.draw();
  }

  draw() {
    const { editing, player } = this;
    this.#face("toggle", player.mode === "paused" ? "play" : "pause");
    this.#face("mute", player.video.muted ? "silent" : "sound");
    this.#press("mute", player.video.muted);
    this.#press("loop", player.loop !== null);
    this.#able("undo", editing.history.canUndo);
    this.#able("redo", editing.history.canRedo);
    this.#mark("mark-begin", editing.marks.begin !== null);
    this.#mark("mark-end", editing.marks.end !== null);
    this.speed.value = String(player.speed);
  }

  /** @param {string} name @param {string} icon */
  #face(name, icon) {
    const button = this.#all.get(name);
    const use = button?.querySelector("use");
    const address = use?.getAttribute("href")?.replace(/#.*$/, `#${icon}`);
    if (!button || !use || !address || use.getAttribute("href") === address) return;
    use.setAttribute("href", address);
    if (name !== "toggle") return;
    const label = this.words.say(icon);
    button.setAttribute("aria-label", label);
    find(button, "[data-tip]").dataset.tip = label;
  }

  /** @param {string} name @param {boolean} on */
  #press(name, on) {
    this.#all.get(name)?.setAttribute("aria-pressed", String(on));
  }

  /** @param {string} name @param {boolean} able a button that can't be used stays in reach of the keyboard */
  #able(name, able) {
    this.#all.get(name)?.setAttribute("aria-disabled", String(!able));
  }

  /** @param {string} name @param {boolean} set */
  #mark(name, set) {
    const button = this.#all.get(name);
    if (button) button.dataset.set = String(set);
  }
}
