/** The page's sentences, which the template holds so that they can be translated. */

export class Words {
  /** @type {Map<string, string>} */
  #sentences = new Map();

  /** @param {ParentNode} page */
  constructor(page) {
    for (const part of page.querySelectorAll("[data-word]")) {
      const name = /** @type {HTMLElement} */ (part).dataset.word ?? "";
      this.#sentences.set(name, part.textContent ?? "");
    }
  }

  /**
   * @param {string} name @param {Record<string, string | number>} [values] for its {places}
   * @returns {string}
   */
  say(name, values = {}) {
    const sentence = this.#sentences.get(name);
    if (sentence === undefined) throw new Error(`The page has no sentence “${name}”.`);
    return sentence.replace(/\{(\w+)\}/g, (_, place) => String(values[place] ?? ""));
  }
}
