/** Opens and closes a dialog in browsers that do not know the `command` attribute yet. */
export class Dialog {
  /** @param {HTMLElement} element holds the opening button and its dialog */
  constructor(element) {
    const view = element.ownerDocument.defaultView;
    if (!view || "commandForElement" in view.HTMLButtonElement.prototype) return;
    const dialog = /** @type {HTMLDialogElement | null} */ (element.querySelector("dialog"));
    if (!dialog) return;
    for (const button of element.querySelectorAll("[command]")) {
      const open = button.getAttribute("command") === "show-modal";
      button.addEventListener("click", () => (open ? dialog.showModal() : dialog.close()));
    }
  }
}
