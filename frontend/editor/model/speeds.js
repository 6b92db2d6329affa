/** How fast a film plays, and how J, K and L move through it. */

export const SPEEDS = [0.1, 0.25, 0.5, 1, 1.5, 2];

/** @param {number} speed @returns {number} the next faster one, or the fastest */
export function faster(speed) {
  return SPEEDS.find((step) => step > speed) ?? SPEEDS[SPEEDS.length - 1];
}

/** @param {number} speed @returns {number} the next slower one, or the slowest */
export function slower(speed) {
  return SPEEDS.filter((step) => step < speed).pop() ?? SPEEDS[0];
}

/**
 * J or L: begin to move that way at the chosen speed; again, faster.
 * @param {"paused" | "playing" | "backwards"} mode @param {"playing" | "backwards"} wanted
 * @param {number} speed
 * @returns {{ mode: "playing" | "backwards", speed: number }}
 */
export function shuttle(mode, wanted, speed) {
  return { mode: wanted, speed: mode === wanted ? faster(speed) : speed };
}
