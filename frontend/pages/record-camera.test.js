import assert from "node:assert/strict";
import { test } from "node:test";

import { kindOfFile, loudness, openCamera } from "./record-camera.js";

/** @param {object} devices @param {boolean} [isSecureContext] */
const asked = (devices, isSecureContext = true) =>
  openCamera({ navigator: { mediaDevices: devices }, isSecureContext }, "environment");

/** @param {string} name */
const failing = (name) => ({ getUserMedia: async () => {
  throw Object.assign(new Error("no"), { name });
} });

test("front or back is asked for, with the room's own sound", async () => {
  /** @type {any} */
  let wanted;
  await asked({ getUserMedia: async (/** @type {any} */ what) => (wanted = what) });
  assert.equal(wanted.video.facingMode, "environment");
  assert.equal(wanted.audio.noiseSuppression, false);
});

test("each thing that goes wrong has its own name", async () => {
  for (const [error, name] of [["NotAllowedError", "refused"], ["NotFoundError", "missing"], ["NotReadableError", "busy"], ["Odd", "busy"]]) {
    await assert.rejects(asked(failing(error)), { message: name });
  }
  await assert.rejects(asked(/** @type {any} */ (undefined), false), { message: "insecure" });
  await assert.rejects(asked(/** @type {any} */ (undefined)), { message: "unsupported" });
});

test("the first kind of file that the browser can write is taken", () => {
  const browser = (/** @type {RegExp} */ can) => ({ MediaRecorder: { isTypeSupported: (/** @type {string} */ kind) => can.test(kind) } });
  assert.equal(kindOfFile(browser(/webm/)), "video/webm;codecs=h264,opus");
  assert.equal(kindOfFile(browser(/mp4/)), "video/mp4;codecs=avc1.42E01E,mp4a.40.2");
  assert.throws(() => kindOfFile(browser(/ogg/)), { message: "unsupported" });
  assert.throws(() => kindOfFile({}), { message: "unsupported" });
});

test("the loudest sound fills the meter, silence leaves it empty, half is 30 decibels down", () => {
  assert.equal(loudness([1, -1, 1, -1]), 1);
  assert.equal(loudness([0, 0, 0]), 0);
  assert.equal(loudness([10 ** -1.5, -(10 ** -1.5)]).toFixed(6), "0.500000");
});
