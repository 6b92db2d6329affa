import assert from "node:assert/strict";
import { test } from "node:test";

import { clock, place } from "./times.js";

test("a time is written as minutes and seconds, with hours when there are any", () => {
  assert.equal(clock(0), "0:00.00");
  assert.equal(clock(4.129), "0:04.12");
  assert.equal(clock(59.999), "0:59.99");
  assert.equal(clock(60), "1:00.00");
  assert.equal(clock(3723.5), "1:02:03.50");
  assert.equal(clock(65.9, 0), "1:05");
  assert.equal(clock(0.29), "0:00.29");
});

test("a whole number is a frame, the rest is a time", () => {
  assert.deepEqual(place(" 123 "), { frame: 123 });
  assert.deepEqual(place("4.5"), { seconds: 4.5 });
  assert.deepEqual(place("4,5"), { seconds: 4.5 });
  assert.deepEqual(place("4s"), { seconds: 4 });
  assert.deepEqual(place("4.5 seconds"), { seconds: 4.5 });
  assert.deepEqual(place("1:02.5"), { seconds: 62.5 });
  assert.deepEqual(place("1:00:01"), { seconds: 3601 });
});

test("what is neither is neither", () => {
  for (const typed of ["", "abc", "-4", "1:2:3:4", "1.2.3", ".", "s", ":", "99999999999"]) {
    assert.equal(place(typed), null, typed);
  }
});
