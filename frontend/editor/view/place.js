/** Where one is in the film: the number, the time, going to a place, and saying it to a screen reader. */

import { clock, place } from "../model/times.js";
import { find, write } from "./find.js";

/**
 * @typedef {import("../io/video.js").Player} Player
 * @typedef {import("./words.js").Words} Words
 */

const QUIET = 500; // milliseconds of rest before the place is said

export class Place {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {HTMLElement} editor @param {Player} player @param {Words} words
   * @param {(sentence: string) => void} announce
   */
  constructor(editor, player, words, announce) {
    this.editor = editor;
    this.player = player;
    this.words = words;
    this.announce = announce;
    this.frame = find(editor, "[data-frame]");
    this.time = find(editor, "[data-time]");
    this.duration = find(editor, "[data-duration]");
    this.lasts(player.table.duration);
    this.#listenToForm(find(editor, "[data-goto]"));
    player.listen(() => this.draw());
  }

  /** @param {number} seconds of the whole film */
  lasts(seconds) {
    write(this.duration, clock(seconds));
  }

  draw() {
    const { shown, settled, mode, table } = this.player;
    this.editor.dataset.settled = String(settled);
    this.editor.dataset.mode = mode;
    if (shown === null) return;
    this.editor.dataset.frameShown = String(shown);
    write(this.frame, String(shown));
    write(this.time, clock(table.startSeconds(shown)));
    clearTimeout(this.#timer);
    if (mode === "paused" && settled) this.#timer = setTimeout(() => this.#say(shown), QUIET);
  }

  /** @param {number} frame */
  #say(frame) {
    const time = clock(this.player.table.startSeconds(frame));
    this.announce(this.words.say("place", { frame, time }));
  }

  /** @param {HTMLFormElement} form */
  #listenToForm(form) {
    const field = find(form, "input");
    const input = /** @type {HTMLInputElement} */ (field);
    input.addEventListener("input", () => input.setCustomValidity(""));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const wanted = place(input.value);
      if (!wanted) {
        input.setCustomValidity(this.words.say("notAPlace"));
        input.reportValidity();
        return;
      }
      const { table } = this.player;
      this.player.goTo("frame" in wanted ? wanted.frame : table.frameDuring(wanted.seconds));
      input.value = "";
      input.blur();
    });
  }
}
