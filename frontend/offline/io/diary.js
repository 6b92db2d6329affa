/**
 * Writing into the diary of a device, one tab at a time: a form is begun once and finished once, however many
 * tabs and clicks there are.
 *
 * @typedef {import("../model/forms.js").Answer} Answer
 * @typedef {import("../model/forms.js").Form} Form
 * @typedef {import("../model/letters.js").Letter} Letter
 * @typedef {import("../model/letters.js").Moment} Moment
 * @typedef {{ request: (name: string, run: () => Promise<any>) => Promise<any> }} Locks
 */
import { formsOf, openOf } from "../model/forms.js";

const LOCK = "attune-offline-diary";

export class Diary {
  /**
   * @param {import("./device.js").Device} device
   * @param {{ locks: Locks, newId: () => string, now: () => Moment, changed?: () => void }} means
   */
  constructor(device, { locks, newId, now, changed = () => {} }) {
    this.device = device;
    this.locks = locks;
    this.newId = newId;
    this.now = now;
    this.changed = changed;
  }

  /** @returns {Promise<Form[]>} */
  async forms() {
    return formsOf(await this.device.notes());
  }

  /** The open form of this kind, begun now if there is none. @param {string} what @returns {Promise<Form>} */
  open(what) {
    return this.#alone(async () => {
      const open = openOf(await this.forms(), what);
      if (open) return open;
      const id = this.newId();
      await this.device.add({ type: "begun", form: id, what, at: this.now().at });
      return formsOf([{ type: "begun", form: id, what, at: "" }])[0];
    });
  }

  /** Resolves when the answer is on the disk. @param {string} form @param {string} item @param {Answer} said */
  answer(form, item, said) {
    return this.#alone(() => this.device.add({ type: "answer", form, item, said, at: this.now().at }));
  }

  /**
   * Finish a form, and lay its letters with what waits to be sent. Does nothing when it is finished.
   * @param {string} id @param {(form: Form, moment: Moment) => Letter[]} write
   */
  finish(id, write) {
    return this.#alone(async () => {
      const form = (await this.forms()).find((one) => one.id === id);
      if (!form || form.finishedAt !== null) return;
      const moment = this.now();
      await this.device.add({ type: "finished", form: id, at: moment.at }, write(form, moment));
    });
  }

  /** Somebody says what they did about an answer; once for each. @param {Form} form @param {string} item @param {string} did @param {(moment: Moment) => Letter} write */
  see(form, item, did, write) {
    return this.#alone(async () => {
      const now = (await this.forms()).find((one) => one.id === form.id);
      if (!now || now.seen[item] !== undefined) return;
      const moment = this.now();
      await this.device.add({ type: "seen", form: form.id, item, did, at: moment.at }, [write(moment)]);
    });
  }

  /** @template T @param {() => Promise<T>} run @returns {Promise<T>} */
  async #alone(run) {
    const made = await this.locks.request(LOCK, run);
    this.changed();
    return made;
  }
}
