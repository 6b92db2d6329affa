import assert from "node:assert/strict";
import { test } from "node:test";
import { attach } from "./attach.js";
import { page } from "./testing/page.js";

/** @type {string[]} */
let made = [];
const behaviours = {
  one: class {
    /** @param {Element} element */
    constructor(element) {
      made.push(`one ${element.id}`);
    }
  },
  two: class {
    /** @param {Element} element */
    constructor(element) {
      made.push(`two ${element.id}`);
    }
  },
};

test("each named behaviour is attached once, unknown names are passed over", () => {
  made = [];
  const { document } = page('<p id="a" data-behaviour="one two nobody"></p><p id="b" data-behaviour=" one "></p>');
  attach(document, behaviours);
  attach(document, behaviours);
  assert.deepEqual(made, ["one a", "two a", "one b"]);
});

test("a fresh piece of a page is attached with what it holds", () => {
  made = [];
  const { it } = page('<div id="it" data-behaviour="two"><p id="inner" data-behaviour="one"></p></div>');
  attach(it, behaviours);
  assert.deepEqual(made, ["two it", "one inner"]);
});
