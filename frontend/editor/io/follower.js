/**
 * The other camera's film, which follows the first: the same moment when it rests, and alongside when
 * it plays. Which frame it shows is known from its own reports, as with every film.
 *
 * @typedef {import("./video.js").Player} Player
 * @typedef {import("../model/beside.js").Beside} Beside
 */

/** Seconds out of step that a jump sets right; less is caught up with by playing a little faster. */
const FAR = 0.4;
const CATCH_UP = 0.5;
const MOST = 0.15;

export class Follower {
  /** Whether the second film stays where it is, while the first one moves. */
  held = false;
  /** Whether the second camera was filming at this moment. */
  present = true;
  /** @type {(() => void)[]} */
  #listeners = [];

  /** @param {Player} first @param {Player} second @param {Beside} beside */
  constructor(first, second, beside) {
    this.first = first;
    this.second = second;
    this.beside = beside;
    first.listen(() => this.follow());
    second.listen(() => this.#tell());
  }

  /** @param {() => void} listener */
  listen(listener) {
    this.#listeners.push(listener);
  }

  /** Both films show the same moment, as far as the second was there. */
  get settled() {
    const { first, second } = this;
    if (this.held) return first.settled && second.settled;
    if (!first.settled || first.shown === null) return false;
    const wanted = this.beside.secondBeside(first.shown);
    return wanted === null || (second.settled && second.shown === wanted);
  }

  follow() {
    if (this.held) return;
    const { first, second } = this;
    const wanted = this.beside.secondBeside(first.mode === "playing" ? first.shown ?? 0 : first.wanted);
    this.present = wanted !== null;
    if (wanted === null) {
      if (second.mode !== "paused") second.pause();
    } else if (first.mode === "playing") this.#alongside(wanted);
    else if (second.mode !== "paused" || second.wanted !== wanted) second.goTo(wanted);
    this.#tell();
  }

  /** @param {number} wanted frame of the second film, while both play */
  #alongside(wanted) {
    const { first, second } = this;
    const { table, video } = second;
    const ahead = table.startSeconds(second.shown ?? 0) - table.startSeconds(wanted);
    if (second.mode !== "playing") {
      second.setSpeed(first.speed);
      if (second.shown !== wanted) video.currentTime = table.midSeconds(wanted);
      second.play();
    } else if (Math.abs(ahead) > FAR) {
      if (!video.seeking) video.currentTime = table.midSeconds(wanted);
    } else {
      const change = Math.max(-MOST, Math.min(MOST, ahead * CATCH_UP));
      video.playbackRate = first.speed * (1 - change);
    }
  }

  /** @param {boolean} held */
  hold(held) {
    this.held = held;
    if (held && this.second.mode !== "paused") this.second.pause();
    if (!held) this.follow();
    this.#tell();
  }

  /** @param {Beside} beside from now on */
  lay(beside) {
    this.beside = beside;
    this.hold(false);
  }

  #tell() {
    for (const listener of this.#listeners) listener();
  }
}
