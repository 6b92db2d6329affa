/**
 * Which file the element plays. A film that is still being prepared has a new, longer file every few
 * seconds: one is fetched only when a frame is wanted that the old one lacks, or when playing nears
 * its end. Meanwhile the picture on the screen stays, on a canvas over the element.
 *
 * @typedef {import("../model/frameTable.js").FrameTable} FrameTable
 */

/** Seconds before its end at which a file is exchanged for a longer one. */
const NEAR = 1.5;

export class Reel {
  changing = false;
  /** The last frame that the file holds; all there are, unless the film grows. */
  #last = Infinity;
  /** The frame to wait for behind the canvas; null when nothing is covered. @type {number | null} */
  #awaited = null;
  /** What the element reported behind the canvas. @type {number | null} */
  #behind = null;
  /** @type {(reported: number | null) => void} */
  #then = () => {};

  /**
   * @param {HTMLVideoElement} video @param {FrameTable} table
   * @param {(() => string) | null} [newest] the address of a file with every frame of the table
   * @param {HTMLCanvasElement | null} [cover] lies over the element, as large as it
   */
  constructor(video, table, newest = null, cover = null) {
    this.video = video;
    this.table = table;
    this.newest = newest;
    this.cover = cover;
    if (newest) this.#last = -1;
    video.addEventListener("loadedmetadata", () => this.#loaded());
    video.addEventListener("seeked", () => this.#arrived());
  }

  /** @param {number} frame @returns {boolean} */
  holds(frame) {
    return Math.min(frame, this.table.last) <= this.#last;
  }

  /** Whether it is time for a longer file while this one plays. @param {number} frame that is shown */
  endsSoon(frame) {
    const { table } = this;
    if (this.changing || this.holds(table.last)) return false;
    return table.startSeconds(this.#last) - table.startSeconds(frame) < NEAR;
  }

  /**
   * @param {number} frame to go on from
   * @param {(reported: number | null) => void} then called once the new file stands there, with what
   *   it has reported to show so far
   */
  change(frame, then) {
    this.#then = then;
    if (this.#last >= 0) this.#hold(frame);
    if (this.changing && this.holds(frame)) return; // it is on its way already
    this.changing = true;
    this.#behind = null;
    this.#last = this.table.last;
    if (this.newest) this.video.src = this.newest();
  }

  /** Another frame than before is on its way. @param {number} frame */
  expect(frame) {
    if (this.#awaited !== null) this.#awaited = frame;
  }

  /** Whether what the element reports may be believed to be on the screen. @param {number} frame */
  reveals(frame) {
    this.#behind = frame;
    // A file just opened reports its first picture, which nobody asked for.
    if (this.changing || (this.#awaited !== null && frame < this.#awaited)) return false;
    this.uncover();
    return true;
  }

  /** The canvas goes. @returns {number | null} what the element had reported behind it */
  uncover() {
    const behind = this.#awaited === null ? null : this.#behind;
    this.#awaited = null;
    if (this.cover) this.cover.hidden = true;
    return behind;
  }

  /** @param {number} frame */
  #hold(frame) {
    const { cover, video } = this;
    if (cover?.hidden && video.videoWidth > 0) {
      cover.width = video.videoWidth;
      cover.height = video.videoHeight;
      cover.getContext("2d")?.drawImage(video, 0, 0);
      cover.hidden = false;
    }
    this.#awaited = this.table.clamp(frame);
  }

  #loaded() {
    if (!this.changing) return;
    this.video.currentTime = this.table.midSeconds(this.#awaited ?? 0);
  }

  #arrived() {
    if (!this.changing) return;
    this.changing = false;
    this.#then(this.#behind);
  }
}
