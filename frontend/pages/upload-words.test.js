import assert from "node:assert/strict";
import { test } from "node:test";
import { Pace, fill, megabytes, time } from "./upload-words.js";

const WORDS = { wordMegabyte: "%s MB", wordSecond: "%s s", wordMinute: "%s min", wordHour: "%s h" };

for (const [bytes, words] of [[0, "0.0 MB"], [1_240_000, "1.2 MB"], [9_960_000, "10.0 MB"], [95_400_000, "95 MB"]]) {
  test(`${bytes} bytes are ${words}`, () => assert.equal(megabytes(Number(bytes), WORDS), words));
}

for (const [seconds, words] of [[0, "5 s"], [11, "15 s"], [59, "60 s"], [60, "1 min"], [61, "2 min"], [5400, "1.5 h"]]) {
  test(`${seconds} seconds are said as ${words}`, () => assert.equal(time(Number(seconds), WORDS), words));
}

test("values are put in as they are, whatever signs they hold", () => {
  assert.equal(fill("%s of %s", "$&", "2"), "$& of 2");
  assert.equal(fill(undefined, "1"), "");
});

test("nobody knows the time left before some seconds have passed", () => {
  const pace = new Pace();
  assert.equal(pace.left(1000), null);
  pace.note(0, 0);
  pace.note(100, 2);
  assert.equal(pace.left(1000), null);
  pace.note(200, 4);
  assert.equal(pace.left(1000), 16);
});

test("the time left follows the last seconds, not the first ones", () => {
  const pace = new Pace();
  for (let at = 0; at <= 100; at += 5) pace.note(at * 1000, at);
  for (let at = 105; at <= 200; at += 5) pace.note(100_000 + (at - 100) * 10, at);
  assert.equal(pace.left(102_000), 100);
});

test("a part that is sent again begins the count anew", () => {
  const pace = new Pace();
  pace.note(0, 0);
  pace.note(1000, 10);
  pace.note(500, 11);
  assert.equal(pace.left(2000), null);
});
