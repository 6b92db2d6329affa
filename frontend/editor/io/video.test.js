import assert from "node:assert/strict";
import { test } from "node:test";

import { pass, screen } from "../testing/screen.js";

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

test("“here” is what was asked for at rest, and what is seen while the film moves", () => {
  const { player } = screen();
  player.goTo(60);
  player.step(2);
  assert.deepEqual([player.shown, player.here], [null, 62]);
  player.playBackwards();
  assert.equal(player.here, 62);
  pass(45);
  assert.deepEqual([player.shown, player.here], [62, 62]);
  let moves = 0;
  player.listen(() => {
    moves += 1;
    assert.equal(player.here, player.shown);
  });
  pass(400);
  assert.ok(moves > 5);
  const { here } = player;
  player.pause();
  pass(60);
  assert.deepEqual([player.shown, player.here, player.settled], [here, here, true]);
});

test("played before the picture is there, it begins at the frame that was asked for", () => {
  const { video, player } = screen();
  player.goTo(10);
  pass(30);
  player.step(1);
  player.step(1);
  player.play();
  assert.deepEqual(video.seeks, [10, 11, 12]);
  video.report(11); // of the seek that was given up
  assert.equal(player.here, 12);
  pass(45);
  video.report(13);
  assert.equal(player.here, 13);
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
