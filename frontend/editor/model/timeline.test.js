import assert from "node:assert/strict";
import { test } from "node:test";

import { TimelineError, apply, inOrder, opposite, put, same, timelineOf } from "./timeline.js";

/** @typedef {import("./timeline.js").Moment} Moment */

const words = { title: "", note: "", principles: [] };
/** @type {Moment} */
const clip = { kind: "clip", id: "a", first: 20, last: 40, ...words };
/** @type {Moment} */
const still = { kind: "still", id: "b", at: 10, ...words };
/** @param {number} tick */
const isFrame = (tick) => tick % 10 === 0;
const empty = timelineOf([]);

test("a change makes a new timeline and leaves the old one as it was", () => {
  const after = apply(empty, put(clip), isFrame);
  assert.equal(empty.size, 0);
  assert.deepEqual(after.get("a"), clip);
  assert.deepEqual(inOrder(apply(after, put(still), isFrame)).map(({ id }) => id), ["b", "a"]);
});

test("the opposite of any change brings back what was", () => {
  const before = timelineOf([clip]);
  for (const change of [
    put(still),
    put({ ...clip, title: "Waiting for him", principles: ["guiding"] }),
    /** @type {const} */ ({ op: "remove", id: "a" }),
  ]) {
    const back = opposite(before, change);
    assert.deepEqual(apply(apply(before, change, isFrame), back, isFrame), before);
  }
});

test("a change that can't be made says which rule it breaks", () => {
  const before = timelineOf([clip]);
  /** @type {[import("./timeline.js").Change, string][]} */
  const wrong = [
    [{ op: "remove", id: "z" }, "gone"],
    [put({ ...clip, last: 41 }), "notAFrame"],
    [put({ ...clip, last: 10 }), "endBeforeBeginning"],
    [put({ ...still, id: "a" }), "otherKind"],
    [put({ ...clip, title: "x".repeat(121) }), "tooLong"],
    [put({ ...clip, note: "x".repeat(2001) }), "tooLong"],
  ];
  for (const [change, reason] of wrong) {
    assert.throws(
      () => apply(before, change, isFrame),
      (error) => error instanceof TimelineError && error.reason === reason,
    );
  }
  assert.throws(() => opposite(before, { op: "remove", id: "z" }), TimelineError);
});

test("principles are sent sorted, and the order of names and keys makes no difference", () => {
  const one = { ...clip, principles: ["guiding", "being-attentive"] };
  const { principles, ...rest } = one;
  const other = { principles: [...principles].reverse(), ...rest };
  assert.deepEqual(/** @type {any} */ (put(one)).principles, ["being-attentive", "guiding"]);
  assert.ok(same(one, other));
  assert.ok(!same(one, clip));
});
