/** How long to wait before asking again, in milliseconds: soon at first, later less often; and how often. */
const FIRST = 500;
const LONGEST = 10_000;
const TRIES = 60;

/** A picture that is still being made: it appears when it is there; until then words say so. */
export class Picture {
  /** @param {HTMLImageElement} image @param {(run: () => void, wait: number) => unknown} [later] */
  constructor(image, later = (run, wait) => setTimeout(run, wait)) {
    this.image = image;
    this.later = later;
    this.tries = 0;
    image.addEventListener("load", () => this.show(true));
    image.addEventListener("error", () => this.again());
    this.ask();
  }

  ask() {
    this.tries += 1;
    // A number at the end, because a browser does not ask twice for what it thinks it has.
    this.image.src = `${this.image.dataset.picture}?${this.tries}`;
  }

  again() {
    this.show(false);
    const wait = Math.min(LONGEST, FIRST * 1.5 ** (this.tries - 1));
    if (this.tries < TRIES) this.later(() => this.ask(), wait);
  }

  /** @param {boolean} here */
  show(here) {
    this.image.hidden = !here;
    const waiting = this.image.parentElement?.querySelector("[data-waiting]");
    if (waiting) /** @type {HTMLElement} */ (waiting).hidden = here;
  }
}
