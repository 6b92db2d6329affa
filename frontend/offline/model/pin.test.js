import assert from "node:assert/strict";
import { test } from "node:test";

import { afterWrong, isPin, NO_TRIES, waits } from "./pin.js";

test("three wrong ones, then each costs twice as long, up to a quarter of an hour", () => {
  let tries = NO_TRIES;
  const seconds = [];
  for (let number = 0; number < 10; number += 1) {
    tries = afterWrong(tries, 1_000_000);
    seconds.push(waits(tries, 1_000_000));
  }
  assert.deepEqual(seconds, [0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
});

test("the time goes by, and a clock that was set back does not lengthen it", () => {
  const tries = { wrong: 3, until: 30_000 };
  assert.equal(waits(tries, 1), 30);
  assert.equal(waits(tries, 30_000), 0);
  assert.equal(waits({ wrong: 3, until: 10 ** 12 }, 0), 900);
});

test("a PIN is four to eight digits", () => {
  assert.deepEqual(["1234", "12345678"].map(isPin), [true, true]);
  assert.deepEqual(["", "123", "123456789", "12a4", "１２３４"].map(isPin), [false, false, false, false, false]);
});
