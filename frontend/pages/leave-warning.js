/** Asks before one leaves a form with something written in it that was not sent. */
export class LeaveWarning {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    // A form that came back with errors holds what was written and is still not kept.
    this.unsaved = form.querySelector("[aria-invalid=true]") !== null;
    form.addEventListener("input", () => (this.unsaved = true));
    form.addEventListener("submit", () => (this.unsaved = false));
    form.ownerDocument.defaultView?.addEventListener("beforeunload", (event) => {
      if (this.unsaved && form.isConnected) event.preventDefault();
    });
  }
}
