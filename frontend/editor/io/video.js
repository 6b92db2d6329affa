/**
 * The video element, by frames. What is said to be shown comes only from the `mediaTime` of a video
 * frame callback, looked up in the frame table: never from `currentTime`, never from a calculation.
 *
 * @typedef {"paused" | "playing" | "backwards"} Mode
 * @typedef {{ first: number, last: number }} Stretch frame numbers, both in it
 * @typedef {import("../model/frameTable.js").FrameTable} FrameTable
 */

import { Reel } from "./reel.js";
import { Turning } from "./turning.js";

/** Places inside a frame's interval to seek to, in turn, when the browser shows another frame. */
const PARTS = [0.5, 0.3, 0.7, 0.4, 0.6, 0.2, 0.8];
/** How long after a seek the browser may take to report the frame, in milliseconds. */
const PATIENCE = 250;

export class Player {
  /** The frame on the screen; null before the first. @type {number | null} */
  shown = null;
  /** Whether the frame on the screen is the one that was asked for, and stays. */
  settled = false;
  /** @type {Mode} */
  mode = "paused";
  speed = 1;
  /** What plays round and round. @type {Stretch | null} */
  loop = null;
  /** @type {number | null} */
  #target = null;
  /** The frame that the browser is on its way to. @type {number | null} */
  #seeking = null;
  #tries = 0;
  #seen = false;
  /** Backwards: whether the first frame of the movement has been on the screen. */
  #underWay = false;
  #turning = new Turning(this, () => this.#start());
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #patience;
  /** @type {{ frame: number, at: number }} */
  #backwardsFrom = { frame: 0, at: 0 };
  /** @type {(() => void)[]} */
  #listeners = [];

  /**
   * @param {HTMLVideoElement} video @param {FrameTable} table
   * @param {() => number} [now] @param {Reel} [reel] of a film that is still being prepared
   */
  constructor(video, table, now = () => performance.now(), reel = new Reel(video, table)) {
    this.video = video;
    this.table = table;
    this.now = now;
    this.reel = reel;
    video.addEventListener("seeked", () => this.#check());
    video.addEventListener("ended", () => this.#reachedEnd());
    this.#watch();
  }

  /** @param {() => void} listener called whenever the frame, the mode or the speed changes */
  listen(listener) {
    this.#listeners.push(listener);
  }

  /** What the element is to show: what was last asked for, else what is shown. */
  get wanted() {
    return this.#target ?? this.shown ?? 0;
  }

  /**
   * The frame that a person means by “here”. At rest it is the one they asked for, also while the
   * picture is still on its way: fast keys are exact. While the film moves it is the one they see.
   */
  get here() {
    return this.mode === "backwards" && this.#underWay ? this.shown ?? this.wanted : this.wanted;
  }

  /** @param {number} frame */
  goTo(frame) {
    this.#stopMoving();
    this.#aim(frame);
  }

  /** @param {number} frames forwards, or backwards when negative */
  step(frames) {
    this.goTo(this.here + frames);
  }

  play() {
    const { first, last } = this.loop ?? { first: 0, last: this.table.last };
    const outside = this.wanted < first || this.wanted >= last;
    const from = outside ? first : this.wanted;
    const astray = this.#seeking !== null && this.#seeking !== from; // on its way to an older wish
    this.mode = "playing";
    this.settled = false;
    this.#turning.stop();
    this.#forgetSeek(from);
    const held = this.reel.holds(from + 1);
    if (held && (outside || astray)) this.video.currentTime = this.table.midSeconds(from);
    if (held) this.#start();
    else this.#changeReel(from);
    this.#tell();
  }

  playBackwards() {
    this.#stopMoving();
    const { first, last } = this.loop ?? { first: 0, last: this.table.last };
    const outside = this.wanted <= first || this.wanted > last;
    this.mode = "backwards";
    this.#underWay = false;
    this.#backwardsFrom = { frame: outside ? last : this.wanted, at: this.now() };
    this.#aim(this.#backwardsFrom.frame);
  }

  pause() {
    if (this.mode === "paused") return;
    const { here } = this;
    this.#stopMoving();
    this.#aim(here);
  }

  /** @param {number} speed */
  setSpeed(speed) {
    this.speed = speed;
    this.video.playbackRate = speed;
    this.#backwardsFrom = { frame: this.wanted, at: this.now() };
    this.#tell();
  }

  /** @param {Stretch | null} stretch */
  setLoop(stretch) {
    this.loop = stretch;
    this.#tell();
  }

  #stopMoving() {
    this.mode = "paused";
    this.#turning.stop();
    this.video.pause();
  }

  #start() {
    this.video.playbackRate = this.speed;
    Promise.resolve(this.video.play()).catch((error) => {
      // A pause or a seek that overtakes play() is no fault; a browser that won't play is.
      if (error.name !== "AbortError" && this.mode === "playing") this.pause();
    });
  }

