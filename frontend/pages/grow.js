/** Makes a text box as tall as its text, where the style sheet alone cannot. */
export class Grow {
  /** @param {HTMLTextAreaElement} element */
  constructor(element) {
    if (element.ownerDocument.defaultView?.CSS?.supports("field-sizing", "content")) return;
    this.element = element;
    element.addEventListener("input", () => this.fit());
    this.fit();
  }

  fit() {
    if (!this.element) return;
    this.element.style.height = "auto";
    this.element.style.height = `${this.element.scrollHeight + 4}px`;
  }
}
