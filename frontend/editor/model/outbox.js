/**
 * Changes on their way to the server. Each has an id of its own, so that sending one twice is
 * harmless; none leaves the outbox before the server has said that it is kept.
 *
 * @typedef {import("./timeline.js").Change} Change
 * @typedef {import("./timeline.js").Moment} Moment
 * @typedef {{ id: string, change: Change }} Letter
 * @typedef {{ acknowledged: string[], refused?: string, sentence?: string, moments?: Moment[] }} Answer
 * @typedef {{ state: "saved" | "saving" | "waiting" | "signedOut" | "stopped",
 *             count: number, sentence: string }} SaveState
 */

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;
const MOST_IN_ONE = 50;

/** The server can't be reached just now, or asks to be left alone: the same again, later. */
export class NotNow extends Error {}

/** The session has ended: signing in again in another tab helps. */
export class SignedOut extends Error {}

/** The server will never take this; `message` is its sentence for the person. */
export class Never extends Error {}

export class Outbox {
  /** @type {Letter[]} */
  #letters = [];
  #wait = FIRST_WAIT;
  #sending = false;
  /** @type {unknown} */
  #timer = null;
  /** @type {SaveState["state"]} */
  #state = "saved";
  #sentence = "";

  /**
   * @param {object} means
   * @param {(letters: Letter[]) => Promise<Answer>} means.send rejects with NotNow, SignedOut, Never
   * @param {() => string} means.newId
   * @param {(state: SaveState) => void} means.changed
   * @param {(change: Change) => void} means.kept called for each acknowledged change, in order
   * @param {(answer: Answer) => void} means.refused called after what was acknowledged is gone
   * @param {(run: () => void, wait: number) => unknown} [means.later]
   */
  constructor({ send, newId, changed, kept, refused, later = setTimeout }) {
    this.send = send;
    this.newId = newId;
    this.changed = changed;
    this.kept = kept;
    this.refused = refused;
    this.later = later;
  }

  /** @returns {SaveState} */
  get state() {
    return { state: this.#state, count: this.#letters.length, sentence: this.#sentence };
  }

  /** What the server has not acknowledged yet, oldest first. */
  get letters() {
    return [...this.#letters];
  }

  /** @param {Change} change */
  add(change) {
    this.#letters.push({ id: this.newId(), change });
    if (this.#state === "saved") this.#say("saving");
    else this.#say(this.#state, this.#sentence);
    if (this.#timer === null) this.#soon(0);
  }

  /** Try at once: the connection is back, or the page is being left. */
  now() {
    if (this.#letters.length > 0 && !this.#sending && this.#state !== "stopped") this.#attempt();
  }

  /** Take out what no longer fits after a refusal. @param {Set<string>} ids */
  drop(ids) {
    this.#letters = this.#letters.filter(({ id }) => !ids.has(id));
  }

  /** @param {number} wait in milliseconds */
  #soon(wait) {
    const mine = Symbol("timer");
    this.#timer = mine;
    this.later(() => {
      if (this.#timer === mine) this.#attempt();
    }, wait);
  }

  async #attempt() {
    this.#timer = null;
    if (this.#sending || this.#letters.length === 0) return;
    this.#sending = true;
    try {
      const answer = await this.send(this.#letters.slice(0, MOST_IN_ONE));
      this.#sending = false;
      this.#take(answer);
    } catch (error) {
      this.#sending = false;
      this.#fail(error);
    }
  }

  /** @param {Answer} answer */
  #take(answer) {
    this.#wait = FIRST_WAIT;
    const gone = new Set(answer.acknowledged);
    for (const { id, change } of this.#letters) if (gone.has(id)) this.kept(change);
    this.drop(gone);
    if (answer.refused) {
      this.drop(new Set([answer.refused]));
      this.refused(answer);
    } else if (gone.size === 0) {
      this.#fail(new NotNow("The server acknowledged nothing."));
      return;
    }
    this.#say(this.#letters.length > 0 ? "saving" : "saved");
    if (this.#letters.length > 0) this.#soon(0);
  }

  /** @param {unknown} error */
  #fail(error) {
    if (error instanceof Never) {
      this.#say("stopped", error.message);
      return;
    }
    this.#say(error instanceof SignedOut ? "signedOut" : "waiting");
    this.#soon(this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }

  /** @param {SaveState["state"]} state @param {string} [sentence] */
  #say(state, sentence = "") {
    this.#state = state;
    this.#sentence = sentence;
    this.changed(this.state);
  }
}