  /** @param {number} frame */
  #aim(frame) {
    this.#target = this.table.clamp(frame);
    this.settled = false;
    if (this.#seeking === null) this.#seek(0);
    this.#tell();
  }

  /** @param {number} tries */
  #seek(tries) {
    if (this.#target === null) return;
    this.#seeking = this.#target;
    this.#tries = tries;
    this.#seen = false;
    if (!this.reel.holds(this.#seeking) || this.reel.changing) {
      this.#changeReel(this.#seeking);
      return;
    }
    this.reel.expect(this.#seeking);
    this.video.currentTime = this.table.midSeconds(this.#seeking, PARTS[tries % PARTS.length]);
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => this.#impatient(), PATIENCE);
  }

  /** Another file, which holds more of the film; then on from `frame`. @param {number} frame */
  #changeReel(frame) {
    clearTimeout(this.#patience);
    this.reel.change(frame, (reported) => {
      if (this.mode === "playing") this.#start();
      else if (reported !== null && reported === this.#target) this.#see(reported);
      else this.#seek(0);
    });
  }

  #watch() {
    this.video.requestVideoFrameCallback((_, { mediaTime }) => {
      this.#watch();
      const frame = this.table.frameAt(mediaTime);
      if (frame !== null) this.#see(frame);
    });
  }

  /** @param {number} frame */
  #see(frame) {
    if (!this.reel.reveals(frame)) return;
    this.shown = frame;
    this.#seen = true;
    if (this.mode === "playing") this.#playedTo(frame);
    else this.#check();
    this.#tell();
  }

  /** A seek is over when the element says so and the callback has told what is shown. */
  #check() {
    if (this.mode === "playing" || this.#seeking === null || this.video.seeking) return;
    if (!this.#seen || this.reel.changing) return;
    if (this.shown !== this.#seeking) {
      this.#again();
      return;
    }
    this.#forgetSeek(this.#target);
    if (this.#target !== this.shown) this.#seek(0);
    else if (this.mode === "backwards") this.#stepBackwards();
    else this.settled = true;
    this.#tell();
  }

  /** The element shows another frame than the one it was sent to. */
  #again() {
    if (this.#target !== this.#seeking) this.#seek(0);
    else if (this.#tries < PARTS.length) this.#seek(this.#tries + 1);
    else {
      // The truth is what is shown, not what was asked for.
      this.shown = this.reel.uncover() ?? this.shown;
      this.#forgetSeek(this.shown);
      this.settled = true;
      this.#tell();
    }
  }

  #impatient() {
    if (this.mode === "playing" || this.#seeking === null || this.reel.changing) return;
    if (this.video.seeking) {
      this.#patience = setTimeout(() => this.#impatient(), PATIENCE);
    } else if (!this.#seen && this.shown === this.#seeking && this.#tries > 0) {
      // Sent twice to the frame that is on the screen already, the browser has nothing new to report.
      this.#seen = true;
      this.#check();
    } else this.#again();
  }

  /** @param {number | null} [target] */
  #forgetSeek(target = null) {
    clearTimeout(this.#patience);
    this.#seeking = null;
    this.#target = target;
  }

  /** @param {number} frame */
  #playedTo(frame) {
    // A picture of an older wish may still come; the first one of the movement is what it began with.
    if (!this.video.seeking || frame === this.#target) this.#target = null;
    if (this.reel.endsSoon(frame)) this.#changeReel(frame + 1);
    this.#turning.playedTo(frame);
  }

  #reachedEnd() {
    if (this.mode !== "playing" || this.#turning.now || this.reel.changing) return;
    if (this.loop) this.#turning.turn(this.loop);
    else this.pause();
  }

  #stepBackwards() {
    this.#underWay = true;
    const wait = () => {
      if (this.mode !== "backwards" || this.#seeking !== null) return;
      const { first, last } = this.loop ?? { first: 0, last: this.table.last };
      const { frame, at } = this.#backwardsFrom;
      const gone = ((this.now() - at) / 1000) * this.speed;
      const seconds = this.table.midSeconds(frame) - gone;
      const next = seconds < this.table.startSeconds(first) ? first : this.table.frameDuring(seconds);
      if (this.shown === first && !this.loop) this.pause();
      else if (this.shown === first) {
        this.#backwardsFrom = { frame: last, at: this.now() };
        this.#aim(last);
      } else if (next === this.shown) setTimeout(wait, 8);
      else this.#aim(next);
    };
    wait();
  }

  #tell() {
    for (const listener of this.#listeners) listener();
  }
}
