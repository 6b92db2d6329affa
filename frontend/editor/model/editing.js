/**
 * What a practitioner does to the moments of a film: the timeline, undo and redo, the outbox, which
 * moment is chosen and what is marked. Frames go in and out here; ticks are what is kept.
 *
 * @typedef {import("./timeline.js").Change} Change
 * @typedef {import("./timeline.js").Moment} Moment
 * @typedef {import("./timeline.js").Timeline} Timeline
 * @typedef {import("./outbox.js").Answer} Answer
 * @typedef {import("./outbox.js").Letter} Letter
 * @typedef {import("./outbox.js").SaveState} SaveState
 * @typedef {"moments" | "chosen" | "marks" | "saving" | "refused"} News
 */

import { History } from "./history.js";
import { Outbox } from "./outbox.js";
import * as moments from "./timeline.js";

export class Editing {
  /** @type {Timeline} */
  timeline;
  /** What the server has acknowledged. @type {Timeline} */
  #kept;
  /** @type {string | null} */
  chosenId = null;
  /** Frames marked as the beginning and the end of a clip to be. */
  marks = { begin: /** @type {number | null} */ (null), end: /** @type {number | null} */ (null) };
  history = new History();
  /** @type {((news: News, sentence: string) => void)[]} */
  #listeners = [];

  /**
   * @param {object} means
   * @param {import("./frameTable.js").FrameTable} means.table
   * @param {Moment[]} means.moments
   * @param {(letters: Letter[]) => Promise<Answer>} means.send
   * @param {() => string} means.newId
   * @param {(run: () => void, wait: number) => unknown} [means.later]
   */
  constructor({ table, moments: known, send, newId, later }) {
    this.table = table;
    this.newId = newId;
    this.timeline = this.#kept = moments.timelineOf(known);
    this.outbox = new Outbox({
      send,
      newId,
      later,
      changed: () => this.#tell("saving"),
      kept: (change) => {
        this.#kept = applied(this.#kept, change);
      },
      refused: (answer) => this.#takeBack(answer),
    });
  }

  /** @param {(news: News, sentence: string) => void} listener */
  listen(listener) {
    this.#listeners.push(listener);
  }

  /** @returns {Moment[]} */
  get moments() {
    return moments.inOrder(this.timeline);
  }

  /** @returns {Moment | null} */
  get chosen() {
    return (this.chosenId && this.timeline.get(this.chosenId)) || null;
  }

  /** @param {Moment} moment @returns {{ first: number, last: number }} frame numbers */
  framesOf(moment) {
    return {
      first: this.table.numberOf(moments.beginning(moment)),
      last: this.table.numberOf(moments.ending(moment)),
    };
  }

  /** @param {string | null} id */
  choose(id) {
    this.chosenId = id;
    this.#tell("chosen");
  }

  /** @param {"begin" | "end"} edge @param {number} frame */
  mark(edge, frame) {
    this.marks[edge] = frame;
    this.#tell("marks");
  }

  clearMarks() {
    this.marks = { begin: null, end: null };
    this.#tell("marks");
  }

  /**
   * Keep what is marked as a clip; an edge that was not marked is the frame on the screen.
   * @param {number} shown frame @returns {string | null} its id; null when nothing was marked
   */
  keepClip(shown) {
    const { begin, end } = this.marks;
    if (begin === null && end === null) return null;
    const [first, last] = [begin ?? shown, end ?? shown].sort((one, other) => one - other);
    const id = this.newId();
    const [from, to] = [this.table.tick(first), this.table.tick(last)];
    this.put({ ...blank(id), kind: "clip", first: from, last: to });
    this.clearMarks();
    this.choose(id);
    return id;
  }

  /** @param {number} frame @returns {string} the still's id */
  takeStill(frame) {
    const id = this.newId();
    this.put({ ...blank(id), kind: "still", at: this.table.tick(frame) });
    this.choose(id);
    return id;
  }

  /**
   * Move one edge of a clip; it can't pass the other.
   * @param {string} id @param {"first" | "last"} edge @param {number} frame
   * @returns {number | null} where the edge is now; null when it is no clip
   */
  trim(id, edge, frame) {
    const clip = this.timeline.get(id);
    if (!clip || clip.kind !== "clip") return null;
    const { first, last } = this.framesOf(clip);
    const bounded = this.table.clamp(
      edge === "first" ? Math.min(frame, last) : Math.max(frame, first),
    );
    this.put({ ...clip, [edge]: this.table.tick(bounded) });
    return bounded;
  }

  /** Name, note or principles of a moment. @param {string} id @param {Partial<Moment>} words */
  describe(id, words) {
    const moment = this.timeline.get(id);
    if (moment) this.put(/** @type {Moment} */ ({ ...moment, ...words }));
  }

  /** @param {Moment} moment */
  put(moment) {
    const before = this.timeline.get(moment.id);
    if (before && moments.same(before, moment)) return;
    this.history.did(this.#perform(moments.put(moment)));
    this.#tell("moments");
  }

  /** @param {string} id */
  remove(id) {
    if (!this.timeline.has(id)) return;
    this.history.did(this.#perform({ op: "remove", id }));
    this.#tell("moments");
  }

  undo() {
    this.#travel(this.history.undo((change) => this.#perform(change)));
  }

  redo() {
    this.#travel(this.history.redo((change) => this.#perform(change)));
  }

  /** @param {Change | null} done */
  #travel(done) {
    if (done && done.op === "put") this.chosenId = done.id;
    if (done) this.#tell("moments");
  }

  /** @param {Change} change @returns {Change} its opposite */
  #perform(change) {
    const back = moments.opposite(this.timeline, change);
    this.timeline = moments.apply(this.timeline, change, (tick) => this.table.numberOf(tick) >= 0);
    if (this.chosenId && !this.timeline.has(this.chosenId)) this.chosenId = null;
    this.outbox.add(change);
    return back;
  }

  /** The server said no: begin again from what it has, and add what still fits. @param {Answer} answer */
  #takeBack(answer) {
    if (answer.moments) this.#kept = moments.timelineOf(answer.moments);
    this.timeline = this.#kept;
    const lost = new Set();
    for (const { id, change } of this.outbox.letters) {
      try {
        this.timeline = moments.apply(this.timeline, change, () => true);
      } catch {
        lost.add(id);
      }
    }
    this.outbox.drop(lost);
    this.history.forget();
    if (this.chosenId && !this.timeline.has(this.chosenId)) this.chosenId = null;
    this.#tell("moments");
    this.#tell("refused", answer.sentence);
  }

  /** @param {News} news @param {string} [sentence] */
  #tell(news, sentence = "") {
    for (const listener of this.#listeners) listener(news, sentence);
  }
}

/** @param {string} id */
function blank(id) {
  return { id, title: "", note: "", principles: [] };
}

/** @param {Timeline} timeline @param {Change} change @returns {Timeline} */
function applied(timeline, change) {
  const after = new Map(timeline);
  if (change.op === "remove") {
    after.delete(change.id);
    return after;
  }
  const { op: _, ...moment } = change;
  return after.set(change.id, /** @type {Moment} */ (moment));
}
