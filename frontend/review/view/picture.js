/** How long to wait before asking again, and how often, while the picture is being made. */
const PAUSE = 2000;
const TRIES = 30;

/** A picture that is still being made: it appears when it is there, and until then does not show. */
export class Picture {
  /** @param {HTMLImageElement} image @param {(run: () => void, wait: number) => unknown} [later] */
  constructor(image, later = (run, wait) => setTimeout(run, wait)) {
    this.image = image;
    this.later = later;
    this.tries = 0;
    image.addEventListener("load", () => (image.hidden = false));
    image.addEventListener("error", () => this.again());
    this.ask();
  }

  ask() {
    this.tries += 1;
    // A number at the end, because a browser does not ask twice for what it thinks it has.
    this.image.src = `${this.image.dataset.picture}?${this.tries}`;
  }

  again() {
    this.image.hidden = true;
    if (this.tries < TRIES) this.later(() => this.ask(), PAUSE);
  }
}
