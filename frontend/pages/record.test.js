import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Record } from "./record.js";
import { page } from "./testing/page.js";

const STUDIO = new URL("../../attune/web/films/templates/films/parts/studio.html", import.meta.url);

/** The page's own template, with Django's marks made plain. */
const studio = readFileSync(STUDIO, "utf8")
  .replace(/\{% translate "[^"]*" as word %\}/g, "")
  .replace(/\{% button .*?%\}/g, "<button type='button'></button>")
  .replace(/\{% translate "([^"]*)" %\}/g, "$1")
  .replace(/\{\{ name \}\}/g, "Recording of today")
  .replace(/\{%.*?%\}|\{\{.*?\}\}/gs, "");

/** A page that films, on a device and with a server that do as they are told. @param {any} [told] */
function given({ camera, status = 201 } = {}) {
  const { it, window, document } = page(
    `<form id="it" data-new="/new"><input name="csrfmiddlewaretoken" value="t">
     <div data-fields><input name="title" value="Bath"></div>${studio}</form>`,
  );
  /** @type {any} */
  const seen = { asked: [], went: [], stopped: 0, tracks: [], recorders: [] };
  class Recorder {
    state = "recording";
    constructor() {
      seen.recorders.push(this);
    }
    static isTypeSupported() {
      return true;
    }
    start() {}
    stop() {
      this.state = "inactive";
      this.part("the end");
      /** @type {any} */ (this).onstop();
    }
    /** @param {string} text */
    part(text) {
      /** @type {any} */ (this).ondataavailable({ data: new Blob([text]) });
    }
  }
  const stream = () => {
    const track = Object.assign(new window.EventTarget(), { stop: () => (seen.stopped += 1) });
    seen.tracks.push(track);
    return { getTracks: () => [track] };
  };
  const quiet = { connect() {}, fftSize: 0, getFloatTimeDomainData() {} };
  Object.assign(window, {
    MediaRecorder: Recorder, isSecureContext: true, requestAnimationFrame() {},
    AudioContext: class {
      createAnalyser() {
        return quiet;
      }
      createMediaStreamSource() {
        return quiet;
      }
      close() {}
    },
  });
  const getUserMedia = camera ?? (async (/** @type {any} */ what) => ((seen.side = what.video.facingMode), stream()));
  Object.defineProperty(window.navigator, "mediaDevices", { value: { getUserMedia } });
  window.HTMLMediaElement.prototype.play = () => {};
  let offset = 0;
  const record = new Record(it, {
    now: () => 0,
    go: (/** @type {string} */ url) => seen.went.push(url),
    fetch: async (/** @type {string} */ url, /** @type {any} */ { method, headers, body }) => {
      seen.asked.push({ method, url, headers, body });
      if (method === "POST") return new Response(status === 201 ? "" : "<p>fields</p>", { status, headers: { Location: "/upload", Film: "/film" } });
      offset += body.size;
      return new Response(null, { status: 204, headers: { "Upload-Offset": String(offset) } });
    },
  });
  const settle = () => new Promise((done) => setTimeout(done, 20));
  const press = async (/** @type {string} */ name) => {
    it.querySelector(`[data-press=${name}] button`).click();
    await settle();
  };
  const note = () => it.querySelector("[data-note]").textContent;
  const visible = () => [...it.querySelectorAll("[data-press]")].filter(({ hidden }) => !hidden).map(({ dataset }) => dataset.press);
  return { it, document, record, seen, press, note, visible, settle, window };
}

test("nothing is asked of device or server before somebody presses", () => {
  const { seen, visible } = given();
  assert.deepEqual([seen.asked, seen.tracks, visible()], [[], [], ["open"]]);
});

test("a film is filmed, sent part by part, and its page is opened when all is there", async () => {
  const { seen, press, visible, settle, it } = given();
  await press("open");
  assert.equal(seen.side, "environment");
  assert.deepEqual(visible(), ["start"]);
  await press("start");
  assert.deepEqual([seen.asked[0].url, seen.asked[0].headers["Upload-Defer-Length"]], ["/new", "1"]);
  assert.equal(seen.asked[0].body.get("original_name"), "Recording of today.webm");
  assert.deepEqual(visible(), ["stop"]);
  seen.recorders[0].part("first ");
  await settle();
  assert.equal(it.querySelector("[data-sent]").textContent, "0.0 MB safe on the server.");
  await press("stop");
  const last = seen.asked.at(-1);
  assert.deepEqual([last.method, last.headers["Upload-Length"]], ["PATCH", "13"]);
  assert.deepEqual(seen.went, ["/film"]);
  assert.equal(seen.stopped, 1);
});

test("each thing that goes wrong with the camera is told with what to do", async () => {
  for (const [name, words] of [["NotAllowedError", /Allow both/], ["NotFoundError", /No camera/], ["NotReadableError", /Another app/]]) {
    const { press, note, visible } = given({ camera: async () => {
      throw Object.assign(new Error(), { name });
    } });
    await press("open");
    assert.match(note(), /** @type {RegExp} */ (words));
    assert.deepEqual(visible(), ["open"]);
  }
});

test("what the server has to say first is shown, and nothing is filmed", async () => {
  const { press, note, it, seen, visible } = given({ status: 422 });
  await press("open");
  await press("start");
  assert.equal(it.querySelector("[data-fields]").innerHTML, "<p>fields</p>");
  assert.match(note(), /still missing above/);
  assert.deepEqual([seen.asked.length, visible()], [1, ["start"]]);
});

test("the other side's camera replaces the first", async () => {
  const { it, window, press, seen, settle } = given();
  await press("open");
  const side = it.querySelector("[data-side]");
  side.value = "user";
  side.dispatchEvent(new window.Event("change"));
  await settle();
  assert.deepEqual([seen.side, seen.stopped, seen.tracks.length], ["user", 1, 2]);
});

test("a camera that is taken away ends the film, and what there is, is kept", async () => {
  const { press, seen, note, settle, window } = given();
  await press("open");
  await press("start");
  seen.tracks[0].dispatchEvent(new window.Event("ended"));
  await settle();
  assert.match(note(), /taken away/);
  assert.equal(seen.asked.at(-1).headers["Upload-Length"], "7");
});
