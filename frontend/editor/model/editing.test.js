import assert from "node:assert/strict";
import { test } from "node:test";

import { Editing } from "./editing.js";
import { FrameTable } from "./frameTable.js";

/** @typedef {import("./outbox.js").Answer} Answer */
/** @typedef {import("./outbox.js").Letter} Letter */
/** @typedef {import("./timeline.js").Moment} Moment */

/** @type {Moment} */
const kept = { kind: "clip", id: "kept", first: 120, last: 150, title: "", note: "", principles: [] };

/** An editor of a film of ten frames, at ticks 100, 110, … 190. */
function editor() {
  const pts = Array.from({ length: 10 }, (_, number) => 100 + 10 * number);
  /** @type {Letter[]} */
  const received = [];
  /** @type {Answer[]} */
  const answers = [];
  /** @type {(() => void)[]} */
  const timers = [];
  let number = 0;
  const editing = new Editing({
    table: new FrameTable({ time_base: [1, 10], pts, end: 200 }),
    moments: [kept],
    send: async (letters) => {
      received.push(...letters);
      return answers.shift() ?? { acknowledged: letters.map(({ id }) => id) };
    },
    newId: () => `n${(number += 1)}`,
    later: (run) => timers.push(run),
  });
  const settle = async () => {
    while (timers.length > 0) {
      timers.shift()?.();
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    }
  };
  return { editing, received, answers, settle };
}

test("what is marked becomes a clip, whichever edge came first", () => {
  const { editing } = editor();
  assert.equal(editing.keepClip(3), null);
  editing.mark("begin", 7);
  editing.mark("end", 4);
  const id = /** @type {string} */ (editing.keepClip(0));
  const clip = /** @type {Moment} */ (editing.timeline.get(id));
  assert.deepEqual(editing.framesOf(clip), { first: 4, last: 7 });
  assert.equal(editing.chosenId, id);
  assert.deepEqual(editing.marks, { begin: null, end: null });
  editing.mark("begin", 2);
  const other = /** @type {string} */ (editing.keepClip(5));
  assert.deepEqual(editing.framesOf(/** @type {Moment} */ (editing.timeline.get(other))), {
    first: 2,
    last: 5,
  });
});

test("a still is the frame on the screen", () => {
  const { editing } = editor();
  editing.takeStill(9);
  const still = /** @type {Moment} */ (editing.chosen);
  assert.deepEqual(still, { kind: "still", id: still.id, at: 190, title: "", note: "", principles: [] });
});

test("an edge is trimmed frame by frame, and passes neither the other edge nor the film's", () => {
  const { editing } = editor();
  assert.equal(editing.trim("kept", "first", 1), 1);
  assert.equal(editing.trim("kept", "first", 9), 5);
  assert.equal(editing.trim("kept", "last", 99), 9);
  assert.equal(editing.trim("kept", "last", 0), 5);
  assert.equal(editing.trim(editing.takeStill(2), "first", 1), null);
  assert.equal(editing.trim("nothing", "first", 1), null);
});

test("undo and redo are sent like any other change", async () => {
  const { editing, received, settle } = editor();
  editing.describe("kept", { title: "He looks up" });
  editing.undo();
  editing.redo();
  await settle();
  assert.deepEqual(
    received.map(({ change }) => change.op === "put" && change.title),
    ["He looks up", "", "He looks up"],
  );
  assert.equal(editing.outbox.state.state, "saved");
});

test("a change that changes nothing is neither kept nor sent", async () => {
  const { editing, received, settle } = editor();
  editing.describe("kept", { title: "", principles: [] });
  editing.describe("nothing", { title: "?" });
  editing.remove("nothing");
  editing.undo();
  await settle();
  assert.equal(received.length, 0);
});

test("removing the chosen moment leaves none chosen, and undo brings it back chosen", () => {
  const { editing } = editor();
  editing.choose("kept");
  editing.remove("kept");
  assert.equal(editing.chosen, null);
  editing.undo();
  assert.deepEqual(editing.chosen, kept);
});

test("a refused change is taken back, the others stay, and the reason is told", async () => {
  const { editing, answers, settle } = editor();
  /** @type {string[]} */
  const sentences = [];
  editing.listen((news, sentence) => news === "refused" && sentences.push(sentence));
  editing.remove("kept");
  const still = editing.takeStill(3);
  answers.push({ acknowledged: [], refused: "n1", sentence: "It is in the shared review." });
  await settle();
  assert.deepEqual([...editing.timeline.keys()].sort(), ["kept", still].sort());
  assert.deepEqual(sentences, ["It is in the shared review."]);
  assert.equal(editing.history.canUndo, false);
  assert.equal(editing.outbox.state.state, "saved");
});

test("a clip that was watched together comes back to its frames, and the reason is told", async () => {
  const { editing, answers, settle } = editor();
  /** @type {string[]} */
  const sentences = [];
  editing.listen((news, sentence) => news === "refused" && sentences.push(sentence));
  editing.trim("kept", "last", 6);
  assert.equal(editing.framesOf(editing.moments[0]).last, 6);
  answers.push({ acknowledged: [], refused: "n1", sentence: "Its frames stay.", moments: [kept] });
  await settle();
  assert.deepEqual(editing.moments, [kept]);
  assert.deepEqual(sentences, ["Its frames stay."]);
});

test("after a refusal the server's own moments count, and what no longer fits is dropped", async () => {
  const { editing, received, answers, settle } = editor();
  editing.remove("kept");
  editing.undo();
  editing.remove("kept");
  answers.push({ acknowledged: [], refused: "n1", sentence: "Gone.", moments: [] });
  await settle();
  assert.equal(editing.timeline.size, 0);
  assert.deepEqual(received.map(({ id }) => id), ["n1", "n2", "n3", "n2", "n3"]);
});
