/**
 * When every frame of a film is shown. The same judgements as attune/core/clock.py, for the browser:
 * ticks are whole numbers, seconds count from the first frame and serve the video element only.
 *
 * @typedef {{ time_base: [number, number], pts: number[], end: number }} FrameTableJson
 */

/** A browser rounds `mediaTime` to microseconds; further out than this it is no time of the film. */
const SLACK = 0.0005;

export class FrameTable {
  /** @param {FrameTableJson} json */
  constructor({ time_base: [num, den], pts, end }) {
    if (!(num > 0 && den > 0)) throw new RangeError("This is not a frame table.");
    this.base = [num, den];
    /** @type {number[]} */
    this.pts = [];
    this.end = 0;
    /** Seconds of each frame's start, and the film's end, since the first frame. */
    this.starts = new Float64Array();
    this.grow(pts, end);
  }

  /**
   * More of a film that is still being prepared: the frames that come after those known.
   * @param {number[]} more ticks @param {number} end the first tick after the last of them
   */
  grow(more, end) {
    const pts = this.pts.concat(more);
    if (pts.length === 0 || !(end > pts[pts.length - 1])) {
      throw new RangeError("This is not a frame table.");
    }
    const [num, den] = this.base;
    const starts = Float64Array.from([...pts, end], (tick) => ((tick - pts[0]) * num) / den);
    for (let number = 1; number < starts.length; number += 1) {
      if (starts[number] <= starts[number - 1]) {
        throw new RangeError(`Frame ${number} does not come after the one before it.`);
      }
    }
    [this.pts, this.end, this.starts] = [pts, end, starts];
  }

  get length() {
    return this.pts.length;
  }

  get last() {
    return this.pts.length - 1;
  }

  /** The whole film, in seconds. */
  get duration() {
    return this.starts[this.pts.length];
  }

  /** @param {number} number @returns {number} the nearest frame that the film has */
  clamp(number) {
    return Math.max(0, Math.min(this.last, Math.round(number)));
  }

  /** @param {number} number @returns {number} */
  tick(number) {
    return this.pts[this.clamp(number)];
  }

  /** @param {number} tick @returns {number} the frame that starts there; -1 when none does */
  numberOf(tick) {
    const number = firstNotBefore(this.pts, tick, this.pts.length);
    return this.pts[number] === tick ? number : -1;
  }

  /** @param {number} number @returns {number} seconds since the first frame */
  startSeconds(number) {
    return this.starts[this.clamp(number)];
  }

  /** @param {number} number @returns {number} how long the frame stands, in seconds */
  frameSeconds(number) {
    const at = this.clamp(number);
    return this.starts[at + 1] - this.starts[at];
  }

  /**
   * How long a clip lasts, its last frame included.
   * @param {number} first @param {number} last frame numbers @returns {number} seconds
   */
  clipSeconds(first, last) {
    return this.starts[this.clamp(last) + 1] - this.starts[this.clamp(first)];
  }

  /**
   * Where to set `currentTime` so that a frame is on the screen: inside its interval, never its edge.
   * @param {number} number @param {number} [part] how far into the interval, 0 to 1
   * @returns {number}
   */
  midSeconds(number, part = 0.5) {
    return this.startSeconds(number) + this.frameSeconds(number) * part;
  }

  /**
   * The frame that a browser shows, from the `mediaTime` of its video frame callback: the one whose
   * start is nearest. Null when the time is none of the film's.
   * @param {number} mediaTime @returns {number | null}
   */
  frameAt(mediaTime) {
    if (!(mediaTime >= -SLACK && mediaTime <= this.duration + SLACK)) return null;
    const after = firstNotBefore(this.starts, mediaTime, this.pts.length);
    if (after === 0) return 0;
    if (after === this.pts.length) return after - 1;
    const nearer = this.starts[after] - mediaTime <= mediaTime - this.starts[after - 1];
    return nearer ? after : after - 1;
  }

  /**
   * The frame on the screen at a moment a person points at (on the strip, or typed).
   * @param {number} seconds @returns {number}
   */
  frameDuring(seconds) {
    const after = firstNotBefore(this.starts, seconds, this.pts.length);
    return this.clamp(this.starts[after] === seconds ? after : after - 1);
  }
}

/**
 * @param {ArrayLike<number>} sorted @param {number} value @param {number} length
 * @returns {number} the first place whose number is not below `value`
 */
function firstNotBefore(sorted, value, length) {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
