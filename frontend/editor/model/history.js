/**
 * Undo and redo. Both are changes like any other: each is applied, sent and kept.
 *
 * @typedef {import("./timeline.js").Change} Change
 */

const LONGEST = 500;

export class History {
  /** @type {Change[]} */
  #undo = [];
  /** @type {Change[]} */
  #redo = [];

  get canUndo() {
    return this.#undo.length > 0;
  }

  get canRedo() {
    return this.#redo.length > 0;
  }

  /** @param {Change} back the opposite of what was just done */
  did(back) {
    this.#undo.push(back);
    if (this.#undo.length > LONGEST) this.#undo.shift();
    this.#redo = [];
  }

  /**
   * @param {(change: Change) => Change} perform makes the change and returns its opposite
   * @returns {Change | null} what was done, or null when there was nothing
   */
  undo(perform) {
    return move(this.#undo, this.#redo, perform);
  }

  /** @param {(change: Change) => Change} perform @returns {Change | null} */
  redo(perform) {
    return move(this.#redo, this.#undo, perform);
  }

  /** After a refusal nothing that was remembered is sure to fit any more. */
  forget() {
    this.#undo = [];
    this.#redo = [];
  }
}

/**
 * @param {Change[]} from @param {Change[]} to @param {(change: Change) => Change} perform
 * @returns {Change | null}
 */
function move(from, to, perform) {
  const change = from.pop();
  if (!change) return null;
  to.push(perform(change));
  return change;
}
