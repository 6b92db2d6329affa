import assert from "node:assert/strict";
import { test } from "node:test";

import { table } from "../testing/fakeVideo.js";
import { pass, screen } from "../testing/screen.js";

test("a loop plays its last frame for its own time at that speed, then its first", () => {
  const { video, player } = screen();
  player.setLoop({ first: 10, last: 12 });
  player.setSpeed(0.5);
  player.play();
  assert.deepEqual(video.seeks, [10]);
  pass(25);
  for (const frame of [11, 12]) video.report(frame);
  assert.equal(video.paused, true);
  const stay = Math.ceil((table.frameSeconds(12) * 1000) / 0.5);
  pass(stay - 1);
  assert.deepEqual(video.seeks, [10]);
  pass(2);
  assert.deepEqual(video.seeks, [10, 10]);
  assert.equal(video.paused, false);
  assert.equal(player.mode, "playing");
});

test("when no report comes at a loop's end, it stops in time and shows its last frame", () => {
  const { video, player } = screen();
  player.setLoop({ first: 10, last: 14 });
  player.play();
  pass(25);
  video.report(11);
  pass(90);
  assert.equal(video.paused, false);
  pass(30);
  assert.equal(video.paused, true);
  assert.equal(video.seeks.at(-1), 14);
  pass(60);
  assert.equal(video.seeks.at(-1), 10);
  assert.equal(video.paused, false);
});

test("pausing while the loop turns stays paused", () => {
  const { video, player } = screen();
  player.setLoop({ first: 10, last: 12 });
  player.play();
  pass(25);
  video.report(12);
  player.pause();
  pass(300);
  assert.equal(video.paused, true);
  assert.equal(player.shown, 12);
  assert.equal(player.settled, true);
});
