import assert from "node:assert/strict";
import { test } from "node:test";

import { FrameTable } from "../../editor/model/frameTable.js";
import { page } from "../../pages/testing/page.js";
import { CannotShow } from "../io/film.js";
import { Watching } from "./watching.js";

const moment = (/** @type {string} */ kind, /** @type {number} */ first, /** @type {number} */ last) =>
  `<section data-moment data-kind="${kind}" data-film="/film" data-frames="/frames"
    data-first="${first}" data-last="${last}"><video></video></section>`;
const BODY = `<div id="it" data-watch><div data-pictures>${moment("clip", 10, 40)}${moment("still", 50, 50)}</div>
  <p data-say="waiting" hidden></p><p data-say="failed" hidden></p>
  <button data-do="play" data-on="Pause" data-off="Play"><span></span></button></div>
  <dialog data-leaving></dialog>`;
const table = new FrameTable({ time_base: [1, 25], pts: [...Array(100).keys()], end: 100 });

/** A player that does at once what it is told, and remembers it. */
class Player {
  mode = "paused";
  speed = 1;
  shown = 0;
  /** @type {(() => void)[]} */
  listeners = [];

  get wanted() {
    return this.shown;
  }

  listen(/** @type {() => void} */ listener) {
    this.listeners.push(listener);
  }

  /** @param {number} frame */
  goTo(frame) {
    this.mode = "paused";
    this.see(frame);
  }

  /** @param {number} frame */
  see(frame) {
    this.shown = frame;
    for (const listener of this.listeners) listener();
  }

  play() {
    this.mode = "playing";
  }

  pause() {
    this.mode = "paused";
  }

  /** @param {number} speed */
  setSpeed(speed) {
    this.speed = speed;
  }
}

/** @param {{ fails?: boolean }} [line] */
function watching(line = {}) {
  const { document, window, it } = page(BODY);
  /** @type {any[]} */
  const loads = [];
  const load = async (/** @type {any} */ _, /** @type {any} */ asked) => {
    loads.push(asked);
    if (line.fails) throw new CannotShow("no line");
    const player = new Player();
    player.shown = asked.first;
    return { player, table, first: asked.first, last: asked.last };
  };
  const made = new Watching(it, /** @type {any} */ ({ load, fetched: async () => {} }));
  const settled = async () => {
    for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
  };
  const find = (/** @type {string} */ selector) => /** @type {any} */ (document.querySelector(selector));
  const press = (/** @type {string} */ key) =>
    document.body.dispatchEvent(new window.KeyboardEvent("keydown", { key, bubbles: true }));
  const player = () => /** @type {any} */ (made.loaded?.player);
  return { made, find, settled, press, player, loads, window };
}

test("one moment is seen at a time; the next is fetched when the first is here", async () => {
  const { made, find, settled, loads } = watching();
  assert.equal(find("[data-say=waiting]").hidden, false);
  assert.equal(loads.length, 1);
  await settled();
  assert.equal(find("[data-say=waiting]").hidden, true);
  assert.deepEqual(loads.map(({ first, last }) => [first, last]), [[10, 40], [50, 50]]);
  const hidden = made.moments.map(({ section }) => section.hidden);
  assert.deepEqual(hidden, [false, true]);
});

test("space plays and pauses; slow is silent", async () => {
  const { made, settled, press, player, find } = watching();
  await settled();
  press(" ");
  assert.equal(player().mode, "playing");
  assert.equal(find("[data-do=play] span").textContent, "Pause");
  press(" ");
  assert.equal(player().mode, "paused");
  made.pace(0.25);
  assert.equal(player().speed, 0.25);
  assert.equal(find("video").muted, true);
  made.pace(1);
  assert.equal(find("video").muted, false);
});

test("a clip that is not to come again stands on its last frame, and begins anew", async () => {
  const { made, settled, press, player } = watching();
  await settled();
  made.do("again");
  press(" ");
  player().see(40);
  assert.deepEqual([player().mode, player().shown], ["paused", 40]);
  press(" ");
  assert.deepEqual([player().mode, player().shown], ["playing", 10]);
});

test("a clip that comes again is left to go round", async () => {
  const { settled, press, player } = watching();
  await settled();
  press(" ");
  player().see(40);
  assert.equal(player().mode, "playing");
});

test("hold still stops, and goes on from there", async () => {
  const { made, settled, press, player } = watching();
  await settled();
  press(" ");
  player().see(22);
  press("h");
  assert.deepEqual([made.state.held, player().mode, player().shown], [true, "paused", 22]);
  press("h");
  assert.deepEqual([made.state.held, player().mode, player().shown], [false, "playing", 22]);
});

test("a little on and back stays inside the clip; from the start is from its first frame", async () => {
  const { settled, press, player } = watching();
  await settled();
  press(".");
  assert.equal(player().shown, 13);
  press(",");
  press(",");
  assert.equal(player().shown, 10);
  player().see(39);
  press(".");
  assert.equal(player().shown, 40);
  press("Home");
  assert.deepEqual([player().mode, player().shown], ["playing", 10]);
});

test("turning leaves the clip at its beginning; a still is not played", async () => {
  const { made, settled, press, player } = watching();
  await settled();
  const first = player();
  press(" ");
  first.see(30);
  press("ArrowRight");
  assert.deepEqual([first.mode, first.shown], ["paused", 10]);
  assert.equal(made.state.at, 1);
  press(" ");
  press(".");
  press("Home");
  assert.deepEqual([player().mode, player().shown], ["paused", 50]);
  press("ArrowLeft");
  assert.equal(made.state.at, 0);
});

test("a film that does not come says so, and may be tried again", async () => {
  const line = { fails: true };
  const { made, settled, find, loads } = watching(line);
  await settled();
  assert.equal(find("[data-say=failed]").hidden, false);
  line.fails = false;
  const before = loads.length;
  made.do("retry");
  await settled();
  assert.equal(find("[data-say=failed]").hidden, true);
  assert.equal(loads.length, before + 1);
});

test("a film that breaks off says so", async () => {
  const { made, settled, find, window } = watching();
  await settled();
  made.moment.video.dispatchEvent(new window.Event("error"));
  assert.equal(find("[data-say=failed]").hidden, false);
  made.do("play");
  assert.equal(made.loaded, null);
});

test("a finger turns, a touch plays, and a touch ends holding still", async () => {
  const { made, settled, find, player, window } = watching();
  await settled();
  const touch = (/** @type {string} */ kind, /** @type {number} */ x) => {
    const event = new window.MouseEvent(kind, { bubbles: true, clientX: x, clientY: 5 });
    find("video").dispatchEvent(Object.defineProperties(event, { x: { value: x }, y: { value: 5 } }));
  };
  touch("pointerdown", 5);
  touch("pointerup", 5);
  assert.equal(player().mode, "playing");
  made.do("hold");
  touch("pointerdown", 5);
  touch("pointerup", 5);
  assert.deepEqual([made.state.held, player().mode], [false, "playing"]);
  touch("pointerdown", 300);
  touch("pointerup", 100);
  assert.equal(made.state.at, 1);
  touch("pointerdown", 300);
  touch("pointercancel", 300);
  touch("pointerup", 500);
  assert.equal(made.state.at, 1);
});

test("closing asks first", async () => {
  const { made, find } = watching();
  /** @type {string[]} */
  const asked = [];
  find("dialog").showModal = () => asked.push("open");
  find("dialog").close = () => asked.push("close");
  made.do("close");
  made.do("stay");
  made.do("nothing that we know");
  assert.deepEqual(asked, ["open", "close"]);
});
