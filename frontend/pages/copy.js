/** A button that copies the text in `data-copy`; it stays hidden where no script runs. */
export class Copy {
  /** @param {HTMLButtonElement} button */
  constructor(button) {
    this.button = button;
    button.hidden = false;
    button.addEventListener("click", () => this.copy());
  }

  async copy() {
    const { clipboard } = /** @type {Window} */ (this.button.ownerDocument.defaultView).navigator;
    try {
      // Browsers give the clipboard to pages that came over an encrypted line, or from this machine.
      await clipboard.writeText(this.button.dataset.copy ?? "");
      this.say(this.button.dataset.copied);
    } catch {
      this.field()?.select();
      this.say(this.button.dataset.notCopied);
    }
  }

  /** Where the same text can be marked and copied by hand. */
  field() {
    const id = this.button.getAttribute("aria-controls") ?? "";
    return /** @type {HTMLInputElement | null} */ (this.button.ownerDocument.getElementById(id));
  }

  /** @param {string | undefined} words */
  say(words) {
    const place = this.button.ownerDocument.querySelector("[data-copy-words]");
    if (place) place.textContent = words ?? "";
  }
}
