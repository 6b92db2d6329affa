import * as tus from "tus-js-client";
import { same } from "./upload-same.js";
import { Pace, fill, megabytes, time } from "./upload-words.js";

const CHUNK = 8 * 2 ** 20; // what a proxy in between may hold back, and what is sent again at worst
const RETRIES = [0, 1000, 3000, 5000, 10000, 20000];
const LATER = 30000; // and then again and again, this often
const LOCKED = 423;
const CONFLICT = 409;
const NO_ROOM = 507;

/** @type {any} */
const browser = {
  fetch: (/** @type {any[]} */ ...all) => globalThis.fetch(...(/** @type {[any]} */ (all))),
  Upload: tus.Upload,
  confirm: (/** @type {string} */ question) => globalThis.confirm(question),
  go: (/** @type {string} */ url) => globalThis.location.assign(url),
};

/** Sends a film in parts, goes on after a lost connection, and says honestly how far it is. */
export class Upload {
  /** @param {HTMLFormElement} form @param {any} tools */
  constructor(form, tools = browser) {
    this.form = form;
    this.tools = tools;
    this.fields = this.part("[data-fields]");
    this.sending = this.part("[data-sending]");
    this.words = this.sending.dataset;
    this.note = this.part("[data-note]");
    this.pace = new Pace();
    this.url = form.dataset.upload ?? "";
    this.film = form.dataset.film ?? "";
    /** @type {tus.Upload | null} */
    this.upload = null;
    this.far = [0, 0]; // bytes sent, and of how many
    this.busy = false;
    this.window = /** @type {Window} */ (form.ownerDocument.defaultView);
    form.addEventListener("submit", (event) => this.submit(event));
    this.part("[data-stop] button").addEventListener("click", () => this.stop());
    this.part("[data-again] button").addEventListener("click", () => this.again());
    this.window.addEventListener("offline", () => this.busy && this.broken());
    this.window.addEventListener("online", () => this.busy && this.again());
    this.window.addEventListener("beforeunload", (event) => this.busy && event.preventDefault());
    form.ownerDocument.addEventListener("visibilitychange", () => this.stayAwake());
  }

  /** @param {string} selector @returns {HTMLElement} */
  part(selector) {
    return /** @type {HTMLElement} */ (this.form.querySelector(selector));
  }

  get input() {
    return /** @type {HTMLInputElement} */ (this.part("input[type=file]"));
  }

  get token() {
    return /** @type {HTMLInputElement} */ (this.part("[name=csrfmiddlewaretoken]")).value;
  }

  /** @param {SubmitEvent} event */
  async submit(event) {
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    const file = this.input.files?.[0];
    try {
      const ready = this.url ? await this.matches(file) : await this.begin(file);
      if (ready && file) this.send(file);
      else this.show(false);
    } catch {
      this.show(false);
      this.say(this.url ? this.words.wordAgain : this.words.wordBegin, true);
    }
  }

  /** Tells the server of the film; false when the server has something to say first.
   * @param {File | undefined} file */
  async begin(file) {
    const body = new (/** @type {any} */ (this.window).FormData)(this.form);
    body.delete("file");
    body.set("size", file ? String(file.size) : "");
    body.set("original_name", file?.name ?? "");
    const answer = await this.tools.fetch(this.window.location.href, { method: "POST", body });
    if (answer.status === 201) {
      this.url = answer.headers.get("Location");
      this.film = answer.headers.get("Film");
      return true;
    }
    if (![413, 422, NO_ROOM].includes(answer.status)) throw new Error(String(answer.status));
    const files = this.input.files;
    this.fields.innerHTML = await answer.text();
    if (files?.length && this.input) this.input.files = files;
    // As htmx says it of what it brought: so that what is new gets its behaviours.
    const Loaded = /** @type {any} */ (this.window).CustomEvent;
    this.fields.dispatchEvent(new Loaded("htmx:load", { bubbles: true, detail: { elt: this.fields } }));
    return false;
  }

  /** Whether the file that was chosen again is the one of which the server has the beginning.
   * @param {File | undefined} file */
  async matches(file) {
    this.show(true);
    if (!globalThis.crypto?.subtle) {
      // Browsers compare bytes only on pages that come over HTTPS, or from the same machine.
      this.say(this.words.wordUnsure, true);
      return false;
    }
    const seen = (/** @type {number} */ bytes) => this.progress(bytes, Number(this.form.dataset.size));
    this.say("");
    this.label(this.words.wordChecking);
    const tools = { fetch: this.tools.fetch, seen };
    if (file && String(file.size) === this.form.dataset.size) {
      if (await same(file, `${this.url}/blocks`, tools)) return true;
    }
    this.say(this.words.wordOther, true);
    return false;
  }

