import assert from "node:assert/strict";
import { test } from "node:test";
import { SMALLEST, between, inside, keyed, moved, sized } from "./draw-shape.js";

const BOX = { left: 10, top: 20, width: 30, height: 40 };

test("two corners make a box, whichever was first", () => {
  const box = { left: 10, top: 20, width: 30, height: 40 };
  assert.deepEqual(between({ x: 10, y: 20 }, { x: 40, y: 60 }), box);
  assert.deepEqual(between({ x: 40, y: 60 }, { x: 10, y: 20 }), box);
});

test("a finger that leaves the picture draws to its edge", () => {
  assert.deepEqual(inside({ x: -5, y: 120 }), { x: 0, y: 100 });
  const box = { left: 90, top: 0, width: 10, height: 50 };
  assert.deepEqual(between({ x: 90, y: 50 }, { x: 130, y: -10 }), box);
});

test("a box moves as far as the picture goes", () => {
  assert.deepEqual(moved(BOX, -50, 5), { ...BOX, left: 0, top: 25 });
  assert.deepEqual(moved(BOX, 99, 99), { ...BOX, left: 70, top: 60 });
});

test("a box is never larger than the room for it, nor too small to be seen", () => {
  assert.deepEqual(sized(BOX, 500, 500), { ...BOX, width: 90, height: 80 });
  assert.deepEqual(sized(BOX, -500, -500), { ...BOX, width: SMALLEST, height: SMALLEST });
  const corner = between({ x: 100, y: 100 }, { x: 100, y: 100 });
  assert.deepEqual(corner, { left: 98, top: 98, width: SMALLEST, height: SMALLEST });
});

test("tenths of a percent, as the server keeps them", () => {
  assert.deepEqual(between({ x: 1.234, y: 2 }, { x: 11.299, y: 9 }), {
    left: 1.2,
    top: 2,
    width: 10.1,
    height: 7,
  });
});

test("arrows move, with Shift they change the size, other keys do nothing", () => {
  assert.deepEqual(keyed(BOX, { key: "ArrowLeft", shiftKey: false }), { ...BOX, left: 9 });
  assert.deepEqual(keyed(BOX, { key: "ArrowDown", shiftKey: false }), { ...BOX, top: 21 });
  assert.deepEqual(keyed(BOX, { key: "ArrowRight", shiftKey: true }), { ...BOX, width: 31 });
  assert.deepEqual(keyed(BOX, { key: "ArrowUp", shiftKey: true }), { ...BOX, height: 39 });
  assert.equal(keyed(BOX, { key: "Tab", shiftKey: false }), null);
});
