/** Two cameras: both pictures, which is large, and laying the second beside the first by hand. */

import { Follower } from "../io/follower.js";
import { Player } from "../io/video.js";
import { Beside } from "../model/beside.js";
import { FrameTable } from "../model/frameTable.js";
import { find, write } from "./find.js";

/**
 * @typedef {import("./words.js").Words} Words
 * @typedef {import("../model/beside.js").Ratio} Ratio
 * @typedef {{ state: string, offset: Ratio | null }} Told
 * @typedef {{ token: string, fetch: typeof globalThis.fetch }} Sender
 */

const EVERY = 2000; // milliseconds between two questions while the server listens to both films
const LAYOUTS = ["beside", "first", "second"];

export class Cameras {
  /** Offsets from before each correction. @type {Ratio[]} */
  #before = [];
  /** Corrections go one after the other: each counts from where the one before has laid the films. */
  laying = Promise.resolve();

  /**
   * @param {HTMLElement} editor @param {Follower} follower
   * @param {{ words: Words, send: (body: object) => Promise<Told>, told: Told }} means
   */
  constructor(editor, follower, { words, send, told }) {
    this.editor = editor;
    this.follower = follower;
    this.words = words;
    this.send = send;
    this.screens = find(editor, "[data-screens]");
    this.state = find(editor, "[data-cameras-state]");
    this.absent = find(editor, "[data-second-absent]");
    this.hear(told);
    follower.listen(() => this.draw());
    this.draw();
  }

  /** @param {Told} told by the server */
  hear({ state, offset }) {
    write(this.state, this.words.say(`camera-${state}`));
    this.editor.dataset.cameras = state;
    if (!offset) return;
    const { beside } = this.follower;
    this.follower.lay(new Beside(beside.first, beside.second, offset));
  }

  draw() {
    const { follower } = this;
    this.absent.hidden = follower.present;
    this.screens.dataset.secondHere = String(follower.present);
    const shown = follower.present ? follower.second.shown : null;
    this.editor.dataset.secondShown = shown === null ? "" : String(shown);
    this.editor.dataset.bothSettled = String(follower.settled);
    const hold = this.editor.querySelector("[data-do=camera-hold]");
    hold?.setAttribute("aria-pressed", String(follower.held));
    const undo = this.editor.querySelector("[data-do=camera-undo]");
    undo?.setAttribute("aria-disabled", String(this.#before.length === 0));
  }

  /** @param {object} body @param {boolean} [undoing] */
  async #lay(body, undoing = false) {
    const was = this.follower.beside.ratio;
    try {
      const told = await this.send(body);
      if (undoing) this.#before.pop();
      else this.#before.push(was);
      this.hear(told);
    } catch {
      write(this.state, this.words.say("camera-notKept"));
    }
    this.draw();
  }

  /** @param {() => Promise<void> | void} correct */
  #inTurn(correct) {
    this.laying = this.laying.then(correct);
  }

  /** @param {number} frames of the second film */
  #nudge(frames) {
    const { follower } = this;
    const { first, second } = follower;
    const { here } = first;
    if (follower.held) second.step(frames);
    else this.#inTurn(() => {
      const other = follower.beside.secondBeside(here);
      if (other !== null) return this.#meet(here, other + frames);
    });
  }

  /** @param {number} number @param {number} other frames that are the same moment */
  #meet(number, other) {
    const { first, second } = this.follower;
    return this.#lay({ first: first.table.tick(number), second: second.table.tick(other) });
  }

  /** What both pictures show, or are on their way to, belongs together. */
  #same() {
    const { follower } = this;
    const { first, second, held, beside } = follower;
    const here = first.here;
    const other = held ? second.here : beside.secondBeside(here);
    if (other !== null) this.#inTurn(() => this.#meet(here, other));
  }

  /** @returns {Record<string, () => void>} */
  get commands() {
    const { follower, screens } = this;
    return {
      "camera-swap": () => {
        const now = LAYOUTS.indexOf(screens.dataset.screens ?? "");
        screens.dataset.screens = LAYOUTS[(now + 1) % LAYOUTS.length];
      },
      "camera-hold": () => follower.hold(!follower.held),
      "camera-earlier": () => this.#nudge(-1),
      "camera-later": () => this.#nudge(1),
      "camera-same": () => this.#same(),
      "camera-undo": () => this.#inTurn(() => {
        const last = this.#before.at(-1);
        if (last) return this.#lay({ offset: last }, true);
      }),
    };
  }
}

/**
 * @param {HTMLElement} editor @param {Player} player @param {Words} words @param {Sender} server
 * @returns {Promise<Record<string, () => void>>} the commands of two cameras; none when there is one
 */
export async function openCameras(editor, player, words, server) {
  const part = editor.querySelector("[data-cameras-state]")?.closest("[data-cameras]");
  if (!(part instanceof HTMLElement)) return {};
  const { frames = "", beside = "", lay = "" } = part.dataset;
  const [rows, told] = await Promise.all([ask(server, frames), ask(server, beside)]);
  const table = new FrameTable(rows);
  const video = /** @type {HTMLVideoElement} */ (find(editor, "[data-second-video]"));
  const second = new Player(video, table);
  const follower = new Follower(player, second, new Beside(player.table, table, [0, 1]));
  const send = (/** @type {object} */ body) => ask(server, lay, body);
  const cameras = new Cameras(editor, follower, { words, send, told });
  const look = async () => {
    const now = await ask(server, beside).catch(() => told);
    if (now.state === "looking") setTimeout(look, EVERY);
    else if (editor.dataset.cameras === "looking") cameras.hear(now);
  };
  if (told.state === "looking") setTimeout(look, EVERY);
  follower.follow();
  return cameras.commands;
}

/** @param {Sender} server @param {string} address @param {object} [body] */
async function ask(server, address, body) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": server.token };
  const request = body ? { method: "POST", headers, body: JSON.stringify(body) } : {};
  const answer = await server.fetch(address, { ...request, redirect: "manual" });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}.`);
  return answer.json();
}
