import { CannotShow, fetched, load } from "../io/film.js";
import { Awake, canFillScreen, fillScreen } from "../io/screen.js";
import * as showing from "../model/showing.js";
import { Controls } from "./controls.js";
import { Sheet } from "./sheet.js";

/**
 * @typedef {import("../io/film.js").Loaded} Loaded
 * @typedef {{ section: HTMLElement, video: HTMLVideoElement, film: Promise<Loaded> | null,
 *   loaded: Loaded | null, failed: boolean }} Moment
 */

/** The pictures that are watched together, one at a time. */
export class Watching {
  /** @type {showing.Showing} */
  state;

  /** @param {HTMLElement} room @param {{ load: typeof load, fetched: typeof fetched }} [means] */
  constructor(room, means = { load, fetched }) {
    this.room = room;
    this.means = means;
    const page = room.ownerDocument;
    /** @type {Moment[]} */
    this.moments = [...room.querySelectorAll("[data-moment]")].map((section) => ({
      section: /** @type {HTMLElement} */ (section),
      video: /** @type {HTMLVideoElement} */ (section.querySelector("video")),
      film: null,
      loaded: null,
      failed: false,
    }));
    this.state = showing.begin(this.moments.length);
    this.awake = new Awake(page);
    this.sheet = new Sheet(page);
    this.controls = new Controls(page, (deed) => this.do(deed), (pace) => this.pace(pace));
    this.leaving = /** @type {HTMLDialogElement | null} */ (page.querySelector("[data-leaving]"));
    page.addEventListener("keydown", (event) => this.#key(event));
    page.addEventListener("fullscreenchange", () => this.draw());
    this.#followFingers();
    this.draw();
    void this.#loadAll();
    void this.awake.keep();
  }

  get moment() {
    return this.moments[this.state.at];
  }

  /** The player of the moment that is shown; null while it is on its way. */
  get loaded() {
    return this.moment.loaded;
  }

  /** @param {string} deed the data-do of a button, or what a key means */
  do(deed) {
    const deeds = /** @type {Record<string, () => void>} */ ({
      play: () => this.playOrPause(),
      previous: () => this.turn(-1),
      next: () => this.turn(1),
      back: () => this.step(-1),
      forward: () => this.step(1),
      replay: () => this.replay(),
      again: () => this.#set(showing.again(this.state)),
      hold: () => this.hold(),
      fill: () => void fillScreen(this.room.ownerDocument),
      words: () => this.sheet.toggle(this.moment.section),
      close: () => this.leaving?.showModal(),
      stay: () => this.leaving?.close(),
      retry: () => this.retry(),
    });
    deeds[deed]?.();
  }

  playOrPause() {
    const player = this.loaded?.player;
    if (!player || !this.#isClip()) return;
    if (player.mode === "playing") player.pause();
    else this.#play();
    this.#set(showing.hold(this.state, false));
  }

  replay() {
    if (!this.loaded || !this.#isClip()) return;
    this.loaded.player.goTo(this.loaded.first);
    this.#play();
    this.#set(showing.hold(this.state, false));
  }

  hold() {
    const held = !this.state.held;
    const player = this.loaded?.player;
    if (held) player?.pause();
    else if (this.#isClip()) this.#play();
    this.#set(showing.hold(this.state, held));
  }

  /** @param {1 | -1} way */
  step(way) {
    if (!this.loaded || !this.#isClip()) return;
    const { player, table, first, last } = this.loaded;
    player.goTo(showing.aLittle(table, { first, last }, player.wanted, way));
    this.#set(showing.hold(this.state, false));
  }

  /** @param {number} places */
  turn(places) {
    const next = showing.turn(this.state, places);
    if (next === this.state) return;
    this.loaded?.player.goTo(this.loaded.first);
    this.#set(next);
    if (!this.moment.loaded && !this.moment.failed) void this.#load(this.moment);
    this.sheet.follow(this.moment.section);
  }

  /** @param {number} pace */
  pace(pace) {
    this.#set(showing.paced(this.state, pace));
  }

  retry() {
    this.moment.failed = false;
    this.moment.film = null;
    void this.#load(this.moment);
    this.draw();
  }

  #isClip() {
    return this.moment.section.dataset.kind === "clip";
  }

  #play() {
    if (!this.loaded) return;
    const { player, last } = this.loaded;
    // At the end and not to come again: what is asked for is the clip once more.
    if (player.wanted >= last) player.goTo(this.loaded.first);
    player.play();
    void this.awake.keep();
  }

  /** @param {showing.Showing} state */
  #set(state) {
    this.state = state;
    this.draw();
  }

  /** One film after the other, so that a slow line is not shared by all of them. */
  async #loadAll() {
    for (const moment of this.moments) {
      const loaded = await this.#load(moment);
      if (!loaded) continue;
      await this.means.fetched(moment.video, loaded.table.startSeconds(loaded.last));
    }
  }

  /** @param {Moment} moment @returns {Promise<Loaded | null>} */
  async #load(moment) {
    const { film, frames, first, last } = moment.section.dataset;
    moment.film ??= this.means.load(moment.video, {
      film: film ?? "",
      frames: frames ?? "",
      first: Number(first),
      last: Number(last),
    });
    try {
      const loaded = await moment.film;
      if (moment.loaded !== loaded) this.#ready(moment, loaded);
    } catch (error) {
      moment.failed = true;
      if (!(error instanceof CannotShow)) console.error(error);
    }
    this.draw();
    return moment.loaded;
  }

