/** Fingers and pointers on the strip: going to a place, dragging an edge, panning, zooming. */

import { edgeAt } from "../model/stripWindow.js";
import { PLACES } from "./strip.js";

/**
 * @typedef {import("./strip.js").Strip} Strip
 * @typedef {{ kind: "place" } | { kind: "page" } | { kind: "edge", id: string, edge: "first" | "last" }} Hold
 */

const REACH = { mouse: 7, pen: 12, touch: 22 };

export class StripHands {
  /** @type {Hold | null} */
  #hold = null;
  #from = 0;

  /** @param {Strip} strip @param {(id: string) => void} choose */
  constructor(strip, choose) {
    this.strip = strip;
    this.choose = choose;
    const { element } = strip;
    element.addEventListener("pointerdown", (event) => this.#down(event));
    element.addEventListener("pointermove", (event) => this.#move(event));
    element.addEventListener("pointerup", () => this.#up(true));
    element.addEventListener("pointercancel", () => this.#up(false));
    element.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  /** @param {PointerEvent} event @returns {Hold} */
  #under(event) {
    const { x, y } = this.#point(event);
    const { strip } = this;
    if (!strip.window.isWhole && y > strip.height - PLACES.PAGE * 2) return { kind: "page" };
    const clips = strip.editing.moments.filter(({ kind }) => kind === "clip");
    const reach = REACH[/** @type {keyof typeof REACH} */ (event.pointerType)] ?? REACH.mouse;
    const inBars = y >= PLACES.RULER - 4 && y <= PLACES.RULER + PLACES.BARS + 8;
    const bars = clips.map((clip) => strip.bar(clip));
    const edge = inBars ? edgeAt(bars, x, reach, strip.editing.chosenId) : null;
    return edge ? { kind: "edge", ...edge } : { kind: "place" };
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.button !== 0) return;
    this.strip.element.setPointerCapture(event.pointerId);
    this.#hold = this.#under(event);
    this.#from = this.#point(event).x;
    if (this.#hold.kind === "edge") this.choose(this.#hold.id);
    else this.#chooseUnder(event);
    if (this.#hold.kind === "place") this.#move(event);
  }

  /** @param {PointerEvent} event a click on a bar or a still chooses it too */
  #chooseUnder(event) {
    const { x, y } = this.#point(event);
    if (y < PLACES.RULER || y > PLACES.RULER + PLACES.BARS) return;
    const { editing } = this.strip;
    const under = [...editing.moments].reverse().find((moment) => {
      const { first, last } = this.strip.bar(moment);
      const slack = moment.kind === "still" ? 8 : 0;
      return x >= first - slack && x <= last + slack;
    });
    if (under) this.choose(under.id);
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const { strip } = this;
    const { x } = this.#point(event);
    const hold = this.#hold;
    if (!hold) {
      const under = this.#under(event).kind;
      strip.element.dataset.hand = under;
    } else if (hold.kind === "page") {
      strip.window.pan(((x - this.#from) / strip.window.inner) * strip.window.duration);
      this.#from = x;
      strip.draw();
    } else {
      const frame = strip.player.table.frameDuring(strip.window.seconds(x));
      if (hold.kind === "edge") this.#drag(hold, frame);
      if (strip.player.wanted !== frame || strip.player.mode !== "paused") strip.player.goTo(frame);
    }
  }

  /** @param {{ id: string, edge: "first" | "last" }} hold @param {number} frame */
  #drag({ id, edge }, frame) {
    const moment = this.strip.editing.timeline.get(id);
    if (!moment) return;
    const frames = this.strip.draft ?? { id, ...this.strip.editing.framesOf(moment) };
    const bounded = edge === "first" ? Math.min(frame, frames.last) : Math.max(frame, frames.first);
    this.strip.draft = { ...frames, [edge]: bounded };
    this.strip.draw();
  }

  /** @param {boolean} keep */
  #up(keep) {
    const { draft } = this.strip;
    const hold = this.#hold;
    this.#hold = null;
    this.strip.draft = null;
    if (keep && draft && hold?.kind === "edge") {
      this.strip.editing.trim(hold.id, hold.edge, draft[hold.edge]);
    }
    this.strip.draw();
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    const { strip } = this;
    const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey;
    if (event.ctrlKey || event.metaKey) {
      strip.window.zoom(Math.exp(-event.deltaY / 200), strip.window.seconds(this.#point(event).x));
    } else if (sideways && !strip.window.isWhole) {
      const delta = event.deltaX || event.deltaY;
      strip.window.pan((delta / strip.window.inner) * strip.window.span);
    } else return;
    event.preventDefault();
    strip.draw();
  }

  /** @param {MouseEvent} event */
  #point(event) {
    const box = this.strip.element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }
}
