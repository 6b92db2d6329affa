/** Lets one drop a file where one could already choose it. */
export class DropZone {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.input = /** @type {HTMLInputElement | null} */ (element.querySelector("input[type=file]"));
    if (!this.input) return;
    element.querySelector("[data-drop-or]")?.removeAttribute("hidden");
    element.addEventListener("dragover", (event) => this.over(event));
    element.addEventListener("dragleave", () => element.removeAttribute("data-over"));
    element.addEventListener("drop", (event) => this.drop(event));
  }

  /** @param {DragEvent} event */
  over(event) {
    event.preventDefault(); // or the browser would open the file in place of the page
    this.element.setAttribute("data-over", "");
  }

  /** @param {DragEvent} event */
  drop(event) {
    event.preventDefault();
    this.element.removeAttribute("data-over");
    const files = event.dataTransfer?.files;
    if (!files?.length || !this.input) return;
    this.input.files = files;
    const view = this.element.ownerDocument.defaultView;
    if (view) this.input.dispatchEvent(new view.Event("change", { bubbles: true }));
  }
}
