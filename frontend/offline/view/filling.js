/**
 * The client's side: one form, kept answer by answer, and then thanks. It knows nothing of the practitioner's
 * side but a name.
 *
 * @typedef {import("../model/forms.js").Form} Form
 * @typedef {import("../model/forms.js").Pack} Pack
 * @typedef {import("./questions.js").Question} Question
 */
import { find, write } from "../../editor/view/find.js";
import { GOALS, needing } from "../model/forms.js";
import { many } from "./counting.js";
import { fill, piece } from "./pieces.js";
import { Questions, questionsOf, questionsOfGoals } from "./questions.js";

export class Filling {
  /** @type {Form | null} */
  form = null;
  /** Whether they have been told that questions are open, and may finish so. */
  #warned = false;
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();

  /**
   * @param {HTMLElement} page @param {import("../../editor/view/words.js").Words} words
   * @param {{ keep: (form: Form, item: string, said: import("../model/forms.js").Answer) => Promise<void>,
   *           finish: (form: Form) => Promise<void>, away: () => void, trouble: (error: unknown) => void }} means
   */
  constructor(page, words, means) {
    this.page = page;
    this.words = words;
    this.means = means;
    this.screen = find(page, '[data-screen="fill"]');
    this.questions = new Questions(page, this.#part("questions"), (question, said) => this.#answered(question, said));
    find(page, "[data-fill-form]").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#on().catch(means.trouble);
    });
    this.#part("before").addEventListener("click", () => this.#turn(-1));
    this.#part("away").addEventListener("click", () => means.away());
    this.#part("switch").addEventListener("click", () => this.#switch());
    this.#part("first").addEventListener("click", (event) => {
      event.preventDefault();
      const [first] = this.#open();
      if (first) this.questions.go(first.id);
      this.#draw();
    });
  }

  /** Show a form, or what another tab made of the one that is shown. @param {Pack} pack @param {Form} form */
  show(pack, form) {
    const same = this.form?.id === form.id;
    this.pack = pack;
    this.form = form;
    this.asked = pack.forms.find(({ key }) => key === form.what);
    if (same) this.questions.choose(form.answers);
    else this.#begin(pack, form);
    this.#draw();
  }

  /** @param {Pack} pack @param {Form} form */
  #begin(pack, form) {
    const { asked, words } = this;
    this.#warned = false;
    const where = asked && (asked.about ? words.say("fill-about", { who: asked.who, about: asked.about }) : asked.who);
    fill(this.screen, {
      "fill-where": where ?? "", "fill-title": asked?.title ?? words.say("fill-goals"),
      "fill-instructions": asked?.instructions ?? "", "fill-copyright": asked?.copyright ?? "",
      "fill-away": words.say("away", { name: pack.practitioner.name }), "fill-kept": "",
    });
    for (const name of ["instructions", "copyright"]) this.#part(name).hidden = !this.#part(name).textContent;
    this.questions.at = null;
    this.questions.draw(form.what === GOALS ? questionsOfGoals(pack.goals) : asked ? questionsOf(asked, words) : [], form.answers);
    this.#part("layout").hidden = this.questions.all.length < 2;
    this.#part("told").replaceChildren();
  }

  #draw() {
    const { at, all } = this.questions;
    const [one, last] = [at !== null, at === null || at === all.length - 1];
    const open = this.#open();
    write(this.#part("switch"), this.words.say(one ? "list" : "one"));
    write(this.#part("place"), one ? this.words.say("place", { number: (at ?? 0) + 1, of: all.length }) : "");
    this.#part("place").hidden = !one;
    this.#part("before").hidden = !at;
    this.#part("open").hidden = !(this.#warned && last && open.length);
    write(this.#part("open-words"), open.length ? many(this.words, "open", open.length) : "");
    const finish = this.#warned && open.length ? "finish-open" : "finish";
    write(this.#part("finish"), this.words.say(last ? finish : "next"));
    this.#tell();
  }

  /** The service's words, at once, and as long as the form is open. */
  #tell() {
    const place = this.#part("told");
    const told = this.form ? needing(this.form, this.asked).length > 0 : false;
    if (told && !place.firstElementChild) place.append(toldPiece(this.page, this.pack));
  }

  /** @param {Question} question @param {import("../model/forms.js").Answer} said */
  #answered(question, said) {
    const { form } = this;
    if (!form) return;
    const before = form.answers[question.id];
    if (before !== undefined && before !== said) (form.earlier[question.id] ??= []).push(before);
    form.answers[question.id] = said;
    write(this.#part("kept"), "");
    this.#draw(); // what has to be said is not kept waiting for the disk
    this.#last = this.means.keep(form, question.id, said).then(
      () => write(this.#part("kept"), this.words.say("kept")),
      (error) => {
        if (before === undefined) delete form.answers[question.id];
        else form.answers[question.id] = before;
        this.questions.choose(form.answers);
        this.means.trouble(error);
      },
    );
  }

  /** Next, or finish; with questions open only when that was said before. */
  async #on() {
    const { at, all } = this.questions;
    if (at !== null && at < all.length - 1) {
      this.#turn(1);
      return;
    }
    if (this.#open().length && !this.#warned) {
      this.#warned = true;
      this.#draw();
      return;
    }
    await this.#last;
    if (this.form) await this.means.finish(this.form);
  }

  /** @param {number} by */
  #turn(by) {
    this.questions.show((this.questions.at ?? 0) + by);
    this.#draw();
    this.questions.go(this.questions.all[this.questions.at ?? 0].id);
  }

  #switch() {
    this.questions.show(this.questions.at === null ? 0 : null);
    this.#draw();
  }

  #open() {
    const { form } = this;
    return form ? this.questions.all.filter(({ id }) => form.answers[id] === undefined) : [];
  }

  /** @param {string} name */
  #part(name) {
    return find(this.page, `[data-fill-${name}]`);
  }
}

/** What the client reads where an answer needs a person. @param {HTMLElement} page @param {Pack | undefined} pack */
export function toldPiece(page, pack) {
  const told = piece(page, "told");
  const text = find(told, "[data-text]");
  write(text, pack?.risk.client || (text.dataset.otherwise ?? ""));
  return told;
}
