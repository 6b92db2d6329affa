import { FrameTable } from "../editor/model/frameTable.js";
import { between, keyed, moved, sized } from "./draw-shape.js";

/**
 * Lets one draw on a clip's picture what is to be hidden. The numbers in the form are what is sent:
 * a drawn box only writes them, and they alone are enough where this script does not run.
 *
 * @typedef {import("./draw-shape.js").Box} Box
 * @typedef {{ inputs: Record<string, HTMLInputElement>, cover: HTMLElement | null }} Row
 */

/** @type {(keyof Box)[]} */
const EDGES = ["left", "top", "width", "height"];
const FIRST_BOX = { left: 35, top: 35, width: 30, height: 30 };
const FAR_ENOUGH = 1; // percent: less is a touch and no box

export class DrawBoxes {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.layer = /** @type {HTMLElement} */ (element.querySelector("[data-layer]"));
    this.video = /** @type {HTMLVideoElement} */ (element.querySelector("video"));
    this.time = /** @type {HTMLInputElement} */ (element.querySelector("[data-time]"));
    /** @type {Row[]} */
    this.rows = [...element.querySelectorAll("[data-box]")].map((row) => ({
      inputs: Object.fromEntries(
        [...row.querySelectorAll("input")].map((input) => [input.dataset.edge ?? "", input]),
      ),
      cover: null,
    }));
    /** @type {Row | null} */
    this.held = null;
    this.listen();
    for (const row of this.rows) this.draw(row);
    this.tell();
    element.querySelector("[data-drawing]")?.removeAttribute("hidden");
    this.ready = this.loadTimes();
  }

  listen() {
    this.layer.addEventListener("pointerdown", (event) => this.press(event));
    for (const row of this.rows) {
      for (const input of Object.values(row.inputs)) {
        input.addEventListener("input", () => this.draw(row));
      }
    }
    this.button("add")?.addEventListener("click", () => this.add(FIRST_BOX)?.cover?.focus());
    this.button("remove")?.addEventListener("click", () => this.remove());
    this.button("play")?.addEventListener("click", () => this.play());
    this.time.addEventListener("input", () => this.show(Number(this.time.value)));
    this.video.addEventListener("timeupdate", () => this.played());
    for (const event of ["play", "pause"]) this.video.addEventListener(event, () => this.tell());
  }

  /** @param {string} what */
  button(what) {
    return /** @type {HTMLButtonElement | null} */ (
      this.element.querySelector(`[data-do="${what}"]`)
    );
  }

  // --- the clip's pictures ------------------------------------------------------------------------
  async loadTimes() {
    const answer = await this.ask(this.element.dataset.frames ?? "");
    if (!answer?.ok) return;
    this.table = new FrameTable(await answer.json());
    this.first = Math.max(0, this.table.numberOf(Number(this.element.dataset.first)));
    this.last = Math.max(this.first, this.table.numberOf(Number(this.element.dataset.last)));
    [this.time.min, this.time.max] = [String(this.first), String(this.last)];
    this.video.controls = false;
    const shown = this.rows.find((row) => row.inputs.at?.value);
    const number = shown ? this.table.numberOf(Number(shown.inputs.at.value)) : this.first;
    this.show(Math.min(Math.max(number, this.first), this.last));
    this.element.querySelector("[data-playing]")?.removeAttribute("hidden");
  }

  /** @param {string} address @returns {Promise<Response | null>} */
  async ask(address) {
    const { defaultView } = this.element.ownerDocument;
    if (!address || !defaultView) return null;
    return defaultView.fetch(address).catch(() => null);
  }

  /** @param {number} number of the frame */
  show(number) {
    if (!this.table) return;
    this.video.pause();
    this.video.currentTime = this.table.midSeconds(number);
    this.time.value = String(number);
  }

  play() {
    if (!this.table || this.first === undefined || this.last === undefined) return;
    if (!this.video.paused) return this.show(this.table.frameDuring(this.video.currentTime));
    if (Number(this.time.value) >= this.last) this.show(this.first);
    this.video.play()?.catch(() => this.tell());
  }

  played() {
    if (!this.table || this.video.paused || this.last === undefined) return;
    const number = this.table.frameDuring(this.video.currentTime);
    if (number >= this.last) this.show(this.last);
    else this.time.value = String(number);
  }

  // --- drawing ------------------------------------------------------------------------------------
  /** @param {{ clientX: number, clientY: number }} event @returns {import("./draw-shape.js").Point} */
  point(event) {
    const { left, top, width, height } = this.layer.getBoundingClientRect();
    return {
      x: (100 * (event.clientX - left)) / (width || 1),
      y: (100 * (event.clientY - top)) / (height || 1),
    };
  }

  /** @param {PointerEvent} event */
  press(event) {
    if (event.button) return;
    event.preventDefault();
    const from = this.point(event);
    const target = /** @type {Element} */ (event.target);
    const row = this.rows.find(({ cover }) => cover?.contains(target)) ?? null;
    const before = row && this.read(row);
    const corner = target.hasAttribute("data-corner");
    let drawn = row;
    this.hold(row);
    /** @param {PointerEvent} now */
    const move = (now) => {
      const to = this.point(now);
      const [x, y] = [to.x - from.x, to.y - from.y];
      if (drawn && before) this.write(drawn, corner ? sized(before, x, y) : moved(before, x, y));
      else if (drawn) this.write(drawn, between(from, to));
      else if (Math.max(Math.abs(x), Math.abs(y)) > FAR_ENOUGH) drawn = this.add(between(from, to));
    };
    const end = () => {
      this.layer.removeEventListener("pointermove", move);
      drawn?.cover?.focus();
    };
    this.layer.setPointerCapture?.(event.pointerId);
    this.layer.addEventListener("pointermove", move);
    this.layer.addEventListener("lostpointercapture", end, { once: true });
    this.layer.addEventListener("pointerup", end, { once: true });
  }

  /** @param {Box} box @returns {Row | null} null when there is no room for one more */
  add(box) {
    const row = this.rows.find((each) => !this.read(each)) ?? null;
    if (!row) return null;
    this.write(row, box);
    this.hold(row);
    return row;
  }

  remove() {
    const row = this.held;
    if (!row) return;
    for (const input of Object.values(row.inputs)) input.value = "";
    this.hold(null);
    this.draw(row);
    this.button("add")?.focus();
  }

  /** @param {Row | null} row */
  hold(row) {
    this.held = row;
    this.tell();
  }

  /** @param {Row} row @returns {Box | null} */
  read(row) {
    const box = Object.fromEntries(EDGES.map((edge) => [edge, parseFloat(row.inputs[edge].value)]));
    return Object.values(box).some(Number.isNaN) ? null : /** @type {Box} */ (box);
  }

  /** @param {Row} row @param {Box} box */
  write(row, box) {
    for (const edge of EDGES) row.inputs[edge].value = String(box[edge]);
    if (row.inputs.at && this.table) {
      row.inputs.at.value = String(this.table.tick(Number(this.time.value)));
    }
    row.inputs.width.dispatchEvent(new (this.view().Event)("input", { bubbles: true }));
  }

  view() {
    return /** @type {Window & typeof globalThis} */ (this.element.ownerDocument.defaultView);
  }

  /** @param {Row} row */
  draw(row) {
    const box = this.read(row);
    if (!box) {
      row.cover?.remove();
      row.cover = null;
      return this.tell();
    }
    row.cover ??= this.cover(row);
    for (const edge of EDGES) row.cover.style[edge] = `${box[edge]}%`;
    const words = this.element.dataset.words ?? "";
    const told = { number: this.rows.indexOf(row) + 1, ...box };
    row.cover.setAttribute(
      "aria-label",
      words.replace(/[A-Z]+/g, (word) => String(told[/** @type {"left"} */ (word.toLowerCase())] ?? word)),
    );
    this.tell();
  }

  /** @param {Row} row */
  cover(row) {
    const cover = this.element.ownerDocument.createElement("button");
    cover.type = "button";
    cover.className = "attune-cover";
    const corner = this.element.ownerDocument.createElement("span");
    corner.className = "attune-cover__corner";
    corner.setAttribute("data-corner", "");
    cover.append(String(this.rows.indexOf(row) + 1), corner);
    cover.addEventListener("focus", () => this.hold(row));
    cover.addEventListener("keydown", (event) => this.key(row, event));
    this.layer.append(cover);
    return cover;
  }

  /** @param {Row} row @param {KeyboardEvent} event */
  key(row, event) {
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      this.hold(row);
      return this.remove();
    }
    const box = this.read(row);
    const next = box && keyed(box, event);
    if (!next) return;
    event.preventDefault();
    this.write(row, next);
  }

  /** Which buttons can do something now. */
  tell() {
    const full = this.rows.every((row) => this.read(row));
    for (const [what, off] of /** @type {[string, boolean][]} */ ([
      ["add", full],
      ["remove", !this.held || !this.read(this.held)],
    ])) {
      const button = this.button(what);
      if (button) button.disabled = off;
    }
    const play = this.button("play");
    if (play) play.textContent = (this.video.paused ? play.dataset.off : play.dataset.on) ?? "";
  }
}
