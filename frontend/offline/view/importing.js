/** Sending what is in a file, from any device: opened here, and sent as the device itself would have. */
import { find, write } from "../../editor/view/find.js";
import { NoFile, openFile, sha256, WrongSentence } from "../io/crypto.js";
import { NoReceipt } from "../io/device.js";
import { Sender } from "../io/sender.js";
import { receiptPiece } from "./home.js";
import { complain, fill, piece } from "./pieces.js";

/**
 * @typedef {import("../io/device.js").Waiting} Waiting
 * @typedef {import("../model/letters.js").Letter} Letter
 * @typedef {import("../model/letters.js").Receipt} Receipt
 */

/** The letters of a file, while its page is open. */
export class InMemory {
  /** @type {Waiting[]} */
  waiting = [];
  /** @type {(Receipt & { title: string })[]} */
  receipts = [];

  /** @param {Letter[]} letters */
  add(letters) {
    this.waiting.push(...letters.map((letter) => ({ ...letter, place: letter.id, refusal: null })));
  }

  async letters() {
    return [...this.waiting];
  }

  /** @param {Waiting} letter @param {Receipt} receipt */
  async received(letter, receipt) {
    if (receipt?.id !== letter.id || receipt.sha256 !== (await sha256(letter.text))) throw new NoReceipt("No receipt.");
    this.waiting = this.waiting.filter(({ id }) => id !== letter.id);
    this.receipts.push({ ...receipt, title: letter.title });
  }

  /** @param {Waiting} letter @param {import("../io/device.js").Refusal} refusal */
  async refused(letter, refusal) {
    letter.refusal = refusal;
  }
}

export class Importing {
  outbox = new InMemory();

  /**
   * @param {HTMLElement} page @param {import("../../editor/view/words.js").Words} words
   * @param {Pick<import("../io/server.js").Server, "sender" | "post">} server @param {any} locks
   */
  constructor(page, words, server, locks) {
    this.page = page;
    this.words = words;
    this.server = server;
    this.locks = locks;
    this.file = /** @type {HTMLInputElement} */ (find(page, "#file"));
    this.sentence = /** @type {HTMLInputElement} */ (find(page, "#sentence"));
    find(page, "[data-import-form]").addEventListener("submit", (event) => {
      event.preventDefault();
      this.open();
    });
  }

  async open() {
    const file = this.file.files?.[0];
    complain(this.page, "sentence", "");
    complain(this.page, "file", file ? "" : this.words.say("not-file"));
    for (const name of ["arrived", "stuck", "unfinished"]) this.#list(name, []);
    if (!file) return;
    try {
      const { letters, unfinished } = await openFile(this.sentence.value, await file.text());
      this.outbox = new InMemory();
      this.outbox.add(letters);
      this.#unfinished(unfinished);
      if (letters.length) await this.send();
      else this.#say(unfinished.length ? "out-nothing" : "import-none");
    } catch (error) {
      if (error instanceof NoFile) complain(this.page, "file", this.words.say("not-file"));
      else if (error instanceof WrongSentence) complain(this.page, "sentence", this.words.say("wrong-sentence"));
      else throw error;
    }
  }

  async send() {
    this.#say("out-trying");
    const outcome = await new Sender(this.outbox, this.server, this.locks).run();
    this.#say(`out-${outcome}`);
    const stuck = this.outbox.waiting.filter(({ refusal }) => refusal);
    this.#list("arrived", this.outbox.receipts.map((receipt) => receiptPiece(this.page, this.words, receipt)));
    this.#list("stuck", stuck.map(({ title, refusal }) => {
      const line = this.page.ownerDocument.createElement("li");
      write(line, this.words.say("import-refused", { title, sentence: refusal?.sentence ?? "" }));
      return line;
    }));
  }

  /** @param {Letter[]} letters */
  #unfinished(letters) {
    this.#list("unfinished", letters.map((letter) => {
      const row = piece(this.page, "unfinished");
      fill(row, { title: this.words.say("unfinished", { title: letter.title }) });
      find(row, "[data-send-it]").addEventListener("click", () => {
        row.remove();
        this.outbox.add([letter]);
        this.send();
      });
      return row;
    }));
  }

  /** @param {string} name @param {HTMLElement[]} rows */
  #list(name, rows) {
    find(this.page, `[data-${name}-list]`).replaceChildren(...rows);
    find(this.page, `[data-${name}]`).hidden = rows.length === 0;
  }

  /** @param {string} word */
  #say(word) {
    write(find(this.page, "[data-outcome]"), this.words.say(word));
  }
}
