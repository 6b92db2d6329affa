/**
 * A film that is still being prepared: asks every few seconds how far it is and lets the frame table
 * grow by the new rows only, until all of it is there.
 *
 * @typedef {import("../model/frameTable.js").FrameTable} FrameTable
 * @typedef {{ state: string, complete: boolean, fragments: number, time_base: [number, number],
 *             pts: number[], end: number, done: number, total: number, left: number | null }} Answer
 *   `pts`: the rows after those that were asked for; `done`, `total` and `left` in seconds
 */

const EVERY = 3000; // milliseconds between two questions
const LONGEST_WAIT = 30_000;

export class Growth {
  complete = false;
  /** Why it will never be complete: the film's new state. @type {string | null} */
  ended = null;
  /** Seconds of film, and of waiting; null while nobody can know. @type {number | null} */
  left = null;
  #wait = EVERY;
  /** @type {(() => void)[]} */
  #listeners = [];

  /**
   * @param {FrameTable} table made of `first`'s rows @param {Answer} first
   * @param {object} means
   * @param {(rows: number) => Promise<Answer>} means.ask for the rows from this one on
   * @param {string} means.video the address of the whole film
   * @param {(run: () => void, wait: number) => unknown} [means.later]
   */
  constructor(table, first, { ask, video, later = (run, wait) => setTimeout(run, wait) }) {
    this.table = table;
    this.ask = ask;
    this.video = video;
    this.later = later;
    this.fragments = first.fragments;
    this.total = first.total;
    this.#read(first);
    this.#again();
  }

  /** @param {() => void} listener called when there is more, and when there is all */
  listen(listener) {
    this.#listeners.push(listener);
  }

  /** The address of a file that holds every frame of the table, as it is now. */
  get newest() {
    return this.complete ? this.video : `${this.video}?fragments=${this.fragments}`;
  }

  /** How long the whole film is, as far as one can tell: in seconds. */
  get duration() {
    return this.complete ? this.table.duration : Math.max(this.table.duration, this.total);
  }

  /** @param {Answer} answer */
  #read(answer) {
    this.complete = answer.complete;
    this.fragments = answer.fragments;
    this.total = answer.total;
    this.left = answer.left;
    if (!answer.complete && answer.state !== "preparing") this.ended = answer.state;
  }

  #again() {
    if (!this.complete && this.ended === null) this.later(() => this.#look(), this.#wait);
  }

  async #look() {
    try {
      const answer = await this.ask(this.table.length);
      if (answer.pts.length > 0 || answer.complete) this.table.grow(answer.pts, answer.end);
      this.#read(answer);
      this.#wait = EVERY;
    } catch {
      // No connection, or a server that starts afresh: what is there stays, and we ask again.
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
    }
    this.#again();
    for (const listener of this.#listeners) listener();
  }
}
