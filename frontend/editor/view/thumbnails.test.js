import assert from "node:assert/strict";
import { test } from "node:test";

import { desk } from "../testing/desk.js";
import { FakeVideo, table } from "../testing/fakeVideo.js";
import { Thumbnails } from "./thumbnails.js";

/** A page in which new videos show frames and new canvases note which frame was painted. */
function studio() {
  const { document } = desk();
  const copy = Object.assign(new FakeVideo(), { videoWidth: 1600, videoHeight: 900 });
  const canvas = () => {
    const made = {
      width: 192, height: 108, dataset: {}, painted: /** @type {unknown[]} */ ([]),
      getContext: () => ({
        drawImage: (/** @type {any} */ picture) =>
          made.painted.push(picture.seeks ? picture.seeks.at(-1) : picture.painted.at(-1)),
      }),
    };
    return made;
  };
  const create = document.createElement.bind(document);
  document.createElement = (/** @type {string} */ name) =>
    /** @type {any} */ (name === "video" ? copy : name === "canvas" ? canvas() : create(name));
  const thumbnails = new Thumbnails(/** @type {any} */ ({ currentSrc: "/video" }), table);
  const show = (/** @type {any} */ target, /** @type {number} */ frame) => thumbnails.show(target, frame);
  return { canvas, show, copy, wait: () => new Promise((done) => setTimeout(done, 150)) };
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
