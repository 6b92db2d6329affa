/**
 * The questions of a form: radio groups, all on one page or one at a time.
 *
 * @typedef {import("../model/forms.js").Answer} Answer
 * @typedef {{ id: string, text: string, options: { value: Answer, text: string }[], scale: boolean }} Question
 */
import { find, write } from "../../editor/view/find.js";
import { piece } from "./pieces.js";

/** @typedef {import("../../editor/view/words.js").Words} Words */

/** @param {import("../model/forms.js").Asked} asked @param {Words} words @returns {Question[]} */
export function questionsOf(asked, words) {
  return asked.items.map((item) => ({
    id: item.id, text: `${item.id}. ${item.text}`, scale: false,
    options: [
      ...item.options,
      ...(item.may_not_apply ? [{ value: /** @type {Answer} */ ("not-applicable"), text: words.say("not-apply") }] : []),
      { value: /** @type {Answer} */ ("declined"), text: words.say("declined") },
    ],
  }));
}

/** @param {import("../model/forms.js").Goal[]} goals @returns {Question[]} */
export function questionsOfGoals(goals) {
  const options = Array.from({ length: 11 }, (_, value) => ({ value: /** @type {Answer} */ (value), text: String(value) }));
  return goals.map(({ id, text }) => ({ id, text: `“${text}”`, options, scale: true }));
}

export class Questions {
  /** @type {Question[]} */
  all = [];
  /** Which one is shown; null: all of them. @type {number | null} */
  at = null;

  /**
   * @param {HTMLElement} page @param {HTMLElement} place
   * @param {(question: Question, said: Answer) => void} answered
   */
  constructor(page, place, answered) {
    this.page = page;
    this.place = place;
    this.answered = answered;
  }

  /** @param {Question[]} all @param {Record<string, Answer>} answers */
  draw(all, answers) {
    this.all = all;
    this.place.replaceChildren(...all.map((question) => this.#one(question)));
    this.choose(answers);
    this.show(this.at);
  }

  /** Bring the circles to what was said, here or in another tab. @param {Record<string, Answer>} answers */
  choose(answers) {
    for (const input of this.place.querySelectorAll("input")) {
      const said = answers[input.name.replace("item-", "")];
      input.checked = said !== undefined && String(said) === input.value;
    }
  }

  /** @param {number | null} at one of them, or null for all */
  show(at) {
    this.at = at === null ? null : Math.min(Math.max(at, 0), this.all.length - 1);
    [...this.place.children].forEach((field, number) => {
      /** @type {HTMLElement} */ (field).hidden = this.at !== null && number !== this.at;
    });
  }

  /** Put the focus on a question, which is shown if it was not. @param {string} id */
  go(id) {
    const number = this.all.findIndex((question) => question.id === id);
    if (this.at !== null) this.show(number);
    const field = this.place.children[number];
    const input = field?.querySelector("input:checked") ?? field?.querySelector("input");
    /** @type {HTMLElement | null} */ (input ?? null)?.focus();
  }

  /** @param {Question} question */
  #one(question) {
    const field = piece(this.page, question.scale ? "goal" : "question");
    write(find(field, "[data-text]"), question.text);
    const options = find(field, "[data-options]");
    for (const { value, text } of question.options) {
      const option = piece(this.page, question.scale ? "place" : "option");
      const input = /** @type {HTMLInputElement} */ (find(option, "input"));
      [input.name, input.value] = [`item-${question.id}`, String(value)];
      write(find(option, "[data-text]"), text);
      for (const word of option.querySelectorAll(`.attune-rating__word:not([data-word-${value}])`)) word.remove();
      input.addEventListener("change", () => this.answered(question, value));
      options.append(option);
    }
    return field;
  }
}
