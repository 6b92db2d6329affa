import { Level, NoCamera, kindOfFile, openCamera } from "./record-camera.js";
import { Sender } from "./record-sender.js";
import { fill, megabytes } from "./upload-words.js";

const EVERY = 1000; // milliseconds of film in each part: what a flat battery costs at most, and the line
const BITS = 4_000_000; // a second, for the picture

/** @type {any} */
const browser = {
  fetch: (/** @type {any[]} */ ...all) => globalThis.fetch(...(/** @type {[any]} */ (all))),
  go: (/** @type {string} */ url) => globalThis.location.assign(url),
  now: () => Date.now(),
};

/**
 * @typedef {"closed" | "looking" | "recording" | "sending" | "stopped"} State
 *   closed: no camera yet · looking: it shows what it sees · sending: the last parts go · stopped: no more can be taken
 */

/** Films with the device's own camera and sends it while it films. */
export class Record {
  /** @type {State} */
  state = "closed";
  /** @type {MediaStream | null} */
  stream = null;
  /** @type {Sender | null} */
  sender = null;
  /** @type {any} */
  recorder = null;
  /** @type {Level | null} */
  level = null;
  /** @type {any} */
  lock = null;
  film = "";
  began = 0;

  /** @param {HTMLFormElement} form @param {any} tools */
  constructor(form, tools = browser) {
    this.form = form;
    this.tools = tools;
    this.window = /** @type {any} */ (form.ownerDocument.defaultView);
    this.fields = this.part("[data-fields]");
    this.studio = this.part("[data-studio]");
    this.words = this.studio.dataset;
    this.screen = /** @type {HTMLVideoElement} */ (this.part("[data-screen]"));
    this.side = /** @type {HTMLSelectElement} */ (this.part("[data-side]"));
    form.addEventListener("submit", (event) => event.preventDefault());
    this.press("open", () => this.open());
    this.press("start", () => this.start());
    this.press("stop", () => this.stop());
    this.side.addEventListener("change", () => this.open());
    this.window.addEventListener("online", () => this.sender?.now());
    this.window.addEventListener("beforeunload", (/** @type {Event} */ event) => this.busy && event.preventDefault());
    form.ownerDocument.addEventListener("visibilitychange", () => this.stayAwake());
    this.show("closed");
  }

  get busy() {
    return this.state === "recording" || this.state === "sending";
  }

  /** @param {string} selector @returns {HTMLElement} */
  part(selector) {
    return /** @type {HTMLElement} */ (this.form.querySelector(selector));
  }

  /** @param {string} name @param {() => void} run */
  press(name, run) {
    this.part(`[data-press=${name}] button`).addEventListener("click", run);
  }

  /** The camera is switched on, or exchanged for the one on the other side. */
  async open() {
    if (this.busy) return;
    this.close();
    this.say("");
    try {
      kindOfFile(this.window);
      this.stream = await openCamera(this.window, this.side.value === "user" ? "user" : "environment");
    } catch (error) {
      this.show("closed");
      if (!(error instanceof NoCamera)) throw error;
      this.say(this.words[`word${error.message[0].toUpperCase()}${error.message.slice(1)}`]);
      return;
    }
    this.screen.srcObject = this.stream;
    this.screen.play?.()?.catch?.(() => {});
    const meter = /** @type {HTMLMeterElement} */ (this.part("[data-level]"));
    this.level = new Level(this.window, this.stream, meter);
    for (const track of this.stream.getTracks()) track.addEventListener("ended", () => this.taken());
    this.show("looking");
    this.part("[data-press=start] button").focus();
  }

  close() {
    this.level?.stop();
    this.level = null;
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.screen.srcObject = null;
  }

  /** Tells the server of the film, and films as soon as it has a place there. */
  async start() {
    if (this.state !== "looking" || this.recorder) return;
    const kind = kindOfFile(this.window);
    this.recorder = new this.window.MediaRecorder(this.stream, { mimeType: kind, videoBitsPerSecond: BITS });
    const place = await this.begin(kind).catch(() => null);
    if (!place) {
      this.recorder = null;
      return;
    }
    this.sender = new Sender(place, { fetch: this.tools.fetch, token: this.token, changed: () => this.draw() });
    this.recorder.ondataavailable = (/** @type {{ data: Blob }} */ { data }) => this.sender?.add(data);
    this.recorder.onstop = () => this.sender?.finish();
    this.recorder.onerror = () => this.taken();
    this.recorder.start(EVERY);
    this.began = this.tools.now();
    this.show("recording");
    this.part("[data-press=stop] button").focus();
    this.stayAwake();
    this.tick();
  }

