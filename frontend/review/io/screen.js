/** Keeps the tablet's screen awake while pictures are watched, where the browser can. */
export class Awake {
  /** @type {{ release: () => Promise<void>, released?: boolean } | null} */
  #lock = null;

  /** @param {Document} room */
  constructor(room = document) {
    this.room = room;
    this.wanted = false;
    room.addEventListener("visibilitychange", () => this.#hold());
  }

  keep() {
    this.wanted = true;
    return this.#hold();
  }

  /** The lock is lost whenever the page is hidden, so it is taken anew when it comes back. */
  async #hold() {
    const lock = /** @type {any} */ (this.room.defaultView?.navigator)?.wakeLock;
    if (!lock || !this.wanted || this.room.visibilityState !== "visible") return;
    if (this.#lock && !this.#lock.released) return;
    try {
      this.#lock = await lock.request("screen");
    } catch {
      this.#lock = null; // a nearly empty battery may say no: the pictures go on
    }
  }
}

/**
 * Fill the whole screen, or stop. Browsers that can't simply stay as they are.
 * @param {Document} room
 */
export async function fillScreen(room = document) {
  try {
    if (room.fullscreenElement) await room.exitFullscreen();
    else await room.documentElement.requestFullscreen({ navigationUI: "hide" });
  } catch {
    // the page is as large as the window anyway
  }
}

/** @param {Document} room @returns {boolean} */
export function canFillScreen(room = document) {
  return Boolean(room.fullscreenEnabled);
}