  /** @param {File} file */
  send(file) {
    this.show(true);
    this.label(fill(this.words.wordWorking, file.name));
    this.say("");
    this.progress(0, file.size);
    this.stayAwake();
    this.upload = new this.tools.Upload(file, {
      uploadUrl: this.url,
      chunkSize: CHUNK,
      retryDelays: RETRIES,
      headers: { "X-CSRFToken": this.token },
      storeFingerprintForResuming: false, // nothing about a film stays in the browser
      onProgress: (/** @type {number} */ sent, /** @type {number} */ total) => {
        this.say("");
        this.progress(sent, total);
      },
      onShouldRetry: (/** @type {any} */ error) => this.retries(error),
      onSuccess: () => this.done(),
      onError: (/** @type {any} */ error) => this.failed(error),
    });
    this.upload?.start();
  }

  /** @param {number} sent @param {number} total */
  progress(sent, total) {
    this.far = [sent, total];
    this.pace.note(sent, Date.now() / 1000);
    const bar = this.sending.querySelector("progress");
    if (bar) [bar.max, bar.value] = [total, sent];
    const left = this.pace.left(total);
    const far = fill(this.words.wordOf, megabytes(sent, this.words), megabytes(total, this.words));
    const soon = left === null ? "" : `, ${fill(this.words.wordLeft, time(left, this.words))}`;
    this.part(".attune-progress__text").textContent = far + soon;
  }

  /** Whether trying again by itself could help. @param {any} error */
  retries(error) {
    const status = error.originalResponse?.getStatus() ?? 0;
    const helps = status === 0 || [CONFLICT, LOCKED].includes(status) || (status >= 500 && status !== NO_ROOM);
    if (helps) this.broken();
    return helps;
  }

  /** The line is gone, for now: nobody knows how long it takes. */
  broken() {
    this.pace = new Pace();
    this.progress(this.far[0], this.far[1]);
    this.say(this.window.navigator.onLine ? this.words.wordTrying : this.words.wordWaiting);
  }

  /** @param {any} error */
  failed(error) {
    if (this.retries(error)) {
      this.later = this.window.setTimeout(() => this.again(), LATER);
      return;
    }
    this.busy = false;
    this.sayWhatServerSaid(error.originalResponse?.getBody() ?? "");
  }

  /** A sentence of the server is shown; a page of markup is none. @param {string} said */
  sayWhatServerSaid(said) {
    this.say(said && !said.includes("<") ? said : this.words.wordAgain, true);
  }

  again() {
    this.window.clearTimeout(this.later);
    this.part("[data-again]").hidden = true;
    if (!this.upload) return;
    this.busy = true;
    this.pace = new Pace();
    this.upload.abort().then(() => this.upload?.start());
  }

  done() {
    this.busy = false;
    this.say(this.words.wordDone);
    this.tools.go(this.film);
  }

  async stop() {
    if (!this.tools.confirm(this.words.wordSure)) return;
    await this.upload?.abort();
    const headers = { "X-CSRFToken": this.token, "Tus-Resumable": "1.0.0" };
    try {
      const answer = await this.tools.fetch(this.url, { method: "DELETE", headers });
      const gone = answer.ok || answer.status === 404 || answer.status === 410;
      if (answer.status === CONFLICT) return this.arrived(await answer.text());
      if (!gone) return this.sayWhatServerSaid(await answer.text());
    } catch {
      return this.say(this.words.wordAgain, true);
    }
    this.busy = false;
    this.tools.go(this.form.dataset.new);
  }

  /** It is whole by now: it can be deleted on its own page only. @param {string} said */
  arrived(said) {
    this.busy = false;
    this.say(said);
    this.part("[data-going]").hidden = true;
    this.part("[data-stop]").hidden = true;
    const there = this.part("[data-there]");
    const link = /** @type {HTMLAnchorElement} */ (there.querySelector("a"));
    link.href = this.film;
    there.hidden = false;
    link.focus();
  }

  /** @param {boolean} sending */
  show(sending) {
    this.sending.hidden = !sending && !this.note.textContent;
    this.part("[data-send]").hidden = sending;
    this.part("[data-stop]").hidden = !this.url;
    this.part("[data-going]").hidden = !sending;
    this.fields.hidden = sending;
    this.busy = sending;
    if (sending) this.sending.focus(); // the button that was pressed is gone
  }

  /** @param {string | undefined} sentence @param {boolean} waits for the person */
  say(sentence, waits = false) {
    this.note.textContent = sentence ?? "";
    this.part("[data-again]").hidden = !(waits && this.upload);
    if (sentence) this.sending.hidden = false;
  }

  /** @param {string | undefined} word */
  label(word) {
    this.part(".attune-progress__label").textContent = word ?? "";
  }

  /** Phones that fall asleep stop sending. Where the browser lets us, the screen stays on. */
  stayAwake() {
    const lock = /** @type {any} */ (this.window.navigator).wakeLock;
    if (this.busy && lock && !this.form.ownerDocument.hidden) lock.request("screen").catch(() => {});
  }
}