  /** @param {Moment} moment @param {Loaded} loaded */
  #ready(moment, loaded) {
    moment.loaded = loaded;
    const { player } = loaded;
    player.listen(() => {
      const over = player.mode === "playing" && (player.shown ?? 0) >= loaded.last;
      if (over && !this.state.again) player.goTo(loaded.last);
      if (moment === this.moment) this.draw();
    });
    for (const event of ["waiting", "playing", "seeked", "canplay"]) {
      moment.video.addEventListener(event, () => this.draw());
    }
    moment.video.addEventListener("error", () => {
      moment.failed = true;
      moment.loaded = null;
      this.draw();
    });
  }

  /** Put everything that can be seen in line with what is so. */
  draw() {
    const { video, failed } = this.moment;
    for (const { section } of this.moments) section.hidden = section !== this.moment.section;
    const player = this.loaded?.player;
    if (player && player.speed !== this.state.pace) player.setSpeed(this.state.pace);
    video.muted = this.state.pace !== 1; // a slow voice is a strange voice
    const playing = player?.mode === "playing";
    const starved = playing && video.readyState < video.HAVE_FUTURE_DATA && !video.seeking;
    this.controls.draw(this.state, {
      playing,
      clip: this.#isClip(),
      say: failed ? "failed" : !player || starved ? "waiting" : "",
      filled: Boolean(this.room.ownerDocument.fullscreenElement),
      canFill: canFillScreen(this.room.ownerDocument),
    });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const deed = showing.meaning(event.key, /** @type {Element} */ (event.target));
    if (!deed) return;
    event.preventDefault();
    this.do(deed);
  }

  #followFingers() {
    const pictures = /** @type {HTMLElement} */ (this.room.querySelector("[data-pictures]"));
    /** @type {{ x: number, y: number } | null} */
    let from = null;
    pictures.addEventListener("pointerdown", ({ x, y }) => (from = { x, y }));
    pictures.addEventListener("pointercancel", () => (from = null));
    pictures.addEventListener("pointerup", ({ x, y, target }) => {
      if (!from) return;
      const way = showing.swiped(from, { x, y });
      const still = Math.hypot(x - from.x, y - from.y) < 10;
      from = null;
      if (way) this.turn(way);
      else if (this.state.held) this.hold();
      else if (still && /** @type {Element} */ (target).matches("video")) this.playOrPause();
    });
  }
}
