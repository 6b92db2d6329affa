/**
 * This device's own store. All that is about somebody is sealed; the key lies beside it and can't be taken
 * out of this browser. One case at a time.
 *
 * @typedef {import("../model/forms.js").Note} Note
 * @typedef {import("../model/forms.js").Pack} Pack
 * @typedef {import("../model/letters.js").Letter} Letter
 * @typedef {import("../model/letters.js").Receipt} Receipt
 * @typedef {import("../model/pin.js").Tries} Tries
 * @typedef {import("./crypto.js").Verifier} Verifier
 * @typedef {import("./database.js").Change} Change
 *
 * @typedef {{ what: string, form: string }} Handed a form, by what it is and its key
 * @typedef {{ status: number, sentence: string }} Refusal
 * @typedef {{ pack: Pack, verifier: Verifier }} Prepared
 * @typedef {Letter & { place: IDBValidKey, refusal: Refusal | null }} Waiting
 */
import { formsOf } from "../model/forms.js";
import { NO_TRIES } from "../model/pin.js";
import { newKey, seal, sha256, unseal } from "./crypto.js";
import { openDatabase } from "./database.js";

/** Something on this device has not been sent yet. */
export class Unsent extends Error {}
/** The answer is no receipt for what was sent. */
export class NoReceipt extends Error {}

export class Device {
  /** @type {CryptoKey | null} */
  #key = null;

  /** @param {import("./database.js").Database} database */
  constructor(database) {
    this.database = database;
  }

  /** @param {IDBFactory} factory */
  static async open(factory) {
    const device = new Device(await openDatabase(factory));
    device.#key = (await device.database.get("kept", "key")) ?? null;
    return device;
  }

  /** @returns {Promise<Prepared | null>} null: nothing was prepared here */
  async prepared() {
    this.#key ??= (await this.database.get("kept", "key")) ?? null; // another tab may have prepared it
    const sealed = await this.database.get("kept", "pack");
    return sealed && this.#key ? unseal(this.#key, sealed, "pack") : null;
  }

  /**
   * Take a case along. Raises Unsent while something of another one waits to be sent.
   * @param {Pack} pack @param {Verifier} verifier
   */
  async prepare(pack, verifier) {
    const before = await this.prepared();
    const same = before?.pack.case === pack.case && before.pack.practitioner.id === pack.practitioner.id;
    /** @type {Change[]} */
    const changes = [];
    if (before && !same) {
      if ((await this.letters()).length) throw new Unsent("Something waits to be sent.");
      changes.push({ store: "notes", clear: true }, { store: "receipts", clear: true });
    }
    if (before && same) changes.push(...(await this.#over()));
    const key = same && this.#key ? this.#key : await newKey();
    const sealed = await seal(key, { pack, verifier }, "pack");
    changes.push(
      { store: "kept", put: key, key: "key" }, { store: "kept", put: sealed, key: "pack" },
      { store: "kept", put: NO_TRIES, key: "tries" }, { store: "kept", remove: "handed" },
    );
    await this.database.change(changes);
    this.#key = key;
  }

  /** The last session's finished forms are over when all of them have arrived. @returns {Promise<Change[]>} */
  async #over() {
    if ((await this.letters()).length) return [];
    const finished = new Set(formsOf(await this.notes()).filter(({ finishedAt }) => finishedAt !== null).map(({ id }) => id));
    const rows = await this.database.all("notes");
    const forms = await Promise.all(rows.map(async ({ key, value }) => ({ key, form: (await unseal(this.#own, value, "note")).form })));
    return forms.filter(({ form }) => finished.has(form)).map(({ key }) => ({ store: "notes", remove: key }));
  }

  /** Empty it. Raises Unsent while something waits to be sent. */
  async forget() {
    if ((await this.letters()).length) throw new Unsent("Something waits to be sent.");
    await this.database.change(/** @type {const} */ (["kept", "notes", "letters", "receipts"]).map((store) => ({ store, clear: true })));
    this.#key = null;
  }

  /** @returns {Promise<Note[]>} */
  async notes() {
    const rows = await this.database.all("notes");
    return Promise.all(rows.map(({ value }) => unseal(this.#own, value, "note")));
  }

  /** Add to the diary, and with it letters to what waits to be sent: all of it or nothing. @param {Note} note @param {Letter[]} [letters] */
  async add(note, letters = []) {
    /** @type {Change[]} */
    const changes = [{ store: "notes", put: await seal(this.#own, note, "note") }];
    for (const letter of letters) changes.push({ store: "letters", put: await this.#row(letter, null) });
    await this.database.change(changes);
  }

  /** What waits to be sent, oldest first. @returns {Promise<Waiting[]>} */
  async letters() {
    const rows = await this.database.all("letters");
    return Promise.all(rows.map(async ({ key, value }) => {
      const { text, title } = await unseal(this.#own, value.sealed, value.id);
      return { id: value.id, kind: value.kind, text, title, refusal: value.refusal, place: key };
    }));
  }

  /** The receipt takes the letter's place, when it is for what was sent. Raises NoReceipt. @param {Waiting} letter @param {Receipt} receipt */
  async received(letter, receipt) {
    const fits = receipt?.id === letter.id && receipt.sha256 === (await sha256(letter.text)) && !!receipt.signed;
    if (!fits) throw new NoReceipt("The answer is no receipt for what was sent.");
    const sealed = await seal(this.#own, { ...receipt, title: letter.title }, "receipt");
    await this.database.change([
      { store: "receipts", put: sealed, key: letter.id }, { store: "letters", remove: letter.place },
    ]);
  }

  /** One that went in the meantime does not come back. @param {Waiting} letter @param {Refusal} refusal */
  async refused(letter, refusal) {
    await this.database.change([{ store: "letters", put: await this.#row(letter, refusal), key: letter.place, there: true }]);
  }

  /** Other letters in the place of those that the server can't take as they are. @param {{ from: Waiting, to: Letter }[]} pairs */
  async replace(pairs) {
    /** @type {Change[]} */
    const changes = [];
    for (const { from, to } of pairs) {
      changes.push({ store: "letters", remove: from.place }, { store: "letters", put: await this.#row(to, null) });
    }
    await this.database.change(changes);
  }

  /** @returns {Promise<(Receipt & { title: string })[]>} oldest first */
  async receipts() {
    const rows = await this.database.all("receipts");
    const receipts = await Promise.all(rows.map(({ value }) => unseal(this.#own, value, "receipt")));
    return receipts.sort((one, two) => one.at.localeCompare(two.at));
  }

  /** @returns {Promise<Tries>} */
  async tries() {
    return (await this.database.get("kept", "tries")) ?? NO_TRIES;
  }

  /** @param {Tries} tries */
  async setTries(tries) {
    await this.database.change([{ store: "kept", put: tries, key: "tries" }]);
  }

  /** What the client has been handed; null while it is with the practitioner. @returns {Promise<Handed | null>} */
  async handed() {
    const sealed = await this.database.get("kept", "handed");
    return sealed ? unseal(this.#own, sealed, "handed") : null;
  }

  /** @param {Handed | null} what */
  async setHanded(what) {
    const put = what === null ? { remove: "handed" } : { put: await seal(this.#own, what, "handed"), key: "handed" };
    await this.database.change([{ store: "kept", ...put }]);
  }

  /** @param {Letter} letter @param {Refusal | null} refusal */
  async #row({ id, kind, text, title }, refusal) {
    return { id, kind, refusal, sealed: await seal(this.#own, { text, title }, id) };
  }

  get #own() {
    if (!this.#key) throw new Error("This device is not prepared.");
    return this.#key;
  }
}
