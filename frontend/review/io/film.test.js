import assert from "node:assert/strict";
import { test } from "node:test";

import { CannotShow, fetched, frameTable } from "./film.js";

const TABLE = { time_base: [1, 25], pts: [0, 1, 2], end: 3 };

test("several moments of one film ask for its times once", async () => {
  let asked = 0;
  const ask = /** @type {any} */ (
    async () => {
      asked += 1;
      return { ok: true, redirected: false, json: async () => TABLE };
    }
  );
  const [one, other] = await Promise.all([frameTable("/a", ask), frameTable("/a", ask)]);
  assert.equal(one, other);
  assert.equal(one.length, 3);
  assert.equal(asked, 1);
});

test("times that did not come may be asked for again", async () => {
  const answers = [
    { ok: false, status: 503 },
    { ok: true, redirected: true, status: 200 },
    { ok: true, redirected: false, json: async () => TABLE },
  ];
  const ask = /** @type {any} */ (async () => answers.shift());
  await assert.rejects(frameTable("/b", ask), CannotShow);
  await assert.rejects(frameTable("/b", ask), CannotShow);
  assert.equal((await frameTable("/b", ask)).length, 3);
});

/** @param {[number, number][]} ranges */
function video(ranges) {
  return Object.assign(new EventTarget(), {
    HAVE_ENOUGH_DATA: 4,
    readyState: 1,
    currentTime: 5,
    buffered: {
      get length() {
        return ranges.length;
      },
      start: (/** @type {number} */ at) => ranges[at][0],
      end: (/** @type {number} */ at) => ranges[at][1],
    },
  });
}

test("a clip is here when all of it is, not when some of the film is", async () => {
  /** @type {[number, number][]} */
  const ranges = [[0, 2], [4, 6]];
  const film = video(ranges);
  let here = false;
  const coming = fetched(/** @type {any} */ (film), 8).then(() => (here = true));
  film.dispatchEvent(new Event("progress"));
  await Promise.resolve();
  assert.equal(here, false);
  ranges[1] = [4, 9];
  film.dispatchEvent(new Event("progress"));
  await coming;
  assert.equal(here, true);
});

test("the browser's own word that it will be in time is enough, and so is an error", async () => {
  await fetched(/** @type {any} */ (Object.assign(video([]), { readyState: 4 })), 8);
  const film = video([]);
  const over = fetched(/** @type {any} */ (film), 8);
  film.readyState = 4;
  film.dispatchEvent(new Event("error"));
  await over;
});
