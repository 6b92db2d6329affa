/**
 * A clip that plays round and round: its last frame stands for its own time, then comes its first.
 *
 * @typedef {import("./video.js").Player} Player
 * @typedef {import("./video.js").Stretch} Stretch
 */

/** A clip's end is timed from this near, and the film stopped this early: stopping takes a little. */
const SOON = 400;
const EARLY = 8;

export class Turning {
  /** Whether the film stands between a clip's end and its beginning. */
  now = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #ending;

  /** @param {Player} player @param {() => void} start plays on from where the element is */
  constructor(player, start) {
    this.player = player;
    this.start = start;
  }

  stop() {
    this.now = false;
    clearTimeout(this.#ending);
  }

  /** @param {number} frame that is shown while the film plays */
  playedTo(frame) {
    const { loop, table, speed } = this.player;
    if (!loop || this.now) return;
    clearTimeout(this.#ending);
    // A callback may come late: a clock of our own stops the film in the middle of the last frame.
    const wait = ((table.midSeconds(loop.last) - table.startSeconds(frame)) * 1000) / speed;
    if (frame >= loop.last) this.turn(loop);
    else if (wait < SOON) this.#ending = setTimeout(() => this.#inTime(), wait - EARLY);
  }

  #inTime() {
    const { mode, loop } = this.player;
    if (mode === "playing" && loop && !this.now) this.turn(loop);
  }

  /** @param {Stretch} loop */
  turn({ first, last }) {
    const { player } = this;
    const { video, table } = player;
    this.now = true;
    video.pause();
    const again = () => {
      if (!this.now || player.mode !== "playing") return;
      this.now = false;
      video.currentTime = table.midSeconds(first);
      this.start();
    };
    const stay = () => setTimeout(again, (table.frameSeconds(last) * 1000) / player.speed);
    if (player.shown === last) stay();
    else {
      video.addEventListener("seeked", stay, { once: true });
      video.currentTime = table.midSeconds(last);
    }
  }
}
