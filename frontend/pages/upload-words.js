// How far a film is on its way, in words. The words themselves come from the page.

const WINDOW = 20; // seconds over which the pace is taken
const ENOUGH = 3; // seconds of sending before a time left is worth saying

/** @param {number} bytes @param {DOMStringMap} words */
export function megabytes(bytes, words) {
  const value = bytes / 1e6;
  return fill(words.wordMegabyte, value < 10 ? value.toFixed(1) : String(Math.round(value)));
}

/** A length of time, rounded so that it does not pretend to know better.
 * @param {number} seconds @param {DOMStringMap} words */
export function time(seconds, words) {
  if (seconds < 60) return fill(words.wordSecond, String(Math.max(5, Math.ceil(seconds / 5) * 5)));
  if (seconds < 3600) return fill(words.wordMinute, String(Math.ceil(seconds / 60)));
  return fill(words.wordHour, (seconds / 3600).toFixed(1));
}

/** Puts values in the places of %s.
 * @param {string | undefined} text @param {string[]} values */
export function fill(text, ...values) {
  return values.reduce((filled, value) => filled.replace("%s", () => value), text ?? "");
}

/** How fast bytes go, from the last seconds only: lines change. */
export class Pace {
  constructor() {
    /** @type {{ at: number, bytes: number }[]} */
    this.seen = [];
  }

  /** @param {number} bytes sent so far @param {number} at seconds on any clock */
  note(bytes, at) {
    const last = this.seen.at(-1);
    if (last && bytes < last.bytes) this.seen = []; // a part is sent again
    this.seen.push({ at, bytes });
    while (this.seen.length > 2 && this.seen[0].at < at - WINDOW) this.seen.shift();
  }

  /** Seconds until `total` is sent; null while nobody can know. @param {number} total */
  left(total) {
    const [first, last] = [this.seen[0], this.seen.at(-1)];
    if (!first || !last || last.at - first.at < ENOUGH || last.bytes <= first.bytes) return null;
    return ((total - last.bytes) * (last.at - first.at)) / (last.bytes - first.bytes);
  }
}
