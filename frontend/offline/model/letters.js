/**
 * Letters: what is sent to the server, one thing each. The text is written once and never again: its bytes
 * are what the receipt is about. `attune/web/outcomes/forms/offline.py` reads them.
 *
 * @typedef {import("./forms.js").Form} Form
 * @typedef {import("./forms.js").Pack} Pack
 * @typedef {import("./forms.js").Asked} Asked
 *
 * @typedef {"form" | "rating" | "acknowledgement"} Kind
 * @typedef {{ id: string, kind: Kind, text: string, title: string }} Letter title: for the device's own list
 * @typedef {{ id: string, kind: Kind, sha256: string, at: string, signed: string }} Receipt
 * @typedef {{ at: string, day: string }} Moment by the device's clock: the time, and the day where it is
 */
import { GOALS } from "./forms.js";

const FORMAT = 1;

/** @param {Date} date @returns {Moment} */
export function momentOf(date) {
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return { at: date.toISOString(), day: `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}` };
}

/** @param {Pack} pack @param {string} id @param {Kind} kind @param {Moment} moment @param {object} said */
function write(pack, id, kind, { at, day }, said) {
  return JSON.stringify({
    format: FORMAT, id, kind, case: pack.case, prepared_by: pack.practitioner.id, taken_on: day, at, ...said,
  });
}

/**
 * The letter of a form. Its key is the form's own, so that however often it is finished it is one.
 * @param {Pack} pack @param {Asked} asked @param {Form} form @param {Moment} moment @returns {Letter}
 */
export function formLetter(pack, asked, form, moment) {
  const { measure, version } = asked.scoring;
  const said = { asked: asked.key, measure, version, answers: form.answers, earlier: form.earlier };
  const about = asked.about ? ` (${asked.about})` : "";
  return {
    id: form.id, kind: "form", text: write(pack, form.id, "form", moment, said),
    title: `${asked.title}, ${asked.who}${about}`,
  };
}

/**
 * One letter for each goal that was rated.
 * @param {Pack} pack @param {Form} form @param {Moment} moment @param {() => string} newId @returns {Letter[]}
 */
export function ratingLetters(pack, form, moment, newId) {
  return pack.goals.flatMap((goal) => {
    const rating = form.answers[goal.id];
    if (typeof rating !== "number") return [];
    const id = newId();
    const text = write(pack, id, "rating", moment, { goal: goal.id, rating });
    return [{ id, kind: /** @type {Kind} */ ("rating"), text, title: goal.text }];
  });
}

/** What a form is sent as. @param {Pack} pack @param {Form} form @param {Moment} moment @param {() => string} newId @returns {Letter[]} */
export function lettersOf(pack, form, moment, newId) {
  if (form.what === GOALS) return ratingLetters(pack, form, moment, newId);
  const asked = pack.forms.find(({ key }) => key === form.what);
  return asked ? [formLetter(pack, asked, form, moment)] : [];
}

/**
 * What was done about an answer, by whom the device was prepared.
 * @param {Pack} pack @param {{ form: Form, asked: Asked, item: string }} seen @param {string} did
 * @param {Moment} moment @param {string} id @returns {Letter}
 */
export function seenLetter(pack, { form, asked, item }, did, moment, id) {
  const text = write(pack, id, "acknowledgement", moment, { form: form.id, item, did });
  return { id, kind: "acknowledgement", text, title: `${asked.title}, ${asked.who}` };
}

/**
 * The same under a key of its own, where the server holds something else under the old one; and what was done
 * about its answers, which has to name the new key.
 * @template {Letter} T @param {T} letter @param {T[]} others @param {() => string} newId
 * @returns {{ from: T, to: Letter }[]} what takes the place of what
 */
export function asOwn(letter, others, newId) {
  const id = newId();
  const changed = (/** @type {T} */ from, /** @type {object} */ said) => {
    const text = JSON.parse(from.text);
    return { from, to: { ...from, ...said, text: JSON.stringify({ ...text, ...said, ...(text.form && { form: id }) }) } };
  };
  const about = others.filter(({ kind, text }) => kind === "acknowledgement" && JSON.parse(text).form === letter.id);
  return [changed(letter, { id }), ...about.map((one) => changed(one, { id: newId() }))];
}

/** How many there are of each kind. @param {{ kind: Kind }[]} letters */
export function countOf(letters) {
  const count = { form: 0, rating: 0, acknowledgement: 0 };
  for (const { kind } of letters) count[kind] += 1;
  return count;
}
