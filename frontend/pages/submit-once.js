/** Sends a form once, however often its button is pressed. */
export class SubmitOnce {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.sent = false;
    form.addEventListener("submit", (event) => this.submit(event));
    form.addEventListener("htmx:afterRequest", () => this.mark(false));
    // Coming back with the browser's back button shows the page as it was left: open it again.
    form.ownerDocument.defaultView?.addEventListener("pageshow", () => this.mark(false));
  }

  /** @param {SubmitEvent} event */
  submit(event) {
    if (this.sent) event.preventDefault();
    else this.mark(true);
  }

  /** @param {boolean} sent */
  mark(sent) {
    this.sent = sent;
    for (const button of this.form.querySelectorAll("button:not([type=button])")) {
      // Not `disabled`: a disabled button would not send its own name and value, and loses focus.
      if (sent) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  }
}
