/**
 * Two films of the same moments, as attune/core/timeline/beside.py judges them: at `t` seconds since
 * the first film's first frame, the second is at `t + offset` since its own. The offset is an exact
 * fraction on the server; here it is a number, far finer than any frame.
 *
 * @typedef {import("./frameTable.js").FrameTable} FrameTable
 * @typedef {[number, number]} Ratio numerator and denominator, in seconds
 */

/** Where two frames begin at the same moment, rounding must not choose the earlier one. */
const SLACK = 1e-9;

export class Beside {
  /** @param {FrameTable} first @param {FrameTable} second @param {Ratio} offset */
  constructor(first, second, offset) {
    this.first = first;
    this.second = second;
    this.ratio = offset;
  }

  get offset() {
    return this.ratio[0] / this.ratio[1];
  }

  /** @param {number} number @returns {number | null} the second film's frame; null when it was not filming */
  secondBeside(number) {
    const seconds = this.first.midSeconds(number) + this.offset + SLACK;
    if (seconds < 0 || seconds >= this.second.duration) return null;
    return this.second.frameDuring(seconds);
  }
}
