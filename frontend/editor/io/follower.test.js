import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { Beside } from "../model/beside.js";
import { FakeVideo, table } from "../testing/fakeVideo.js";
import { Follower } from "./follower.js";
import { Player } from "./video.js";

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

/** @param {number} milliseconds */
function pass(milliseconds) {
  for (let step = 0; step < milliseconds; step += 1) mock.timers.tick(1);
}

/** Two films of the same frames, the second begun ten frames earlier. */
function two() {
  const videos = [new FakeVideo(), new FakeVideo()];
  const [first, second] = videos.map((video) => new Player(/** @type {any} */ (video), table, () => 0));
  const follower = new Follower(first, second, new Beside(table, table, [10 * 1001, 30000]));
  return { first, second, follower, video: videos[1], firstVideo: videos[0] };
}

test("when the first film rests, the second shows the same moment", () => {
  const { first, second, follower } = two();
  first.goTo(30);
  assert.equal(follower.settled, false);
  pass(80);
  assert.deepEqual([first.shown, second.shown, follower.settled], [30, 40, true]);
  first.step(-1);
  pass(80);
  assert.deepEqual([first.shown, second.shown, follower.settled], [29, 39, true]);
});

test("where the second camera was not filming, it rests and says so", () => {
  const { first, follower } = two();
  first.goTo(95);
  pass(80);
  assert.equal(follower.present, false);
  assert.equal(follower.settled, true);
  first.goTo(5);
  pass(80);
  assert.equal(follower.present, true);
});

test("playing, it goes alongside, catches up gently, jumps when it is far off, and rests exactly", () => {
  const { first, second, video, firstVideo } = two();
  first.goTo(0);
  pass(80);
  first.play();
  firstVideo.report(1);
  assert.equal(second.mode, "playing");
  pass(30);
  video.report(10);
  firstVideo.report(4); // the second should be at 14: it is late, so it hurries
  assert.ok(video.playbackRate > 1 && video.playbackRate <= 1.15, String(video.playbackRate));
  video.report(20);
  firstVideo.report(5);
  assert.ok(video.playbackRate < 1 && video.playbackRate >= 0.85, String(video.playbackRate));
  firstVideo.report(40);
  assert.equal(video.seeks.at(-1), 50);
  first.pause();
  pass(100);
  assert.deepEqual([first.shown, second.shown, second.mode], [40, 50, "paused"]);
});

test("held, it stays while the first film moves, and then lies as it is told", () => {
  const { first, second, follower } = two();
  first.goTo(20);
  pass(80);
  follower.hold(true);
  first.goTo(25);
  pass(80);
  assert.deepEqual([first.shown, second.shown, follower.settled], [25, 30, true]);
  follower.lay(new Beside(table, table, [5 * 1001, 30000]));
  first.goTo(40);
  pass(80);
  assert.equal(second.shown, 45);
});
