import { readFileSync } from "node:fs";

// @ts-expect-error -- jsdom ships no types
import { JSDOM } from "jsdom";

import { Words } from "../../editor/view/words.js";

const TEMPLATES = new URL("../../../attune/web/outcomes/templates/outcomes/offline/", import.meta.url);

/** @param {string} name @returns {string} the page's own template, with Django's marks made plain */
function template(name) {
  return readFileSync(new URL(`${name}.html`, TEMPLATES), "utf8")
    .replace(/\{% translate "([^"]*)" as \w+ %\}/g, "")
    .replace(/\{% translate "([^"]*)" %\}/g, "$1")
    .replace(/\{% notice.*?%\}/g, "<div>").replace(/\{% endnotice %\}/g, "</div>")
    .replace(/\{% badge.*?%\}/g, "<span></span>")
    .replace(/\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}/gs, "");
}

/** A page of the real templates. @param {...string} names of them */
export function page(...names) {
  const body = [...names, "pieces", "words"].map(template).join("");
  const { window } = new JSDOM(`<body><div id="it" data-measures="/cases/00000000-0000-0000-0000-000000000000/measures/">${body}</div></body>`);
  window.scrollTo = () => {};
  const it = /** @type {HTMLElement} */ (window.document.getElementById("it"));
  return { window, page: it, words: new Words(it) };
}

/** Everything that was begun comes to its end. */
export const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

/** @param {any} form */
export const submit = (form) => form.dispatchEvent(new form.ownerDocument.defaultView.Event("submit", { cancelable: true }));
