/** Sending changes. Whatever goes wrong is one of three: not now, signed out, or never. */

import { Never, NotNow, SignedOut } from "../model/outbox.js";

/**
 * @typedef {import("../model/outbox.js").Letter} Letter
 * @typedef {import("../model/outbox.js").Answer} Answer
 */

const PATIENCE = 20_000; // milliseconds for an answer
const KEEPALIVE_LIMIT = 60_000; // bytes: browsers refuse more from a page that is being left

export class Server {
  leaving = false;

  /**
   * @param {string} address of the changes @param {string} token against forged requests
   * @param {{ fetch: typeof globalThis.fetch, pageAddress: string }} means
   */
  constructor(address, token, { fetch, pageAddress }) {
    this.address = address;
    this.token = token;
    this.fetch = fetch;
    this.pageAddress = pageAddress;
  }

  /** @param {Letter[]} letters @returns {Promise<Answer>} */
  async send(letters) {
    const body = JSON.stringify({ changes: letters });
    let response = await this.#post(body);
    if (response.status === 403 && (await this.#freshToken())) response = await this.#post(body);
    return read(response);
  }

  /** @param {string} body */
  async #post(body) {
    try {
      return await this.fetch(this.address, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body,
        redirect: "manual", // a redirect is the way to the sign-in page
        keepalive: this.leaving && body.length < KEEPALIVE_LIMIT,
        signal: this.leaving ? undefined : AbortSignal.timeout(PATIENCE),
      });
    } catch (error) {
      throw new NotNow("No connection.", { cause: error });
    }
  }

  /** Who signs in again in another tab has a new token: this page's own copy has grown old. */
  async #freshToken() {
    try {
      const page = await this.fetch(this.pageAddress, { redirect: "manual" });
      const found = /name="csrfmiddlewaretoken" value="([^"]+)"/.exec(await page.text());
      if (!page.ok || !found) return false;
      this.token = found[1];
      return true;
    } catch {
      return false;
    }
  }
}

/** @param {Response} response @returns {Promise<Answer>} */
async function read(response) {
  if (response.type === "opaqueredirect" || response.status === 401) throw new SignedOut("");
  if (response.status >= 500 || response.status === 429 || response.status === 408) {
    throw new NotNow(`The server answered ${response.status}.`);
  }
  const answer = await response.json().catch(() => null);
  if (response.ok || response.status === 422) {
    if (!Array.isArray(answer?.acknowledged)) throw new NotNow("The answer was cut off.");
    return answer;
  }
  throw new Never(answer?.sentence ?? `${response.status}`);
}
