import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { FakeVideo, table } from "../testing/fakeVideo.js";
import { Player } from "./video.js";

let clock = 0;
/** @param {number} milliseconds */
function pass(milliseconds) {
  for (let step = 0; step < milliseconds; step += 1) {
    clock += 1;
    mock.timers.tick(1);
  }
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  clock = 0;
});

function screen() {
  const video = new FakeVideo();
  const player = new Player(/** @type {any} */ (video), table, () => clock);
  return { video, player };
}

test("the frame shown is known only when the browser has reported it", () => {
  const { player } = screen();
  player.goTo(42);
  assert.equal(player.shown, null);
  assert.equal(player.settled, false);
  pass(25);
  assert.equal(player.shown, 42);
  assert.equal(player.settled, true);
});

test("fast steps end on the exact frame, and seek only to the newest wish", () => {
  const { video, player } = screen();
  for (let press = 0; press < 12; press += 1) player.step(1);
  player.step(-10);
  pass(60);
  assert.equal(player.shown, 2);
  assert.deepEqual(video.seeks, [1, 2]);
});

test("another frame than the wanted one is corrected, not believed", () => {
  const { video, player } = screen();
  video.lies = [41, 43];
  player.goTo(42);
  pass(45);
  assert.equal(player.shown, 43);
  assert.equal(player.settled, false);
  pass(25);
  assert.equal(player.shown, 42);
  assert.equal(player.settled, true);
  assert.equal(video.seeks.length, 3);
});

test("when the browser insists on another frame, that frame is what is said to be shown", () => {
  const { video, player } = screen();
  video.lies = Array(20).fill(41);
  player.goTo(42);
  pass(400);
  assert.equal(player.shown, 41);
  assert.equal(player.settled, true);
  assert.equal(player.wanted, 41);
});

test("a seek without a report is made again", () => {
  const { video, player } = screen();
  video.silent = 1;
  player.goTo(42);
  pass(200);
  assert.equal(player.settled, false);
  pass(100);
  assert.equal(player.shown, 42);
  assert.equal(player.settled, true);
});

test("sent to the frame that is there already, silence is an answer", () => {
  const { video, player } = screen();
  player.goTo(42);
  pass(30);
  video.silent = 9;
  player.goTo(42);
  pass(600);
  assert.equal(player.settled, true);
  assert.equal(player.shown, 42);
});

test("it stays inside the film", () => {
  const { player } = screen();
  player.goTo(1e6);
  pass(30);
  assert.equal(player.shown, 99);
  player.step(-1000);
  pass(30);
  assert.equal(player.shown, 0);
});

test("while playing, the number follows the reports; pausing settles on the frame shown", () => {
  const { video, player } = screen();
  player.play();
  assert.equal(video.paused, false);
  for (const frame of [0, 1, 2, 4]) video.report(frame);
  assert.equal(player.shown, 4);
  assert.equal(player.settled, false);
  player.pause();
  assert.equal(video.paused, true);
  pass(30);
  assert.equal(player.shown, 4);
  assert.equal(player.settled, true);
});

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

test("at the end of the film it stops, and playing again begins at the beginning", () => {
  const { video, player } = screen();
  player.goTo(98);
  pass(30);
  player.play();
  video.report(99);
  video.dispatchEvent(new Event("ended"));
  pass(30);
  assert.equal(player.mode, "paused");
  assert.equal(player.shown, 99);
  player.play();
  assert.equal(video.seeks.at(-1), 0);
});

test("backwards it goes at its speed and stops at the first frame", () => {
  const { player } = screen();
  player.goTo(60);
  pass(30);
  player.playBackwards();
  pass(1000);
  const after = /** @type {number} */ (player.shown);
  assert.ok(after >= 29 && after <= 32, String(after));
  assert.equal(player.mode, "backwards");
  pass(1500);
  assert.equal(player.shown, 0);
  assert.equal(player.mode, "paused");
  assert.equal(player.settled, true);
});

test("backwards in a loop it comes round to the last frame", () => {
  const { video, player } = screen();
  player.setLoop({ first: 10, last: 20 });
  player.goTo(12);
  pass(30);
  player.playBackwards();
  pass(200);
  assert.ok(video.seeks.includes(10));
  assert.ok(video.seeks.includes(20));
  assert.equal(player.mode, "backwards");
});
