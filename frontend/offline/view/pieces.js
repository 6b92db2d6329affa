/** Screens and pieces of the page: the templates hold them, scripts fill them in. */
import { find, write } from "../../editor/view/find.js";

/** A fresh copy of a piece. @param {ParentNode} page @param {string} name @returns {HTMLElement} */
export function piece(page, name) {
  const template = /** @type {HTMLTemplateElement} */ (find(page, `template[data-piece="${name}"]`));
  return /** @type {HTMLElement} */ (/** @type {Element} */ (template.content.firstElementChild).cloneNode(true));
}

/** Write texts into the parts of these names. @param {ParentNode} within @param {Record<string, string>} texts by `data-` name */
export function fill(within, texts) {
  for (const [name, text] of Object.entries(texts)) write(find(within, `[data-${name}]`), text);
}

/** Say what is wrong with a field, or nothing. @param {ParentNode} page @param {string} id @param {string} sentence */
export function complain(page, id, sentence) {
  const [field, error] = [find(page, `#${id}`), find(page, `#${id}-error`)];
  write(error, sentence);
  error.hidden = !sentence;
  if (sentence) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  if (sentence) field.focus();
}

/** A day or a moment in words. @param {string} iso @param {boolean} [time] */
export function dated(iso, time = false) {
  const date = new Date(iso.length === 10 ? `${iso}T12:00` : iso);
  /** @type {Intl.DateTimeFormatOptions} */
  const options = time ? { dateStyle: "long", timeStyle: "short" } : { dateStyle: "long" };
  return new Intl.DateTimeFormat("en-GB", options).format(date);
}

/** A title as it stands inside a sentence. @param {string} title */
export function inside(title) {
  return title.charAt(0).toLowerCase() + title.slice(1);
}

export class Screens {
  /** @param {HTMLElement} page */
  constructor(page) {
    this.all = /** @type {HTMLElement[]} */ ([...page.querySelectorAll("[data-screen]")]);
    this.name = "starting";
  }

  /** Show one and no other; its heading gets the focus, so that it is read out. @param {string} name */
  show(name) {
    if (this.name === name) return;
    this.name = name;
    for (const screen of this.all) screen.hidden = screen.dataset.screen !== name;
    const shown = this.all.find((screen) => !screen.hidden);
    const heading = shown?.querySelector("h1");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus();
    shown?.ownerDocument.defaultView?.scrollTo(0, 0);
  }
}
