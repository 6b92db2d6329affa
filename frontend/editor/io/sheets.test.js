import assert from "node:assert/strict";
import { test } from "node:test";

import { Sheets } from "./sheets.js";

const TOLD = { width: 160, height: 90, columns: 3, rows: 2, ticks: [7, 100, 200, 300, 400, 500, 600, 700] };

/** @param {object} [told] */
function shelf(told = TOLD) {
  const asked = /** @type {string[]} */ ([]);
  const answer = async (/** @type {string} */ address) => {
    asked.push(address);
    return /** @type {any} */ (address.endsWith(".json") ? told : address);
  };
  return { asked, sheets: new Sheets("/films/one/sprite.json", answer, answer) };
}

test("the last picture at or before the moment is found in its place, row by row", async () => {
  const { sheets } = shelf();
  const places = [];
  for (const tick of [7, 99, 100, 299, 300, 599, 600, 9000]) {
    const { picture, left, top, width, height } = await sheets.at(tick);
    assert.deepEqual([width, height], [160, 90]);
    places.push([String(picture).slice(-7, -4), left, top]);
  }
  assert.deepEqual(places, [
    ["000", 0, 0], ["000", 0, 0], ["000", 160, 0], ["000", 320, 0],
    ["000", 0, 90], ["000", 320, 90], ["001", 0, 0], ["001", 160, 0],
  ]);
});

test("nothing is fetched before it is wanted, and nothing twice", async () => {
  const { asked, sheets } = shelf();
  assert.deepEqual(asked, []);
  await Promise.all([650, 700, 610].map((tick) => sheets.at(tick)));
  assert.deepEqual(asked, ["/films/one/sprite.json", "/films/one/sprite-001.jpg"]);
});

test("a moment before the first picture, or a film without any, has none", async () => {
  await assert.rejects(shelf().sheets.at(6), RangeError);
  await assert.rejects(shelf({ ...TOLD, ticks: [] }).sheets.at(6), RangeError);
});

test("what could not be had is asked for again; warmed, the first sheet is here before it is wanted", async () => {
  const asked = /** @type {string[]} */ ([]);
  const answer = async (/** @type {string} */ address) => {
    asked.push(address.slice(-7));
    if (asked.length === 1 || asked.length === 3) throw new Error("no line");
    return /** @type {any} */ (address.endsWith(".json") ? TOLD : address);
  };
  const sheets = new Sheets("/films/one/sprite.json", answer, answer);
  await assert.rejects(sheets.warm());
  await assert.rejects(sheets.warm());
  await sheets.warm();
  await sheets.at(7);
  assert.deepEqual(asked, ["te.json", "te.json", "000.jpg", "000.jpg"]);
});
