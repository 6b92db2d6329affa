/** A button that prints the page; it stays hidden where no script runs. */
export class Print {
  /** @param {HTMLButtonElement} button */
  constructor(button) {
    button.hidden = false;
    button.addEventListener("click", () => button.ownerDocument.defaultView?.print());
  }
}
