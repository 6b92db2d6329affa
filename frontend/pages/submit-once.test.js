import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./testing/page.js";
import { SubmitOnce } from "./submit-once.js";

const BODY = '<form id="it"><button id="send"></button><button type="button" id="other"></button></form>';

/** @param {any} window @param {any} form */
function goes(window, form) {
  const event = new window.Event("submit", { cancelable: true });
  form.dispatchEvent(event);
  return !event.defaultPrevented;
}

test("the first press goes, the second does not, and the button says so", () => {
  const { it, document, window } = page(BODY);
  new SubmitOnce(it);
  assert.equal(goes(window, it), true);
  assert.equal(goes(window, it), false);
  assert.equal(document.getElementById("send")?.getAttribute("aria-disabled"), "true");
  assert.equal(document.getElementById("other")?.hasAttribute("aria-disabled"), false);
});

for (const [where, name] of [["window", "pageshow"], ["form", "htmx:afterRequest"]]) {
  test(`after ${name} it may be sent again`, () => {
    const { it, document, window } = page(BODY);
    new SubmitOnce(it);
    goes(window, it);
    (where === "window" ? window : it).dispatchEvent(new window.Event(name));
    assert.equal(document.getElementById("send")?.hasAttribute("aria-disabled"), false);
    assert.equal(goes(window, it), true);
  });
}
