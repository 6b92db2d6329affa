/**
 * Sends a recording while it is being made: tus 1.0 with a length that is told at the end only. What
 * the server has acknowledged is let go of; the rest waits in this page's memory and nowhere else.
 *
 * @typedef {"sending" | "waiting" | "signedOut" | "stopped" | "done"} SenderState
 */

const MOST = 4 * 2 ** 20; // bytes in one request
const WAITS = [1000, 2000, 4000, 8000, 15_000]; // milliseconds, and then the last again and again
const PATIENCE = 60_000;
const LATER = [408, 409, 423, 429];
const NO_ROOM = 507;

/** The server will never take this; `message` is its sentence, or empty. */
class Never extends Error {}
class SignedOut extends Error {}

export class Sender {
  /** Bytes that are safe on the server. */
  sent = 0;
  /** @type {SenderState} */
  state = "sending";
  /** What the server said when it will take no more. */
  sentence = "";
  /** @type {Blob[]} */
  #blobs = [];
  #ends = false;
  #busy = false;
  #failures = 0;
  /** Whether the server has to be asked first how far it is. */
  #unsure = false;
  /** @type {unknown} */
  #timer = null;

  /**
   * @param {string} url of the upload
   * @param {object} means
   * @param {typeof globalThis.fetch} means.fetch
   * @param {string} means.token against forged requests
   * @param {() => void} means.changed called whenever there is something new to say
   * @param {(run: () => void, wait: number) => unknown} [means.later]
   */
  constructor(url, { fetch, token, changed, later = (run, wait) => setTimeout(run, wait) }) {
    this.url = url;
    this.fetch = fetch;
    this.token = token;
    this.changed = changed;
    this.later = later;
  }

  /** Bytes that are in this page only. */
  get waiting() {
    return this.#blobs.reduce((sum, blob) => sum + blob.size, 0);
  }

  /** @param {Blob} blob the next part of the recording */
  add(blob) {
    if (blob.size > 0) this.#blobs.push(blob);
    this.#go();
  }

  /** Nothing more comes: the server may begin once it has the rest. */
  finish() {
    this.#ends = true;
    this.#go();
  }

  /** The line may be back: try at once. */
  now() {
    this.#timer = null;
    this.#go();
  }

  async #go() {
    if (this.#busy || this.#timer !== null || this.state === "stopped" || this.state === "done") return;
    if (this.#blobs.length === 0 && !this.#ends) return;
    this.#busy = true;
    try {
      if (this.#unsure) await this.#ask();
      const last = await this.#send();
      this.#failures = 0;
      this.state = last ? "done" : "sending";
    } catch (error) {
      this.#fail(error);
    }
    this.#busy = false;
    this.changed();
    this.#go();
  }

  /** @param {unknown} error */
  #fail(error) {
    this.#unsure = true;
    if (error instanceof Never) {
      this.state = "stopped";
      this.sentence = error.message;
      return;
    }
    this.state = error instanceof SignedOut ? "signedOut" : "waiting";
    const mine = Symbol("timer");
    this.#timer = mine;
    const wait = WAITS[Math.min(this.#failures, WAITS.length - 1)];
    this.#failures += 1;
    this.later(() => this.#timer === mine && this.now(), wait);
  }

  /** How far the server is, after something went wrong. */
  async #ask() {
    const offset = this.#offset(await this.#request("HEAD", {}));
    let known = offset - this.sent;
    if (known < 0 || known > this.waiting) throw new Never("");
    while (known > 0) {
      const [first] = this.#blobs;
      if (first.size > known) this.#blobs[0] = first.slice(known);
      else this.#blobs.shift();
      known -= Math.min(known, first.size);
    }
    this.sent = offset;
    this.#unsure = false;
  }

  /** @returns {Promise<boolean>} whether that was all */
  async #send() {
    const [blobs, size] = this.#next();
    const last = this.#ends && blobs.length === this.#blobs.length;
    const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(this.sent) };
    if (last) Object.assign(headers, { "Upload-Length": String(this.sent + size) });
    const answer = await this.#request("PATCH", headers, new Blob(blobs));
    if (this.#offset(answer) !== this.sent + size) throw new Error("Only a part of it arrived.");
    this.#blobs.splice(0, blobs.length);
    this.sent += size;
    return last;
  }

  /** @returns {[Blob[], number]} whole parts, as many as fit into one request, and their bytes */
  #next() {
    let size = 0;
    const blobs = [];
    for (const blob of this.#blobs) {
      if (blobs.length > 0 && size + blob.size > MOST) break;
      blobs.push(blob);
      size += blob.size;
    }
    return [blobs, size];
  }

  /** @param {string} method @param {Record<string, string>} headers @param {Blob} [body] */
  async #request(method, headers, body) {
    const answer = await this.fetch(this.url, {
      method, body, redirect: "manual", signal: AbortSignal.timeout(PATIENCE),
      headers: { ...headers, "Tus-Resumable": "1.0.0", "X-CSRFToken": this.token },
    });
    if (answer.ok) return answer;
    if (answer.type === "opaqueredirect" || answer.status === 401) throw new SignedOut();
    const later = LATER.includes(answer.status) || (answer.status >= 500 && answer.status !== NO_ROOM);
    if (later) throw new Error(String(answer.status));
    const said = await answer.text().catch(() => "");
    throw new Never(said.includes("<") ? "" : said);
  }

  /** @param {Response} answer */
  #offset(answer) {
    const offset = Number(answer.headers.get("Upload-Offset") ?? Number.NaN);
    if (!Number.isInteger(offset)) throw new Error("The server did not say how far it is.");
    return offset;
  }
}
