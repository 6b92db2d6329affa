import assert from "node:assert/strict";
import { test } from "node:test";

import { desk } from "../testing/desk.js";
import { FakeVideo, table } from "../testing/fakeVideo.js";
import { Thumbnails } from "./thumbnails.js";

/**
 * A page in which new videos show frames and new canvases note which frame was painted.
 * @param {import("./thumbnails.js").Sheets | null} [sheets]
 */
function studio(sheets = null) {
  const { document } = desk();
  const copy = Object.assign(new FakeVideo(), { videoWidth: 1600, videoHeight: 900 });
  const canvas = () => {
    const made = {
      width: 192, height: 108, dataset: {}, painted: /** @type {unknown[]} */ ([]),
      getContext: () => ({
        drawImage: (/** @type {any} */ picture, /** @type {number[]} */ ...box) =>
          made.painted.push(picture.seeks ? picture.seeks.at(-1) : picture.painted?.at(-1) ?? [picture, ...box]),
      }),
    };
    return made;
  };
  const create = document.createElement.bind(document);
  document.createElement = (/** @type {string} */ name) =>
    /** @type {any} */ (name === "video" ? copy : name === "canvas" ? canvas() : create(name));
  const thumbnails = new Thumbnails(/** @type {any} */ ({ currentSrc: "/video" }), table, undefined, sheets);
  const show = (/** @type {any} */ target, /** @type {number} */ frame) => thumbnails.show(target, frame);
  return { canvas, show, copy, thumbnails, wait: () => new Promise((done) => setTimeout(done, 150)) };
}

test("each picture is painted from its exact frame, one after the other", async () => {
  const { canvas, show, copy, wait } = studio();
  const canvases = [canvas(), canvas(), canvas()];
  [30, 7, 30].forEach((frame, place) => show(canvases[place], frame));
  await wait();
  assert.deepEqual(canvases.map(({ painted }) => painted), [[30], [7], [30]]);
  assert.deepEqual(copy.seeks, [30, 7]);
});

test("a frame that was painted before is not looked for again", async () => {
  const { canvas, show, copy, wait } = studio();
  const [one, other] = [canvas(), canvas()];
  show(one, 12);
  await wait();
  show(one, 12);
  show(other, 12);
  await wait();
  assert.deepEqual([one.painted, other.painted, copy.seeks], [[12], [12], [12]]);
});

/** Sheets that tell the tick for a picture. @param {number} [width] @param {number} [height] of a small picture */
const sheets = (width = 160, height = 90) => ({
  at: async (/** @type {number} */ tick) =>
    ({ picture: /** @type {any} */ (`at ${tick}`), left: 320, top: 180, width, height }),
});

test("where sheets were made, a picture is its part of a sheet, and no second film is opened", async () => {
  const { canvas, show, copy, wait } = studio(sheets());
  const one = canvas();
  show(one, 30);
  await wait();
  assert.deepEqual(one.painted, [[`at ${table.tick(30)}`, 320, 180, 160, 90, 0, 0, 192, 108]]);
  assert.deepEqual([copy.sources, copy.seeks], [[], []]);
});

test("a tall picture fills the canvas, and what is over is cut above and below", async () => {
  const { canvas, show, wait } = studio(sheets(90, 160));
  const one = canvas();
  show(one, 30);
  await wait();
  const high = (160 * 192) / 90;
  assert.deepEqual(one.painted, [[`at ${table.tick(30)}`, 320, 180, 90, 160, 0, (108 - high) / 2, 192, high]]);
});

test("where the sheets can't be had, the frame is painted from the film", async () => {
  const { canvas, show, wait } = studio({ at: () => Promise.reject(new Error("not there")) });
  const one = canvas();
  show(one, 30);
  await wait();
  assert.deepEqual(one.painted, [30]);
});

test("sheets that come late paint only what is still wanted", async () => {
  const answers = /** @type {(() => void)[]} */ ([]);
  const slow = {
    at: (/** @type {number} */ tick) =>
      new Promise((done) => answers.push(() => sheets().at(tick).then(done))),
  };
  const { canvas, show, wait } = studio(/** @type {any} */ (slow));
  const one = canvas();
  show(one, 30);
  show(one, 31);
  for (const answer of answers.reverse()) answer();
  await wait();
  assert.deepEqual(one.painted.map((call) => /** @type {any[]} */ (call)[0]), [`at ${table.tick(31)}`]);
});

test("a film that has become whole uses its sheets from then on", async () => {
  const { canvas, show, copy, thumbnails, wait } = studio();
  const [early, late] = [canvas(), canvas()];
  show(early, 12);
  await wait();
  thumbnails.sheets = sheets();
  show(late, 40);
  await wait();
  assert.deepEqual([early.painted.length, late.painted.length, copy.seeks], [1, 1, [12]]);
});
