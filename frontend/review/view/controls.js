/** @typedef {{ playing: boolean, clip: boolean, say: string, filled: boolean, canFill: boolean }} Seen */

/** The large buttons: what they do is told to `did`, how they look follows from the state. */
export class Controls {
  /** @param {Document} page @param {(deed: string) => void} did @param {(pace: number) => void} paced */
  constructor(page, did, paced) {
    this.page = page;
    this.page.body.classList.add("attune-watching--alive");
    for (const button of this.#all("[data-do]")) {
      button.addEventListener("click", (event) => {
        event.preventDefault(); // “Close” is a link for browsers without this script
        did(button.dataset.do ?? "");
      });
    }
    for (const choice of this.#all("[data-pace]")) {
      const input = /** @type {HTMLInputElement} */ (choice);
      input.addEventListener("change", () => paced(Number(input.value)));
    }
    for (const hidden of this.#all("[data-controls], [data-do=words]")) hidden.hidden = false;
  }

  /** @param {import("../model/showing.js").Showing} showing @param {Seen} seen */
  draw(showing, seen) {
    this.page.body.classList.toggle("attune-watching--held", showing.held);
    this.page.body.classList.toggle("attune-watching--playing", seen.playing);
    for (const said of this.#all("[data-say]")) said.hidden = said.dataset.say !== seen.say;
    this.#press("again", showing.again);
    this.#press("hold", showing.held);
    this.#name("play", seen.playing);
    this.#name("hold", showing.held);
    this.#name("fill", seen.filled);
    for (const fill of this.#all("[data-do=fill]")) fill.hidden = !seen.canFill;
    this.#can("previous", showing.at > 0);
    this.#can("next", showing.at < showing.count - 1);
    for (const deed of ["play", "back", "forward", "replay", "again"]) this.#can(deed, seen.clip);
    for (const choice of this.#all("[data-pace]")) {
      const input = /** @type {HTMLInputElement} */ (choice);
      input.checked = Number(input.value) === showing.pace;
      input.disabled = !seen.clip;
    }
    for (const where of this.#all("[data-where]")) {
      const words = (where.dataset.words ?? "")
        .replace("NUMBER", `${showing.at + 1}`)
        .replace("COUNT", `${showing.count}`);
      if (where.textContent !== words) where.textContent = words;
    }
  }

  /** @param {string} deed @param {boolean} pressed */
  #press(deed, pressed) {
    for (const button of this.#all(`[data-do=${deed}]`)) {
      button.setAttribute("aria-pressed", String(pressed));
    }
  }

  /** @param {string} deed @param {boolean} on */
  #name(deed, on) {
    for (const button of this.#all(`[data-do=${deed}]`)) {
      const label = button.querySelector("span");
      const words = (on ? button.dataset.on : button.dataset.off) ?? "";
      if (label && label.textContent !== words) label.textContent = words;
    }
  }

  /** Not `disabled`: the button keeps the focus, and is passed over by nobody.
   * @param {string} deed @param {boolean} can */
  #can(deed, can) {
    for (const button of this.#all(`[data-do=${deed}]`)) {
      if (can) button.removeAttribute("aria-disabled");
      else button.setAttribute("aria-disabled", "true");
    }
  }

  /** @param {string} selector @returns {HTMLElement[]} */
  #all(selector) {
    return [...this.page.querySelectorAll(selector)].map((found) => /** @type {any} */ (found));
  }
}
