/** Folds the header's links behind one button where the screen is narrow. */
export class Menu {
  /** @param {HTMLElement} element holds the button and the menu that it controls */
  constructor(element) {
    const button = /** @type {HTMLButtonElement | null} */ (element.querySelector("[aria-controls]"));
    const menu = button && element.ownerDocument.getElementById(button.getAttribute("aria-controls") ?? "");
    const narrow = element.ownerDocument.defaultView?.matchMedia("(width < 48rem)");
    if (!button || !menu || !narrow) return;
    this.button = button;
    this.menu = menu;
    this.narrow = narrow;
    this.open = false;
    button.addEventListener("click", () => this.turn(!this.open));
    element.addEventListener("keydown", (event) => this.close(event));
    narrow.addEventListener("change", () => this.turn(false));
    this.turn(false);
  }

  /** @param {boolean} open */
  turn(open) {
    if (!this.button || !this.menu || !this.narrow) return;
    this.open = open;
    this.button.hidden = !this.narrow.matches;
    this.button.setAttribute("aria-expanded", String(open));
    this.menu.hidden = this.narrow.matches && !open;
  }

  /** @param {KeyboardEvent} event */
  close(event) {
    if (event.key !== "Escape" || !this.open) return;
    this.turn(false);
    this.button?.focus();
  }
}
