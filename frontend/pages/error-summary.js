/** Takes the reader to what is wrong in a form, and from there to the field. */
export class ErrorSummary {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    element.addEventListener("click", (event) => this.follow(event));
    element.focus();
  }

  /** @param {MouseEvent} event */
  follow(event) {
    const link = /** @type {Element} */ (event.target).closest("a[href^='#']");
    const field = this.element.ownerDocument.getElementById(link?.getAttribute("href")?.slice(1) ?? "");
    if (!field) return;
    event.preventDefault();
    field.closest(".attune-field")?.scrollIntoView?.({ block: "start" }); // the label, not only the box
    field.focus({ preventScroll: true });
  }
}
