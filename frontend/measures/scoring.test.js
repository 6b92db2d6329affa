import assert from "node:assert/strict";
import { test } from "node:test";
import { counts, score } from "./scoring.js";

const item = { id: "1", minimum: 0, maximum: 4, reversed: false, if_not_applicable: null };

test("an answer counts as it is, or from the other end", () => {
  assert.equal(counts(item, 1), 1);
  assert.equal(counts({ ...item, reversed: true }, 1), 3);
});

test("no answer is no number, and blank is not zero", () => {
  for (const answer of /** @type {const} */ (["missing", "declined", "skipped", "not-asked"])) {
    assert.equal(counts({ ...item, if_not_applicable: 2 }, answer), null);
  }
  assert.equal(counts(item, undefined), null);
  assert.equal(counts(item, "not-applicable"), null);
  assert.equal(counts({ ...item, if_not_applicable: 2 }, "not-applicable"), 2);
});

test("a number that the item can't have is refused", () => {
  for (const answer of [-1, 5, 1.5, NaN, Infinity]) {
    assert.throws(() => counts(item, answer), /Item 1 takes a whole number from 0 to 4\./);
  }
});

test("a measure without an item answered has no score and no alert", () => {
  const scale = { id: "total", items: ["1"], of: [], mean: false, times: 1, weights: {}, table: {} };
  const measure = {
    items: [item],
    scales: [{ ...scale, rule: /** @type {const} */ ("complete"), at_least: 1 }],
    alerts: [{ item: "1", scored_from: 0, says: "Look." }],
  };
  assert.deepEqual(score(measure, {}), { scores: { total: null }, missing: ["1"], risk: [] });
  assert.deepEqual(score(measure, { 1: 0 }), { scores: { total: 0 }, missing: [], risk: ["1"] });
});
