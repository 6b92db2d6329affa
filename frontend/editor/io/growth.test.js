import assert from "node:assert/strict";
import { test } from "node:test";

import { FrameTable } from "../model/frameTable.js";
import { Growth } from "./growth.js";

/** @param {object} changes @returns {import("./growth.js").Answer} */
const answer = (changes) => ({
  state: "preparing", complete: false, fragments: 1, time_base: [1, 10], pts: [0, 1, 2], end: 3,
  done: 0.3, total: 1, left: null, ...changes,
});

/** A server that says these in turn, and a clock that waits for nobody. @param {...(object | Error)} said */
function growing(...said) {
  const asked = /** @type {number[]} */ ([]);
  const waits = /** @type {number[]} */ ([]);
  /** @type {(() => void)[]} */
  const waiting = [];
  const first = answer({});
  const table = new FrameTable(first);
  const growth = new Growth(table, first, {
    video: "/video",
    ask: async (rows) => {
      asked.push(rows);
      const next = said.shift();
      if (next instanceof Error) throw next;
      return answer(next ?? {});
    },
    later: (run, wait) => (waits.push(wait), waiting.push(run)),
  });
  const news = /** @type {number[]} */ ([]);
  growth.listen(() => news.push(table.length));
  const pass = async () => {
    waiting.shift()?.();
    await new Promise((done) => setTimeout(done));
  };
  return { growth, table, asked, waits, waiting, news, pass };
}

test("only the new rows are asked for, and the address names what is there", async () => {
  const { growth, table, asked, news, pass } = growing(
    { fragments: 2, pts: [3, 4], end: 5, left: 12 },
    { fragments: 2, pts: [], end: 5 },
    { complete: true, state: "ready", fragments: 4, pts: [5, 7], end: 9, total: 0.9 },
  );
  assert.equal(growth.newest, "/video?fragments=1");
  assert.equal(growth.duration, 1);
  await pass();
  assert.equal(growth.newest, "/video?fragments=2");
  assert.equal(growth.left, 12);
  await pass();
  await pass();
  assert.deepEqual(asked, [3, 5, 5]);
  assert.deepEqual(news, [5, 5, 7]);
  assert.deepEqual([table.pts, table.end], [[0, 1, 2, 3, 4, 5, 7], 9]);
  assert.equal(growth.newest, "/video");
  assert.equal(growth.duration, 0.9);
});

test("when all of it is there nobody asks any more", async () => {
  const { waiting, pass } = growing({ complete: true, state: "ready", pts: [3], end: 4 });
  await pass();
  assert.equal(waiting.length, 0);
});

test("a film that was stopped or refused is asked for no more, and says what became of it", async () => {
  const { growth, waiting, table, pass } = growing({ state: "refused", pts: [], end: 3 });
  await pass();
  assert.equal(growth.ended, "refused");
  assert.equal(waiting.length, 0);
  assert.equal(table.length, 3);
});

test("without a connection it asks again, ever more patiently, and keeps what there is", async () => {
  const { growth, waits, table, pass } = growing(new Error(), new Error(), { pts: [3], end: 4 });
  await pass();
  await pass();
  assert.equal(table.length, 3);
  await pass();
  assert.deepEqual(waits, [3000, 6000, 12_000, 3000]);
  assert.equal(table.length, 4);
  assert.equal(growth.ended, null);
});
