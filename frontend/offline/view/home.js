/** The practitioner's side: what is taken along, how it stands, what the server could not keep, receipts. */
import { find, write } from "../../editor/view/find.js";
import { score } from "../../measures/scoring.js";
import { GOALS, standing } from "../model/forms.js";
import { dated, fill, inside, piece } from "./pieces.js";

/**
 * @typedef {import("../model/forms.js").Form} Form
 * @typedef {import("../model/forms.js").Pack} Pack
 * @typedef {import("../model/forms.js").Asked} Asked
 * @typedef {import("../io/device.js").Waiting} Waiting
 * @typedef {ReturnType<import("../io/device.js").Device["receipts"]>} Receipts
 * @typedef {{ pack: Pack, forms: Form[], letters: Waiting[], receipts: Awaited<Receipts>, stays: boolean }} State
 */

const TONES = { new: "plain", begun: "going", done: "done" };

export class Home {
  /**
   * @param {HTMLElement} page @param {import("../../editor/view/words.js").Words} words
   * @param {{ open: (what: string) => void, own: (letter: Waiting) => void }} means
   */
  constructor(page, words, means) {
    this.page = page;
    this.words = words;
    this.means = means;
  }

  /** @param {State} state */
  draw({ pack, forms, letters, receipts, stays }) {
    const { words } = this;
    fill(this.page, {
      "home-label": pack.label,
      "home-lede": words.say("home-lede", { name: pack.practitioner.name, day: dated(pack.prepared_at) }),
      "home-paper": pack.on_paper.length ? words.say("paper", { titles: pack.on_paper.join(", ") }) : "",
      "home-stay": words.say(stays ? "stays" : "mayGo"),
    });
    find(this.page, "[data-home-paper]").hidden = pack.on_paper.length === 0;
    const rows = pack.forms.map((asked) => this.#asked(asked, forms));
    if (pack.goals.length) rows.push(this.#goals(pack, forms));
    this.#list("forms", rows);
    this.#list("refused", letters.filter(({ refusal }) => refusal).map((letter) => this.#refused(letter)), "stuck");
    this.#list("receipts", receipts.map((receipt) => receiptPiece(this.page, words, receipt)), "sent");
  }

  /** @param {string} name @param {HTMLElement[]} rows @param {string} [section] that is there only with rows */
  #list(name, rows, section) {
    find(this.page, `[data-home-${name}]`).replaceChildren(...rows);
    if (section) find(this.page, `[data-home-${section}]`).hidden = rows.length === 0;
  }

  /** @param {Asked} asked @param {Form[]} forms */
  #asked(asked, forms) {
    const { who, about } = asked;
    const occasion = inside(asked.occasion);
    const said = [this.words.say(about ? "askedAbout" : "asked", { who, about, occasion }), ...this.#scores(asked, forms)];
    return this.#row(asked.title, said.join(". "), standing(forms, asked), asked.key);
  }

  /** What it scores now, and what it did the last time. The server's score is the record. @param {Asked} asked @param {Form[]} forms */
  #scores(asked, forms) {
    const scale = asked.scales.find(({ id }) => id === asked.decides);
    const high = scale?.high ?? "";
    const done = forms.filter(({ what, finishedAt }) => what === asked.key && finishedAt !== null).at(-1);
    const lines = [];
    if (done) {
      const value = score(asked.scoring, done.answers).scores[asked.decides] ?? null;
      lines.push(value === null ? this.words.say("noScore") : this.words.say("now", { value: rounded(value), high }));
    }
    if (asked.last) lines.push(this.words.say("last", { value: rounded(asked.last.value), high, day: dated(asked.last.on) }));
    return lines;
  }

  /** @param {Pack} pack @param {Form[]} forms */
  #goals(pack, forms) {
    const of = forms.filter(({ what }) => what === GOALS);
    const state = of.some(({ finishedAt }) => finishedAt === null) ? "begun" : of.length ? "done" : "new";
    const [done] = of.slice(-1);
    const rated = pack.goals.map(({ id, text }) => (done?.answers[id] === undefined ? `“${text}”` : `“${text}” ${done.answers[id]}`));
    return this.#row(this.words.say("goals"), `${this.words.say("goalsMore")}: ${rated.join(", ")}`, state, GOALS);
  }

  /** @param {string} title @param {string} more @param {"new" | "begun" | "done"} state @param {string} what */
  #row(title, more, state, what) {
    const row = piece(this.page, "asked");
    fill(row, { title, more, standing: this.words.say(`is-${state}`) });
    find(row, "[data-standing]").classList.add(`attune-badge--${TONES[state]}`);
    const button = find(row, "[data-open]");
    button.hidden = state === "done";
    if (state !== "done") write(button, this.words.say(state));
    button.setAttribute("aria-label", `${button.textContent}: ${title}`);
    button.addEventListener("click", () => this.means.open(what));
    return row;
  }

  /** @param {Waiting} letter */
  #refused(letter) {
    const row = piece(this.page, "refused");
    fill(row, { title: this.words.say(`of-${letter.kind}`, { title: letter.title }), more: letter.refusal?.sentence ?? "" });
    const own = find(row, "[data-own]");
    own.hidden = letter.refusal?.status !== 409 || letter.kind !== "form";
    own.addEventListener("click", () => this.means.own(letter));
    return row;
  }
}

/** @param {number} value */
function rounded(value) {
  return Math.round(value * 100) / 100;
}

/**
 * @param {ParentNode} page @param {import("../../editor/view/words.js").Words} words
 * @param {import("../model/letters.js").Receipt & { title: string }} receipt
 */
export function receiptPiece(page, words, receipt) {
  const row = piece(page, "receipt");
  const more = words.say("receipt", { day: dated(receipt.at, true), id: receipt.id });
  fill(row, { title: words.say(`of-${receipt.kind}`, { title: receipt.title }), more, signed: receipt.signed });
  return row;
}
