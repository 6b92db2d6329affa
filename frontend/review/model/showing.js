/**
 * What is being shown, and how: no screen and no film in it. Each function gives a new state.
 *
 * @typedef {object} Showing
 * @property {number} at which moment, from 0
 * @property {number} count how many moments
 * @property {number} pace 1, 0.5 or 0.25 of the speed it had
 * @property {boolean} again whether a clip comes again when it is over
 * @property {boolean} held whether the picture is held still, with nothing else on the screen
 */

/** How far “a little” is, in seconds: enough to see a difference, less than a look lasts. */
const A_LITTLE = 0.12;
/** How far a finger must travel to turn to another moment, in pixels, and how straight. */
const FAR_ENOUGH = 60;

/** @param {number} count @returns {Showing} */
export function begin(count) {
  return { at: 0, count, pace: 1, again: true, held: false };
}

/** @param {Showing} showing @param {number} places @returns {Showing} */
export function turn(showing, places) {
  const at = Math.max(0, Math.min(showing.count - 1, showing.at + places));
  return at === showing.at ? showing : { ...showing, at, held: false };
}

/** @param {Showing} showing @param {number} pace @returns {Showing} */
export function paced(showing, pace) {
  return { ...showing, pace, held: false };
}

/** @param {Showing} showing @returns {Showing} */
export function again(showing) {
  return { ...showing, again: !showing.again };
}

/** @param {Showing} showing @param {boolean} held @returns {Showing} */
export function hold(showing, held) {
  return { ...showing, held };
}

/**
 * The frame that is a little further on, or back, inside the clip.
 * @param {import("../../editor/model/frameTable.js").FrameTable} table
 * @param {import("../../editor/io/video.js").Stretch} clip
 * @param {number} frame @param {1 | -1} way @returns {number}
 */
export function aLittle(table, { first, last }, frame, way) {
  const stand = table.frameSeconds(frame);
  const frames = Math.max(1, Math.round(A_LITTLE / stand));
  return Math.max(first, Math.min(last, frame + way * frames));
}

/**
 * What a finger meant: 1 to turn to the next moment, -1 to the one before, 0 neither.
 * @param {{ x: number, y: number }} from @param {{ x: number, y: number }} to @returns {-1 | 0 | 1}
 */
export function swiped(from, to) {
  const [along, across] = [to.x - from.x, to.y - from.y];
  if (Math.abs(along) < FAR_ENOUGH || Math.abs(along) < 2 * Math.abs(across)) return 0;
  return along < 0 ? 1 : -1;
}

/** What the keys do. A key that means something to the thing in focus is left to it. */
const KEYS = /** @type {Record<string, string>} */ ({
  " ": "play",
  k: "play",
  ArrowRight: "next",
  ArrowLeft: "previous",
  PageDown: "next", // the two buttons of a presenter's remote control
  PageUp: "previous",
  ".": "forward",
  ",": "back",
  Home: "replay",
  h: "hold",
  f: "fill",
});

/** @param {string} key @param {Element | null} focus @returns {string | null} */
export function meaning(key, focus) {
  if (focus?.closest("textarea, input, select, dialog, summary, a, [contenteditable]")) return null;
  if (focus?.closest("button") && (key === " " || key === "Enter")) return null;
  return KEYS[key] ?? null;
}
