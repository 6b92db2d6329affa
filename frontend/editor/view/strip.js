/** The film as a strip: its sound, the clips and stills, what is marked, and where one is. */

import { clock } from "../model/times.js";
import { StripWindow } from "../model/stripWindow.js";
import { find } from "./find.js";

/**
 * @typedef {import("../model/editing.js").Editing} Editing
 * @typedef {import("../model/timeline.js").Moment} Moment
 * @typedef {import("../io/video.js").Player} Player
 * @typedef {{ per_second: number, peaks: [number, number][] }} Level
 * @typedef {Level & { levels?: Level[] }} Peaks `levels` are coarser, for a look from further away
 * @typedef {{ id: string, first: number, last: number }} Bar pixels
 */

const RULER = 18;
const MARGIN = 14; // at both ends, for the playhead and the rounded corners
const BARS = 22;
const PAGE = 8; // the line that shows which part of the film one looks at

export class Strip {
  /** @type {Peaks | null} */
  peaks = null;
  /** An edge that is being dragged, not yet kept. @type {{ id: string, first: number, last: number } | null} */
  draft = null;
  #asked = false;
  /** @type {Record<string, string>} */
  #colours = {};

  /** @param {HTMLElement} element @param {Editing} editing @param {Player} player */
  constructor(element, editing, player) {
    this.element = element;
    this.editing = editing;
    this.player = player;
    this.canvas = /** @type {HTMLCanvasElement} */ (find(element, "canvas"));
    this.window = new StripWindow(player.table.duration);
    this.window.margin = MARGIN;
    this.#readColours();
    element.setAttribute("aria-valuemax", String(player.table.last));
    player.listen(() => this.#moved());
    editing.listen((news) => news !== "saving" && this.draw());
    new ResizeObserver(() => this.#resize()).observe(element);
  }

  get height() {
    return this.element.clientHeight;
  }

  /** More frames are there, of a film of this length. @param {number} duration in seconds */
  lasts(duration) {
    this.window.lasts(duration);
    this.element.setAttribute("aria-valuemax", String(this.player.table.last));
    this.draw();
  }

  /** @param {Peaks} peaks */
  showSound(peaks) {
    this.peaks = peaks;
    this.draw();
  }

  /** @param {number} factor */
  zoom(factor) {
    const { table, here } = this.player;
    this.window.zoom(factor, table.startSeconds(here));
    this.draw();
  }

  fit() {
    this.window.fit();
    this.draw();
  }

  /** @param {Moment} moment @returns {Bar} */
  bar(moment) {
    const { table } = this.player;
    const frames = this.draft?.id === moment.id ? this.draft : this.editing.framesOf(moment);
    const first = this.window.x(table.startSeconds(frames.first));
    const end = table.startSeconds(frames.last) + table.frameSeconds(frames.last);
    return { id: moment.id, first, last: Math.max(first + 2, this.window.x(end)) };
  }

  /** Drawn once for each picture of the screen at most. */
  draw() {
    if (this.#asked) return;
    this.#asked = true;
    requestAnimationFrame(() => {
      this.#asked = false;
      this.#paint();
    });
  }

  #moved() {
    const { shown, table, mode, wanted } = this.player;
    if (shown === null) return;
    if (!this.draft) this.window.follow(table.startSeconds(mode === "paused" ? wanted : shown));
    if (mode === "paused") {
      this.element.setAttribute("aria-valuenow", String(shown));
      this.element.setAttribute("aria-valuetext", `${shown}, ${clock(table.startSeconds(shown))}`);
    }
    this.draw();
  }

  #resize() {
    const scale = globalThis.devicePixelRatio || 1;
    this.window.width = Math.max(1, this.element.clientWidth);
    this.canvas.width = Math.round(this.element.clientWidth * scale);
    this.canvas.height = Math.round(this.height * scale);
    this.draw();
  }

  #readColours() {
    const style = getComputedStyle(this.element);
    for (const name of ["line", "edge", "ink", "ink-soft", "teal", "honey", "tint", "on-honey"]) {
      this.#colours[name] = style.getPropertyValue(`--${name}`).trim() || "#888";
    }
  }

