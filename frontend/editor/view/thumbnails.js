/**
 * Small pictures of moments, from the sheets that were made with the film: what was to be seen there
 * within a second or so. Where there are none, as in a film that is still being prepared: the exact
 * frame, drawn from a second, unseen copy of the film.
 */

import { Reel } from "../io/reel.js";
import { Player } from "../io/video.js";

/**
 * @typedef {import("../model/frameTable.js").FrameTable} FrameTable
 * @typedef {import("../io/sheets.js").Part} Part
 * @typedef {{ at: (tick: number) => Promise<Part> }} Sheets
 */

const MOST = 200; // kept pictures

export class Thumbnails {
  /** @type {Map<number, HTMLCanvasElement>} */
  #made = new Map();
  /** @type {Map<HTMLCanvasElement, number>} */
  #wanted = new Map();
  /** @type {Player | null} */
  #player = null;

  /**
   * @param {HTMLVideoElement} video the one that people watch @param {FrameTable} table
   * @param {(video: HTMLVideoElement) => Reel} [reel] of a film that is still being prepared
   * @param {Sheets | null} [sheets] of a film that is ready
   */
  constructor(video, table, reel = (copy) => new Reel(copy, table), sheets = null) {
    this.video = video;
    this.table = table;
    this.reel = reel;
    this.sheets = sheets;
  }

  /** @param {HTMLCanvasElement} canvas @param {number} frame */
  show(canvas, frame) {
    if (canvas.dataset.frame === String(frame)) return;
    canvas.dataset.frame = String(frame);
    this.#wanted.delete(canvas);
    const made = this.#made.get(frame);
    if (made) paint(canvas, whole(made, made.width, made.height));
    else if (this.sheets) this.#fromSheet(this.sheets, canvas, frame);
    else this.#fromFilm(canvas, frame);
  }

  /** @param {Sheets} sheets @param {HTMLCanvasElement} canvas @param {number} frame */
  async #fromSheet(sheets, canvas, frame) {
    const still = () => canvas.dataset.frame === String(frame); // wanted, after a while
    try {
      const part = await sheets.at(this.table.tick(frame));
      if (still()) paint(canvas, part);
    } catch {
      if (still()) this.#fromFilm(canvas, frame);
    }
  }

  /** @param {HTMLCanvasElement} canvas @param {number} frame */
  #fromFilm(canvas, frame) {
    this.#wanted.set(canvas, frame);
    this.#next();
  }

  #next() {
    const player = (this.#player ??= this.#start());
    const frame = this.#wanted.values().next().value;
    if (frame !== undefined && player.wanted !== frame) player.goTo(frame);
    else if (frame !== undefined && player.shown === frame) this.#take();
    else if (frame !== undefined) player.goTo(frame);
  }

  #start() {
    const copy = document.createElement("video");
    copy.muted = true;
    copy.preload = "auto";
    copy.playsInline = true;
    const reel = this.reel(copy);
    if (reel.holds(0)) copy.src = this.video.currentSrc || this.video.src;
    const player = new Player(copy, this.table, undefined, reel);
    player.listen(() => this.#take());
    return player;
  }

  #take() {
    const player = this.#player;
    if (!player?.settled || player.shown === null) return;
    const { shown, video } = player;
    const takers = [...this.#wanted].filter(([, frame]) => frame === shown);
    if (takers.length === 0) {
      if (this.#wanted.size > 0) queueMicrotask(() => this.#next());
      return;
    }
    this.#keep(shown, video);
    for (const [canvas] of takers) {
      this.#wanted.delete(canvas);
      paint(canvas, whole(video, video.videoWidth, video.videoHeight));
    }
    // A frame that could not be had stays unpainted; the others go on.
    if (this.#wanted.size > 0) queueMicrotask(() => this.#next());
  }

  /** @param {number} frame @param {HTMLVideoElement} video */
  #keep(frame, video) {
    const copy = document.createElement("canvas");
    copy.width = 192;
    copy.height = Math.round((192 * video.videoHeight) / video.videoWidth);
    copy.getContext("2d")?.drawImage(video, 0, 0, copy.width, copy.height);
    this.#made.set(frame, copy);
    if (this.#made.size > MOST) this.#made.delete(/** @type {number} */ (this.#made.keys().next().value));
  }
}

/** @param {CanvasImageSource} picture @param {number} width @param {number} height @returns {Part} */
function whole(picture, width, height) {
  return { picture, left: 0, top: 0, width, height };
}

/** Fill the canvas and cut what is over. @param {HTMLCanvasElement} canvas @param {Part} part */
function paint(canvas, { picture, left: from, top: below, width, height }) {
  const scale = Math.max(canvas.width / width, canvas.height / height);
  const [wide, high] = [width * scale, height * scale];
  const [left, top] = [(canvas.width - wide) / 2, (canvas.height - high) / 2];
  canvas.getContext("2d")?.drawImage(picture, from, below, width, height, left, top, wide, high);
}
