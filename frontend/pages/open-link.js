/**
 * Takes the token from behind the # of the address and sends it with the form, once. The address in the
 * browser's history is replaced by one without it. Without a token, the form waits to be filled in by hand.
 */
export class OpenLink {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.window = /** @type {Window} */ (form.ownerDocument.defaultView);
    this.open();
    // The same page with another link in its address does not load again.
    this.window.addEventListener("hashchange", () => this.open());
    this.window.addEventListener("pageshow", (event) => event.persisted && this.wait());
  }

  /** Somebody came back with the browser's back button. */
  wait() {
    this.field().value = "";
    this.show("[data-opening]", false);
    this.show("[data-by-hand]", true);
  }

  field() {
    return /** @type {HTMLInputElement} */ (this.form.elements.namedItem("token"));
  }

  open() {
    const { hash, pathname } = this.window.location;
    if (hash.length < 2) return;
    this.window.history.replaceState(null, "", pathname);
    this.field().value = hash.slice(1);
    this.show("[data-opening]", true);
    this.show("[data-by-hand]", false);
    this.form.requestSubmit();
  }

  /**
   * @param {string} selector
   * @param {boolean} shown
   */
  show(selector, shown) {
    const part = /** @type {HTMLElement | null} */ (this.form.querySelector(selector));
    if (part) part.hidden = !shown;
  }
}
