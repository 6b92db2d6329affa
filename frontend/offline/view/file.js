/**
 * What is unsent as a file: the way out when a browser clears its storage.
 *
 * @typedef {import("../model/letters.js").Letter} Letter
 * @typedef {{ letters: Letter[], unfinished: Letter[] }} Contents
 */
import { find, write } from "../../editor/view/find.js";
import { lockFile } from "../io/crypto.js";
import { complain } from "./pieces.js";

export const SHORTEST = 12; // characters of a sentence

export class TakingOut {
  /**
   * @param {HTMLElement} page @param {import("../../editor/view/words.js").Words} words
   * @param {{ contents: () => Promise<Contents>, day: () => string, save: (text: string, name: string) => void,
   *           trouble: (error: unknown) => void, rounds?: number }} means
   */
  constructor(page, words, means) {
    this.page = page;
    this.words = words;
    this.means = means;
    this.field = /** @type {HTMLInputElement} */ (find(page, "#file-sentence"));
    find(page, "[data-file-form]").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#take().catch(means.trouble);
    });
  }

  async #take() {
    const sentence = this.field.value;
    complain(this.page, "file-sentence", sentence.length < SHORTEST ? this.words.say("file-short") : "");
    if (sentence.length < SHORTEST) return;
    const contents = await this.means.contents();
    if (contents.letters.length + contents.unfinished.length === 0) {
      write(find(this.page, "[data-file-words]"), this.words.say("file-nothing"));
      return;
    }
    const name = `attune-${this.means.day()}.attune`;
    this.means.save(await lockFile(sentence, contents, this.means.rounds), name);
    this.field.value = "";
    write(find(this.page, "[data-file-words]"), this.words.say("file-saved", { name }));
  }
}

/** Give a text to the person as a file. @param {Document} document @param {string} text @param {string} name */
export function download(document, text, name) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  [link.href, link.download] = [address, name];
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
