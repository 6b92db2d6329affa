/**
 * Sending what waits, one letter after the other, by one tab at a time. A letter goes only when its receipt
 * has come; whatever else happens, it stays.
 *
 * @typedef {import("./device.js").Waiting} Waiting
 * @typedef {import("./device.js").Refusal} Refusal
 * @typedef {import("../model/letters.js").Receipt} Receipt
 *
 * @typedef {object} Outbox
 * @property {() => Promise<Waiting[]>} letters
 * @property {(letter: Waiting, receipt: Receipt) => Promise<void>} received
 * @property {(letter: Waiting, refusal: Refusal) => Promise<void>} refused
 *
 * @typedef {"nothing" | "sent" | "refused" | "not-now" | "signed-out" | "elsewhere"} Outcome
 */
import { NoReceipt } from "./device.js";
import { NotNow, Refused, SignedOut } from "./server.js";

const LOCK = "attune-offline-sending";

export class Sender {
  /**
   * @param {Outbox} outbox @param {Pick<import("./server.js").Server, "sender" | "post">} server
   * @param {{ request: (name: string, options: any, run: (lock: any) => Promise<any>) => Promise<any> }} locks
   * @param {() => void} [changed] is told after each letter
   */
  constructor(outbox, server, locks, changed = () => {}) {
    this.outbox = outbox;
    this.server = server;
    this.locks = locks;
    this.changed = changed;
  }

  /** Try to send everything that waits. @returns {Promise<Outcome>} */
  run() {
    return this.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? this.#all() : Promise.resolve("elsewhere")));
  }

  /** Do something with what waits while nobody sends. @param {() => Promise<void>} run @returns {Promise<void>} */
  meanwhile(run) {
    return this.locks.request(LOCK, {}, run);
  }

  /** @returns {Promise<Outcome>} */
  async #all() {
    const letters = await this.outbox.letters();
    if (letters.length === 0) return "nothing";
    try {
      const { token } = await this.server.sender();
      let refused = false;
      for (const letter of letters) {
        refused = !(await this.#one(letter, token)) || refused;
        this.changed();
      }
      return refused ? "refused" : "sent";
    } catch (error) {
      if (error instanceof SignedOut) return "signed-out";
      if (error instanceof Refused) return "signed-out"; // signed in as somebody who holds no cases
      if (error instanceof NotNow || error instanceof NoReceipt) return "not-now";
      throw error;
    }
  }

  /** @param {Waiting} letter @param {string} token @returns {Promise<boolean>} whether it is kept there */
  async #one(letter, token) {
    try {
      await this.outbox.received(letter, await this.server.post(letter.text, token));
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      await this.outbox.refused(letter, { status: error.status, sentence: error.message });
      return false;
    }
  }
}