  #paint() {
    const brush = this.canvas.getContext("2d");
    if (!brush) return;
    const scale = globalThis.devicePixelRatio || 1;
    brush.setTransform(scale, 0, 0, scale, 0, 0);
    brush.clearRect(0, 0, this.window.width, this.height);
    this.#paintRuler(brush);
    this.#paintMissing(brush);
    this.#paintSound(brush);
    this.#paintMarks(brush);
    const { chosen, moments } = this.editing;
    for (const moment of moments) if (moment !== chosen) this.#paintMoment(brush, moment);
    if (chosen) this.#paintMoment(brush, chosen);
    this.#paintWindow(brush);
    this.#paintPlayhead(brush);
  }

  /** @param {CanvasRenderingContext2D} brush */
  #paintRuler(brush) {
    const { span, from, to, width, inner } = this.window;
    const step = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600].find(
      (seconds) => (seconds / span) * inner >= 64,
    ) ?? 1800;
    brush.fillStyle = this.#colours["ink-soft"];
    brush.font = "11px 'Atkinson Hyperlegible Next', sans-serif";
    brush.textBaseline = "top";
    for (let seconds = Math.ceil(from / step) * step; seconds <= to; seconds += step) {
      const x = this.window.x(seconds);
      brush.fillRect(Math.round(x), 0, 1, 4);
      const label = clock(seconds, step < 1 ? 1 : 0);
      // A label that would be cut is left out; its line stays.
      if (x + 4 + brush.measureText(label).width <= width - 4) brush.fillText(label, x + 4, 3);
    }
  }

  /** @param {CanvasRenderingContext2D} brush what is still being prepared: striped, and out of reach */
  #paintMissing(brush) {
    const from = Math.max(0, this.window.x(this.player.table.duration));
    const width = this.window.width - from;
    if (this.window.duration <= this.player.table.duration || width <= MARGIN) return;
    const bottom = this.height - PAGE;
    brush.fillStyle = brush.strokeStyle = this.#colours.line;
    brush.fillRect(from, RULER, 1, bottom - RULER);
    brush.save();
    brush.beginPath();
    brush.rect(from, RULER, width, bottom - RULER);
    brush.clip();
    brush.beginPath();
    for (let x = from - bottom; x < this.window.width; x += 12) {
      brush.moveTo(x, bottom);
      brush.lineTo(x + bottom, 0);
    }
    brush.stroke();
    brush.restore();
    brush.fillStyle = this.#colours["ink-soft"];
    brush.font = "13px 'Atkinson Hyperlegible Next', sans-serif";
    if (width > 150) brush.fillText(this.element.dataset.missing ?? "", from + 12, (RULER + bottom) / 2);
  }

  /** @param {CanvasRenderingContext2D} brush one column of pixels at a time, however long the film */
  #paintSound(brush) {
    if (!this.peaks) return;
    const { per_second: rate, peaks } = zoomed(this.peaks, this.window.span / this.window.inner);
    const top = RULER + BARS + 4;
    const right = this.window.width - MARGIN;
    const half = (this.height - PAGE - top) / 2;
    brush.fillStyle = this.#colours.edge;
    brush.globalAlpha = 0.55;
    for (let x = MARGIN; x < right; x += 2) {
      const start = Math.floor(this.window.seconds(x) * rate);
      const end = Math.max(start + 1, Math.floor(this.window.seconds(x + 2) * rate));
      let least = 0;
      let greatest = 0;
      for (let at = start; at < end && at < peaks.length; at += 1) {
        least = Math.min(least, peaks[at][0]);
        greatest = Math.max(greatest, peaks[at][1]);
      }
      const high = Math.max(0.5, (greatest / 127) * half);
      const low = Math.max(0.5, (-least / 127) * half);
      brush.fillRect(x, top + half - high, 1.4, high + low);
    }
    brush.globalAlpha = 1;
  }

  /** @param {CanvasRenderingContext2D} brush */
  #paintMarks(brush) {
    const { begin, end } = this.editing.marks;
    if (begin === null && end === null) return;
    const { table, shown } = this.player;
    const [first, last] = [begin ?? shown ?? 0, end ?? shown ?? 0].sort((one, other) => one - other);
    const from = this.window.x(table.startSeconds(first));
    const to = this.window.x(table.startSeconds(last) + table.frameSeconds(last));
    brush.fillStyle = this.#colours.honey;
    brush.globalAlpha = 0.22;
    brush.fillRect(from, RULER, to - from, this.height - RULER - PAGE);
    brush.globalAlpha = 1;
    if (begin !== null) brush.fillRect(this.window.x(table.startSeconds(begin)) - 1, RULER, 2, this.height - RULER - PAGE);
    if (end !== null) brush.fillRect(to - 1, RULER, 2, this.height - RULER - PAGE);
  }

  /** @param {CanvasRenderingContext2D} brush @param {Moment} moment */
  #paintMoment(brush, moment) {
    const { first, last } = this.bar(moment);
    if (last < 0 || first > this.window.width) return;
    const chosen = moment.id === this.editing.chosenId;
    brush.fillStyle = this.#colours[chosen ? "honey" : "teal"];
    brush.beginPath();
    if (moment.kind === "still") {
      const middle = (first + last) / 2;
      brush.moveTo(middle, RULER);
      brush.lineTo(middle + 7, RULER + BARS / 2);
      brush.lineTo(middle, RULER + BARS);
      brush.lineTo(middle - 7, RULER + BARS / 2);
    } else {
      brush.roundRect(first, RULER, last - first, BARS, Math.min(5, (last - first) / 2));
    }
    brush.fill();
    if (chosen && moment.kind === "clip" && last - first > 24) {
      brush.fillStyle = this.#colours["on-honey"];
      for (const x of [first + 5, last - 7]) brush.fillRect(x, RULER + 5, 2, BARS - 10);
    }
  }

  /** @param {CanvasRenderingContext2D} brush */
  #paintWindow(brush) {
    if (this.window.isWhole) return;
    const { from, span, duration, width } = this.window;
    brush.fillStyle = this.#colours.line;
    brush.fillRect(0, this.height - PAGE + 2, width, PAGE - 4);
    brush.fillStyle = this.#colours["ink-soft"];
    const least = Math.max(12, (span / duration) * width);
    brush.fillRect((from / duration) * width, this.height - PAGE + 1, least, PAGE - 2);
  }

  /** @param {CanvasRenderingContext2D} brush */
  #paintPlayhead(brush) {
    const { table, shown } = this.player;
    if (shown === null) return;
    const x = this.window.x(table.startSeconds(shown));
    const wide = Math.max(2, this.window.x(table.startSeconds(shown) + table.frameSeconds(shown)) - x);
    brush.fillStyle = this.#colours.ink;
    brush.globalAlpha = 0.25;
    if (wide > 3) brush.fillRect(x, RULER, wide, this.height - RULER - PAGE);
    brush.globalAlpha = 1;
    brush.fillRect(x, 0, 2, this.height - PAGE);
    brush.beginPath();
    brush.moveTo(x - 5, 0);
    brush.lineTo(x + 7, 0);
    brush.lineTo(x + 1, 7);
    brush.fill();
  }
}

/**
 * The coarsest peaks that still have one for each column of two pixels.
 * @param {Peaks} peaks @param {number} second a pixel's length, in seconds @returns {Level}
 */
export function zoomed(peaks, second) {
  const fine = [...(peaks.levels ?? [])].sort((one, other) => one.per_second - other.per_second);
  return fine.find(({ per_second: rate }) => rate * second * 2 >= 1) ?? peaks;
}

export const PLACES = { RULER, BARS, PAGE, MARGIN };
