/**
 * The video element, by frames. What is said to be shown comes only from the `mediaTime` of a video
 * frame callback, looked up in the frame table: never from `currentTime`, never from a calculation.
 *
 * @typedef {"paused" | "playing" | "backwards"} Mode
 * @typedef {{ first: number, last: number }} Stretch frame numbers, both in it
 * @typedef {import("../model/frameTable.js").FrameTable} FrameTable
 */

import { Reel } from "./reel.js";

/** Places inside a frame's interval to seek to, in turn, when the browser shows another frame. */
const PARTS = [0.5, 0.3, 0.7, 0.4, 0.6, 0.2, 0.8];
/** How long after a seek the browser may take to report the frame, in milliseconds. */
const PATIENCE = 250;
/** A loop's end is timed from this near, and the film stopped this early: stopping takes a little. */
const SOON = 400;
const EARLY = 8;

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
  #turning = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #patience;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #ending;
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

  /** Where the next step counts from: what was last asked for, else what is shown. */
  get wanted() {
    return this.#target ?? this.shown ?? 0;
  }

  /** @param {number} frame */
  goTo(frame) {
    this.#stopMoving();
    this.#aim(frame);
  }

  /** @param {number} frames forwards, or backwards when negative */
  step(frames) {
    this.goTo(this.wanted + frames);
  }

  play() {
    const { first, last } = this.loop ?? { first: 0, last: this.table.last };
    const outside = this.wanted < first || this.wanted >= last;
    const from = outside ? first : this.wanted;
    this.mode = "playing";
    this.settled = false;
    this.#turning = false;
    this.#forgetSeek();
    const held = this.reel.holds(from + 1);
    if (held && outside) this.video.currentTime = this.table.midSeconds(first);
    if (held) this.#start();
    else this.#changeReel(from);
    this.#tell();
  }

  playBackwards() {
    this.#stopMoving();
    const { first, last } = this.loop ?? { first: 0, last: this.table.last };
    const outside = this.wanted <= first || this.wanted > last;
    this.mode = "backwards";
    this.#backwardsFrom = { frame: outside ? last : this.wanted, at: this.now() };
    this.#aim(this.#backwardsFrom.frame);
  }

  pause() {
    if (this.mode === "paused") return;
    this.#stopMoving();
    this.#aim(this.wanted);
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
    this.#turning = false;
    clearTimeout(this.#ending);
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
    if (this.reel.endsSoon(frame)) this.#changeReel(frame + 1);
    if (!this.loop || this.#turning) return;
    clearTimeout(this.#ending);
    const { last } = this.loop;
    // A callback may come late: a clock of our own stops the film in the middle of the last frame.
    const wait = ((this.table.midSeconds(last) - this.table.startSeconds(frame)) * 1000) / this.speed;
    if (frame >= last) this.#turn(this.loop);
    else if (wait < SOON) this.#ending = setTimeout(() => this.#turnInTime(), wait - EARLY);
  }

  #turnInTime() {
    if (this.mode === "playing" && this.loop && !this.#turning) this.#turn(this.loop);
  }

  /** The last frame stands for its own time, and then the first one comes. @param {Stretch} loop */
  #turn({ first, last }) {
    this.#turning = true;
    this.video.pause();
    const again = () => {
      if (!this.#turning || this.mode !== "playing") return;
      this.#turning = false;
      this.video.currentTime = this.table.midSeconds(first);
      this.#start();
    };
    const stay = () => setTimeout(again, (this.table.frameSeconds(last) * 1000) / this.speed);
    if (this.shown === last) stay();
    else {
      this.video.addEventListener("seeked", stay, { once: true });
      this.video.currentTime = this.table.midSeconds(last);
    }
  }

  #reachedEnd() {
    if (this.mode !== "playing" || this.#turning || this.reel.changing) return;
    if (this.loop) this.#turn(this.loop);
    else this.pause();
  }

  #stepBackwards() {
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
