import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { FrameTable } from "../model/frameTable.js";
import { FakeVideo, table as whole } from "../testing/fakeVideo.js";
import { Reel } from "./reel.js";
import { Player } from "./video.js";

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

/** @param {number} milliseconds */
function pass(milliseconds) {
  for (let step = 0; step < milliseconds; step += 1) mock.timers.tick(1);
}

/** A film of a hundred frames of which the first forty are there. */
function growing() {
  const video = new FakeVideo();
  Object.assign(video, { videoWidth: 160, videoHeight: 90 });
  const table = new FrameTable({ time_base: [1, 30000], pts: whole.pts.slice(0, 40), end: whole.pts[40] });
  const drawn = /** @type {number[]} */ ([]);
  const cover = { hidden: true, getContext: () => ({ drawImage: () => drawn.push(video.currentTime) }) };
  const newest = () => `/video?until=${table.last}`;
  const reel = new Reel(/** @type {any} */ (video), table, newest, /** @type {any} */ (cover));
  const player = new Player(/** @type {any} */ (video), table, () => 0, reel);
  const grow = (/** @type {number} */ to) =>
    table.grow(whole.pts.slice(table.length, to), to < 100 ? whole.pts[to] : whole.end);
  player.goTo(0);
  pass(200);
  return { video, table, player, reel, cover, drawn, grow };
}

test("the first file holds what is there, and what is not there can't be reached", () => {
  const { video, player } = growing();
  assert.deepEqual(video.sources, ["/video?until=39"]);
  assert.equal(player.shown, 0);
  assert.equal(player.settled, true);
  player.goTo(80);
  pass(300);
  assert.equal(player.shown, 39);
  assert.equal(player.settled, true);
  assert.equal(video.sources.length, 1);
});

test("more of the film changes nothing until a frame of it is wanted", () => {
  const { video, player, grow, cover, drawn } = growing();
  player.goTo(20);
  pass(100);
  grow(90);
  player.goTo(30);
  pass(100);
  assert.equal(video.sources.length, 1);
  player.goTo(80);
  assert.deepEqual(video.sources, ["/video?until=39", "/video?until=89"]);
  assert.equal(cover.hidden, false);
  assert.equal(drawn.length, 1);
  pass(31); // the new file has reported its first picture
  assert.equal(player.shown, 30);
  assert.equal(cover.hidden, false);
  pass(200);
  assert.equal(player.shown, 80);
  assert.equal(player.settled, true);
  assert.equal(cover.hidden, true);
});

test("whoever changes their mind while the file comes gets the last frame asked for", () => {
  const { video, player, grow } = growing();
  grow(100);
  player.goTo(80);
  pass(10);
  player.step(-7);
  pass(25);
  player.step(2);
  pass(400);
  assert.equal(player.shown, 75);
  assert.equal(player.settled, true);
  assert.equal(video.sources.length, 2);
});

test("playing towards the end of a file goes on in a longer one, at the frame after", () => {
  const { video, player, grow, cover } = growing();
  player.play();
  assert.equal(video.paused, false);
  grow(100);
  video.report(2);
  assert.equal(video.sources.length, 2);
  assert.equal(player.shown, 2);
  pass(31);
  assert.equal(cover.hidden, false);
  pass(60);
  assert.equal(video.seeks.at(-1), 3);
  assert.equal(video.paused, false);
  video.report(4);
  assert.equal(player.shown, 4);
  assert.equal(cover.hidden, true);
  assert.equal(player.mode, "playing");
});

test("pausing while the file comes stays paused, on the frame that was shown", () => {
  const { video, player, grow } = growing();
  player.play();
  grow(100);
  video.report(2);
  player.pause();
  pass(300);
  assert.equal(player.mode, "paused");
  assert.equal(video.paused, true);
  assert.equal(player.shown, 2);
  assert.equal(player.settled, true);
});

test("at the end of what is there it rests, and plays on once there is more", () => {
  const { video, player, grow } = growing();
  player.goTo(39);
  pass(100);
  player.play();
  pass(30);
  video.report(39);
  video.dispatchEvent(new Event("ended"));
  pass(100);
  assert.equal(player.mode, "paused");
  assert.equal(player.shown, 39);
  grow(100);
  player.play();
  pass(200);
  assert.equal(video.sources.length, 2);
  assert.equal(video.paused, false);
  assert.equal(video.seeks.at(-1), 39);
});
