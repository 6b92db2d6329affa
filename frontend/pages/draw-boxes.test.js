import assert from "node:assert/strict";
import { test } from "node:test";
import { DrawBoxes } from "./draw-boxes.js";
import { page } from "./testing/page.js";

const ROW = ["left", "top", "width", "height", "at"]
  .map((edge) => `<input data-edge="${edge}">`)
  .join("");
const BODY = `<div id="it" data-frames="/frames" data-first="10" data-last="30"
  data-words="Box NUMBER: LEFT, TOP, WIDTH, HEIGHT.">
  <video controls></video><div data-layer></div>
  <div data-playing hidden><button data-do="play" data-off="Play" data-on="Pause"></button>
  <input data-time type="range"></div>
  <div data-drawing hidden><button data-do="add">Add</button><button data-do="remove">Remove</button></div>
  <fieldset data-box>${ROW}</fieldset><fieldset data-box>${ROW}</fieldset></div>`;
const FRAMES = { time_base: [1, 10], pts: [0, 10, 20, 30, 40], end: 50 };

/** A picture of 200 by 100, and five frames of a second of which the clip has the middle three. */
function drawing({ frames = /** @type {object | null} */ (FRAMES), values = /** @type {string[]} */ ([]) } = {}) {
  const { it, window } = page(BODY);
  window.fetch = async () => ({ ok: frames !== null, json: async () => frames });
  window.HTMLMediaElement.prototype.pause = () => {};
  window.HTMLElement.prototype.getBoundingClientRect = () => ({ left: 0, top: 0, width: 200, height: 100 });
  const row = it.querySelector("[data-box]");
  values.forEach((value, number) => (row.querySelectorAll("input")[number].value = value));
  const behaviour = new DrawBoxes(it);
  const layer = it.querySelector("[data-layer]");
  /** @param {string} name @param {Element} target @param {number} clientX @param {number} clientY */
  const pointer = (name, target, clientX, clientY) => {
    const event = new window.MouseEvent(name, { bubbles: true, cancelable: true, clientX, clientY });
    target.dispatchEvent(event);
  };
  /** @param {number} number */
  const box = (number) =>
    [...it.querySelectorAll("[data-box]")[number].querySelectorAll("input")].map(({ value }) => value);
  const covers = () => [...it.querySelectorAll(".attune-cover")];
  /** @param {Element} target @param {string} key @param {boolean} [shiftKey] */
  const press = (target, key, shiftKey = false) =>
    target.dispatchEvent(
      new window.KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true }),
    );
  return { it, behaviour, layer, pointer, box, covers, press };
}

test("a drag draws a box, whose numbers are written, with the frame it was drawn on", async () => {
  const { behaviour, layer, pointer, box, covers } = drawing();
  await behaviour.ready;
  behaviour.show(2);
  pointer("pointerdown", layer, 20, 10);
  pointer("pointermove", layer, 80, 60);
  pointer("pointerup", layer, 80, 60);
  assert.deepEqual(box(0), ["10", "10", "30", "50", "20"]);
  assert.equal(covers()[0].style.left, "10%");
  assert.equal(covers()[0].getAttribute("aria-label"), "Box 1: 10, 10, 30, 50.");
});

test("a touch is no box", async () => {
  const { behaviour, layer, pointer, covers } = drawing();
  await behaviour.ready;
  pointer("pointerdown", layer, 20, 10);
  pointer("pointermove", layer, 21, 10);
  pointer("pointerup", layer, 21, 10);
  assert.deepEqual(covers(), []);
});

test("a box is moved by its middle and sized by its corner", async () => {
  const { behaviour, layer, pointer, box, covers } = drawing({ values: ["10", "10", "30", "50", "10"] });
  await behaviour.ready;
  pointer("pointerdown", covers()[0], 40, 40);
  pointer("pointermove", layer, 60, 40);
  pointer("pointerup", layer, 60, 40);
  assert.deepEqual(box(0).slice(0, 4), ["20", "10", "30", "50"]);
  pointer("pointerdown", covers()[0].querySelector("[data-corner]"), 100, 60);
  pointer("pointermove", layer, 120, 70);
  pointer("pointerup", layer, 120, 70);
  assert.deepEqual(box(0).slice(0, 4), ["20", "10", "40", "60"]);
});

test("with the keyboard alone: add, move, size, remove", async () => {
  const { it, behaviour, box, covers, press } = drawing();
  await behaviour.ready;
  it.querySelector("[data-do=add]").click();
  assert.equal(it.ownerDocument.activeElement, covers()[0]);
  press(covers()[0], "ArrowLeft");
  press(covers()[0], "ArrowDown", true);
  assert.deepEqual(box(0), ["34", "35", "30", "31", "10"]);
  press(covers()[0], "Delete");
  assert.deepEqual(box(0), ["", "", "", "", ""]);
  assert.deepEqual(covers(), []);
});

test("there are as many boxes as there are places in the form", async () => {
  const { it, behaviour, covers } = drawing();
  await behaviour.ready;
  const [add, remove] = it.querySelectorAll("[data-drawing] button");
  assert.equal(remove.disabled, true);
  add.click();
  add.click();
  assert.equal(add.disabled, true);
  assert.equal(covers().length, 2);
  remove.click();
  assert.equal(add.disabled, false);
  assert.equal(covers().length, 1);
});

test("numbers that are typed are seen on the picture", async () => {
  const { it, behaviour, covers } = drawing();
  await behaviour.ready;
  const inputs = it.querySelectorAll("[data-box] input");
  ["1", "2", "3", "4"].forEach((value, number) => {
    inputs[number].value = value;
    inputs[number].dispatchEvent(new (it.ownerDocument.defaultView.Event)("input"));
  });
  assert.equal(covers()[0].style.width, "3%");
});

test("the picture shown is one of the clip's, in the middle of its time", async () => {
  const { it, behaviour } = drawing({ values: ["1", "2", "3", "4", "30"] });
  await behaviour.ready;
  const [time, video] = [it.querySelector("[data-time]"), it.querySelector("video")];
  assert.deepEqual([time.min, time.max, time.value], ["1", "3", "3"]);
  assert.equal(video.currentTime, 3.5);
  assert.equal(video.controls, false);
});

test("without the times of the frames one can still draw", async () => {
  const { it, behaviour, box } = drawing({ frames: null });
  await behaviour.ready;
  it.querySelector("[data-do=add]").click();
  assert.deepEqual(box(0), ["35", "35", "30", "30", ""]);
  assert.equal(it.querySelector("[data-playing]").hidden, true);
  assert.equal(it.querySelector("video").controls, true);
});
