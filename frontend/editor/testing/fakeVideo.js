import { FrameTable } from "../model/frameTable.js";

const pts = Array.from({ length: 100 }, (_, number) => number * 1001 + (number % 3) * 90);

/** A hundred frames, a little uneven. */
export const table = new FrameTable({ time_base: [1, 30000], pts, end: 100 * 1001 });

/** A video element that shows frames as late, and as wrongly, as it is told to. */
export class FakeVideo extends EventTarget {
  seeking = false;
  paused = true;
  playbackRate = 1;
  muted = false;
  /** Frames to show in place of the right one. @type {number[]} */
  lies = [];
  /** Seeks after which no frame is reported. */
  silent = 0;
  /** @type {number[]} */
  seeks = [];
  /** @type {string[]} */
  sources = [];
  videoWidth = 0;
  videoHeight = 0;
  /** @type {((now: number, meta: { mediaTime: number }) => void) | null} */
  callback = null;
  #time = 0;

  get currentTime() {
    return this.#time;
  }

  set currentTime(seconds) {
    this.#time = seconds;
    this.seeking = true;
    this.seeks.push(table.frameDuring(seconds));
    setTimeout(() => {
      const frame = this.lies.shift() ?? table.frameDuring(this.#time);
      if (this.silent > 0) this.silent -= 1;
      else this.report(frame);
      this.seeking = false;
      this.dispatchEvent(new Event("seeked"));
    }, 20);
  }

  /** @param {string} address its file comes after a while and stands at its first frame */
  set src(address) {
    this.sources.push(address);
    this.paused = true;
    this.#time = 0;
    setTimeout(() => {
      this.report(0);
      this.dispatchEvent(new Event("loadedmetadata"));
    }, 30);
  }

  /** @param {number} frame */
  report(frame) {
    const call = this.callback;
    this.callback = null;
    call?.(0, { mediaTime: Math.round(table.starts[frame] * 1e6) / 1e6 });
  }

  /** @param {(now: number, meta: { mediaTime: number }) => void} callback */
  requestVideoFrameCallback(callback) {
    this.callback = callback;
    return 1;
  }

  play() {
    this.paused = false;
    return Promise.resolve();
  }

  pause() {
    this.paused = true;
  }
}
