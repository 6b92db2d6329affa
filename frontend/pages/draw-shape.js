/**
 * Boxes over a picture, in percent of it. No box leaves the picture or is too small to be seen.
 *
 * @typedef {{ left: number, top: number, width: number, height: number }} Box
 * @typedef {{ x: number, y: number }} Point
 */

export const SMALLEST = 2;

/** @param {number} value @returns {number} to a tenth, as the server keeps it */
const tenth = (value) => Math.round(value * 10) / 10;

/** @param {number} value @param {number} low @param {number} high */
const within = (value, low, high) => Math.min(Math.max(value, low), high);

/** @param {Point} point @returns {Point} the nearest point of the picture */
export function inside({ x, y }) {
  return { x: within(x, 0, 100), y: within(y, 0, 100) };
}

/** @param {Point} one @param {Point} other corners that a finger drew @returns {Box} */
export function between(one, other) {
  const [a, b] = [inside(one), inside(other)];
  return fitted({
    left: Math.min(a.x, b.x),
    top: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x),
    height: Math.abs(a.y - b.y),
  });
}

/** @param {Box} box @param {number} x @param {number} y how far @returns {Box} */
export function moved(box, x, y) {
  return {
    ...box,
    left: tenth(within(box.left + x, 0, 100 - box.width)),
    top: tenth(within(box.top + y, 0, 100 - box.height)),
  };
}

/** @param {Box} box @param {number} x @param {number} y how much larger @returns {Box} */
export function sized(box, x, y) {
  return fitted({ ...box, width: box.width + x, height: box.height + y });
}

/** @param {Box} box @returns {Box} */
function fitted(box) {
  const width = within(box.width, SMALLEST, 100);
  const height = within(box.height, SMALLEST, 100);
  const [left, top] = [tenth(within(box.left, 0, 98)), tenth(within(box.top, 0, 98))];
  return {
    left,
    top,
    width: tenth(Math.min(width, 100 - left)),
    height: tenth(Math.min(height, 100 - top)),
  };
}

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * What an arrow key makes of a box: it moves; with Shift its size changes. Null for other keys.
 * @param {Box} box @param {{ key: string, shiftKey: boolean }} event @returns {Box | null}
 */
export function keyed(box, event) {
  const way = ARROWS[event.key];
  if (!way) return null;
  return event.shiftKey ? sized(box, ...way) : moved(box, ...way);
}
