/**
 * What a filled form scores, for the screen: the same as `attune/core/instruments/scoring.py`, whose
 * answer is the record. Both are run on every measure's own filled forms.
 *
 * @typedef {number | "missing" | "declined" | "skipped" | "not-asked" | "not-applicable"} Answer
 *
 * @typedef {object} Item
 * @property {string} id @property {number} minimum @property {number} maximum
 * @property {boolean} reversed @property {number | null} if_not_applicable
 *
 * @typedef {object} Scale
 * @property {string} id
 * @property {string[]} items @property {string[]} of other scales that it is made of
 * @property {boolean} mean @property {number} times
 * @property {Record<string, number>} weights 1 where an item is not named
 * @property {Record<string, number>} table from a score to what stands for it; empty: none
 * @property {"complete" | "at-least" | "prorate"} rule @property {number} at_least
 *
 * @typedef {object} Alert
 * @property {string} item @property {number} scored_from @property {string} says
 *
 * @typedef {object} Measure
 * @property {Item[]} items @property {Scale[]} scales @property {Alert[]} alerts
 *
 * @typedef {object} Scored
 * @property {Record<string, number | null>} scores null: it can't be computed
 * @property {string[]} missing items without a number
 * @property {string[]} risk items whose answer needs a person at once
 */

/** @param {Measure} measure @param {Record<string, Answer>} answers by item @returns {Scored} */
export function score(measure, answers) {
  const counted = new Map(measure.items.map((item) => [item.id, counts(item, answers[item.id])]));
  /** @type {Record<string, number | null>} */
  const scores = {};
  for (const scale of measure.scales) {
    scores[scale.id] = scale.of.length ? ofScales(scale, scores) : ofItems(scale, counted);
  }
  const missing = measure.items.filter((item) => counted.get(item.id) === null);
  return { scores, missing: missing.map((item) => item.id), risk: atRisk(measure, counted) };
}

/**
 * The number that counts for an answer; null where there is none.
 * @param {Item} item @param {Answer | undefined} answer @returns {number | null}
 */
export function counts(item, answer) {
  if (typeof answer !== "number") {
    return answer === "not-applicable" ? item.if_not_applicable : null;
  }
  if (!Number.isInteger(answer) || answer < item.minimum || answer > item.maximum) {
    throw new RangeError(`Item ${item.id} takes a whole number from ${item.minimum} to ${item.maximum}.`);
  }
  return item.reversed ? item.minimum + item.maximum - answer : answer;
}

/** @param {Scale} scale @param {Map<string, number | null>} counted @returns {number | null} */
function ofItems(scale, counted) {
  let [found, weight, whole, there] = [0, 0, 0, 0];
  for (const item of scale.items) {
    const [number, weighs] = [counted.get(item) ?? null, scale.weights[item] ?? 1];
    whole += weighs;
    if (number !== null) {
      found += number * weighs;
      weight += weighs;
      there += 1;
    }
  }
  if (there < scale.at_least) return null;
  if (scale.mean) return shown(scale, found / weight);
  return shown(scale, scale.rule === "prorate" ? (found * whole) / weight : found);
}

/** @param {Scale} scale @param {Record<string, number | null>} scores @returns {number | null} */
function ofScales(scale, scores) {
  let found = 0;
  for (const part of scale.of) {
    const number = scores[part];
    if (number === null) return null;
    found += number;
  }
  return shown(scale, scale.mean ? found / scale.of.length : found);
}

/** @param {Scale} scale @param {number} found @returns {number | null} */
function shown(scale, found) {
  const number = found * scale.times;
  if (!Object.keys(scale.table).length) return number;
  return scale.table[String(number)] ?? null;
}

/** @param {Measure} measure @param {Map<string, number | null>} counted @returns {string[]} */
function atRisk(measure, counted) {
  return measure.alerts
    .filter((alert) => (counted.get(alert.item) ?? -Infinity) >= alert.scored_from)
    .map((alert) => alert.item);
}
