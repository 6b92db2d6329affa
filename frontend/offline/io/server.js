/**
 * Asking the server. Whatever goes wrong is one of three: not now, signed out, or refused in words.
 *
 * @typedef {import("../model/forms.js").Pack} Pack
 * @typedef {import("../model/letters.js").Receipt} Receipt
 * @typedef {{ pack: string, sender: string, letters: string }} Addresses
 */

const PATIENCE = 20_000; // milliseconds for an answer
const ANY_CASE = "00000000-0000-0000-0000-000000000000";

export class NotNow extends Error {}
export class SignedOut extends Error {}
/** The server has read it and says no. */
export class Refused extends Error {
  /** @param {number} status @param {string} sentence */
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

export class Server {
  /** @param {Addresses} addresses @param {typeof globalThis.fetch} fetch */
  constructor(addresses, fetch) {
    this.addresses = addresses;
    this.fetch = fetch;
  }

  /** What a device takes along. @param {string} caseKey @returns {Promise<Pack>} */
  pack(caseKey) {
    return this.#ask(this.addresses.pack.replace(ANY_CASE, caseKey), {});
  }

  /** Who is signed in, with what their requests carry. @returns {Promise<{ person: string, token: string }>} */
  sender() {
    return this.#ask(this.addresses.sender, {});
  }

  /** @param {string} text of a letter, byte for byte @param {string} token @returns {Promise<Receipt>} */
  post(text, token) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    return this.#ask(this.addresses.letters, { method: "POST", headers, body: text });
  }

  /** @param {string} address @param {RequestInit} init @returns {Promise<any>} */
  async #ask(address, init) {
    return read(await this.#go(address, init));
  }

  /** @param {string} address @param {RequestInit} init */
  async #go(address, init) {
    try {
      // A redirect is the way to the sign-in page, and never the way of what is sent.
      const own = { redirect: /** @type {const} */ ("manual"), cache: /** @type {const} */ ("no-store"), signal: AbortSignal.timeout(PATIENCE) };
      return await this.fetch(address, { ...init, ...own });
    } catch (error) {
      throw new NotNow("No connection.", { cause: error });
    }
  }
}

/** @param {Response} response */
async function read(response) {
  if (response.type === "opaqueredirect" || response.status === 401) throw new SignedOut("");
  if (response.status >= 500 || response.status === 429 || response.status === 408) {
    throw new NotNow(`The server answered ${response.status}.`);
  }
  const answer = await response.json().catch(() => null);
  if (response.ok && answer) return answer;
  if (response.ok || response.status === 0) throw new NotNow("The answer was cut off."); // or a hotel's own page
  if (answer?.sentence) throw new Refused(response.status, answer.sentence);
  // Refused without a word of ours: a token of an older sign-in, or somebody between us and the server.
  throw response.status === 403 ? new SignedOut("") : new NotNow(`The server answered ${response.status}.`);
}
