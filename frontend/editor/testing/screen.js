import { beforeEach, mock } from "node:test";

import { Player } from "../io/video.js";
import { FakeVideo, table } from "./fakeVideo.js";

let clock = 0;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  clock = 0;
});

/** Time goes by, for timers and for the player. @param {number} milliseconds */
export function pass(milliseconds) {
  for (let step = 0; step < milliseconds; step += 1) {
    clock += 1;
    mock.timers.tick(1);
  }
}

/** A player of a video element that a test can look into. */
export function screen() {
  const video = new FakeVideo();
  const player = new Player(/** @type {any} */ (video), table, () => clock);
  return { video, player };
}
