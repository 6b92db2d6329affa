/** Which part of the film the strip shows, and where on it a moment lies. Seconds and pixels. */

const CLOSEST = 1; // seconds over the whole strip

export class StripWindow {
  /** @param {number} duration of the film, in seconds */
  constructor(duration) {
    this.duration = duration;
    this.from = 0;
    this.to = duration;
    this.width = 1;
    /** Pixels at either end that belong to no second, so that nothing at the film's ends is cut. */
    this.margin = 0;
  }

  /** Pixels over which the span lies. */
  get inner() {
    return Math.max(1, this.width - 2 * this.margin);
  }

  /** The film is longer, or shorter, than was thought; what was shown whole stays so. @param {number} duration */
  lasts(duration) {
    const whole = this.isWhole;
    this.duration = duration;
    if (whole) this.fit();
    else this.#show(this.from, Math.min(this.span, duration));
  }

  get span() {
    return this.to - this.from;
  }

  get isWhole() {
    return this.span >= this.duration;
  }

  get isClosest() {
    return this.span <= Math.min(CLOSEST, this.duration);
  }

  /** @param {number} seconds @returns {number} pixels from the left */
  x(seconds) {
    return this.margin + ((seconds - this.from) / this.span) * this.inner;
  }

  /** @param {number} x @returns {number} seconds, inside the film */
  seconds(x) {
    const seconds = this.from + ((x - this.margin) / this.inner) * this.span;
    return Math.max(0, Math.min(this.duration, seconds));
  }

  /**
   * @param {number} factor above 1 shows less of the film, more closely
   * @param {number} around seconds that keep their place
   */
  zoom(factor, around) {
    const least = Math.min(CLOSEST, this.duration);
    const span = Math.max(least, Math.min(this.duration, this.span / factor));
    const share = Math.max(0, Math.min(1, (around - this.from) / this.span));
    this.#show(around - share * span, span);
  }

  fit() {
    this.#show(0, this.duration);
  }

  /** @param {number} seconds to the right */
  pan(seconds) {
    this.#show(this.from + seconds, this.span);
  }

  /** Turn the page when a moment has left the window. @param {number} seconds @returns {boolean} moved */
  follow(seconds) {
    if (seconds >= this.from && seconds <= this.to) return false;
    this.#show(seconds - this.span * 0.1, this.span);
    return true;
  }

  /** @param {number} from @param {number} span */
  #show(from, span) {
    this.from = Math.max(0, Math.min(this.duration - span, from));
    this.to = this.from + span;
  }
}

/**
 * The clip edge under a finger or pointer: the nearest within reach, the chosen clip's first.
 * @param {{ id: string, first: number, last: number }[]} bars pixels @param {number} x
 * @param {number} reach pixels @param {string | null} chosen
 * @returns {{ id: string, edge: "first" | "last" } | null}
 */
export function edgeAt(bars, x, reach, chosen) {
  let best = null;
  let least = Infinity;
  for (const bar of bars) {
    for (const edge of /** @type {const} */ (["first", "last"])) {
      const away = Math.abs(bar[edge] - x);
      const weight = away - (bar.id === chosen ? reach : 0);
      if (away <= reach && weight < least) {
        best = { id: bar.id, edge };
        least = weight;
      }
    }
  }
  return best;
}
