/** How much waits, in words. */
import { countOf } from "../model/letters.js";

/** @typedef {import("../../editor/view/words.js").Words} Words */

/** @param {Words} words @param {string} name @param {number} n */
export function many(words, name, n) {
  return words.say(n === 1 ? `${name}1` : `${name}N`, { n });
}

/** “2 forms and 1 goal rating wait to be sent”. @param {Words} words @param {{ kind: import("../model/letters.js").Kind }[]} letters */
export function waiting(words, letters) {
  if (letters.length === 0) return words.say("allSent");
  const parts = Object.entries(countOf(letters)).filter(([, n]) => n > 0).map(([kind, n]) => many(words, kind, n));
  const what = parts.reduce((first, second) => words.say("and", { first, second }));
  return words.say(letters.length === 1 ? "waits1" : "waitsN", { what });
}
