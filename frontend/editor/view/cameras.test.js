import assert from "node:assert/strict";
import { test } from "node:test";

import { Follower } from "../io/follower.js";
import { Player } from "../io/video.js";
import { Beside } from "../model/beside.js";
import { FakeVideo, table } from "../testing/fakeVideo.js";
import { desk } from "../testing/desk.js";
import { Cameras } from "./cameras.js";

/** An editor with two films of the same frames, the second begun ten frames earlier. @param {any} [told] */
function studio(told = { state: "found", offset: [10 * 1001, 30000] }) {
  const parts = desk("cameras");
  const { document, editor, player } = parts;
  const screens = document.createElement("div");
  screens.dataset.screens = "beside";
  screens.innerHTML = "<p data-second-absent hidden></p>";
  editor.append(screens);
  const second = new Player(/** @type {any} */ (new FakeVideo()), table, () => 0);
  const follower = new Follower(player, second, new Beside(table, table, [0, 1]));
  /** @type {any[]} */
  const sent = [];
  const answers = { fail: false };
  const cameras = new Cameras(editor, follower, {
    words: parts.words, told,
    send: async (/** @type {any} */ body) => {
      sent.push(body);
      if (answers.fail) throw new Error("no line");
      const first = table.numberOf(body.first);
      const other = table.numberOf(body.second);
      const offset = body.offset ?? [Math.round((table.midSeconds(other) - table.midSeconds(first)) * 60000), 60000];
      return { state: "by-hand", offset };
    },
  });
  const state = () => document.querySelector("[data-cameras-state]")?.textContent ?? "";
  /** Until all corrections are answered and both pictures stand. */
  const wait = async () => {
    await cameras.laying;
    while (!follower.settled) await new Promise((done) => setTimeout(done, 5));
  };
  return { ...parts, wait, screens, second, follower, cameras, commands: cameras.commands, sent, answers, state };
}

test("it says how the films were laid, and shows the same moment of both", async () => {
  const { wait, player, editor, state } = studio();
  player.goTo(20);
  await wait();
  assert.equal(state(), "Other camera: found by the sound");
  assert.deepEqual([editor.dataset.secondShown, editor.dataset.bothSettled], ["30", "true"]);
});

test("one key walks from side by side to one large, the other large, and back", () => {
  const { commands, screens } = studio();
  const seen = [0, 1, 2].map(() => (commands["camera-swap"](), screens.dataset.screens));
  assert.deepEqual(seen, ["first", "second", "beside"]);
});

test("a nudge moves the second film by one of its frames, is kept, and can be undone", async () => {
  const { wait, player, editor, commands, sent, state } = studio();
  player.goTo(20);
  await wait();
  commands["camera-later"]();
  await wait();
  assert.deepEqual(sent, [{ first: table.tick(20), second: table.tick(31) }]);
  assert.equal(editor.dataset.secondShown, "31");
  assert.equal(state(), "Other camera: laid by hand");
  commands["camera-undo"]();
  await wait();
  assert.deepEqual(sent[1], { offset: [10 * 1001, 30000] });
  assert.equal(editor.dataset.secondShown, "30");
  commands["camera-undo"]();
  assert.equal(sent.length, 2);
});

test("quick keys are exact: a nudge counts from the frame asked for and the nudge before", async () => {
  const { wait, player, editor, commands, sent } = studio();
  player.goTo(20);
  await wait();
  player.step(1);
  player.step(1);
  commands["camera-later"]();
  commands["camera-later"]();
  commands["camera-later"]();
  await wait();
  const seconds = sent.map(({ second }) => table.numberOf(second));
  assert.deepEqual(sent.map(({ first }) => table.numberOf(first)), [22, 22, 22]);
  assert.deepEqual(seconds, [33, 34, 35]);
  commands["camera-undo"]();
  commands["camera-undo"]();
  await wait();
  assert.equal(editor.dataset.secondShown, "33");
});

test("held, both move for themselves until they are said to be the same moment", async () => {
  const { wait, player, editor, commands, sent } = studio();
  player.goTo(20);
  await wait();
  commands["camera-hold"]();
  player.goTo(50);
  commands["camera-later"]();
  await wait();
  assert.deepEqual([sent.length, editor.dataset.frameShown ?? player.shown, editor.dataset.secondShown], [0, 50, "31"]);
  commands["camera-same"]();
  await wait();
  assert.deepEqual(sent, [{ first: table.tick(50), second: table.tick(31) }]);
  player.goTo(60);
  await wait();
  assert.equal(editor.dataset.secondShown, "41");
});

test("a correction that can't be kept is said, and changes nothing", async () => {
  const { wait, player, editor, commands, answers, state } = studio();
  player.goTo(20);
  await wait();
  answers.fail = true;
  commands["camera-earlier"]();
  await wait();
  assert.match(state(), /not kept/);
  assert.equal(editor.dataset.secondShown, "30");
});

test("where the other camera was not filming, the page says so", async () => {
  const { wait, player, screens, editor } = studio();
  player.goTo(95);
  await wait();
  assert.equal(screens.querySelector("[data-second-absent]")?.hasAttribute("hidden"), false);
  assert.equal(editor.dataset.secondShown, "");
});
