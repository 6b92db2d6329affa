/**
 * Small pictures that were made with the film, many on a sheet: about one a second. A sheet is
 * fetched when a picture on it is wanted, and once.
 *
 * @typedef {{ width: number, height: number, columns: number, rows: number, ticks: number[] }} SheetsJson
 *   the size of a small picture, how many are on a sheet, and the ticks of all of them in the film
 * @typedef {{ picture: CanvasImageSource, left: number, top: number, width: number, height: number }} Part
 *   of a picture
 */

export class Sheets {
  /** @type {Promise<SheetsJson> | null} */
  #told = null;
  /** @type {Map<number, Promise<CanvasImageSource>>} */
  #fetched = new Map();

  /**
   * @param {string} address of what the sheets hold; they lie beside it
   * @param {(address: string) => Promise<SheetsJson>} ask
   * @param {(address: string) => Promise<CanvasImageSource>} [fetchPicture]
   */
  constructor(address, ask, fetchPicture = decoded) {
    this.address = address;
    this.ask = ask;
    this.fetchPicture = fetchPicture;
  }

  /**
   * The last small picture at or before a moment. Rejects when there is none to be had.
   * @param {number} tick @returns {Promise<Part>}
   */
  async at(tick) {
    const { width, height, columns, rows, ticks } = await (this.#told ??= this.#askOnce());
    const place = ticks.filter((known) => known <= tick).length - 1;
    if (place < 0) throw new RangeError("No small picture is as early as that.");
    const onSheet = place % (columns * rows);
    const [left, top] = [(onSheet % columns) * width, Math.floor(onSheet / columns) * height];
    return { picture: await this.#sheet(Math.floor(place / (columns * rows))), left, top, width, height };
  }

  /** Have the first sheet here before a moment is kept; without it, it is asked for then. */
  async warm() {
    const { ticks } = await (this.#told ??= this.#askOnce());
    if (ticks.length > 0) await this.#sheet(0);
  }

  /** What could not be had may be asked for again. */
  #askOnce() {
    const told = this.ask(this.address);
    told.catch(() => (this.#told = null));
    return told;
  }

  /** @param {number} number */
  #sheet(number) {
    const known = this.#fetched.get(number);
    if (known) return known;
    const name = `sprite-${String(number).padStart(3, "0")}.jpg`;
    const coming = this.fetchPicture(this.address.replace(/[^/]*$/, name));
    this.#fetched.set(number, coming);
    coming.catch(() => this.#fetched.delete(number));
    return coming;
  }
}

/** @param {string} address */
async function decoded(address) {
  const picture = new Image();
  picture.src = address;
  await picture.decode();
  return picture;
}
