/** How much of a film is ready while the rest is being prepared, in words; and what grows with it. */

import { find, write } from "./find.js";

/**
 * @typedef {import("../io/growth.js").Growth} Growth
 * @typedef {import("./words.js").Words} Words
 * @typedef {{ words: Words, place: { lasts: (seconds: number) => void },
 *             strip: { lasts: (seconds: number) => void }, whole: () => void }} Means
 *   `whole` is called once, when all of it is there
 */

export class Growing {
  /** @param {HTMLElement} element @param {Growth} growth @param {Means} means */
  constructor(element, growth, means) {
    this.element = element;
    this.growth = growth;
    this.means = means;
    this.sentence = find(element, "[data-growing-words]");
    this.bar = /** @type {HTMLProgressElement} */ (find(element, "progress"));
    this.left = find(element, "[data-growing-left]");
    growth.listen(() => this.draw());
    this.draw();
  }

  draw() {
    const { growth, means: { words, place, strip, whole } } = this;
    place.lasts(growth.duration);
    strip.lasts(growth.duration);
    const ready = growth.table.duration;
    [this.bar.max, this.bar.value] = [growth.duration, ready];
    const told = { ready: length(ready, words), whole: length(growth.duration, words) };
    if (growth.complete) write(this.sentence, words.say("wholeReady"));
    else if (growth.ended !== null) write(this.sentence, words.say("growingEnded"));
    else write(this.sentence, words.say("growing", told));
    const busy = !growth.complete && growth.ended === null;
    const known = busy && growth.left !== null;
    write(this.left, known ? words.say("growingLeft", { time: about(growth.left ?? 0, words) }) : "");
    this.bar.hidden = !busy;
    this.element.hidden = false;
    this.element.dataset.growing = growth.complete ? "whole" : growth.ended ?? "growing";
    if (growth.complete) whole();
  }
}

/** @param {number} seconds @param {Words} words @returns {string} such as “1 min 20 s”, never rounded up */
function length(seconds, words) {
  const whole = Math.floor(seconds + 1e-6);
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
  if (minutes === 0) return words.say("lengthSeconds", { s: rest });
  return rest === 0 ? words.say("lengthMinutes", { min: minutes })
    : words.say("lengthBoth", { min: minutes, s: rest });
}

/** A time to wait, rounded so that it does not pretend to know better. @param {number} seconds @param {Words} words */
function about(seconds, words) {
  if (seconds >= 90) return words.say("lengthMinutes", { min: Math.round(seconds / 60) });
  return words.say("lengthSeconds", { s: Math.max(5, Math.ceil(seconds / 5) * 5) });
}
