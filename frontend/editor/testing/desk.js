import { readFileSync } from "node:fs";

// @ts-expect-error -- jsdom ships no types
import { JSDOM } from "jsdom";

import { Player } from "../io/video.js";
import { Editing } from "../model/editing.js";
import { Words } from "../view/words.js";
import { FakeVideo, table } from "./fakeVideo.js";

const TEMPLATES = new URL("../../../attune/web/reviews/templates/reviews/editor/", import.meta.url);

/** @param {string} name @returns {string} the page's own template, with Django's marks made plain */
export function template(name) {
  return readFileSync(new URL(`${name}.html`, TEMPLATES), "utf8")
    .replace(/\{% include "reviews\/editor\/button.html" with do="([^"]+)".*?%\}/g,
      '<button data-do="$1"><svg><use href="icons.svg#x"></use></svg><span data-tip></span></button>')
    .replace(/\{% for principle in principles %\}|\{% endfor %\}/g, "")
    .replace(/\{\{ principle\.key \}\}/g, "guiding")
    .replace(/\{\{ principle\.title \}\}/g, "Guiding")
    .replace(/\{% (?:blocktranslate|translate) "([^"]*)" %\}/g, "$1")
    .replace(/\{%.*?%\}|\{\{.*?\}\}/gs, "");
}

/**
 * Everything that a view needs, in a page of the real templates: a film of a hundred frames that
 * shows at once what it is told to, and a server that keeps everything.
 * @param {...string} names of templates
 */
export function desk(...names) {
  const body = [...names, "words"].map(template).join("");
  const { window } = new JSDOM(`<body><div data-editor>${body}<p data-announce></p></div></body>`);
  const document = /** @type {Document} */ (window.document);
  /** @type {any} */ (globalThis).document = document;
  const video = new FakeVideo();
  const player = new Player(/** @type {any} */ (video), table, () => 0);
  let number = 0;
  /** @type {import("../model/timeline.js").Change[]} */
  const sent = [];
  const editing = new Editing({
    table,
    moments: [
      { kind: "clip", id: "clip", first: table.tick(10), last: table.tick(40), title: "He waits", note: "", principles: [] },
      { kind: "still", id: "still", at: table.tick(5), title: "", note: "", principles: ["guiding"] },
    ],
    send: async (letters) => {
      sent.push(...letters.map(({ change }) => change));
      return { acknowledged: letters.map(({ id }) => id) };
    },
    newId: () => `new-${(number += 1)}`,
    later: (run) => queueMicrotask(run),
  });
  const editor = /** @type {HTMLElement} */ (document.querySelector("[data-editor]"));
  return { window, document, editor, video, player, editing, words: new Words(document), sent, table };
}
