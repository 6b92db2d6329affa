import assert from "node:assert/strict";
import { test } from "node:test";

import { desk } from "../testing/desk.js";
import { commandsOf } from "./commands.js";

function hands() {
  const parts = desk();
  /** @type {string[]} */
  const said = [];
  /** @type {string[]} */
  const done = [];
  const run = commandsOf({
    editing: parts.editing, player: parts.player,
    strip: { zoom: (factor) => done.push(`zoom ${factor}`), fit: () => done.push("fit") },
    help: { open: () => done.push("help") },
    say: (name) => said.push(name), finishWriting: () => done.push("finish"),
  });
  const settle = () => new Promise((ready) => setTimeout(ready, 60));
  return { ...parts, run, said, done, settle };
}

test("every button and key that the page has, has a command", async () => {
  const { readdirSync, readFileSync } = await import("node:fs");
  const { run } = hands();
  const folder = new URL("../../../attune/web/reviews/templates/reviews/", import.meta.url);
  const files = ["editor.html", ...readdirSync(new URL("editor/", folder)).map((name) => `editor/${name}`)];
  const pages = files.map((name) => readFileSync(new URL(name, folder), "utf8")).join("");
  const named = [...pages.matchAll(/(?: do|data-card-do)="([\w-]+)"/g)].map(([, name]) => name);
  const keys = readFileSync(new URL("keys.js", import.meta.url), "utf8").split("Keys that some")[0];
  const pressed = [...keys.matchAll(/: "([a-z0-9-]+)"/g)].map(([, name]) => name);
  assert.ok(named.length > 20 && pressed.length > 20);
  const cameras = readFileSync(new URL("cameras.js", import.meta.url), "utf8");
  const others = [...cameras.matchAll(/^ {6}"(camera-\w+)": /gm)].map(([, name]) => name);
  assert.equal(others.length, 6);
  const known = [...Object.keys(run), ...others];
  assert.deepEqual([...named, ...pressed].filter((name) => !known.includes(name)), []);
});

test("J and L move both ways and faster; K and space stop", () => {
  const { run, player } = hands();
  run.forwards();
  assert.equal(player.mode, "playing");
  run.forwards();
  assert.equal(player.speed, 1.5);
  run.backwards();
  assert.deepEqual([player.mode, player.speed], ["backwards", 1.5]);
  run.pause();
  assert.equal(player.mode, "paused");
  run.toggle();
  assert.equal(player.mode, "playing");
  run.toggle();
  assert.equal(player.mode, "paused");
});

test("marking and keeping works on the frame that is shown", async () => {
  const { run, player, editing, said, settle } = hands();
  run["keep-clip"]();
  player.goTo(50);
  await settle();
  run["mark-begin"]();
  run["on-10"]();
  await settle();
  run["mark-end"]();
  run["keep-clip"]();
  assert.deepEqual(editing.chosen && editing.framesOf(editing.chosen), { first: 50, last: 60 });
  run.still();
  assert.deepEqual(editing.chosen && editing.framesOf(editing.chosen), { first: 60, last: 60 });
  assert.deepEqual(said, ["marksFirst", "beginMarked", "endMarked", "clipKept", "stillTaken"]);
});

test("keys pressed before the picture is there take the frame that was asked for", async () => {
  const { run, player, editing, video, settle } = hands();
  player.goTo(50);
  await settle();
  run["on-1"]();
  run["on-1"]();
  run["mark-begin"]();
  run["on-10"]();
  run["mark-end"]();
  assert.equal(player.shown, 50);
  assert.deepEqual(editing.marks, { begin: 52, end: 62 });
  player.goTo(30);
  run["keep-clip"]();
  run.still();
  assert.deepEqual(editing.chosen && editing.framesOf(editing.chosen), { first: 30, last: 30 });
  run["back-1"]();
  run["moment-after"]();
  run["on-1"]();
  run["end-here"]();
  assert.deepEqual(editing.chosen && editing.framesOf(editing.chosen), { first: 52, last: 53 });
  await settle();
  await settle();
  run["on-1"]();
  run["on-10"]();
  run.toggle();
  assert.equal(video.seeks.at(-1), 64);
  run["mark-begin"]();
  assert.equal(editing.marks.begin, 64);
  await settle();
  video.report(67);
  run["mark-end"]();
  assert.equal(editing.marks.end, 67);
  run.pause();
});

test("trimming moves an edge of the chosen clip and shows it; a still has none", () => {
  const { run, player, editing, said } = hands();
  editing.choose("clip");
  run["begin-earlier"]();
  assert.equal(player.wanted, 9);
  run["end-later"]();
  assert.equal(player.wanted, 41);
  run["begin-later"]();
  run["end-earlier"]();
  assert.deepEqual(editing.chosen && editing.framesOf(editing.chosen), { first: 10, last: 40 });
  editing.choose("still");
  run["begin-earlier"]();
  assert.deepEqual(said, ["chooseClip"]);
});

test("the loop is the chosen clip's", () => {
  const { run, player, editing, said } = hands();
  run.loop();
  assert.deepEqual(said, ["chooseClip"]);
  editing.choose("clip");
  run.loop();
  assert.deepEqual(player.loop, { first: 10, last: 40 });
  run.loop();
  assert.equal(player.loop, null);
  run.play();
  assert.deepEqual([player.loop, player.mode], [{ first: 10, last: 40 }, "playing"]);
});

test("up and down walk the moments; removing says how to get it back; undo does", () => {
  const { run, player, editing, said, done } = hands();
  run["moment-after"]();
  assert.deepEqual([editing.chosenId, player.wanted], ["still", 5]);
  run["moment-after"]();
  run["moment-after"]();
  assert.equal(editing.chosenId, "clip");
  run["moment-before"]();
  run.remove();
  run.remove();
  assert.deepEqual([editing.moments.length, said], [1, ["removed"]]);
  run.undo();
  assert.deepEqual([editing.moments.length, done], [2, ["finish"]]);
  run.redo();
  assert.equal(editing.moments.length, 1);
});