  get token() {
    return /** @type {HTMLInputElement} */ (this.part("[name=csrfmiddlewaretoken]")).value;
  }

  /** @param {string} kind @returns {Promise<string | null>} where the bytes go; null when something is to be said first */
  async begin(kind) {
    const body = new this.window.FormData(this.form);
    body.set("original_name", `${this.words.name}.${kind.includes("mp4") ? "mp4" : "webm"}`);
    const headers = { "Upload-Defer-Length": "1", "Tus-Resumable": "1.0.0" };
    let answer;
    try {
      answer = await this.tools.fetch(this.form.dataset.new, { method: "POST", body, headers });
    } catch {
      this.say(this.words.wordBegin);
      return null;
    }
    if (answer.status === 201) {
      this.film = answer.headers.get("Film");
      return answer.headers.get("Location");
    }
    const said = await answer.text();
    if (![413, 422, 507].includes(answer.status)) {
      this.say(this.words.wordBegin);
      return null;
    }
    this.fields.innerHTML = said;
    this.say(this.words.wordFields);
    this.fields.scrollIntoView?.();
    return null;
  }

  tick() {
    if (this.state !== "recording") return;
    const seconds = Math.floor((this.tools.now() - this.began) / 1000);
    const rest = String(seconds % 60).padStart(2, "0");
    this.part("[data-time]").textContent = `${Math.floor(seconds / 60)}:${rest}`;
    this.window.setTimeout(() => this.tick(), 250);
  }

  stop() {
    if (this.state !== "recording") return;
    this.show("sending");
    if (this.recorder.state !== "inactive") this.recorder.stop();
    this.close();
    this.draw();
  }

  /** The device has taken the camera away: what was filmed until then is kept. */
  taken() {
    if (this.state === "recording") this.stop();
    else if (this.state === "looking") {
      this.close();
      this.show("closed");
    } else return;
    this.say(this.words.wordTaken);
  }

  /** What of the film is safe, and what is only here. */
  draw() {
    const { sender, words } = this;
    if (!sender) return;
    const waiting = megabytes(sender.waiting, words);
    const safe = fill(words.wordSafe, megabytes(sender.sent, words));
    this.part("[data-sent]").textContent = sender.waiting > 0 ? `${safe} ${fill(words.wordWaits, waiting)}` : safe;
    if (sender.state === "done") this.done();
    else if (sender.state === "stopped") this.end(sender.sentence);
    else if (sender.state === "waiting") this.say(words.wordLine);
    else if (sender.state === "signedOut") this.say(words.wordSignedOut);
    else if (this.part("[data-note]").textContent !== words.wordTaken) this.say("");
  }

  done() {
    this.show("stopped"); // nothing keeps the person here
    this.tools.go(this.film);
  }

  /** @param {string} sentence of the server, which takes no more */
  end(sentence) {
    if (this.recorder?.state !== "inactive") this.recorder?.stop();
    this.close();
    this.show("stopped");
    this.say(sentence || this.words.wordEnd);
  }

  /** @param {State} state */
  show(state) {
    this.state = state;
    this.studio.dataset.state = state;
    this.fields.hidden = this.busy || state === "stopped";
    this.side.disabled = this.busy;
    for (const part of this.studio.querySelectorAll("[data-when]")) {
      const when = /** @type {HTMLElement} */ (part).dataset.when ?? "";
      /** @type {HTMLElement} */ (part).hidden = !when.split(" ").includes(state);
    }
    if (!this.busy) this.lock?.release?.();
  }

  /** @param {string | undefined} sentence */
  say(sentence) {
    const note = this.part("[data-note]");
    if (note.textContent !== sentence) note.textContent = sentence ?? "";
  }

  /** A screen that goes dark would end the film. */
  async stayAwake() {
    if (!this.busy || this.form.ownerDocument.hidden) return;
    this.lock = (await this.window.navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
  }
}
