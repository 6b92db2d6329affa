/**
 * Wrong PINs are slowed: three are free, then each one costs twice the time of the one before. The time is
 * kept with the device, so that closing the page does not end it.
 *
 * @typedef {{ wrong: number, until: number }} Tries until: milliseconds since 1970
 */

const FREE = 3;
const FIRST_WAIT = 30_000; // milliseconds
const LONGEST_WAIT = 15 * 60_000;

/** @type {Tries} */
export const NO_TRIES = { wrong: 0, until: 0 };

/** @param {Tries} tries @param {number} now @returns {Tries} after one more wrong PIN */
export function afterWrong({ wrong }, now) {
  const over = wrong + 1 - FREE;
  return { wrong: wrong + 1, until: over < 0 ? 0 : now + Math.min(FIRST_WAIT * 2 ** over, LONGEST_WAIT) };
}

/** Seconds to wait before the next; a clock that was set back does not lengthen it. @param {Tries} tries @param {number} now */
export function waits({ until }, now) {
  return Math.ceil(Math.min(Math.max(until - now, 0), LONGEST_WAIT) / 1000);
}

/** @param {string} pin */
export function isPin(pin) {
  return /^[0-9]{4,8}$/.test(pin);
}
