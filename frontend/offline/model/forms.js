/**
 * What was begun, answered and finished on this device, told by its notes: a diary that is only added to.
 *
 * @typedef {import("../../measures/scoring.js").Answer} Answer
 * @typedef {import("../../measures/scoring.js").Measure} Measure
 *
 * @typedef {object} Item
 * @property {string} id @property {string} text @property {{ value: number, text: string }[]} options
 * @property {boolean} may_not_apply
 *
 * @typedef {object} Asked one form of the pack
 * @property {string} key @property {string} who @property {string} about @property {string} occasion
 * @property {string} title @property {string} period @property {string} instructions
 * @property {string} copyright @property {Item[]} items
 * @property {{ id: string, title: string, low: number, high: number }[]} scales @property {string} decides
 * @property {Measure & { measure: string, version: string }} scoring
 * @property {{ on: string, value: number } | null} last
 *
 * @typedef {object} Goal
 * @property {string} id @property {string} text @property {{ rating: number, on: string } | null} last
 *
 * @typedef {object} Pack what the device took along
 * @property {string} case @property {string} label @property {{ id: string, name: string }} practitioner
 * @property {string} prepared_at @property {{ practitioner: string, client: string }} risk
 * @property {Asked[]} forms @property {Goal[]} goals @property {string[]} on_paper
 *
 * @typedef {{ type: "begun", form: string, what: string, at: string }
 *   | { type: "answer", form: string, item: string, said: Answer, at: string }
 *   | { type: "finished", form: string, at: string }
 *   | { type: "seen", form: string, item: string, did: string, at: string }} Note
 *
 * @typedef {object} Form
 * @property {string} id @property {string} what key of what is asked, or GOALS
 * @property {Record<string, Answer>} answers the last of each item
 * @property {Record<string, Answer[]>} earlier what was said before and then changed, by item
 * @property {string | null} finishedAt @property {Record<string, string>} seen what was done, by item
 */
import { score } from "../../measures/scoring.js";

export const GOALS = "goals";

/** @param {Iterable<Note>} notes in their order @returns {Form[]} in the order they were begun */
export function formsOf(notes) {
  /** @type {Map<string, Form>} */
  const forms = new Map();
  for (const note of notes) {
    if (note.type === "begun") {
      const form = { id: note.form, what: note.what, answers: {}, earlier: {}, finishedAt: null, seen: {} };
      forms.set(note.form, form);
      continue;
    }
    const form = forms.get(note.form);
    if (form) tell(form, note);
  }
  return [...forms.values()];
}

/** @param {Form} form @param {Exclude<Note, { type: "begun" }>} note */
function tell(form, note) {
  if (note.type === "seen") form.seen[note.item] ??= note.did;
  else if (form.finishedAt !== null) return; // another tab was quicker: a finished form does not change
  else if (note.type === "finished") form.finishedAt = note.at;
  else {
    const before = form.answers[note.item];
    if (before !== undefined && before !== note.said) (form.earlier[note.item] ??= []).push(before);
    form.answers[note.item] = note.said;
  }
}

/** The form of this kind that can be gone on with. @param {Form[]} forms @param {string} what */
export function openOf(forms, what) {
  return forms.find((form) => form.what === what && form.finishedAt === null) ?? null;
}

/**
 * Answers that need a person at once, also those that were changed afterwards: item and what it says.
 * @param {Form} form @param {Asked | undefined} asked @returns {{ item: string, says: string }[]}
 */
export function needing(form, asked) {
  if (!asked) return [];
  const rounds = [form.answers, ...Object.entries(form.earlier).flatMap(([item, said]) => said.map((one) => ({ [item]: one })))];
  const items = new Set(rounds.flatMap((answers) => score(asked.scoring, answers).risk));
  return asked.scoring.alerts.filter(({ item }) => items.has(item)).map(({ item, says }) => ({ item, says }));
}

/**
 * Of all forms, the answers that need a person and that nobody has said anything about yet.
 * @param {Form[]} forms @param {Pack} pack
 * @returns {{ form: Form, asked: Asked, item: string, says: string }[]}
 */
export function unseen(forms, pack) {
  return forms.flatMap((form) => {
    const asked = pack.forms.find(({ key }) => key === form.what);
    if (!asked) return [];
    return needing(form, asked)
      .filter(({ item }) => form.seen[item] === undefined)
      .map((one) => ({ form, asked, ...one }));
  });
}

/** The questions without an answer. @param {Form} form @param {Item[]} items */
export function unanswered(form, items) {
  return items.filter(({ id }) => form.answers[id] === undefined);
}

/** @param {Form[]} forms @param {Asked} asked @returns {"new" | "begun" | "done"} */
export function standing(forms, asked) {
  const of = forms.filter(({ what }) => what === asked.key);
  if (of.some(({ finishedAt }) => finishedAt === null)) return "begun";
  return of.length ? "done" : "new";
}
